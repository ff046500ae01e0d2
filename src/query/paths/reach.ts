/** What a walk leads to from a node: breadth-first search. Used by `related` and `within`. */
import type { Walk } from './walk.ts';

/** What is done at a node that was reached; true ends the search. */
export type Reached = (node: number, hops: number) => boolean;

/** Searches along one walk again and again, with the same memory: its inner loop makes no objects. */
export class Reach {
  readonly #walk: Walk;
  /** The sides of a node to leave it by: whether against the direction of its edges. */
  readonly #sides: readonly boolean[];
  /** By node: the last search that saw it. */
  #seen: Int32Array | undefined;
  #search = 0;
  /** The nodes seen by this search, in order. */
  readonly #queue: number[] = [];

  constructor(walk: Walk) {
    this.#walk = walk;
    this.#sides = { out: [false], in: [true], both: [false, true] }[walk.direction];
  }

  /** Visits each node within the walk's hops from `start`, the nearest first; whether a visit ended it. */
  from(start: number, visit: Reached): boolean {
    const { hops: range, passes } = this.#walk;
    if (range.min === 0 && visit(start, 0)) return true;
    this.#seen ??= new Int32Array(this.#walk.graph.nodeCount);
    this.#seen[start] = ++this.#search;
    const queue = this.#queue;
    queue.length = 0;
    queue.push(start);
    let next = 0;
    for (let hops = 1; hops <= range.max && next < queue.length; hops++) {
      for (const end = queue.length; next < end; next++) {
        const node = queue[next] as number;
        if (hops > 1 && passes !== undefined && !passes(node)) continue;
        if (this.#leave(node, hops, visit)) return true;
      }
      if (hops === 1 && range.min === 1 && this.#loops(start) && visit(start, 1)) return true;
    }
    return false;
  }

  /** Visits what is one hop from a node and was not seen yet. */
  #leave(node: number, hops: number, visit: Reached): boolean {
    const { graph, follows, work, hops: range } = this.#walk;
    const [seen, search, queue] = [this.#seen as Int32Array, this.#search, this.#queue];
    for (const against of this.#sides) {
      const edges = against ? graph.inEdges(node) : graph.outEdges(node);
      work.follow(edges.length);
      for (let i = 0; i < edges.length; i++) {
        const edge = edges[i] as number;
        const far = against ? graph.sourceOf(edge) : graph.targetOf(edge);
        if (seen[far] === search || (follows !== undefined && !follows(edge))) continue;
        seen[far] = search;
        if (hops < range.max) queue.push(far);
        if (hops >= range.min && visit(far, hops)) return true;
      }
    }
    return false;
  }

  /** Whether a relationship that may be followed leads from a node to itself. */
  #loops(node: number): boolean {
    const { graph, follows } = this.#walk;
    const edges = graph.outEdges(node);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] as number;
      if (graph.targetOf(edge) === node && (follows === undefined || follows(edge))) return true;
    }
    return false;
  }
}
