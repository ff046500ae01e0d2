/** The operations of the network by naive loops in float64: what the kernels are checked by. */
import type { Algebra } from '../../../gnn/model/algebra.ts';
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';

/** Rows of numbers. */
export type Rows = readonly (readonly number[])[];

export const float64Algebra: Algebra<Rows, SparseMatrix> = {
  matMul: product,
  affine: (x, weight, bias) =>
    product(x, weight).map((row) => row.map((sum, j) => sum + (bias[0]?.[j] ?? Number.NaN))),
  aggregate: ({ rows, offsets, indices, values }, x) =>
    Array.from({ length: rows }, (_, row) => {
      const sums = new Array<number>(x[0]?.length ?? 0).fill(0);
      for (let e = offsets[row] ?? 0; e < (offsets[row + 1] ?? 0); e++) {
        const neighbour = x[indices[e] ?? -1] ?? [];
        for (const [j, value] of neighbour.entries()) {
          sums[j] = (sums[j] ?? 0) + (values[e] ?? 0) * value;
        }
      }
      return sums;
    }),
  add: (a, b) => both(a, b, (x, y) => x + y),
  subtract: (a, b) => both(a, b, (x, y) => x - y),
  multiply: (a, b) => both(a, b, (x, y) => x * y),
  sigmoid: (x) => each(x, (value) => 1 / (1 + Math.exp(-value))),
  tanh: (x) => each(x, Math.tanh),
  relu: (x) => each(x, (value) => Math.max(0, value)),
  join: (parts) => (parts[0] ?? []).map((_, row) => parts.flatMap((part) => part[row] ?? [])),
};

/** Rows of a row-major array. */
export function rowsOf(values: Float32Array, columns: number): Rows {
  return Array.from({ length: values.length / columns }, (_, row) =>
    Array.from(values.subarray(row * columns, (row + 1) * columns)),
  );
}

/** The largest difference, relative to what is expected where that is above 1. */
export function difference(found: Float32Array, expected: Rows): number {
  const flat = expected.flat();
  if (found.length !== flat.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const [i, value] of flat.entries()) {
    const off = Math.abs((found[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value));
    if (!(off <= largest)) largest = off;
  }
  return largest;
}

function product(a: Rows, b: Rows): Rows {
  const width = b[0]?.length ?? 0;
  return a.map((row) =>
    Array.from({ length: width }, (_, j) =>
      row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? Number.NaN), 0),
    ),
  );
}

function both(a: Rows, b: Rows, f: (x: number, y: number) => number): Rows {
  return a.map((row, i) => row.map((value, j) => f(value, b[i]?.[j] ?? Number.NaN)));
}

function each(x: Rows, f: (value: number) => number): Rows {
  return x.map((row) => row.map(f));
}
