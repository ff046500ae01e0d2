/** Random sparse and dense matrices of given sizes, for the kernels. */
import fc from 'fast-check';
import { type Matrix, matrix } from '../../../gnn/model/array-algebra.ts';
import { type SparseMatrix, sparseMatrix } from '../../../gnn/model/sparse.ts';
import type { RandomStream } from '../../../src/model/random.ts';

export function randomDense(random: RandomStream, rows: number, columns: number): Matrix {
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  return matrix(rows, columns, values);
}

/** Some rows have no entries, some many, some the same column twice. */
export function randomSparse(
  random: RandomStream,
  { rows, columns, entries }: { rows: number; columns: number; entries: number },
): SparseMatrix {
  const all = Array.from({ length: entries }, () => ({
    row: Math.floor(rows * random.uniform() ** 2),
    column: random.integer(columns),
    value: random.normal(),
  }));
  return sparseMatrix(rows, columns, all);
}

/** Sizes of a sparse matrix: one node, no entries, and more than a block of rows. */
export const arbitrarySizes = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  rows: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 80 })),
  columns: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 60 })),
  entries: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 })),
});

export const arbitraryWidth = fc.constantFrom(1, 3, 4, 16, 33, 100);
