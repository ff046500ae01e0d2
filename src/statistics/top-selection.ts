/**
 * Selects the best few systems with a bound on the probability of being right: by Bonferroni over
 * all pairs of one that is in and one that is out, each by the t statistic of paired differences
 * (the Bayesian bound PCS_Bonf of Branke, Chick and Schmidt 2007, "Selecting a selection
 * procedure", Management Science 53(12)). It holds under common random numbers too.
 */
import { Observations, type Selection, type SelectionResult } from './selection.ts';
import { studentTail } from './student.ts';

export interface TopSelectionOptions {
  readonly systems: number;
  /** How many are wanted, 1 … systems. */
  readonly top: number;
  /** That these are the best, 0.95 by default. */
  readonly probability?: number;
  /** How many observations of each come before anything is judged, at least 2; 10 by default. */
  readonly first?: number;
  /** How many observations of a system may be taken at most; 1,000 by default. */
  readonly most?: number;
}

/**
 * The selection of the best few. Only systems that may stand on the wrong side are observed on:
 * those whose own pairs have more than their share of the error that is allowed.
 */
export class TopSelection implements Selection {
  readonly #options: Required<TopSelectionOptions>;
  readonly #observations: Observations;
  readonly #all: readonly number[];
  #wanted: readonly number[];
  #selected: readonly number[] = [];
  #probability = 0;

  constructor({ systems, top, probability = 0.95, first = 10, most = 1000 }: TopSelectionOptions) {
    this.#options = { systems, top: Math.min(top, systems), probability, first, most };
    this.#observations = new Observations(systems);
    this.#all = Array.from({ length: systems }, (_, system) => system);
    this.#wanted = this.#all;
  }

  get wanted(): readonly number[] {
    return this.#wanted;
  }

  countOf(system: number): number {
    return this.#observations.countOf(system);
  }

  take(system: number, value: number): void {
    this.#observations.add(system, value);
  }

  screen(): void {
    const { top, probability, first, most, systems } = this.#options;
    if (this.#wanted.some((system) => this.countOf(system) < first)) return;
    const ranked = this.#observations.ranked(this.#all);
    this.#selected = ranked.slice(0, top);
    const errors = new Float64Array(systems);
    let total = 0;
    for (const inside of this.#selected) {
      for (const outside of ranked.slice(top)) {
        const error = this.#error(inside, outside);
        errors[inside] = (errors[inside] as number) + error;
        errors[outside] = (errors[outside] as number) + error;
        total += error;
      }
    }
    this.#probability = Math.max(0, 1 - total);
    if (this.#probability >= probability) this.#wanted = [];
    else {
      const share = (1 - probability) / systems;
      this.#wanted = this.#all.filter(
        (system) => (errors[system] as number) > share && this.countOf(system) < most,
      );
    }
  }

  /** The probability that the one which is out is the better one, by a flat prior. */
  #error(inside: number, outside: number): number {
    const count = Math.min(this.countOf(inside), this.countOf(outside));
    const { difference, variance } = this.#observations.pair(inside, outside, count);
    // Equals are equally right.
    if (variance === 0) return difference < 0 ? 1 : 0;
    return studentTail(difference / Math.sqrt(variance / count), count - 1);
  }

  get result(): SelectionResult {
    const reached = this.#probability >= this.#options.probability;
    return { selected: this.#selected, probability: this.#probability, reached };
  }
}
