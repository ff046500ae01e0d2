/**
 * Shortest-path betweenness of what has not failed: over ordered pairs of nodes, the share of their
 * shortest paths that a node lies on, ends not counted (Brandes, "A faster algorithm for betweenness
 * centrality", J. Math. Sociol. 25 (2001) 163). Prepared once for a graph; called by the cascade.
 */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import { FoldedGraph } from './folded-graph.ts';

export class Betweenness {
  readonly #folded: FoldedGraph;
  /** By node: nodes that hang together with it. */
  readonly #together: Float64Array;
  // By place in the core.
  readonly #weight: Float64Array;
  readonly #load: Float64Array;
  readonly #distance: Int32Array;
  readonly #paths: Float64Array;
  readonly #share: Float64Array;
  /** Places in the order in which a search meets them. */
  readonly #order: Int32Array;
  /** Next places on shortest paths; those of the i-th met end at `#nextEnd[i]`. */
  readonly #next: Int32Array;
  readonly #nextEnd: Int32Array;

  constructor(graph: SparseMatrix) {
    const size = graph.rows;
    this.#folded = new FoldedGraph(graph);
    this.#together = new Float64Array(size);
    this.#weight = new Float64Array(size);
    this.#load = new Float64Array(size);
    this.#distance = new Int32Array(size);
    this.#paths = new Float64Array(size);
    this.#share = new Float64Array(size);
    this.#order = new Int32Array(size);
    this.#next = new Int32Array(graph.indices.length);
    this.#nextEnd = new Int32Array(size);
  }

  /** By node; 0 for what has failed. */
  loads(failed: Uint8Array, result: Float64Array = new Float64Array(failed.length)): Float64Array {
    const graph = this.#folded;
    graph.fold(failed);
    result.fill(0);
    this.#load.fill(0, 0, graph.coreCount);
    for (let place = 0; place < graph.coreCount; place++)
      this.#weight[place] = graph.weight[graph.core[place] as number] as number;
    for (let source = 0; source < graph.coreCount; source++) {
      const met = this.#search(source);
      this.#together[graph.core[source] as number] = this.#gather(source, met);
    }
    this.#unfold(result);
    return result;
  }

  /** Counts the shortest paths from a place of the core, breadth first; how many places it met. */
  #search(source: number): number {
    const { offsets, targets, coreCount } = this.#folded;
    const distance = this.#distance;
    const paths = this.#paths;
    const order = this.#order;
    const next = this.#next;
    const nextEnd = this.#nextEnd;
    distance.fill(-1, 0, coreCount);
    distance[source] = 0;
    paths[source] = 1;
    order[0] = source;
    let [met, size] = [1, 0];
    for (let head = 0; head < met; head++) {
      const place = order[head] as number;
      const further = (distance[place] as number) + 1;
      const count = paths[place] as number;
      const end = offsets[place + 1] as number;
      for (let k = offsets[place] as number; k < end; k++) {
        const other = targets[k] as number;
        const known = distance[other] as number;
        if (known === further) {
          paths[other] = (paths[other] as number) + count;
          next[size++] = other;
        } else if (known === -1) {
          distance[other] = further;
          paths[other] = count;
          order[met++] = other;
          next[size++] = other;
        }
      }
      nextEnd[head] = size;
    }
    return met;
  }

  /** Adds up, from the farthest back, what passes each place on the way; gives the weight of all met. */
  #gather(source: number, met: number): number {
    const paths = this.#paths;
    const order = this.#order;
    const next = this.#next;
    const nextEnd = this.#nextEnd;
    const share = this.#share;
    const weight = this.#weight;
    const load = this.#load;
    const from = weight[source] as number;
    let all = from;
    let end = met > 0 ? (nextEnd[met - 1] as number) : 0;
    for (let i = met - 1; i > 0; i--) {
      const place = order[i] as number;
      const start = nextEnd[i - 1] as number;
      let sum = 0;
      for (let k = start; k < end; k++) sum += share[next[k] as number] as number;
      end = start;
      const count = paths[place] as number;
      const through = count * sum;
      const own = weight[place] as number;
      load[place] = (load[place] as number) + from * through;
      share[place] = (own + through) / count;
      all += own;
    }
    return all;
  }

  /** Adds the pairs that the trees take part in. */
  #unfold(result: Float64Array): void {
    const { core, coreCount, folded, foldedCount, parent, weight, branchSquares } = this.#folded;
    const together = this.#together;
    for (let place = 0; place < coreCount; place++) {
      const node = core[place] as number;
      const below = (weight[node] as number) - 1;
      const beside = (together[node] as number) - below - 1;
      const within = below * below - (branchSquares[node] as number);
      result[node] = (this.#load[place] as number) + 2 * below * beside + within;
    }
    for (let i = foldedCount - 1; i >= 0; i--) {
      const node = folded[i] as number;
      const all = together[parent[node] as number] as number;
      together[node] = all;
      const above = all - (weight[node] as number);
      result[node] = (all - 1) * (all - 1) - (branchSquares[node] as number) - above * above;
    }
  }
}
