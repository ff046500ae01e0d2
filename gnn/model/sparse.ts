/**
 * Sparse matrices in compressed sparse row (CSR) form: how neighbours are summed.
 * Made from a dependency network; multiplied by the arrays and tensors of an `Algebra`.
 */

export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Entries of row r are `offsets[r] … offsets[r + 1] - 1`. `[rows + 1]` */
  readonly offsets: Int32Array;
  /** Column of each entry. `[entries]` */
  readonly indices: Int32Array;
  /** `[entries]` */
  readonly values: Float32Array;
}

/** One non-zero entry. */
export interface SparseEntry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** A matrix from its entries, which keep their order within a row. */
export function sparseMatrix(
  rows: number,
  columns: number,
  entries: readonly SparseEntry[],
): SparseMatrix {
  const offsets = new Int32Array(rows + 1);
  for (const { row } of entries) offsets[row + 1] = (offsets[row + 1] ?? 0) + 1;
  for (let row = 0; row < rows; row++) offsets[row + 1] = at(offsets, row + 1) + at(offsets, row);
  const next = offsets.slice(0, rows);
  const indices = new Int32Array(entries.length);
  const values = new Float32Array(entries.length);
  for (const { row, column, value } of entries) {
    const place = at(next, row);
    next[row] = place + 1;
    indices[place] = column;
    values[place] = value;
  }
  return { rows, columns, offsets, indices, values };
}

/** The transpose, with rows in ascending order of column: what the gradient multiplies by. */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const entries: SparseEntry[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    for (let e = at(matrix.offsets, row); e < at(matrix.offsets, row + 1); e++) {
      entries.push({ row: at(matrix.indices, e), column: row, value: at(matrix.values, e) });
    }
  }
  return sparseMatrix(matrix.columns, matrix.rows, entries);
}

/** The block-diagonal matrix of several: one batch of separate graphs. */
export function blockDiagonal(matrices: readonly SparseMatrix[]): SparseMatrix {
  const entries: SparseEntry[] = [];
  let [rows, columns] = [0, 0];
  for (const matrix of matrices) {
    for (let row = 0; row < matrix.rows; row++) {
      for (let e = at(matrix.offsets, row); e < at(matrix.offsets, row + 1); e++) {
        const column = columns + at(matrix.indices, e);
        entries.push({ row: rows + row, column, value: at(matrix.values, e) });
      }
    }
    rows += matrix.rows;
    columns += matrix.columns;
  }
  return sparseMatrix(rows, columns, entries);
}

/** The three arrays of a CSR matrix and the dense operand of `multiplySparse`. */
export interface SparseProduct {
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
  /** Row-major `[columns, width]`. */
  readonly dense: Float32Array;
  readonly width: number;
}

/**
 * Sparse times dense, row by row: `out[r, :] = Σ_e values[e] · dense[indices[e], :]`.
 * `out` is row-major `[rows, width]` and is overwritten. The one loop behind training and serving.
 */
export function multiplySparse(product: SparseProduct, out: Float32Array): void {
  const { offsets, indices, values, dense, width } = product;
  out.fill(0);
  for (let row = 0; row < offsets.length - 1; row++) {
    const end = at(offsets, row + 1);
    const to = row * width;
    for (let e = at(offsets, row); e < end; e++) {
      const value = values[e] as number;
      const from = (indices[e] as number) * width;
      for (let j = 0; j < width; j++) {
        out[to + j] = (out[to + j] as number) + value * (dense[from + j] as number);
      }
    }
  }
}

function at(array: Int32Array | Float32Array, index: number): number {
  return array[index] as number;
}
