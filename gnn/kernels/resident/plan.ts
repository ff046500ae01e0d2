/**
 * An algebra that writes down what it is asked: the architecture, run over it once, becomes a plan
 * that `ResidentNetwork` runs again and again on the kernels. `fuse.ts` makes layers of it.
 */
import type { Algebra } from '../../model/algebra.ts';
import type { Matrix } from '../../model/array-algebra.ts';
import type { SparseMatrix } from '../../model/sparse.ts';
import { reordered } from './locality.ts';

/** Rows in the order in which they lie in memory; undefined is the order they are given in. */
export type Order = Int32Array | undefined;

/** A dense matrix of the plan: where it comes from. */
export type Value = { readonly rows: number; readonly columns: number; readonly order: Order } & (
  | { readonly kind: 'input' }
  | { readonly kind: 'constant'; readonly values: Float32Array }
  | { readonly kind: 'affine'; readonly x: Value; readonly weight: Value; readonly bias?: Value }
  | { readonly kind: 'aggregate'; readonly matrix: SparseValue; readonly x: Value }
  | { readonly kind: 'combine'; readonly by: Combining; readonly a: Value; readonly b: Value }
  | { readonly kind: 'activate'; readonly by: Activating; readonly x: Value }
  | { readonly kind: 'join'; readonly parts: readonly Value[] }
);
type Combining = 'add' | 'subtract' | 'multiply';
type Activating = 'relu' | 'sigmoid' | 'tanh';

/** A sparse matrix of the plan, in the order of its rows and columns. */
export interface SparseValue {
  readonly matrix: SparseMatrix;
  readonly rowOrder: Order;
  readonly columnOrder: Order;
}

export class Plan implements Algebra<Value, SparseValue> {
  /** What is given before each run. */
  input(rows: number, columns: number, order?: Int32Array): Value {
    return { kind: 'input', rows, columns, order };
  }

  /** What never changes, as weights. */
  constant({ rows, columns, values }: Matrix): Value {
    return { kind: 'constant', rows, columns, values, order: undefined };
  }

  /** A sparse matrix, which never changes; its operand has its columns' order, the product its rows'. */
  sparse(matrix: SparseMatrix, rowOrder?: Int32Array, columnOrder = rowOrder): SparseValue {
    return { matrix: reordered(matrix, rowOrder, columnOrder), rowOrder, columnOrder };
  }

  readonly matMul = (x: Value, weight: Value): Value => {
    mustBe(x.columns, weight.rows);
    return { kind: 'affine', x, weight, ...shape(x.rows, weight.columns, x.order) };
  };
  readonly affine = (x: Value, weight: Value, bias: Value): Value => {
    mustBe(x.columns, weight.rows);
    mustBe(weight.columns, bias.columns);
    return { kind: 'affine', x, weight, bias, ...shape(x.rows, weight.columns, x.order) };
  };
  readonly aggregate = (matrix: SparseValue, x: Value): Value => {
    mustBe(matrix.matrix.columns, x.rows);
    mustBe(matrix.columnOrder, x.order);
    const { rows } = matrix.matrix;
    return { kind: 'aggregate', matrix, x, ...shape(rows, x.columns, matrix.rowOrder) };
  };
  readonly add = (a: Value, b: Value) => combine('add', a, b);
  readonly subtract = (a: Value, b: Value) => combine('subtract', a, b);
  readonly multiply = (a: Value, b: Value) => combine('multiply', a, b);
  readonly sigmoid = (x: Value) => activate('sigmoid', x);
  readonly tanh = (x: Value) => activate('tanh', x);
  readonly relu = (x: Value) => activate('relu', x);
  readonly join = (parts: readonly Value[]): Value => {
    const { rows = 0, order } = parts[0] ?? {};
    for (const part of parts) {
      mustBe(part.rows, rows);
      mustBe(part.order, order);
    }
    const columns = parts.reduce((sum, part) => sum + part.columns, 0);
    return { kind: 'join', parts, ...shape(rows, columns, order) };
  };
}

function combine(by: Combining, a: Value, b: Value): Value {
  mustBe(a.rows, b.rows);
  mustBe(a.columns, b.columns);
  mustBe(a.order, b.order);
  return { kind: 'combine', by, a, b, ...shape(a.rows, a.columns, a.order) };
}

function activate(by: Activating, x: Value): Value {
  return { kind: 'activate', by, x, ...shape(x.rows, x.columns, x.order) };
}

function shape(rows: number, columns: number, order: Order) {
  return { rows, columns, order };
}

/** Shapes and orders that do not fit are a mistake in the program. */
function mustBe<T>(given: T, expected: T): void {
  if (given === expected) return;
  const named = (value: T) => (typeof value === 'number' ? `${value}` : 'another order of rows');
  throw new TypeError(`operands do not fit: ${named(given)} where ${named(expected)} has to be`);
}
