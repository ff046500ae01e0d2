/**
 * Distributions of times by mean and coefficient of variation, drawn by inversion of one uniform
 * number. Named by models, drawn by the simulation, read by the formulas.
 */
import { GammaTable } from '../../../model/gamma.ts';
import { exponential, lognormal, logVariance } from '../../../model/variates.ts';

export interface Distribution {
  readonly kind: 'deterministic' | 'exponential' | 'gamma' | 'lognormal' | 'uniform' | 'triangular';
  readonly mean: number;
  /** Standard deviation ÷ mean. Exponential: 1 always; deterministic: 0; others: 0.5 by default. */
  readonly variation?: number;
}

export type Kind = Distribution['kind'];

export const kinds: readonly Kind[] = [
  'deterministic',
  'exponential',
  'gamma',
  'lognormal',
  'uniform',
  'triangular',
];

/** The most a kind can vary without negative times; the symmetric ones are bounded. */
export const greatestVariation: Readonly<Record<Kind, number>> = {
  deterministic: 0,
  exponential: 1,
  gamma: 10,
  lognormal: 10,
  uniform: 1 / Math.sqrt(3),
  triangular: 1 / Math.sqrt(6),
};

/** The coefficient of variation. */
export function variationOf({ kind, variation = 0.5 }: Distribution): number {
  if (kind === 'deterministic') return 0;
  return kind === 'exponential' ? 1 : Math.min(variation, greatestVariation[kind]);
}

/** Whether two draws can differ. */
export function isRandom(distribution: Distribution): boolean {
  return distribution.mean > 0 && variationOf(distribution) > 0;
}

/** Gives a variate of mean 1 for a uniform draw; 1 for the deterministic. */
export type Variate = (draw: number) => number;

const constant: Variate = () => 1;

/** Tables take milliseconds to make, so each shape is made once. */
const tables = new Map<number, GammaTable>();

/** The variate of a distribution, divided by its mean. */
export function variateOf(distribution: Distribution): Variate {
  const { kind } = distribution;
  const variation = variationOf(distribution);
  if (variation === 0) return constant;
  switch (kind) {
    case 'lognormal': {
      const variance = logVariance(variation);
      return (draw) => lognormal(draw, variance);
    }
    case 'uniform': {
      const half = variation * Math.sqrt(3);
      return (draw) => 1 + half * (2 * draw - 1);
    }
    case 'triangular': {
      const half = variation * Math.sqrt(6);
      return (draw) => 1 + half * symmetricTriangular(draw);
    }
    case 'gamma':
      return variation === 1 ? exponential : gammaVariate(variation);
    default:
      return exponential;
  }
}

/** Over -1 to 1 with its mode at 0. */
function symmetricTriangular(draw: number): number {
  return draw < 0.5 ? Math.sqrt(2 * draw) - 1 : 1 - Math.sqrt(2 * (1 - draw));
}

function gammaVariate(variation: number): Variate {
  let table = tables.get(variation);
  return (draw) => {
    if (table === undefined) {
      table = new GammaTable(variation);
      if (tables.size < 64) tables.set(variation, table);
    }
    return table.quantile(draw);
  };
}
