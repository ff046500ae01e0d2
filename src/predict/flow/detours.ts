/**
 * For each link the cheapest way between its ends without it: where its trips go when it is full.
 * Ways that tie share. Called by the features; what would lead far is not followed.
 */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import { type Entering, entering, type FlowNetwork } from './flow-network.ts';
import { PathSearch } from './path-search.ts';

export interface Detours {
  /** Cost of the link over that of its detour, 0 … 1 or above; 0 where there is none. `[links]` */
  readonly ratio: Float64Array;
  /** Share of link r's detour that takes link c, 0 … 1. `[links, links]` */
  readonly shares: SparseMatrix;
}

/** Nodes settled in one search. */
const mostNodes = 300;
const rounding = 1e-9;

/** At costs ≥ 0. `[links]` */
export function detours(network: FlowNetwork, cost: Float64Array): Detours {
  const { linkCount, from, to } = network;
  const walk = new Walk(network, cost);
  const ratio = new Float64Array(linkCount);
  const offsets = new Int32Array(linkCount + 1);
  const [indices, values]: [number[], number[]] = [[], []];
  for (let link = 0; link < linkCount; link++) {
    const length = from[link] === to[link] ? Number.POSITIVE_INFINITY : walk.around(link);
    if (length < Number.POSITIVE_INFINITY) {
      ratio[link] = length > 0 ? (cost[link] as number) / length : 1;
      walk.collect(link, indices, values);
    }
    offsets[link + 1] = indices.length;
  }
  const shares = {
    rows: linkCount,
    columns: linkCount,
    offsets,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
  return { ratio, shares };
}

class Walk {
  readonly #network: FlowNetwork;
  readonly #cost: Float64Array;
  readonly #search: PathSearch;
  readonly #entering: Entering;
  readonly #wanted: Uint8Array;
  readonly #ways: Float64Array;
  readonly #load: Float64Array;

  constructor(network: FlowNetwork, cost: Float64Array) {
    this.#network = network;
    this.#cost = cost;
    this.#search = new PathSearch(network);
    this.#entering = entering(network);
    this.#wanted = new Uint8Array(network.nodeCount);
    this.#ways = new Float64Array(network.nodeCount);
    this.#load = new Float64Array(network.nodeCount);
  }

  /** Cost of the way round; infinite where none was found. */
  around(link: number): number {
    const [source, end] = [this.#network.from[link] as number, this.#network.to[link] as number];
    this.#wanted[end] = 1;
    const goal = { source, wanted: this.#wanted, count: 1, without: link, most: mostNodes };
    this.#search.find(this.#cost, goal);
    this.#wanted[end] = 0;
    const found = (this.#search.rank[end] as number) >= 0;
    return found ? (this.#search.distance[end] as number) : Number.POSITIVE_INFINITY;
  }

  /** Adds the links of the way just found, each with its share. */
  collect(without: number, indices: number[], values: number[]): void {
    const { order, settled } = this.#search;
    this.#ways[order[0] as number] = 1;
    for (let i = 1; i < settled; i++) {
      let ways = 0;
      this.#eachTight(order[i] as number, without, (_, before) => {
        ways += this.#ways[before] as number;
      });
      this.#ways[order[i] as number] = Math.min(ways, 1e200);
    }
    for (let i = 0; i < settled; i++) this.#load[order[i] as number] = 0;
    this.#load[order[settled - 1] as number] = 1;
    for (let i = settled - 1; i > 0; i--) {
      const node = order[i] as number;
      const load = this.#load[node] as number;
      if (load === 0) continue;
      this.#eachTight(node, without, (link, before) => {
        const share = (load * (this.#ways[before] as number)) / (this.#ways[node] as number);
        this.#load[before] = (this.#load[before] as number) + share;
        indices.push(link);
        values.push(share);
      });
    }
  }

  #eachTight(node: number, without: number, see: (link: number, before: number) => void): void {
    const { distance, rank, order } = this.#search;
    const { firstIn, into } = this.#entering;
    const { from, passable } = this.#network;
    const least = distance[node] as number;
    for (let k = firstIn[node] as number; k < (firstIn[node + 1] as number); k++) {
      const link = into[k] as number;
      const before = from[link] as number;
      if (link === without || (rank[before] as number) < 0) continue;
      if ((rank[before] as number) >= (rank[node] as number)) continue;
      if (passable[before] !== 1 && before !== order[0]) continue;
      const along = (distance[before] as number) + (this.#cost[link] as number);
      if (along <= least + rounding * least) see(link, before);
    }
  }
}
