/** What an import refused, in the order of its steps and no more than can be read. Used by `load`. */
import type { Problem } from '../model/errors.ts';

/** The steps of an import, in the order in which their problems are listed. */
export type LoadStep = 'reading' | 'models' | 'duplicates' | 'twins' | 'networks' | 'relationships';

/** How many problems are listed; more are only counted. */
export const maxListed = 100_000;

/** Collects problems step by step. */
export class Rejections {
  readonly #steps: Readonly<Record<LoadStep, Problem[]>> = {
    reading: [],
    models: [],
    duplicates: [],
    twins: [],
    networks: [],
    relationships: [],
  };
  #count = 0;

  add(step: LoadStep, problems: readonly Problem[]): void {
    const room = Math.max(0, maxListed - this.#count);
    this.#count += problems.length;
    for (const problem of problems.slice(0, room)) this.#steps[step].push(problem);
  }

  /** Those that are listed. */
  get listed(): readonly Problem[] {
    return Object.values(this.#steps).flat();
  }

  /** How many there were beyond those. */
  get unlisted(): number {
    return Math.max(0, this.#count - maxListed);
  }
}
