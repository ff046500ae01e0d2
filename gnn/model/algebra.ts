/**
 * The few operations the network is made of. The architecture is written once over this interface:
 * training runs it on tensors (`gnn/kernels`), serving on plain arrays (`array-algebra.ts`).
 */

/** `D` is a dense matrix, `S` a sparse one. Shapes are `[rows, columns]`. */
export interface Algebra<D, S> {
  /** `[n, k] · [k, m] → [n, m]` */
  matMul(a: D, b: D): D;
  /** `x · weight` plus one row: `[n, k] · [k, m] + [1, m] → [n, m]` */
  affine(x: D, weight: D, bias: D): D;
  /** Sparse times dense: `[n, k] · [k, m] → [n, m]`, a weighted sum over neighbours. */
  aggregate(matrix: S, x: D): D;
  /** Sum of equal shapes. */
  add(a: D, b: D): D;
  /** Difference of equal shapes. */
  subtract(a: D, b: D): D;
  /** Product element by element, of equal shapes. */
  multiply(a: D, b: D): D;
  sigmoid(x: D): D;
  tanh(x: D): D;
  relu(x: D): D;
  /** Columns side by side: `[n, a], [n, b] → [n, a + b]` */
  join(parts: readonly D[]): D;
}
