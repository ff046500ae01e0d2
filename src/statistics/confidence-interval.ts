/** The confidence interval of a mean by Student's t. Used by what-ifs and sweeps. */
import { halfWidth, Moments } from './moments.ts';

/** Mean ± t · s / √n; a point for a single value. */
export function confidenceInterval(
  values: readonly number[],
  confidence = 0.95,
): readonly [number, number] {
  const moments = new Moments();
  for (const value of values) moments.add(value);
  return intervalOf(moments, confidence);
}

/** The same of values whose mean, variance by n - 1 and number are known. */
export function intervalOf(
  { mean, variance, count }: Pick<Moments, 'mean' | 'variance' | 'count'>,
  confidence = 0.95,
): readonly [number, number] {
  if (count < 2) return [mean, mean];
  const half = halfWidth(variance, count, confidence);
  return [mean - half, mean + half];
}
