/**
 * A graph with its hanging trees folded into the nodes they hang on, for betweenness: only what is
 * left (the core) needs shortest paths, and the trees follow by counting pairs (after Baglioni et
 * al., "Fast exact computation of betweenness centrality in social networks", ASONAM 2012).
 */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';

export class FoldedGraph {
  /** Nodes that are left, ascending; the first `coreCount` count. */
  readonly core: Int32Array;
  coreCount = 0;
  /** Links of the core, by place in it. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  /** By node: nodes in the tree that hangs on it, itself included. */
  readonly weight: Float64Array;
  /** By node: sum of the squared weights of the branches of that tree. */
  readonly branchSquares: Float64Array;
  /** Nodes folded away, in that order, and what each was folded into. */
  readonly folded: Int32Array;
  foldedCount = 0;
  readonly parent: Int32Array;
  readonly #graph: SparseMatrix;
  readonly #degree: Int32Array;
  /** Exclusive or of the neighbours left: the neighbour itself where there is one. */
  readonly #neighbours: Int32Array;
  readonly #place: Int32Array;

  constructor(graph: SparseMatrix) {
    const size = graph.rows;
    this.#graph = graph;
    this.core = new Int32Array(size);
    this.offsets = new Int32Array(size + 1);
    this.targets = new Int32Array(graph.indices.length);
    this.weight = new Float64Array(size);
    this.branchSquares = new Float64Array(size);
    this.folded = new Int32Array(size);
    this.parent = new Int32Array(size);
    this.#degree = new Int32Array(size);
    this.#neighbours = new Int32Array(size);
    this.#place = new Int32Array(size);
  }

  /** Folds what has not failed. */
  fold(failed: Uint8Array): void {
    this.#count(failed);
    this.foldedCount = 0;
    const degree = this.#degree;
    for (let first = 0; first < degree.length; first++) {
      for (let node = first; degree[node] === 1; ) node = this.#foldIn(node);
    }
    this.#layOut(failed);
  }

  #count(failed: Uint8Array): void {
    const { offsets, indices, rows } = this.#graph;
    this.weight.fill(1);
    this.branchSquares.fill(0);
    for (let node = 0; node < rows; node++) {
      let [count, all] = [0, 0];
      for (let k = offsets[node] as number; k < (offsets[node + 1] as number); k++) {
        const other = indices[k] as number;
        if (failed[other] === 1) continue;
        count++;
        all ^= other;
      }
      this.#degree[node] = failed[node] === 1 ? -1 : count;
      this.#neighbours[node] = all;
    }
  }

  /** Folds a node with one neighbour left into that neighbour, which it gives back. */
  #foldIn(node: number): number {
    const into = this.#neighbours[node] as number;
    const weight = this.weight[node] as number;
    this.weight[into] = (this.weight[into] as number) + weight;
    this.branchSquares[into] = (this.branchSquares[into] as number) + weight * weight;
    this.#neighbours[into] = (this.#neighbours[into] as number) ^ node;
    this.#degree[into] = (this.#degree[into] as number) - 1;
    this.#degree[node] = -1;
    this.parent[node] = into;
    this.folded[this.foldedCount++] = node;
    return into;
  }

  #layOut(failed: Uint8Array): void {
    const degree = this.#degree;
    const place = this.#place;
    this.coreCount = 0;
    for (let node = 0; node < degree.length; node++) {
      if (failed[node] === 1 || (degree[node] as number) < 0) continue;
      place[node] = this.coreCount;
      this.core[this.coreCount++] = node;
    }
    const { offsets, indices } = this.#graph;
    let links = 0;
    for (let at = 0; at < this.coreCount; at++) {
      const node = this.core[at] as number;
      const end = offsets[node + 1] as number;
      for (let k = offsets[node] as number; k < end; k++) {
        const other = indices[k] as number;
        if ((degree[other] as number) >= 0) this.targets[links++] = place[other] as number;
      }
      this.offsets[at + 1] = links;
    }
  }
}
