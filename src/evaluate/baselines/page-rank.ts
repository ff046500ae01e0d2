/** PageRank over neighbours, as a baseline's score. */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';

/** Chance that a walk goes on to a neighbour instead of starting anew. */
const damping = 0.85;

/**
 * Share of the time that a random walk over neighbours spends at each element (Brin and Page 1998);
 * who has no neighbour jumps anywhere. Sums to 1. By power iteration, to 1e-12 in all. `[elements]`
 */
export function pageRank({ rows, offsets, indices }: SparseMatrix): Float64Array {
  let rank = new Float64Array(rows).fill(1 / rows);
  let next = new Float64Array(rows);
  for (let round = 0; round < 200; round++) {
    next.fill(0);
    let stranded = 0;
    for (let n = 0; n < rows; n++) {
      const [first, end] = [offsets[n] as number, offsets[n + 1] as number];
      if (first === end) stranded += rank[n] as number;
      const part = (rank[n] as number) / (end - first);
      for (let e = first; e < end; e++) {
        const to = indices[e] as number;
        next[to] = (next[to] as number) + part;
      }
    }
    const jump = (1 - damping + damping * stranded) / rows;
    let moved = 0;
    for (let n = 0; n < rows; n++) {
      next[n] = jump + damping * (next[n] as number);
      moved += Math.abs((next[n] as number) - (rank[n] as number));
    }
    [rank, next] = [next, rank];
    if (moved < 1e-12) break;
  }
  return rank;
}
