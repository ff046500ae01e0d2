/**
 * Mean and variance of numbers as they come, in one pass: Welford 1962, "Note on a method for
 * calculating corrected sums of squares and products". Used by sweeps and comparisons.
 */
import { studentQuantile } from './student.ts';

/** What is known of numbers that were added one by one. */
export class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count += 1;
    const before = value - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (value - this.#mean);
  }

  get count(): number {
    return this.#count;
  }

  /** 0 where nothing was added. */
  get mean(): number {
    return this.#mean;
  }

  /** Of the sample, by n - 1; 0 for fewer than two numbers. */
  get variance(): number {
    return this.#count < 2 ? 0 : this.#squares / (this.#count - 1);
  }

  /** Half the width of the mean's confidence interval; infinite for fewer than two numbers. */
  halfWidth(confidence = 0.95): number {
    return halfWidth(this.variance, this.#count, confidence);
  }
}

const quantiles = new Map<number, number[]>();

/** t · s / √n, from a sample's variance; infinite for fewer than two numbers. */
export function halfWidth(variance: number, count: number, confidence = 0.95): number {
  if (count < 2) return Number.POSITIVE_INFINITY;
  const known = quantiles.get(confidence) ?? [];
  if (known.length === 0 && quantiles.size < 16) quantiles.set(confidence, known);
  const quantile = known[count] ?? studentQuantile((1 + confidence) / 2, count - 1);
  if (count < 10_000) known[count] = quantile;
  return quantile * Math.sqrt(variance / count);
}
