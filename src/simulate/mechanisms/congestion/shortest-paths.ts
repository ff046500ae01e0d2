/**
 * Shortest paths from one node by Dijkstra's method with an indexed binary heap; ties go to the
 * lower node. Keeps its arrays between calls. Used by the equilibrium's kernel.
 */
import type { RoadNetwork } from './road-network.ts';

export class ShortestPaths {
  /** By node: cost from the origin; infinite where there is no way, or none was looked for. */
  readonly distance: Float64Array;
  /** By node: the last link of its path; -1 at the origin and where there is no way. */
  readonly via: Int32Array;
  readonly #network: RoadNetwork;
  readonly #heap: Int32Array;
  /** By node: its place in the heap; -1 when not yet seen, -2 when settled. */
  readonly #place: Int32Array;
  readonly #wanted: Uint8Array;
  #size = 0;

  constructor(network: RoadNetwork) {
    const { nodeCount } = network;
    this.#network = network;
    this.distance = new Float64Array(nodeCount);
    this.via = new Int32Array(nodeCount);
    this.#heap = new Int32Array(nodeCount);
    this.#place = new Int32Array(nodeCount);
    this.#wanted = new Uint8Array(nodeCount);
  }

  /**
   * Finds paths from an origin to the destinations of its pairs, by costs of links ≥ 0; an infinite
   * cost closes a link. A node that may not be passed is left only where the path begins.
   */
  find(origin: number, cost: Float64Array): void {
    const { origins, passable } = this.#network;
    const source = origins[origin] as number;
    this.distance.fill(Number.POSITIVE_INFINITY);
    this.via.fill(-1);
    this.#place.fill(-1);
    let left = this.#want(origin);
    this.distance[source] = 0;
    this.#heap[0] = source;
    this.#place[source] = 0;
    this.#size = 1;
    while (this.#size > 0 && left > 0) {
      const node = this.#pop();
      if (this.#wanted[node] === 1) left--;
      if (passable[node] === 1 || node === source) this.#leave(node, cost);
    }
  }

  #want(origin: number): number {
    const { firstPair, destination } = this.#network;
    this.#wanted.fill(0);
    const [first, end] = [firstPair[origin] as number, firstPair[origin + 1] as number];
    for (let pair = first; pair < end; pair++) this.#wanted[destination[pair] as number] = 1;
    return end - first;
  }

  #leave(node: number, cost: Float64Array): void {
    const { firstOut, out, to } = this.#network;
    const { distance } = this;
    const so = distance[node] as number;
    const end = firstOut[node + 1] as number;
    for (let i = firstOut[node] as number; i < end; i++) {
      const link = out[i] as number;
      const next = to[link] as number;
      const along = so + (cost[link] as number);
      if (!(along < (distance[next] as number)) || this.#place[next] === -2) continue;
      distance[next] = along;
      this.via[next] = link;
      let place = this.#place[next] as number;
      if (place === -1) place = this.#size++;
      this.#rise(next, place);
    }
  }

  #pop(): number {
    const top = this.#heap[0] as number;
    this.#place[top] = -2;
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
      let child = this.#heap[below] as number;
      if (below + 1 < this.#size) {
        const right = this.#heap[below + 1] as number;
        if (this.#isBefore(right, child)) {
          below++;
          child = right;
        }
      }
      if (!this.#isBefore(child, node)) break;
      this.#heap[place] = child;
      this.#place[child] = place;
      place = below;
    }
    this.#heap[place] = node;
    this.#place[node] = place;
  }

  #isBefore(a: number, b: number): boolean {
    const x = this.distance[a] as number;
    const y = this.distance[b] as number;
    return x < y || (x === y && a < b);
  }
}
