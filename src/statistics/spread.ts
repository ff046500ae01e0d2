/** A figure over several seeds or parts: how tables give it. Used by training and evaluation. */
import { Moments } from './moments.ts';

/** Mean and standard deviation (of a sample, by n - 1; 0 for a single value). */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
}

/** The spread of some values; mean 0 for none. */
export function spread(values: readonly number[]): Spread {
  const moments = new Moments();
  for (const value of values) moments.add(value);
  return { mean: moments.mean, sd: Math.sqrt(moments.variance) };
}

/** The same as text, such as `0.812 ± 0.004`. */
export function describeSpread({ mean, sd }: Spread, digits = 3): string {
  return `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}`;
}
