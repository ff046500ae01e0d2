/**
 * Distances from a node by Dijkstra's method with an indexed heap, and the order in which nodes
 * were settled. Keeps its arrays between calls. Used by `loading.ts` and `detours.ts`.
 */
import type { FlowNetwork } from './flow-network.ts';

/** What a search looks for, and what it may not use. */
export interface SearchGoal {
  readonly source: number;
  /** By node: 1 where the search has to get to. */
  readonly wanted: Uint8Array;
  /** How many nodes are wanted. */
  readonly count: number;
  /** A link that is closed; none by default. */
  readonly without?: number;
  /** Ends when as many nodes are settled; all by default. */
  readonly most?: number;
}

export class PathSearch {
  /** By node; infinite where it was not reached. */
  readonly distance: Float64Array;
  /** By node: its place in `order`, -1 when it was not settled. */
  readonly rank: Int32Array;
  /** Settled nodes, nearest first. */
  readonly order: Int32Array;
  settled = 0;
  readonly #network: FlowNetwork;
  readonly #heap: Int32Array;
  /** By node: its place in the heap, -1 when it is not there. */
  readonly #place: Int32Array;
  #size = 0;

  constructor(network: FlowNetwork) {
    const { nodeCount } = network;
    this.#network = network;
    this.distance = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
    this.rank = new Int32Array(nodeCount).fill(-1);
    this.order = new Int32Array(nodeCount);
    this.#heap = new Int32Array(nodeCount);
    this.#place = new Int32Array(nodeCount).fill(-1);
  }

  find(cost: Float64Array, goal: SearchGoal): void {
    this.#clear();
    const { source, wanted, without = -1, most = this.order.length } = goal;
    const { passable } = this.#network;
    let left = goal.count;
    this.distance[source] = 0;
    this.#heap[0] = source;
    this.#place[source] = 0;
    this.#size = 1;
    while (this.#size > 0 && left > 0 && this.settled < most) {
      const node = this.#pop();
      this.rank[node] = this.settled;
      this.order[this.settled++] = node;
      if (wanted[node] === 1) left--;
      if (passable[node] === 1 || node === source) this.#leave(node, cost, without);
    }
  }

  /** Forgets the nodes that the last search touched, and no others. */
  #clear(): void {
    for (let i = 0; i < this.settled; i++) this.#forget(this.order[i] as number);
    for (let i = 0; i < this.#size; i++) this.#forget(this.#heap[i] as number);
    this.settled = 0;
    this.#size = 0;
  }

  #forget(node: number): void {
    this.distance[node] = Number.POSITIVE_INFINITY;
    this.rank[node] = -1;
    this.#place[node] = -1;
  }

  #leave(node: number, cost: Float64Array, without: number): void {
    const { firstOut, out, to } = this.#network;
    const { distance, rank } = this;
    const so = distance[node] as number;
    const end = firstOut[node + 1] as number;
    for (let i = firstOut[node] as number; i < end; i++) {
      const link = out[i] as number;
      const next = to[link] as number;
      const along = so + (cost[link] as number);
      if (link === without || !(along < (distance[next] as number))) continue;
      if ((rank[next] as number) >= 0) continue;
      distance[next] = along;
      const place = this.#place[next] as number;
      this.#rise(next, place === -1 ? this.#size++ : place);
    }
  }

  #pop(): number {
    const top = this.#heap[0] as number;
    this.#place[top] = -1;
    const last = this.#heap[--this.#size] as number;
    if (this.#size > 0) this.#sink(last);
    return top;
  }

  #rise(node: number, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#heap[above] as number;
      if (!this.#isBefore(node, other)) break;
      this.#heap[place] = other;
      this.#place[other] = place;
      place = above;
    }
    this.#heap[place] = node;
    this.#place[node] = place;
  }

  #sink(node: number): void {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= this.#size) break;
      if (below + 1 < this.#size) {
        const [left, right] = [this.#heap[below] as number, this.#heap[below + 1] as number];
        if (this.#isBefore(right, left)) below++;
      }
      const child = this.#heap[below] as number;
      if (!this.#isBefore(child, node)) break;
      this.#heap[place] = child;
      this.#place[child] = place;
      place = below;
    }
    this.#heap[place] = node;
    this.#place[node] = place;
  }

  #isBefore(a: number, b: number): boolean {
    const [x, y] = [this.distance[a] as number, this.distance[b] as number];
    return x < y || (x === y && a < b);
  }
}
