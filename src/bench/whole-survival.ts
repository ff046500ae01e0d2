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
  const { stores, supplies, transits, demands } = model;
  const entries = { rows: [] as number[], columns: [] as number[], values: [] as number[] };
  const rowUpper: number[] = [];
  const count = 1 + stores.length + transits.length;
  const columnUpper = new Float64Array(count).fill(endless);
  columnUpper[0] = foreverDays;
  const row = (upper: number, ...parts: readonly (readonly [column: number, value: number])[]) => {
    for (const [column, value] of parts) {
      entries.rows.push(rowUpper.length);
      entries.columns.push(column);
      entries.values.push(value);
    }
    rowUpper.push(upper);
  };
  const [made, sent] = [(s: number) => 1 + s, (l: number) => 1 + stores.length + l];
  stores.forEach((store, s) => {
    const asked = store.demands.reduce((sum, d) => sum + (demands[d]?.mean ?? 0), 0);
    const given = store.deliveries.map((l) => [sent(l), 1] as const);
    row(store.initialOnHand, [made(s), -1], [0, asked], ...given);
    if (store.twin === out || store.inputs.length === 0) columnUpper[made(s)] = 0;
    for (const input of store.inputs) {
      const brought = input.transits.map((l) => [sent(l), -1] as const);
      row(underWay(model, input.transits), [made(s), input.quantityPer], ...brought);
      const ordered = input.transits.map((l) => [sent(l), 1] as const);
      const most = (input.quantityPer * store.orderCapacity) / store.reviewPeriods;
      if (Number.isFinite(most)) row(0, [0, -most], ...ordered);
    }
  });
  for (const { twin, capacity, deliveries } of supplies) {
    const most = twin === out ? 0 : capacity;
    if (Number.isFinite(most)) row(0, [0, -most], ...deliveries.map((l) => [sent(l), 1] as const));
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

function underWay({ transits }: BalanceModel, through: readonly number[]): number {
  const pipelines = through.map((l) => transits[l]?.pipeline ?? []);
  return pipelines.flat().reduce((sum, units) => sum + units, 0);
}
