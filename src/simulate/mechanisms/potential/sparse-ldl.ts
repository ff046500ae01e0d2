/**
 * Sparse LDLᵀ of a symmetric, possibly indefinite matrix (negative reactances make it so), row by
 * row along the elimination tree (Davis, "Algorithm 849: a concise sparse Cholesky factorization
 * package", ACM TOMS 31 (2005) 587). Called by the DC flow.
 */
import { minimumDegreeOrder } from './minimum-degree.ts';
import type { SymmetricMatrix } from './symmetric-matrix.ts';

/** A pivot below this share of its diagonal is as good as zero. */
const smallestPivot = 1e-11;

export type Factorised = { readonly factor: LdlFactor } | { readonly singularAt: number };

/** Rows that may be put off to the end because their pivot was zero when their turn came. */
const mostPostponed = 16;

/**
 * Factorises; names a row without pivot when the matrix is singular (to rounding). Capacitors can
 * make a pivot zero that is not any more once the rows around it are gone: such a row comes last.
 */
export function factorise(matrix: SymmetricMatrix): Factorised {
  const usual = minimumDegreeOrder(matrix);
  const postponed: number[] = [];
  for (;;) {
    const order = usual.filter((row) => !postponed.includes(row));
    const all = new Int32Array(usual.length);
    all.set(order);
    all.set(postponed, order.length);
    const upper = permutedUpper(matrix, all);
    const tree = eliminationTree(upper);
    const lower = new LowerFactor(tree.counts);
    const failed = eliminate(upper, tree.parent, lower);
    if (failed < 0) return { factor: new LdlFactor(all, lower) };
    const row = all[failed] as number;
    if (failed >= order.length || postponed.length === mostPostponed) return { singularAt: row };
    postponed.push(row);
  }
}

/** The upper half in elimination order, by columns. */
function permutedUpper(matrix: SymmetricMatrix, order: Int32Array): SymmetricMatrix {
  const { size, starts, rows, values } = matrix;
  const place = new Int32Array(size);
  for (let k = 0; k < size; k++) place[order[k] as number] = k;
  const newStarts = new Int32Array(size + 1);
  const newRows: number[] = [];
  const newValues: number[] = [];
  for (let k = 0; k < size; k++) {
    const column = order[k] as number;
    for (let p = starts[column] as number; p < (starts[column + 1] as number); p++) {
      const row = place[rows[p] as number] as number;
      if (row > k) continue;
      newRows.push(row);
      newValues.push(values[p] as number);
    }
    newStarts[k + 1] = newRows.length;
  }
  const [permutedRows, permutedValues] = [Int32Array.from(newRows), Float64Array.from(newValues)];
  return { size, starts: newStarts, rows: permutedRows, values: permutedValues };
}

/** Parents in the elimination tree and the entries below the diagonal of each column of L. */
function eliminationTree({ size, starts, rows }: SymmetricMatrix) {
  const parent = new Int32Array(size).fill(-1);
  const counts = new Int32Array(size);
  const flag = new Int32Array(size).fill(-1);
  for (let k = 0; k < size; k++) {
    flag[k] = k;
    for (let p = starts[k] as number; p < (starts[k + 1] as number); p++) {
      for (let i = rows[p] as number; flag[i] !== k; i = parent[i] as number) {
        if (parent[i] === -1) parent[i] = k;
        counts[i] = (counts[i] as number) + 1;
        flag[i] = k;
      }
    }
  }
  return { parent, counts };
}

class LowerFactor {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly values: Float64Array;
  readonly diagonal: Float64Array;

  constructor(counts: Int32Array) {
    const size = counts.length;
    this.starts = new Int32Array(size + 1);
    for (let j = 0; j < size; j++)
      this.starts[j + 1] = (this.starts[j] as number) + (counts[j] as number);
    this.rows = new Int32Array(this.starts[size] as number);
    this.values = new Float64Array(this.rows.length);
    this.diagonal = new Float64Array(size);
  }
}

/** Fills L and D; the row without pivot, -1 when there is none. */
function eliminate(upper: SymmetricMatrix, parent: Int32Array, lower: LowerFactor): number {
  const { size, starts, rows, values } = upper;
  const filled = lower.starts.slice(0, size);
  const work = new Float64Array(size);
  const pattern = new Int32Array(size);
  const flag = new Int32Array(size).fill(-1);
  for (let k = 0; k < size; k++) {
    let top = size;
    let scale = 0;
    flag[k] = k;
    for (let p = starts[k] as number; p < (starts[k + 1] as number); p++) {
      let i = rows[p] as number;
      work[i] = (work[i] as number) + (values[p] as number);
      scale = Math.max(scale, Math.abs(values[p] as number));
      let length = 0;
      for (; flag[i] !== k; i = parent[i] as number) {
        pattern[length++] = i;
        flag[i] = k;
      }
      while (length > 0) pattern[--top] = pattern[--length] as number;
    }
    let pivot = work[k] as number;
    work[k] = 0;
    for (; top < size; top++) {
      const i = pattern[top] as number;
      const y = work[i] as number;
      work[i] = 0;
      const end = filled[i] as number;
      for (let p = lower.starts[i] as number; p < end; p++) {
        const row = lower.rows[p] as number;
        work[row] = (work[row] as number) - (lower.values[p] as number) * y;
      }
      const l = y / (lower.diagonal[i] as number);
      pivot -= l * y;
      lower.rows[end] = k;
      lower.values[end] = l;
      filled[i] = end + 1;
    }
    if (!(Math.abs(pivot) > smallestPivot * scale)) return k;
    lower.diagonal[k] = pivot;
  }
  return -1;
}

/** Solves systems of the factorised matrix. */
export class LdlFactor {
  readonly #order: Int32Array;
  readonly #lower: LowerFactor;
  readonly #work: Float64Array;

  constructor(order: Int32Array, lower: LowerFactor) {
    this.#order = order;
    this.#lower = lower;
    this.#work = new Float64Array(order.length);
  }

  /** Replaces a right-hand side by the solution. */
  solve(vector: Float64Array): void {
    const order = this.#order;
    const work = this.#work;
    const { starts, rows, values, diagonal } = this.#lower;
    const size = order.length;
    for (let k = 0; k < size; k++) work[k] = vector[order[k] as number] as number;
    for (let j = 0; j < size; j++) {
      const x = work[j] as number;
      if (x === 0) continue;
      for (let p = starts[j] as number; p < (starts[j + 1] as number); p++) {
        const row = rows[p] as number;
        work[row] = (work[row] as number) - (values[p] as number) * x;
      }
    }
    for (let j = 0; j < size; j++) work[j] = (work[j] as number) / (diagonal[j] as number);
    for (let j = size - 1; j >= 0; j--) {
      let x = work[j] as number;
      for (let p = starts[j] as number; p < (starts[j + 1] as number); p++)
        x -= (values[p] as number) * (work[rows[p] as number] as number);
      work[j] = x;
    }
    for (let k = 0; k < size; k++) vector[order[k] as number] = work[k] as number;
  }
}
