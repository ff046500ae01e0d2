/** What optimal dispatch is asked and what it answers. Built by the power run and by tests. */
import type { CostCurve } from './cost-curve.ts';
import type { DcNetwork } from './dc-network.ts';

export interface DispatchProblem {
  readonly network: DcNetwork;
  /** By line: 1 when it carries nothing. */
  readonly out: Uint8Array;
  /** By line, in megawatt; infinite for no limit. */
  readonly capacity: Float64Array;
  /** By line, in radians: bounds of the angle at its first end less that at its second. */
  readonly leastAngle: Float64Array;
  readonly mostAngle: Float64Array;
  readonly generators: readonly DispatchGenerator[];
  readonly loads: readonly DispatchLoad[];
  /** By node: megawatt taken whatever happens. */
  readonly fixed: Float64Array;
  /** Lowest penalty of one megawatt not served for an hour. */
  readonly shedPrice: number;
}

export interface DispatchGenerator {
  readonly node: number;
  /** Megawatt. */
  readonly minimum: number;
  readonly maximum: number;
  readonly cost: CostCurve;
}

export interface DispatchLoad {
  readonly node: number;
  /** Megawatt; negative where it feeds in. */
  readonly demand: number;
}

export interface Dispatch {
  /** Megawatt by generator. */
  readonly generation: Float64Array;
  /** Megawatt by load. */
  readonly served: Float64Array;
  /** Radians by node. */
  readonly angles: Float64Array;
  /** Megawatt by line. */
  readonly flows: Float64Array;
  /** Cost of one more megawatt taken at a node, by node; zero in the dark. */
  readonly prices: Float64Array;
  /** Cost per hour of what is generated. */
  readonly cost: number;
  /** Lines at a limit that costs something, the dearest first. */
  readonly binding: readonly BindingLine[];
  /** What cannot all hold at once; absent when every load is served. */
  readonly conflict?: Conflict;
}

export interface BindingLine {
  readonly line: number;
  readonly limit: LineLimit;
  /** What one more megawatt through it would save in an hour. */
  readonly value: number;
}

export type LineLimit = 'capacity' | 'angle';

/** An irreducible set of limits that contradict one another. */
export interface Conflict {
  readonly lines: readonly { readonly line: number; readonly limit: LineLimit }[];
  /** Those whose minimum or maximum takes part. */
  readonly generators: readonly number[];
  /** Nodes whose balance takes part. */
  readonly nodes: readonly number[];
}
