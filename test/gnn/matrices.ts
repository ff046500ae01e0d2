/** Sparse matrices for tests, and the same as rows of numbers. */
import fc from 'fast-check';
import { type SparseMatrix, sparseMatrix } from '../../gnn/model/sparse.ts';

/** Up to 6 × 6, entries in any order and sometimes in the same place. */
export const arbitrarySparse: fc.Arbitrary<SparseMatrix> = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })
  .chain(({ rows, columns }) =>
    fc
      .array(
        fc.record({
          row: fc.integer({ min: 0, max: rows - 1 }),
          column: fc.integer({ min: 0, max: columns - 1 }),
          value: fc.integer({ min: -4, max: 4 }),
        }),
        { maxLength: 20 },
      )
      .map((entries) => sparseMatrix(rows, columns, entries)),
  );

export function dense(sparse: SparseMatrix): number[][] {
  return Array.from({ length: sparse.rows }, (_, row) => {
    const values = new Array<number>(sparse.columns).fill(0);
    const end = sparse.offsets[row + 1] ?? 0;
    for (let e = sparse.offsets[row] ?? 0; e < end; e++) {
      const column = sparse.indices[e] ?? 0;
      values[column] = (values[column] ?? 0) + (sparse.values[e] ?? 0);
    }
    return values;
  });
}
