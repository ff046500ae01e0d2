/**
 * Electrical values of a link from what its twin says: per unit as in MATPOWER, or in ohm and
 * short-circuit voltage as in pandapower ("Line", "Transformer" in its element documentation).
 * Called while models are built.
 */
import type { PowerLine } from './power-model.ts';
import {
  largest,
  megawattsOf,
  numberOf,
  radians,
  refuse,
  sizeOf,
  type TwinReader,
} from './twin-numbers.ts';

/** What a link's values refer to. */
export interface LinkBase {
  /** Megavoltampere. */
  readonly base: number;
  /** Kilovolt at an end; NaN when no end says it. */
  readonly voltage: number;
}

export type LinkValues = Omit<PowerLine, 'twin' | 'node' | 'from' | 'to'>;

/** At or below this, per unit, a link counts as none: its ends have one angle. */
const leastReactance = 1e-7;

/** Whether a twin says a reactance other than zero in any way. */
export function hasReactance(reader: TwinReader): boolean {
  const perUnit = numberOf(reader, 'reactance', 0);
  if (Math.abs(perUnit) > leastReactance) return true;
  const ohms = numberOf(reader, 'reactancePerKilometre', 0) * numberOf(reader, 'length', 0);
  return perUnit === 0 && (ohms !== 0 || numberOf(reader, 'shortCircuitVoltage', 0) !== 0);
}

/** Throws BAD_USER_INPUT for limits that cannot be kept and values that lack what they refer to. */
export function linkValues(reader: TwinReader, on: LinkBase): LinkValues {
  const parallel = Math.max(1, numberOf(reader, 'parallelCount', 1));
  const series = seriesOf(reader, on, parallel);
  checkSeries(reader, series);
  const isCoupler = Math.abs(series.reactance) <= leastReactance;
  return {
    ...series,
    reactance: isCoupler ? 0 : series.reactance,
    capacity: capacityOf(reader, on, parallel),
    tapRatio: sizeOf(reader, 'tapRatio', 1) || 1,
    phaseShift: radians(numberOf(reader, 'phaseShift', 0)),
    ...angleLimits(reader),
  };
}

function seriesOf(reader: TwinReader, on: LinkBase, parallel: number) {
  const reactance = numberOf(reader, 'reactance', 0);
  const resistance = numberOf(reader, 'resistance', 0);
  if (reactance !== 0 || !hasReactance(reader)) return { reactance, resistance };
  const short = sizeOf(reader, 'shortCircuitVoltage', 0);
  if (short === 0) return fromOhms(reader, on, parallel);
  const rated = sizeOf(reader, 'capacity', 0) * parallel;
  if (rated === 0) lacks(reader, 'capacity', 'shortCircuitVoltage refers to it');
  const real = Math.min(short, sizeOf(reader, 'shortCircuitResistance', 0));
  const perUnit = on.base / rated / 100;
  return { reactance: Math.sqrt(short ** 2 - real ** 2) * perUnit, resistance: real * perUnit };
}

/** Numbers that are fine by themselves may come to none together, as an ohm at next to no voltage. */
function checkSeries({ twin }: TwinReader, series: Pick<PowerLine, 'reactance' | 'resistance'>) {
  for (const property of ['reactance', 'resistance'] as const) {
    const value = series[property];
    if (Math.abs(value) <= largest) continue;
    const action = 'correct what it is worked out of: voltage, length or capacity';
    const message = `it comes to ${value} per unit`;
    refuse(`${twin}/${property}`, message, `at most ${largest} in size`, action);
  }
}

function fromOhms(reader: TwinReader, on: LinkBase, parallel: number) {
  const voltage = voltageOf(reader, on);
  if (!(voltage > 0)) lacks(reader, 'nominalVoltage', 'its reactance is given in ohm');
  const perUnit = (sizeOf(reader, 'length', 0) * on.base) / (voltage ** 2 * parallel);
  return {
    reactance: numberOf(reader, 'reactancePerKilometre', 0) * perUnit,
    resistance: numberOf(reader, 'resistancePerKilometre', 0) * perUnit,
  };
}

/** Of a three-phase system: √3 times voltage and current. */
function capacityOf(reader: TwinReader, on: LinkBase, parallel: number): number {
  const unlimited = Number.POSITIVE_INFINITY;
  const own = megawattsOf(reader, ['capacity', 'capacityUnit'], unlimited);
  if (own < 0) sizeOf(reader, 'capacity', unlimited);
  const usable = parallel * sizeOf(reader, 'deratingFactor', 1);
  if (own !== unlimited) return own * usable;
  const current = sizeOf(reader, 'maximumCurrent', 0);
  const voltage = voltageOf(reader, on);
  return current > 0 && voltage > 0 ? Math.sqrt(3) * voltage * current * usable : unlimited;
}

function voltageOf(reader: TwinReader, { voltage }: LinkBase): number {
  return numberOf(reader, 'nominalVoltage', voltage);
}

/** MATPOWER's reading: no limit at a full turn, nor where both are zero. */
function angleLimits(reader: TwinReader) {
  const least = numberOf(reader, 'minimumAngleDifference', -360);
  const most = numberOf(reader, 'maximumAngleDifference', 360);
  const none = least === 0 && most === 0;
  if (least > most) {
    const where = `${reader.twin}/minimumAngleDifference`;
    refuse(
      where,
      `it is ${least}, above the maximum ${most}`,
      `at most ${most}`,
      'swap the limits',
    );
  }
  return {
    leastAngle: none || least <= -360 ? Number.NEGATIVE_INFINITY : radians(least),
    mostAngle: none || most >= 360 ? Number.POSITIVE_INFINITY : radians(most),
  };
}

function lacks({ twin }: TwinReader, property: string, reason: string): never {
  return refuse(
    `${twin}/${property}`,
    `it is missing, but ${reason}`,
    'a number above zero',
    'set it',
  );
}
