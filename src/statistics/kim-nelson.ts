/**
 * The fully sequential procedure KN of Kim and Nelson 2001, "A fully sequential procedure for
 * indifference-zone selection in simulation", ACM TOMACS 11(3), figure 1 with c = 1: it drops
 * systems as soon as they are clearly worse. Common random numbers are allowed and make it quick.
 */
import { Observations, type Selection, type SelectionResult } from './selection.ts';

export interface KimNelsonOptions {
  readonly systems: number;
  /** A difference that matters, above 0: of systems that are nearer to the best any may be taken. */
  readonly indifference: number;
  /** Of a right selection; from 1 / systems to 1; 0.95 by default. */
  readonly probability?: number;
  /** How many observations of each come before anything is dropped, at least 2; 10 by default. */
  readonly first?: number;
  /** How many observations of a system may be taken at most; 100,000 by default. */
  readonly most?: number;
}

/** The selection of the best one. Screening more seldom than after each observation is safe too. */
export class KimNelson implements Selection {
  readonly #options: Required<KimNelsonOptions>;
  readonly #observations: Observations;
  /** h² of the paper. */
  readonly #bound: number;
  #wanted: readonly number[];
  #best: number | undefined;

  constructor({
    systems,
    indifference,
    probability = 0.95,
    first = 10,
    most = 100_000,
  }: KimNelsonOptions) {
    this.#options = { systems, indifference, probability, first, most };
    this.#observations = new Observations(systems);
    const share = (2 * (1 - probability)) / Math.max(1, systems - 1);
    this.#bound = (share ** (-2 / (first - 1)) - 1) * (first - 1);
    this.#wanted = Array.from({ length: systems }, (_, system) => system);
    if (systems === 1) this.#end(0);
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
    const [some] = this.#wanted;
    if (some === undefined) return;
    const count = this.countOf(some);
    const { first, most } = this.#options;
    if (count < first) return;
    const ranked = this.#observations.ranked(this.#wanted);
    const means = ranked.map((system) => this.#observations.mean(system));
    let width = 0;
    const stays = ranked.filter((system, place) => {
      for (let better = 0; better < place; better++) {
        const gap = (means[better] as number) - (means[place] as number);
        const allowed = this.#allowed(system, ranked[better] as number, count);
        if (gap > allowed) return false;
        width = Math.max(width, allowed);
      }
      return true;
    });
    if (stays.length === 1 || width === 0) this.#end(stays[0] as number);
    else if (count >= most) this.#wanted = [];
    else this.#wanted = stays.sort((a, b) => a - b);
  }

  /** W(r) / r: how far a mean may lie below another one without being dropped. */
  #allowed(a: number, b: number, count: number): number {
    const { first, indifference } = this.#options;
    const { variance } = this.#observations.pair(a, b, first);
    const width = (this.#bound * variance) / (indifference * indifference) - count;
    return Math.max(0, (indifference / (2 * count)) * width);
  }

  #end(best: number): void {
    this.#best = best;
    this.#wanted = [];
  }

  get result(): SelectionResult {
    const { systems, probability } = this.#options;
    const reached = this.#best !== undefined;
    const all = Array.from({ length: systems }, (_, system) => system);
    const selected = this.#best ?? (this.#observations.ranked(all)[0] as number);
    return { selected: [selected], probability: reached ? probability : 0, reached };
  }
}
