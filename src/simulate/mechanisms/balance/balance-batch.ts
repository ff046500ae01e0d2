/**
 * Runs many what-ifs of one supply chain: those of plain chains in lanes side by side, others
 * one by one by `BalanceKernel`. Used by `manyChains`.
 */
import { BalanceKernel } from './balance-kernel.ts';
import type { BalanceModel } from './balance-model.ts';
import { costComponents, costRow } from './balance-state.ts';
import { fitsLanes, lanes } from './lane-places.ts';
import { type LaneCase, LaneRuns } from './lane-runs.ts';
import { type LaneState, laneSums } from './lane-state.ts';
import type { OutagePlan } from './outage-plan.ts';
import { QuietRuns } from './quiet-runs.ts';

/** Numbers of a case in `BalanceBatch.run`, in this order. */
export const caseFigures = [
  'fillRate',
  'owed',
  'mostOwed',
  'lost',
  'meanOnHand',
  ...costComponents,
] as const;

/** A quiet run pays where so many cases share its seed. */
const casesToShare = 3;

export class BalanceBatch {
  readonly #kernel: BalanceKernel;
  readonly #lanes: { readonly runs: LaneRuns; readonly quiet: QuietRuns } | undefined;
  readonly #periods: number;

  constructor(model: BalanceModel, periods: number) {
    this.#kernel = new BalanceKernel(model, periods);
    this.#periods = periods;
    if (!fitsLanes(model)) return;
    const runs = new LaneRuns(model, periods);
    this.#lanes = { runs, quiet: new QuietRuns(runs) };
  }

  /** `[cases, caseFigures]`: the figures of each case in turn, those of a run by itself. */
  run(cases: readonly LaneCase[]): Float64Array {
    const figures = new Float64Array(cases.length * caseFigures.length);
    if (this.#lanes !== undefined) this.#runInLanes(cases, figures);
    else {
      for (const [i, each] of cases.entries()) {
        figures.set(this.#runAlone(each), i * caseFigures.length);
      }
    }
    return figures;
  }

  /** Those that can begin in the same period side by side. */
  #runInLanes(cases: readonly LaneCase[], figures: Float64Array): void {
    if (this.#lanes === undefined) return;
    const { runs, quiet } = this.#lanes;
    quiet.keep(sharedSeeds(cases));
    const starts = Float64Array.from(cases, (each) => this.#startOf(each, quiet));
    const order = alike(cases, starts);
    for (let first = 0; first < order.length; first += lanes) {
      const some = order.slice(first, first + lanes);
      const start = starts[some[0] as number] as number;
      const loaded = some.map((i) => cases[i] as LaneCase);
      runs.load(loaded);
      quiet.begin(loaded, start);
      runs.run(start);
      for (const [l, i] of some.entries()) {
        const at = i * caseFigures.length;
        this.#writeFigures(runs.state, l, figures.subarray(at, at + caseFigures.length));
      }
    }
  }

  /** The period at which a case can begin. */
  #startOf({ seed, outages }: LaneCase, quiet: QuietRuns): number {
    if (!quiet.has(seed)) return 0;
    return quiet.periodBefore(Math.min(firstOutage(outages), this.#periods));
  }

  #runAlone({ seed, outages }: LaneCase): number[] {
    const totals = this.#kernel.run(seed, outages);
    const { fillRate, owed, mostOwed, lost, meanOnHand } = totals;
    const costs = costComponents.map((component) => totals.costOf(component));
    return [fillRate, owed, mostOwed, lost, meanOnHand, ...costs];
  }

  #writeFigures({ numbers, sums }: LaneState, lane: number, to: Float64Array): void {
    const sum = (row: number) => numbers[sums + row * lanes + lane] as number;
    const due = sum(laneSums.due);
    to[0] = due > 0 ? sum(laneSums.inTime) / due : 1;
    to[1] = sum(laneSums.owed);
    to[2] = sum(laneSums.mostOwed);
    to[4] = this.#periods > 0 ? sum(laneSums.onHand) / this.#periods : 0;
    to[5 + costRow.holding] = sum(laneSums.holding);
    to[5 + costRow.backorder] = sum(laneSums.backorder);
    to[5 + costRow.order] = sum(laneSums.order);
    to[5 + costRow.fixedOrder] = sum(laneSums.fixedOrder);
  }
}

function sharedSeeds(cases: readonly LaneCase[]): number[] {
  const counts = new Map<number, number>();
  for (const { seed } of cases) counts.set(seed, (counts.get(seed) ?? 0) + 1);
  return [...counts].flatMap(([seed, count]) => (count < casesToShare ? [] : [seed]));
}

/** Indexes of cases by their start, then those of the same outages beside one another. */
function alike(cases: readonly LaneCase[], starts: Float64Array): number[] {
  const ranks = new Map<OutagePlan | undefined, number>();
  for (const { outages } of cases)
    if (!ranks.has(outages)) ranks.set(outages, firstOutage(outages));
  const sorted = [...ranks].sort(([, a], [, b]) => a - b);
  for (const [rank, [plan]] of sorted.entries()) ranks.set(plan, rank);
  const keys = starts.map((start, i) => {
    const rank = ranks.get(cases[i]?.outages) as number;
    return (start * ranks.size + rank) * cases.length + i;
  });
  return Array.from(keys.sort(), (key) => key % cases.length);
}

/** The period in which anything is out first. */
function firstOutage(plan: OutagePlan | undefined): number {
  const first = plan?.findIndex((outages) => outages !== undefined) ?? -1;
  return first < 0 ? Number.MAX_VALUE : first;
}
