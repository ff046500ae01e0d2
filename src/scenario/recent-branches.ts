/** The scenarios that were used last, up to a number of them; others are opened again. */
import type { TwinGraph } from '../model/graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { Branch } from './branch.ts';
import type { KeptScenario } from './kept-scenario.ts';

/** A scenario that was opened. */
export interface OpenedBranch {
  readonly kept: KeptScenario;
  readonly branch: Branch;
}

interface Held extends OpenedBranch {
  /** Kept with it, so that what was worked out on its graph is there for the next request. */
  graph?: TwinGraph;
}

/** A bounded memory of opened scenarios by id. */
export class RecentBranches {
  readonly #limit: number;
  readonly #held = new Map<string, Held>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The branch of a scenario under these models; it counts as used. */
  get(id: string, catalogue: Catalogue): OpenedBranch | undefined {
    const held = this.#held.get(id);
    if (held === undefined || held.branch.setting.catalogue !== catalogue) return undefined;
    this.#held.delete(id);
    this.#held.set(id, held);
    return held;
  }

  keep(opened: OpenedBranch): void {
    const { id } = opened.kept;
    this.#held.delete(id);
    this.#held.set(id, { ...opened });
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= this.#limit) break;
      this.#held.delete(oldest);
    }
  }

  /** Keeps the graph of a scenario that is held. */
  use(id: string, graph: TwinGraph): TwinGraph {
    const held = this.#held.get(id);
    if (held !== undefined) held.graph = graph;
    return graph;
  }

  remove(id: string): void {
    this.#held.delete(id);
  }

  clear(): void {
    this.#held.clear();
  }
}
