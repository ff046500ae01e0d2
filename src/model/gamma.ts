/**
 * The gamma distribution: its distribution function by series and continued fraction, its quantile
 * by Newton's method, and a table of quantiles quick enough for a simulation. Used by mechanisms.
 */
import { exp, ln } from './elementary.ts';
import { normalQuantile } from './variates.ts';

/** `ln Γ(a)` for positive `a`, by Stirling's series after raising `a` above 15. */
export function lnGamma(a: number): number {
  let product = 1;
  let x = a;
  for (; x < 15; x++) product *= x;
  const z = 1 / (x * x);
  const series = 1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))));
  return (x - 0.5) * ln(x) - x + 0.9189385332046728 + series / x - ln(product);
}

/**
 * The probability that a gamma variate of this shape and scale 1 is at most `x` (DLMF 8.11.4), or
 * by Lentz's continued fraction (DLMF 8.9.2) where `x` is large.
 */
export function gammaProbability(shape: number, x: number): number {
  if (!(x > 0)) return 0;
  const front = exp(shape * ln(x) - x - lnGamma(shape));
  if (x > shape + 1) return 1 - front * upperFraction(shape, x);
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < 10_000 && term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return front * sum;
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 10_000; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value;
}

/** The value that a gamma variate of this shape and scale 1 stays below with this probability. */
export function gammaQuantile(shape: number, probability: number): number {
  let least = 0;
  let most = shape + 1;
  while (gammaProbability(shape, most) < probability) most *= 2;
  let x = startOf(shape, probability, most);
  for (let step = 0; step < 200; step++) {
    const error = gammaProbability(shape, x) - probability;
    if (error > 0) most = x;
    else least = x;
    const density = exp((shape - 1) * ln(x) - x - lnGamma(shape));
    let next = x - error / density;
    if (!(next > least && next < most)) next = (least + most) / 2;
    if (Math.abs(next - x) <= 1e-14 * x) return next;
    x = next;
  }
  return x;
}

/** Wilson and Hilferty 1931; near zero the first term of the series. */
function startOf(shape: number, probability: number, most: number): number {
  const cube = 1 - 1 / (9 * shape) + normalQuantile(probability) / (3 * Math.sqrt(shape));
  const small = exp((ln(probability) + lnGamma(shape + 1)) / shape);
  const start = cube > 0.3 ? shape * cube * cube * cube : small;
  return start > 0 && start < most ? start : Math.max(most / 2, Number.MIN_VALUE);
}

const tableSize = 512;
/** Draws of 32 bits lie within ±6.34 standard deviations. */
const span = 6.5;

/**
 * Quantiles of the gamma distribution with mean 1 and a coefficient of variation, by cubic Hermite
 * interpolation over the normal quantile; off by less than 1e-6 of the mean.
 */
export class GammaTable {
  readonly #values = new Float64Array(tableSize + 1);
  readonly #slopes = new Float64Array(tableSize + 1);

  constructor(variation: number) {
    const shape = 1 / (variation * variation);
    const width = (2 * span) / tableSize;
    for (let i = 0; i <= tableSize; i++) {
      const z = i * width - span;
      const x = quantileAt(shape, z);
      this.#values[i] = x / shape;
      const density = (shape - 1) * ln(x) - x - lnGamma(shape);
      const slope = x > 0 ? exp(-z * z * 0.5 - 0.9189385332046728 - density) : 0;
      this.#slopes[i] = (slope * width) / shape;
    }
  }

  quantile(draw: number): number {
    const place = (normalQuantile(draw) + span) * (tableSize / (2 * span));
    const i = Math.min(tableSize - 1, Math.max(0, Math.floor(place)));
    const t = place - i;
    const a = this.#values[i] as number;
    const b = this.#values[i + 1] as number;
    const from = this.#slopes[i] as number;
    const to = this.#slopes[i + 1] as number;
    const bend = from + to - 2 * (b - a);
    return a + t * (from + t * (b - a - from - bend + t * bend));
  }
}

/** The quantile at the probability of a normal deviate `z` within ±6.5. */
function quantileAt(shape: number, z: number): number {
  const half = gammaProbability(0.5, (z * z) / 2) / 2;
  return gammaQuantile(shape, z < 0 ? 0.5 - half : 0.5 + half);
}
