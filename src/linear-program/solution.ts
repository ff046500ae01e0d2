/** What a solver says of a linear program. Read by all that solve one. */

export type Solution = Optimal | Infeasible | Unbounded | Limited;

export interface Optimal {
  readonly status: 'optimal';
  readonly objective: number;
  /** By column. */
  readonly values: Float64Array;
  /** By column: change of the objective for one unit more of the bound it stands at; empty with whole columns. */
  readonly reducedCosts: Float64Array;
  /** By row: change of the objective for one unit more of the bound it stands at; empty with whole columns. */
  readonly duals: Float64Array;
  /** Relative distance to the proven bound, with whole columns only. */
  readonly gap?: number;
}

/**
 * No values satisfy all rows and bounds. Those named contradict one another, and no longer do when
 * any of them is left out (an irreducible infeasible set). Ascending.
 */
export interface Infeasible {
  readonly status: 'infeasible';
  readonly rows: readonly number[];
  /** Columns whose bounds (or wholeness) take part. */
  readonly columns: readonly number[];
}

/** The objective has no end in its direction. */
export interface Unbounded {
  readonly status: 'unbounded';
}

/** An effort's limit was reached first. */
export interface Limited {
  readonly status: 'limit';
  /** The best values found, if any. */
  readonly values?: Float64Array;
  readonly objective?: number;
  /** No values can be better than this; absent when nothing is proven. */
  readonly bound?: number;
}

/** How far a solver goes. Counts, not seconds, so that the same program gives the same answer. */
export interface Effort {
  /** Pivots of the simplex method, or of the quadratic one. Default without limit. */
  readonly iterations?: number;
  /** Branch-and-bound nodes. Default without limit. */
  readonly nodes?: number;
  /** A last resort against programs on which counts do not end: seconds. Default without limit. */
  readonly seconds?: number;
  /** Whether contradictions are traced to what makes them; else the set is empty. Default true. */
  readonly explain?: boolean;
  /** The gap at which whole columns are good enough. Default 1e-9. */
  readonly relativeGap?: number;
}
