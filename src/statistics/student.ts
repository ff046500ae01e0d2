/**
 * Student's t distribution: its probability and its quantile, to about 1e-12. Used by every
 * confidence interval.
 */
import { exp, ln } from '../model/elementary.ts';
import { lnGamma } from '../model/gamma.ts';
import { normalProbability, normalQuantile } from './normal.ts';

/** From so many degrees of freedom on the expansion around the normal quantile is exact enough. */
const manyDegrees = 1000;

/** The probability of more than `t`, for `freedom` > 0 degrees of freedom. */
export function studentTail(t: number, freedom: number): number {
  if (t < 0) return 1 - studentTail(-t, freedom);
  if (freedom > 1e10) return normalProbability(-t);
  const x = freedom / (freedom + t * t);
  return 0.5 * incompleteBeta(x, freedom / 2, (t * t) / (freedom + t * t));
}

/**
 * The value that is not exceeded with this probability. From 1,000 degrees of freedom on by the
 * expansion of Abramowitz and Stegun 26.7.5, below by Newton's method on the tail.
 */
export function studentQuantile(probability: number, freedom: number): number {
  if (!(freedom > 0)) return Number.NaN;
  if (probability === 0.5) return 0;
  if (!(probability > 0 && probability < 1)) return normalQuantile(probability);
  const tail = Math.min(probability, 1 - probability);
  const start = expansion(-normalQuantile(tail), freedom);
  const t = freedom >= manyDegrees ? start : refined(start, tail, freedom);
  return probability < 0.5 ? -t : t;
}

function expansion(x: number, freedom: number): number {
  const z = x * x;
  const first = (x * (z + 1)) / 4;
  const second = (x * (3 + z * (16 + 5 * z))) / 96;
  const third = (x * (-15 + z * (17 + z * (19 + 3 * z)))) / 384;
  const fourth = (x * (-945 + z * (-1920 + z * (1482 + z * (776 + 79 * z))))) / 92160;
  return x + (first + (second + (third + fourth / freedom) / freedom) / freedom) / freedom;
}

function refined(start: number, tail: number, freedom: number): number {
  const scale = exp(lnGamma((freedom + 1) / 2) - lnGamma(freedom / 2));
  const front = scale / Math.sqrt(freedom * Math.PI);
  let low = 0;
  let high = Math.max(1, Math.abs(start));
  while (studentTail(high, freedom) > tail) {
    low = high;
    high *= 2;
  }
  let t = start > low && start < high ? start : (low + high) / 2;
  for (let step = 0; step < 200; step++) {
    const excess = studentTail(t, freedom) - tail;
    if (excess > 0) low = t;
    else high = t;
    const density = front * exp((-(freedom + 1) / 2) * ln(1 + (t * t) / freedom));
    let next = t + excess / density;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * t) return next;
    t = next;
  }
  return t;
}

/** I_x(a, 1/2); `y` is 1 - x. By its continued fraction (DLMF 8.17.22) on the side that converges. */
function incompleteBeta(x: number, a: number, y: number): number {
  if (y <= 0) return 1;
  if (x <= 0) return 0;
  const front = exp(lnGamma(a + 0.5) - lnGamma(a) - lnGamma(0.5) + a * ln(x) + 0.5 * ln(y));
  if (x < (a + 1) / (a + 2.5)) return (front * fraction(x, a, 0.5)) / a;
  return 1 - (front * fraction(y, 0.5, a)) / 0.5;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
