/** How far nodes are from where a search ends. Used by paths, and by rows for long walks. */
import { reversed, visitSteps, type Walk } from './walk.ts';

/** Hops by node, one more than there are; 0 where a node was not reached. */
export type Distances = Uint8Array;

/** The hops from the nearest of some nodes, as far as the walk goes. */
export function distancesFrom(walk: Walk, nodes: readonly number[]): Distances {
  const wave = new Wave(walk, nodes);
  while (wave.grows(walk.hops.max)) wave.grow();
  return wave.distances;
}

/**
 * The hops left to node `to`, for nodes that can be on a path from `from` within the walk's hops.
 * Walked from both ends, the narrower one first, so that neither a wide beginning nor a wide end
 * makes the other's work.
 */
export function distancesTo(walk: Walk, from: number, to: number): Distances {
  const { max } = walk.hops;
  const ahead = new Wave(walk, [from]);
  const back = new Wave(reversed(walk), [to]);
  while (ahead.grows(max) && back.grows(max)) {
    if (ahead.width <= back.width) ahead.grow();
    else back.grow();
  }
  // The end's wave is what is asked for; where the beginning's is whole, it bounds the rest.
  const within = ahead.grows(max) ? undefined : ahead.distances;
  while (back.grows(max)) back.grow(within);
  return back.distances;
}

/** A breadth-first search, one level at a time. */
class Wave {
  readonly distances: Distances;
  readonly #walk: Walk;
  #front: readonly number[];
  #level = 0;

  constructor(walk: Walk, nodes: readonly number[]) {
    this.#walk = walk;
    this.#front = nodes;
    this.distances = new Uint8Array(walk.graph.nodeCount);
    for (const node of nodes) this.distances[node] = 1;
  }

  get width(): number {
    return this.#front.length;
  }

  grows(max: number): boolean {
    return this.#level < max && this.#front.length > 0;
  }

  /** Goes one hop further, only to nodes of `within` where given. */
  grow(within?: Distances): void {
    const { passes } = this.#walk;
    const { distances } = this;
    const level = ++this.#level;
    const next: number[] = [];
    const visit = (far: number) => {
      if (distances[far] === 0 && within?.[far] !== 0) {
        distances[far] = level + 1;
        next.push(far);
      }
      return false;
    };
    for (const node of this.#front) {
      if (level > 1 && passes !== undefined && !passes(node)) continue;
      visitSteps(this.#walk, node, visit);
    }
    this.#front = next;
  }
}
