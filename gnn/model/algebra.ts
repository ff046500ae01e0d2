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
  /**
   * Sparse times dense, a weighted sum over neighbours: `[n, k] · [k, m] → [n, m]`. Where `x` has
   * several rows for each column of the matrix, one after the other, each of them is a problem of its
   * own on the same network: `[n, k] · [k · onsets, m] → [n · onsets, m]`.
   */
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
