/** Sources, loads and shunts of a network from their twins. Called while models are built. */
import { costCurve } from './cost-curve.ts';
import type { PowerLoad, PowerShunt, PowerSource } from './power-model.ts';
import { megawattsOf, numberOf, refuse, type TwinReader } from './twin-numbers.ts';

/** Throws BAD_USER_INPUT for a negative capacity, a minimum above it, costs that are not convex. */
export function sourceOf(reader: TwinReader, at: number): PowerSource {
  const { twin, node } = reader;
  const maximum = megawattsOf(reader, ['capacity', 'capacityUnit'], Number.POSITIVE_INFINITY);
  const minimum = numberOf(reader, 'minimumPower', 0);
  if (maximum < 0 && !(minimum < 0))
    refuse(`${twin}/capacity`, `it is ${maximum}`, 'zero or more', 'correct the number');
  if (minimum > maximum) {
    const message = `the least it gives, ${minimum}, is above the most, ${maximum}`;
    refuse(
      `${twin}/capacity`,
      message,
      'a minimum at or below the capacity',
      'correct one of them',
    );
  }
  const power = numberOf(reader, 'activePower', 0);
  const balances = numberOf(reader, 'balances', 0) === 1;
  return { twin, node, at, power, minimum, maximum, balances, ...costOf(reader) };
}

function costOf(reader: TwinReader): Pick<PowerSource, 'cost'> {
  const value = reader.behaviour.value(reader.node, 'costCurve');
  if (value === undefined || value === null) return {};
  const given = typeof value === 'object' && !Array.isArray(value) ? value : {};
  const { model, values } = given as { readonly model?: unknown; readonly values?: unknown };
  const cost = costCurve(model, values);
  if (typeof cost !== 'string') return { cost };
  const expected = 'a polynomial up to the square or points, the slope never falling';
  return refuse(`${reader.twin}/costCurve`, cost, expected, 'correct the curve or take it away');
}

export function loadOf(reader: TwinReader, at: number): PowerLoad {
  const { twin, node } = reader;
  return { twin, node, at, demand: megawattsOf(reader, ['demandRate', 'demandUnit'], 0) };
}

export function shuntOf(reader: TwinReader, at: number): PowerShunt {
  const { twin, node } = reader;
  return { twin, node, at, taken: numberOf(reader, 'shuntConductance', 0) };
}
