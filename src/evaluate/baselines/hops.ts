/** Distance in a network of neighbours; a baseline's score and a column of the feature table. */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';

/** Fewest hops from any of the sources (1 in `from`), Infinity where none lead. `[elements]` */
export function hopsFrom(neighbours: SparseMatrix, from: ArrayLike<number>): Float64Array {
  const hops = new Float64Array(neighbours.rows).fill(Number.POSITIVE_INFINITY);
  const queue = new Int32Array(neighbours.rows);
  let end = 0;
  for (let n = 0; n < neighbours.rows; n++) {
    if (from[n] !== 1) continue;
    hops[n] = 0;
    queue[end++] = n;
  }
  for (let at = 0; at < end; at++) {
    const n = queue[at] as number;
    const stop = neighbours.offsets[n + 1] as number;
    for (let e = neighbours.offsets[n] as number; e < stop; e++) {
      const next = neighbours.indices[e] as number;
      if ((hops[next] as number) < Number.POSITIVE_INFINITY) continue;
      hops[next] = (hops[n] as number) + 1;
      queue[end++] = next;
    }
  }
  return hops;
}
