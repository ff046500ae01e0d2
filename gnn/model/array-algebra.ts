/** The algebra on plain typed arrays: what serving runs, without TensorFlow.js. */
import type { Algebra } from './algebra.ts';
import { multiplySparse, type SparseMatrix } from './sparse.ts';

/** A dense row-major matrix. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `[rows · columns]` */
  readonly values: Float32Array;
}

/** A matrix of zeros, or over given values (not copied). */
export function matrix(rows: number, columns: number, values?: Float32Array): Matrix {
  return { rows, columns, values: values ?? new Float32Array(rows * columns) };
}

/** The algebra of serving; numbers are float32, as in training. */
export const arrayAlgebra: Algebra<Matrix, SparseMatrix> = {
  matMul: (a, b) => product(a, b),
  affine: product,
  aggregate(sparse, x) {
    const onsets = sparse.columns === 0 ? 0 : x.rows / sparse.columns;
    const out = matrix(sparse.rows * onsets, x.columns);
    multiplySparse({ ...sparse, dense: x.values, width: onsets * x.columns }, out.values);
    return out;
  },
  add(a, b) {
    const out = matrix(a.rows, a.columns);
    for (let i = 0; i < a.values.length; i++) {
      out.values[i] = (a.values[i] as number) + (b.values[i] as number);
    }
    return out;
  },
  subtract(a, b) {
    const out = matrix(a.rows, a.columns);
    for (let i = 0; i < a.values.length; i++) {
      out.values[i] = (a.values[i] as number) - (b.values[i] as number);
    }
    return out;
  },
  multiply(a, b) {
    const out = matrix(a.rows, a.columns);
    for (let i = 0; i < a.values.length; i++) {
      out.values[i] = (a.values[i] as number) * (b.values[i] as number);
    }
    return out;
  },
  sigmoid(x) {
    const out = matrix(x.rows, x.columns);
    for (let i = 0; i < x.values.length; i++) {
      out.values[i] = 1 / (1 + Math.exp(-(x.values[i] as number)));
    }
    return out;
  },
  tanh(x) {
    const out = matrix(x.rows, x.columns);
    for (let i = 0; i < x.values.length; i++) out.values[i] = Math.tanh(x.values[i] as number);
    return out;
  },
  relu(x) {
    const out = matrix(x.rows, x.columns);
    for (let i = 0; i < x.values.length; i++) out.values[i] = Math.max(0, x.values[i] as number);
    return out;
  },
  join,
};

/** `a · b`, plus a row that is added to each, two rows by four columns at a time. */
function product(a: Matrix, b: Matrix, bias?: Matrix): Matrix {
  const out = matrix(a.rows, b.columns);
  const paired = a.rows - (a.rows % 2);
  for (let row = 0; row < paired; row += 2) twoRows(a, b, { out, row });
  if (paired < a.rows) oneRow(a, b, { out, row: paired });
  if (bias !== undefined) addRow(out.values, bias.values);
  return out;
}

interface Target {
  readonly out: Matrix;
  readonly row: number;
}

function twoRows(a: Matrix, b: Matrix, { out, row }: Target): void {
  const blocked = b.columns - (b.columns % 4);
  for (let j = 0; j < blocked; j += 4) block(a, b, { out, row }, j);
  if (blocked === b.columns) return;
  oneRow(a, b, { out, row }, blocked);
  oneRow(a, b, { out, row: row + 1 }, blocked);
}

/** Two rows by columns `j … j + 3`: the sums stay in registers, a weight is read once for both. */
function block(a: Matrix, b: Matrix, { out, row }: Target, j: number): void {
  const depth = a.columns;
  const width = b.columns;
  const x = a.values;
  const y = b.values;
  const from = row * depth;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let k = 0, at = j; k < depth; k++, at += width) {
    const s = x[from + k] as number;
    const t = x[from + depth + k] as number;
    const y0 = y[at] as number;
    const y1 = y[at + 1] as number;
    const y2 = y[at + 2] as number;
    const y3 = y[at + 3] as number;
    s0 += s * y0;
    s1 += s * y1;
    s2 += s * y2;
    s3 += s * y3;
    t0 += t * y0;
    t1 += t * y1;
    t2 += t * y2;
    t3 += t * y3;
  }
  writeFour(out.values, row * width + j, [s0, s1, s2, s3]);
  writeFour(out.values, (row + 1) * width + j, [t0, t1, t2, t3]);
}

function writeFour(values: Float32Array, from: number, four: readonly number[]): void {
  for (let i = 0; i < 4; i++) values[from + i] = four[i] as number;
}

/** The columns of one row from `start` on. */
function oneRow(a: Matrix, b: Matrix, { out, row }: Target, start = 0): void {
  const from = row * a.columns;
  for (let j = start; j < b.columns; j++) {
    let sum = 0;
    for (let k = 0, at = j; k < a.columns; k++, at += b.columns) {
      sum += (a.values[from + k] as number) * (b.values[at] as number);
    }
    out.values[row * b.columns + j] = sum;
  }
}

function addRow(values: Float32Array, row: Float32Array): void {
  for (let i = 0; i < values.length; ) {
    for (let j = 0; j < row.length; j++, i++)
      values[i] = (values[i] as number) + (row[j] as number);
  }
}

function join(parts: readonly Matrix[]): Matrix {
  const rows = parts[0]?.rows ?? 0;
  const width = parts.reduce((sum, part) => sum + part.columns, 0);
  const out = matrix(rows, width);
  let start = 0;
  for (const { columns, values } of parts) {
    for (let row = 0, from = 0; row < rows; row++) {
      const to = row * width + start;
      for (let j = 0; j < columns; j++) out.values[to + j] = values[from++] as number;
    }
    start += columns;
  }
  return out;
}
