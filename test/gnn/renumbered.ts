/** The same stress network with its elements in another order. */
import { type SparseEntry, type SparseMatrix, sparseMatrix } from '../../gnn/model/sparse.ts';
import type { StressNetwork } from '../../gnn/model/stress-network.ts';
import type { RandomStream } from '../../src/model/random.ts';

export interface Renumbered {
  readonly network: StressNetwork;
  /** The new number of an element. */
  to(element: number): number;
  /** Values of the old order in the new one. */
  elements<T extends NodeJS.TypedArray>(values: T): T;
  limits<T extends NodeJS.TypedArray>(values: T): T;
}

export function renumbered(network: StressNetwork, random: RandomStream): Renumbered {
  const { elementCount, limitOffsets, shifts, neighbours } = network;
  const keys = Array.from({ length: elementCount }, (_, element) => [random.uniform(), element]);
  const old = keys.sort(([a = 0], [b = 0]) => a - b).map(([, element = 0]) => element);
  const places = new Int32Array(elementCount);
  for (const [place, element] of old.entries()) places[element] = place;
  const oldLimits = old.flatMap((element) => {
    const [from = 0, to = 0] = [limitOffsets[element], limitOffsets[element + 1]];
    return Array.from({ length: to - from }, (_, i) => from + i);
  });
  const limitPlaces = new Int32Array(oldLimits.length);
  for (const [place, limit] of oldLimits.entries()) limitPlaces[limit] = place;
  const moved = <T extends NodeJS.TypedArray>(values: T, order: readonly number[]): T => {
    const out = values.slice() as T;
    for (const [place, from] of order.entries()) out[place] = values[from] as never;
    return out;
  };
  const elements = <T extends NodeJS.TypedArray>(values: T) => moved(values, old);
  const limits = <T extends NodeJS.TypedArray>(values: T) => moved(values, oldLimits);
  const offsets = new Int32Array(elementCount + 1);
  for (const [place, element] of old.entries()) {
    const count = (limitOffsets[element + 1] ?? 0) - (limitOffsets[element] ?? 0);
    offsets[place + 1] = (offsets[place] ?? 0) + count;
  }
  return {
    to: (element) => places[element] ?? -1,
    elements,
    limits,
    network: {
      elementCount,
      limitOffsets: offsets,
      limitName: oldLimits.map((limit) => network.limitName[limit] ?? ''),
      base: limits(network.base),
      twoSided: limits(network.twoSided),
      carries: elements(network.carries),
      holdSeconds: elements(network.holdSeconds),
      shifts: permuted(shifts, limitPlaces, places),
      neighbours: permuted(neighbours, places, places),
    },
  };
}

function permuted(matrix: SparseMatrix, rows: Int32Array, columns: Int32Array): SparseMatrix {
  const entries: SparseEntry[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    for (let e = matrix.offsets[row] ?? 0; e < (matrix.offsets[row + 1] ?? 0); e++) {
      const column = columns[matrix.indices[e] ?? 0] ?? 0;
      entries.push({ row: rows[row] ?? 0, column, value: matrix.values[e] ?? 0 });
    }
  }
  return sparseMatrix(matrix.rows, matrix.columns, entries);
}
