/**
 * A paired comparison: two systems under common random numbers, run pair by pair until the mean
 * difference is known well enough. Used by sweeps that are to stop at a half-width.
 */
import { intervalOf } from './confidence-interval.ts';
import { Moments } from './moments.ts';

export interface StoppingRule {
  /** Half the width of the difference's confidence interval that is wanted; above 0. */
  readonly halfWidth: number;
  /** 0.95 by default. */
  readonly confidence?: number;
  /** So many pairs at least, because few may agree by chance; 10 by default. */
  readonly least?: number;
  /** So many at most; 1,000 by default. */
  readonly most?: number;
}

/**
 * Collects pairs. Stopping when the interval is narrow enough keeps its coverage as the half-width
 * goes to 0 (Chow and Robbins 1965); `least` keeps it near when the half-width is large.
 */
export class PairedComparison {
  readonly base = new Moments();
  readonly edited = new Moments();
  readonly difference = new Moments();
  readonly #rule: Required<StoppingRule>;

  constructor({ halfWidth, confidence = 0.95, least = 10, most = 1000 }: StoppingRule) {
    this.#rule = { halfWidth, confidence, least, most };
  }

  add(base: number, edited: number): void {
    this.base.add(base);
    this.edited.add(edited);
    this.difference.add(edited - base);
  }

  /** Of the mean difference, edited less base. */
  get interval(): readonly [number, number] {
    return intervalOf(this.difference, this.#rule.confidence);
  }

  /** Whether the half-width is reached. */
  get isPrecise(): boolean {
    const { halfWidth, confidence, least } = this.#rule;
    const { count } = this.difference;
    return count >= least && this.difference.halfWidth(confidence) <= halfWidth;
  }

  /** Whether another pair would be one too many. */
  get isDone(): boolean {
    return this.isPrecise || this.difference.count >= this.#rule.most;
  }
}
