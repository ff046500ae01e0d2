/** Confidence intervals by Student's t over independent values: replications or batch means. */

export interface Interval {
  readonly mean: number;
  /** Half the width of the 95 % interval; infinite for a single value. */
  readonly halfWidth: number;
}

/** The 95 % confidence interval of the mean of independent values. */
export function confidence(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, halfWidth: Number.POSITIVE_INFINITY };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, halfWidth: studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n) };
}

/** The 97.5 % quantile of Student's t, by bisection of its distribution function. */
export function studentQuantile(freedom: number): number {
  // Beyond this the quantile differs from the normal one by less than 1e-3 of it.
  const degrees = Math.min(freedom, 10_000);
  let least = 1.9;
  let most = 12.8;
  for (let i = 0; i < 60; i++) {
    const middle = (least + most) / 2;
    if (within(middle, degrees) < 0.95) least = middle;
    else most = middle;
  }
  return (least + most) / 2;
}

/** The probability of at most `t` in magnitude (Abramowitz and Stegun 26.7.3 and 26.7.4). */
function within(t: number, freedom: number): number {
  const sine = t / Math.sqrt(freedom + t * t);
  const cosine2 = freedom / (freedom + t * t);
  const odd = freedom % 2;
  let term = 1;
  let sum = freedom > 1 ? 1 : 0;
  for (let k = 2 + odd; k < freedom; k += 2) {
    term *= ((k - 1) / k) * cosine2;
    sum += term;
  }
  if (odd === 0) return sine * sum;
  const angle = arctangent(t / Math.sqrt(freedom));
  return (2 / Math.PI) * (angle + sine * Math.sqrt(cosine2) * sum);
}

/** By halving the angle three times, then the series. */
function arctangent(x: number): number {
  let y = x;
  for (let i = 0; i < 3; i++) y /= 1 + Math.sqrt(1 + y * y);
  const z = y * y;
  let sum = 0;
  for (let n = 25; n >= 1; n -= 2) sum = 1 / n - z * sum;
  return 8 * y * sum;
}
