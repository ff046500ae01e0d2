/**
 * Demand paths: the units that every demand of a chain asks in every period, by seed, kept so that
 * the runs of a sweep that share a seed share the draws (common random numbers). Used by
 * `BalanceKernel` and `LaneRuns`.
 */
import { unitsAsked } from './balance.ts';
import type { BalanceModel, Demand } from './balance-model.ts';
import { isRandom } from './demand-distribution.ts';

/** Paths of a demand that are kept; the oldest goes first. */
const mostPaths = 256;

export class DemandPaths {
  readonly #demands: readonly Demand[];
  readonly #periods: number;
  /** By demand, then seed; one for all seeds of a demand that is not drawn. */
  readonly #paths: readonly Map<number, Float64Array>[];

  constructor(model: BalanceModel, periods: number) {
    this.#demands = model.demands;
    this.#periods = periods;
    this.#paths = model.demands.map(() => new Map());
  }

  /** The units of a demand by period. */
  of(d: number, seed: number): Float64Array {
    const demand = this.#demands[d] as Demand;
    const paths = this.#paths[d] as Map<number, Float64Array>;
    const key = isRandom(demand) ? seed : 0;
    const known = paths.get(key);
    if (known !== undefined) return known;
    const units = Float64Array.from({ length: this.#periods }, (_, period) =>
      unitsAsked(demand, period, key),
    );
    if (paths.size >= mostPaths) paths.delete(paths.keys().next().value as number);
    paths.set(key, units);
    return units;
  }
}
