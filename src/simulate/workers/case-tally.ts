/** Puts the figures of some cases in their place among all. Used by `pooledSimulator`. */
import type { Problem } from '../../model/errors.ts';
import type { CaseFigures } from '../simulator.ts';

export class CaseTally {
  readonly #figures: Float64Array;
  readonly #columns: number;
  readonly #problems: Problem[] = [];

  constructor(cases: number, kpis: number) {
    this.#figures = new Float64Array(cases * kpis);
    this.#columns = kpis;
  }

  /** Takes the figures of consecutive cases, the first of which is at `from`. */
  take(from: number, { figures, problems }: CaseFigures): void {
    this.#figures.set(figures, from * this.#columns);
    for (const problem of problems) {
      this.#problems.push({ ...problem, index: from + (problem.index ?? 0) });
    }
  }

  /** Everything, the problems in the order of their cases. */
  result(): CaseFigures {
    const problems = this.#problems.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
    return { figures: this.#figures, problems };
  }
}
