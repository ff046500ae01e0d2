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
  const offsets = new Int32Array(matrix.columns + 1);
  for (const column of matrix.indices) offsets[column + 1] = at(offsets, column + 1) + 1;
  for (let c = 0; c < matrix.columns; c++) offsets[c + 1] = at(offsets, c + 1) + at(offsets, c);
  const next = offsets.slice(0, matrix.columns);
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float32Array(matrix.values.length);
  for (let row = 0; row < matrix.rows; row++) {
    for (let e = at(matrix.offsets, row); e < at(matrix.offsets, row + 1); e++) {
      const column = at(matrix.indices, e);
      const place = at(next, column);
      next[column] = place + 1;
      indices[place] = row;
      values[place] = at(matrix.values, e);
    }
  }
  return { rows: matrix.columns, columns: matrix.rows, offsets, indices, values };
}

/** The same matrix with other values, each entry's made of its own; those that come to 0 are left out. */
export function mapEntries(
  matrix: SparseMatrix,
  map: (value: number, row: number) => number,
): SparseMatrix {
  const offsets = new Int32Array(matrix.rows + 1);
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float32Array(matrix.indices.length);
  let count = 0;
  for (let row = 0; row < matrix.rows; row++) {
    for (let e = at(matrix.offsets, row); e < at(matrix.offsets, row + 1); e++) {
      const value = map(at(matrix.values, e), row);
      if (value === 0) continue;
      indices[count] = at(matrix.indices, e);
      values[count] = value;
      count++;
    }
    offsets[row + 1] = count;
  }
  return { ...matrix, offsets, indices: indices.slice(0, count), values: values.slice(0, count) };
}

/** The block-diagonal matrix of several: one batch of separate graphs. */
export function blockDiagonal(matrices: readonly SparseMatrix[]): SparseMatrix {
  const total = (of: (matrix: SparseMatrix) => number) =>
    matrices.reduce((sum, matrix) => sum + of(matrix), 0);
  const [rows, columns] = [total((m) => m.rows), total((m) => m.columns)];
  const entries = total((m) => m.indices.length);
  const offsets = new Int32Array(rows + 1);
  const indices = new Int32Array(entries);
  const values = new Float32Array(entries);
  let [row, column, entry] = [0, 0, 0];
  for (const matrix of matrices) {
    for (let r = 1; r <= matrix.rows; r++) offsets[row + r] = entry + at(matrix.offsets, r);
    for (let e = 0; e < matrix.indices.length; e++) {
      indices[entry + e] = column + at(matrix.indices, e);
    }
    values.set(matrix.values, entry);
    row += matrix.rows;
    column += matrix.columns;
    entry += matrix.indices.length;
  }
  return { rows, columns, offsets, indices, values };
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
