/** A row of `mpc.gen` with its costs. Called by the reader of cases. */
import type { JsonObject } from '../../model/json.ts';
import { present } from '../document.ts';
import { finite } from './bus.ts';
import { type Case, joinBus } from './case.ts';
import type { Row } from './text.ts';

/** A generator as several matrices of the case describe it. */
export interface Generation {
  readonly row: Row;
  /** Position among the generators, from 1. */
  readonly number: number;
  /** The row of `mpc.gencost`. */
  readonly cost: Row | undefined;
  /** The row of `mpc.gencost` for reactive power. */
  readonly reactiveCost: Row | undefined;
  readonly fuel: string | undefined;
}

/** Adds one generator: columns bus, Pg, Qg, Qmax, Qmin, Vg, mBase, status, Pmax, Pmin, then optional ones. */
export function addGenerator(part: Case, generation: Generation): void {
  const { row, number, cost } = generation;
  const [bus, active, reactive, mostQ, leastQ, setpoint, base, status, most, least] = row.values;
  const source = part.naming.id(`generator-${number}`);
  const properties = {
    number,
    fuel: generation.fuel,
    operational: status === undefined || status > 0 ? undefined : false,
    activePower: active,
    reactivePower: reactive,
    maximumReactivePower: finite(mostQ),
    minimumReactivePower: finite(leastQ),
    voltageSetpoint: setpoint,
    ratedApparentPower: finite(base),
    commodity: 'power',
    capacity: finite(most),
    capacityUnit: 'megawatt',
    minimumPower: finite(least),
    ...furtherColumns(row),
    startupCost: cost?.values[1],
    shutdownCost: cost?.values[2],
    costCurve: costCurve(part, cost),
    reactiveCostCurve: costCurve(part, generation.reactiveCost),
  };
  part.draft.twin(part.place(row), source, 'dtmi:linchpin:power:Generator;1', present(properties));
  joinBus(part, row, { source, name: 'connectsTo', bus });
}

/** Columns 11 to 21: the capability curve, ramps and the participation factor. */
function furtherColumns(row: Row): { readonly [name: string]: number | JsonObject | undefined } {
  const [pc1, pc2, q1min, q1max, q2min, q2max, agc, ramp10, ramp30, rampQ, apf] =
    row.values.slice(10);
  const limits = [pc1, pc2, q1min, q1max, q2min, q2max];
  const isCurve = limits.every(Number.isFinite) && limits.some((value) => value !== 0);
  const curve = {
    lowerPower: pc1,
    upperPower: pc2,
    minimumReactiveAtLower: q1min,
    maximumReactiveAtLower: q1max,
    minimumReactiveAtUpper: q2min,
    maximumReactiveAtUpper: q2max,
  };
  return {
    capabilityCurve: isCurve ? present(curve) : undefined,
    rampRate: finite(agc),
    ramp10: finite(ramp10),
    ramp30: finite(ramp30),
    reactiveRampRate: finite(rampQ),
    participationFactor: finite(apf),
  };
}

/** Columns MODEL, STARTUP, SHUTDOWN, NCOST, then NCOST coefficients or NCOST pairs. */
function costCurve(part: Case, cost: Row | undefined): JsonObject | undefined {
  if (cost === undefined) return undefined;
  const [model, , , count = 0] = cost.values;
  const values = cost.values.slice(4, 4 + (model === 1 ? 2 * count : count));
  const complete = values.length === (model === 1 ? 2 * count : count);
  if ((model === 1 || model === 2) && complete && values.every(Number.isFinite)) {
    return { model: model === 1 ? 'piecewiseLinear' : 'polynomial', values };
  }
  part.draft.problem({
    code: 'BAD_USER_INPUT',
    where: part.place(cost),
    message: `the row of mpc.gencost is no cost curve (model ${model}, ${count} points)`,
    expected: 'model 1 with NCOST pairs or model 2 with NCOST coefficients',
    action: 'correct the row; the generator was taken without it',
  });
  return undefined;
}
