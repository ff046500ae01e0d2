/** The bound on the work of one query: a pattern may have more walks than anyone can wait for. */
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';

/** How many twins and relationships a query may look at, besides the whole graph once: seconds of work. */
const allowance = 2_000_000;

/** Counts what a query looks at; `LIMIT_EXCEEDED` when it is too much. */
export class Cost {
  readonly #most: number;
  #left: number;

  constructor({ size }: TwinGraph) {
    this.#most = allowance + size.twins + size.relationships;
    this.#left = this.#most;
  }

  /** Another twin or relationship is looked at. */
  spend(): void {
    if (--this.#left < 0) throw this.#exceeded();
  }

  #exceeded(): LinchpinError {
    return new LinchpinError({
      code: 'LIMIT_EXCEEDED',
      where: 'query',
      message: `the query looks at more than ${this.#most} twins and relationships`,
      action: 'name a twin by its id, name the relationships to follow, or allow fewer hops',
    });
  }
}
