/**
 * Time to survive as its paper has it, for the peer of `time-to-survive`: one linear program over
 * the whole chain for each site, solved from nothing (Simchi-Levi et al. 2015, Interfaces 45(5)).
 */
import { columnMatrix, type LinearProgram } from '../linear-program/linear-program.ts';
import type { BalanceModel } from '../simulate/mechanisms/balance/balance-model.ts';

const { POSITIVE_INFINITY: endless, NEGATIVE_INFINITY: unbounded } = Number;

/** A hundred years of days, which counts as for ever. */
export const foreverDays = 36_525;

/** Columns: the time in periods, what each store makes, what each transit brings. */
export function wholeSurvival(model: BalanceModel, out: string): LinearProgram {
  const { stores, transits } = model;
  const entries = { rows: [] as number[], columns: [] as number[], values: [] as number[] };
  const rowUpper: number[] = [];
  const count = 1 + stores.length + transits.length;
  const columnUpper = new Float64Array(count).fill(endless);
  columnUpper[0] = foreverDays;
  stores.forEach(({ twin, inputs }, s) => {
    if (twin === out || inputs.length === 0) columnUpper[1 + s] = 0;
  });
  for (const [upper, ...parts] of limits(model, out)) {
    for (const [column, value] of parts) {
      entries.rows.push(rowUpper.length);
      entries.columns.push(column);
      entries.values.push(value);
    }
    rowUpper.push(upper);
  }
  return {
    sense: 'maximise',
    costs: new Float64Array(count).fill(1, 0, 1),
    columnLower: new Float64Array(count),
    columnUpper,
    rowLower: new Float64Array(rowUpper.length).fill(unbounded),
    rowUpper: Float64Array.from(rowUpper),
    matrix: columnMatrix(count, entries),
  };
}

type Limit = readonly [upper: number, ...(readonly [column: number, value: number])[]];

/** Rows: stocks, inputs and capacities, each `Σ value · column ≤ upper`. */
function* limits(
  { stores, supplies, transits, demands }: BalanceModel,
  out: string,
): Generator<Limit> {
  const [made, sent] = [(s: number) => 1 + s, (l: number) => 1 + stores.length + l];
  const sum = (lanes: readonly number[], value: number) =>
    lanes.map((l) => [sent(l), value] as const);
  for (const [s, store] of stores.entries()) {
    const asked = store.demands.reduce((total, d) => total + (demands[d]?.mean ?? 0), 0);
    yield [store.initialOnHand, [made(s), -1], [0, asked], ...sum(store.deliveries, 1)];
    for (const { transits: lanes, quantityPer } of store.inputs) {
      yield [underWay(transits, lanes), [made(s), quantityPer], ...sum(lanes, -1)];
      const most = (quantityPer * store.orderCapacity) / store.reviewPeriods;
      if (Number.isFinite(most)) yield [0, [0, -most], ...sum(lanes, 1)];
    }
  }
  for (const { twin, capacity, deliveries } of supplies) {
    const most = twin === out ? 0 : capacity;
    if (Number.isFinite(most)) yield [0, [0, -most], ...sum(deliveries, 1)];
  }
}

function underWay(transits: BalanceModel['transits'], through: readonly number[]): number {
  const pipelines = through.map((l) => transits[l]?.pipeline ?? []);
  return pipelines.flat().reduce((sum, units) => sum + units, 0);
}
