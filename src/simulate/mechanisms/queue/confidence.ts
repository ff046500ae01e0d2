/** Confidence intervals by Student's t over independent values: replications or batch means. */
import { halfWidth, Moments } from '../../../statistics/moments.ts';

export interface Interval {
  readonly mean: number;
  /** Half the width of the 95 % interval; infinite for a single value. */
  readonly halfWidth: number;
}

/** The 95 % confidence interval of the mean of independent values. */
export function confidence(values: readonly number[]): Interval {
  const moments = new Moments();
  for (const value of values) moments.add(value);
  return { mean: moments.mean, halfWidth: halfWidth(moments.variance, moments.count) };
}
