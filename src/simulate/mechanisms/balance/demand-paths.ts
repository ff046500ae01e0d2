/**
 * Demand paths: the units that every demand of a chain asks in every period, by seed, kept so that
 * the runs of a sweep that share a seed share the draws (common random numbers). Used by
 * `BalanceKernel` and `LaneRuns`.
 */
import type { BalanceModel, Demand } from './balance-model.ts';
import type { BalanceParameters } from './balance-parameters.ts';
import { isRandom, unitsDrawn } from './demand-distribution.ts';

/** One demand's units by period, and what they were drawn by. */
interface Path {
  readonly units: Float64Array;
  readonly mean: number;
  readonly standardDeviation: number;
}

/** Paths of a demand that are kept; the oldest goes first. */
const mostPaths = 256;

export class DemandPaths {
  readonly #demands: readonly Demand[];
  readonly #periods: number;
  /** By demand, then seed; 0 for a demand that is not drawn. */
  readonly #paths: readonly Map<number, Path>[];
  /** How often a path has been drawn; for tests. */
  drawn = 0;

  constructor(model: BalanceModel, periods: number) {
    this.#demands = model.demands;
    this.#periods = periods;
    this.#paths = model.demands.map(() => new Map());
  }

  /** The units of a demand by period, with its mean and deviation as the parameters have them. */
  of(demand: number, seed: number, parameters: BalanceParameters): Float64Array {
    const mean = parameters.demandMean[demand] as number;
    const standardDeviation = parameters.demandStandardDeviation[demand] as number;
    const paths = this.#paths[demand] as Map<number, Path>;
    const known = paths.get(seed);
    if (known?.mean === mean && known.standardDeviation === standardDeviation) return known.units;
    const units = this.#draw(
      { ...(this.#demands[demand] as Demand), mean, standardDeviation },
      seed,
    );
    if (paths.size >= mostPaths) paths.delete(paths.keys().next().value as number);
    paths.set(seed, { units, mean, standardDeviation });
    return units;
  }

  #draw(demand: Demand, seed: number): Float64Array {
    const { series, key, mean } = demand;
    this.drawn++;
    const units = new Float64Array(this.#periods).fill(mean);
    if (isRandom(demand)) {
      for (let period = series.length; period < units.length; period++) {
        units[period] = unitsDrawn(demand, { seed, key }, period);
      }
    }
    for (let period = 0; period < Math.min(series.length, units.length); period++) {
      units[period] = series[period] as number;
    }
    return units;
  }
}
