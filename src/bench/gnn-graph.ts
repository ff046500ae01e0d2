/** A large graph for `linchpin bench gnn`: neighbours are near each other, but rows stand anyhow. */
import { type Matrix, matrix } from '../../gnn/model/array-algebra.ts';
import type { SparseMatrix } from '../../gnn/model/sparse.ts';
import { RandomStream } from '../model/random.ts';

export interface GraphSize {
  readonly nodes: number;
  readonly edges: number;
}

/** How far apart neighbours are at most, in a hidden order of all nodes. */
const reach = 1000;

/** Each node's mean over as many neighbours as any other has. */
export function nearGraph({ nodes, edges }: GraphSize, seed = 1): SparseMatrix {
  const random = new RandomStream(seed);
  const degree = Math.round(edges / nodes);
  const names = shuffled(nodes, random);
  const offsets = Int32Array.from({ length: nodes + 1 }, (_, row) => row * degree);
  const indices = new Int32Array(nodes * degree);
  const values = new Float32Array(nodes * degree).fill(1 / degree);
  for (let node = 0; node < nodes; node++) {
    const to = (names[node] as number) * degree;
    for (let k = 0; k < degree; k++) {
      const other = node + random.integer(2 * reach + 1) - reach;
      indices[to + k] = names[(other + nodes) % nodes] as number;
    }
  }
  return { rows: nodes, columns: nodes, offsets, indices, values };
}

/** Numbers between -scale and scale. */
export function randomMatrix(rows: number, columns: number, { seed = 2, scale = 1 } = {}): Matrix {
  const random = new RandomStream(seed);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) * scale;
  return matrix(rows, columns, values);
}

function shuffled(count: number, random: RandomStream): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
