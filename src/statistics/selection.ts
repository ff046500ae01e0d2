/**
 * What procedures of ranking and selection have in common: they ask for observations of systems,
 * replication r of all systems under the same random numbers, until they know the best.
 */

/** A selection that is under way. Values are better the higher they are. */
export interface Selection {
  /** The systems that more observations are wanted of, ascending; none when it is over. */
  readonly wanted: readonly number[];
  /** How many observations of a system it has. */
  countOf(system: number): number;
  /** Takes a system's next observation. */
  take(system: number, value: number): void;
  /** Judges what it has; called when all that is wanted has as many observations again. */
  screen(): void;
  readonly result: SelectionResult;
}

export interface SelectionResult {
  /** The best ones, the best first. */
  readonly selected: readonly number[];
  /** That they are the best; a lower bound. */
  readonly probability: number;
  /** Whether that is what was asked for. */
  readonly reached: boolean;
}

/** The observations of systems in the order they came. */
export class Observations {
  readonly #values: number[][];

  constructor(systems: number) {
    this.#values = Array.from({ length: systems }, () => []);
  }

  add(system: number, value: number): void {
    (this.#values[system] as number[]).push(value);
  }

  countOf(system: number): number {
    return (this.#values[system] as number[]).length;
  }

  /** Of the first `count` observations. */
  mean(system: number, count = this.countOf(system)): number {
    const values = this.#values[system] as number[];
    let sum = 0;
    for (let r = 0; r < count; r++) sum += values[r] as number;
    return count === 0 ? 0 : sum / count;
  }

  /** Mean and variance of the first `count` differences of two systems, paired by replication. */
  pair(a: number, b: number, count: number): { difference: number; variance: number } {
    const first = this.#values[a] as number[];
    const second = this.#values[b] as number[];
    let sum = 0;
    for (let r = 0; r < count; r++) sum += (first[r] as number) - (second[r] as number);
    const difference = sum / count;
    let squares = 0;
    for (let r = 0; r < count; r++) {
      const off = (first[r] as number) - (second[r] as number) - difference;
      squares += off * off;
    }
    return { difference, variance: count < 2 ? 0 : squares / (count - 1) };
  }

  /** The systems by mean, the best first; ties by their number. */
  ranked(systems: readonly number[]): number[] {
    const means = new Map(systems.map((system) => [system, this.mean(system)]));
    return [...systems].sort(
      (a, b) => (means.get(b) as number) - (means.get(a) as number) || a - b,
    );
  }
}
