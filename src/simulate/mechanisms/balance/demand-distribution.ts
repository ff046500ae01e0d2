/**
 * Demand distributions, drawn by inverse CDF from one uniform number a period, so that a change of
 * mean or shape keeps common random numbers. Used by `DemandPaths`.
 */
import { uniform } from '../../../model/random.ts';
import { lognormal, logVariance, normalQuantile } from '../../../model/variates.ts';
import { inversePoisson } from './inverse-poisson.ts';

/** The values of `demandDistribution` in `ontology/core/periodic-demand.json`. */
export type DistributionName = 'normal' | 'poisson' | 'uniform' | 'lognormal' | 'empirical';

/** Units in a period. */
export interface DemandDistribution {
  readonly distribution: DistributionName;
  readonly mean: number;
  /** Of no account to `poisson` and `empirical`. */
  readonly standardDeviation: number;
  /** For `empirical`: values that are equally likely. */
  readonly sample: readonly number[];
}

/** Which stream of its key demand is drawn from. */
const stream = 2;

/** Which draw: the seed, the demand's key, the period. */
export interface DrawKey {
  readonly seed: number;
  readonly key: number;
}

/** Whether it is drawn at random at all. */
export function isRandom(demand: DemandDistribution): boolean {
  if (demand.distribution === 'empirical') return demand.sample.length > 0;
  if (demand.distribution === 'poisson') return demand.mean > 0;
  return demand.standardDeviation > 0;
}

/** Units drawn for a period, never below zero: a distribution that goes lower is cut off there. */
export function unitsDrawn(
  demand: DemandDistribution,
  { seed, key }: DrawKey,
  period: number,
): number {
  if (!isRandom(demand)) return demand.mean;
  return unitsAt(demand, uniform(seed, key, stream, period));
}

/** The inverse CDF at a probability in (0, 1). */
export function unitsAt(demand: DemandDistribution, probability: number): number {
  const { distribution, mean, standardDeviation, sample } = demand;
  switch (distribution) {
    case 'poisson':
      return inversePoisson(mean, probability);
    case 'uniform':
      // Half the width of a uniform distribution is √3 standard deviations.
      return Math.max(0, mean + Math.sqrt(3) * standardDeviation * (2 * probability - 1));
    case 'lognormal':
      if (mean <= 0) return 0;
      return mean * lognormal(probability, logVariance(standardDeviation / mean));
    case 'empirical':
      return sample[Math.min(sample.length - 1, Math.floor(probability * sample.length))] ?? mean;
    default:
      return Math.max(0, mean + standardDeviation * normalQuantile(probability));
  }
}

/** Mean and variance of a period's units, before any cut at zero. */
export function momentsOf(demand: DemandDistribution): {
  readonly mean: number;
  readonly variance: number;
} {
  const { distribution, mean, standardDeviation, sample } = demand;
  if (distribution === 'poisson') return { mean, variance: mean };
  if (distribution !== 'empirical' || sample.length === 0) {
    return { mean, variance: standardDeviation ** 2 };
  }
  const average = sample.reduce((sum, units) => sum + units, 0) / sample.length;
  const squares = sample.reduce((sum, units) => sum + (units - average) ** 2, 0);
  return { mean: average, variance: squares / sample.length };
}
