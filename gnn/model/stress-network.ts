/**
 * How failures spread, in one form for all that the network looks at: elements that bear stress, and
 * what the failure of one adds to the stress of others. An element fails when a limit of its own is
 * exceeded, that is, above 1 (below -1 too where a limit is two-sided, as that of a flow). Made from dependencies, power grids or any other network that fails by
 * rules; read by features and baselines.
 *
 * Dependencies: a limit is a group of supports, its stress the weight lost over the weight it can
 * lose. Overloads: a limit is a capacity, its stress the load over it, and a failure shifts load.
 */
import type { SparseMatrix } from './sparse.ts';

export interface StressNetwork {
  readonly elementCount: number;
  /** Limits of element n: `limitOffsets[n] … limitOffsets[n + 1] - 1`. `[elements + 1]` */
  readonly limitOffsets: Int32Array;
  /** A commodity such as `power`, or what is overloaded. `[limits]` */
  readonly limitName: readonly string[];
  /** Stress while everything works. `[limits]` */
  readonly base: Float32Array;
  /** 1 where stress below -1 exceeds the limit too: a flow that has turned round. `[limits]` */
  readonly twoSided: Uint8Array;
  /** What the failure of an element alone adds to a limit, below 0 where it relieves. `[limits, elements]` */
  readonly shifts: SparseMatrix;
  /** 1 where a failure passes on the element's load, so that its shifts grow with its only limit's stress. `[elements]` */
  readonly carries: Uint8Array;
  /** 1 where an element tells another of its trouble: those that depend on it, or stand beside it. `[elements, elements]` */
  readonly neighbours: SparseMatrix;
  /** Seconds that an element holds out above its limits. `[elements]` */
  readonly holdSeconds: Float64Array;
}

/** What is known when a forecast is made. */
export interface Onset {
  /** 1 for what has failed. `[elements]` */
  readonly failed: Uint8Array;
  /** Stress after that, known by one step of simulation. `[limits]` */
  readonly stress: Float32Array;
}

/** What happened: the step at which an element failed, 0 for what had before, -1 for never. `[elements]` */
export type Outcome = Int16Array;

/** Beyond this, more stress says no more. */
export const mostStress = 3;
