/**
 * How far every node is from the end of a search. Walked from both ends, the narrower one first,
 * so that neither a wide beginning nor a wide end makes the other's work.
 */
import type { TwinGraph } from '../model/graph.ts';
import { type Route, reversed, type Search, unorderedSteps } from './step.ts';

/** The hops left to node `to`, for nodes that can be on a path within the search's limits. */
export function distancesTo(
  graph: TwinGraph,
  search: Search,
  to: number,
): ReadonlyMap<number, number> {
  const ahead = new Wave(graph, search.route, search.from);
  const back = new Wave(graph, reversed(search.route), to);
  while (ahead.grows(search.maxHops) && back.grows(search.maxHops)) {
    if (ahead.width <= back.width) ahead.grow();
    else back.grow();
  }
  // The end's wave is what is asked for; where the beginning's is whole, it bounds the rest.
  const within = ahead.grows(search.maxHops) ? undefined : ahead.hops;
  while (back.grows(search.maxHops)) back.grow(within);
  return back.hops;
}

/** A breadth-first search, one level at a time. */
class Wave {
  readonly hops = new Map<number, number>();
  readonly #graph: TwinGraph;
  readonly #route: Route;
  #front: readonly number[];
  #level = 0;

  constructor(graph: TwinGraph, route: Route, from: number) {
    this.#graph = graph;
    this.#route = route;
    this.#front = [from];
    this.hops.set(from, 0);
  }

  get width(): number {
    return this.#front.length;
  }

  grows(maxHops: number): boolean {
    return this.#level < maxHops && this.#front.length > 0;
  }

  /** Goes one hop further, only to nodes of `within` where given. */
  grow(within?: ReadonlyMap<number, number>): void {
    this.#level++;
    const next: number[] = [];
    for (const node of this.#front) {
      for (const step of unorderedSteps(this.#graph, node, this.#route)) {
        if (this.hops.has(step.node) || within?.has(step.node) === false) continue;
        this.hops.set(step.node, this.#level);
        next.push(step.node);
      }
    }
    this.#front = next;
  }
}
