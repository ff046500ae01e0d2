/** Graphs of nodes by number and links by their ends, as cascades run on. Made by readers and families. */
import type { SparseMatrix } from '../../gnn/model/sparse.ts';

/** No link from a node to itself, none given twice. */
export interface UndirectedGraph {
  readonly nodeCount: number;
  /** Ends of link l: `from[l]`, `to[l]`. `[links]` */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** A graph of pairs; a pair given twice, in whichever direction, counts once. */
export function undirectedGraph(
  nodeCount: number,
  pairs: Iterable<readonly [number, number]>,
): UndirectedGraph {
  const seen = new Set<number>();
  const [from, to]: [number[], number[]] = [[], []];
  for (const [a, b] of pairs) {
    const key = Math.min(a, b) * nodeCount + Math.max(a, b);
    if (seen.has(key)) continue;
    seen.add(key);
    from.push(a);
    to.push(b);
  }
  return { nodeCount, from: Int32Array.from(from), to: Int32Array.from(to) };
}

/** Which nodes a link joins, both ways, with value 1; columns ascend within a row. */
export function adjacency({ nodeCount, from, to }: UndirectedGraph): SparseMatrix {
  const offsets = new Int32Array(nodeCount + 1);
  for (const ends of [from, to])
    for (const end of ends) offsets[end + 1] = (offsets[end + 1] as number) + 1;
  for (let n = 0; n < nodeCount; n++)
    offsets[n + 1] = (offsets[n + 1] as number) + (offsets[n] as number);
  const indices = new Int32Array(2 * from.length);
  const next = offsets.slice(0, nodeCount);
  const put = (a: number, b: number) => {
    const place = next[a] as number;
    indices[place] = b;
    next[a] = place + 1;
  };
  for (let link = 0; link < from.length; link++) {
    put(from[link] as number, to[link] as number);
    put(to[link] as number, from[link] as number);
  }
  for (let n = 0; n < nodeCount; n++) indices.subarray(offsets[n], offsets[n + 1]).sort();
  const values = new Float32Array(indices.length).fill(1);
  return { rows: nodeCount, columns: nodeCount, offsets, indices, values };
}
