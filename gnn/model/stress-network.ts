/**
 * How failures spread, in one form for all that a predictor looks at: elements that bear stress, and
 * what the failure of one adds to the stress of others. An element fails when a limit of its own is
 * exceeded, that is, above 1. Made from dependencies, power grids or any other network that fails by
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
  /** What the failure of an element alone adds to a limit, negative where it relieves. `[limits, elements]` */
  readonly shifts: SparseMatrix;
  /** 1 where two elements stand beside each other, whatever they share. `[elements, elements]` */
  readonly neighbours: SparseMatrix;
}

/** What is known when a forecast is made. */
export interface Onset {
  /** 1 for what has failed. `[elements]` */
  readonly failed: Uint8Array;
  /** Stress after that, known exactly by one step of simulation. `[limits]` */
  readonly stress: Float32Array;
}

/** What happened: by element the step at which it failed, 0 for what had failed before, -1 for never. */
export type Outcome = Int16Array;
