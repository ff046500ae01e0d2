/**
 * One electrical network of a graph as lists, all in the order of twin ids. Built once for a graph
 * by `power-models.ts`; what of it works at a moment is laid out by `power-case.ts`.
 */
import type { CostCurve } from './cost-curve.ts';

export interface PowerModel {
  /** Per-unit base in megavoltampere. */
  readonly base: number;
  readonly dispatch: 'given' | 'optimal';
  /** Whether lines loaded above capacity trip. */
  readonly overloadTripping: boolean;
  /** Lowest penalty of a megawatt not served for an hour. */
  readonly unservedCost: number;
  readonly nodes: readonly PowerNode[];
  readonly lines: readonly PowerLine[];
  /** Links without reactance: closed, they make one node of two. */
  readonly couplers: readonly Coupler[];
  readonly sources: readonly PowerSource[];
  readonly loads: readonly PowerLoad[];
  readonly shunts: readonly PowerShunt[];
}

/** A twin and its index in the graph. */
export interface Element {
  readonly twin: string;
  readonly node: number;
}

export interface PowerNode extends Element {
  readonly isReference: boolean;
}

/** An element between two nodes of the model, by their position there. */
export interface Joining extends Element {
  readonly from: number;
  readonly to: number;
  /** Megawatt; infinite without a limit. */
  readonly capacity: number;
}

export interface PowerLine extends Joining {
  /** Per unit; not zero. */
  readonly reactance: number;
  readonly resistance: number;
  /** 1 for a line. */
  readonly tapRatio: number;
  /** Radians. */
  readonly phaseShift: number;
  /** Radians; infinite without a limit. */
  readonly leastAngle: number;
  readonly mostAngle: number;
}

export type Coupler = Joining;

/** An element at one node of the model. */
export interface Standing extends Element {
  readonly at: number;
}

export interface PowerSource extends Standing {
  /** Megawatt that it gives where the dispatch is given. */
  readonly power: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly balances: boolean;
  readonly cost?: CostCurve;
}

export interface PowerLoad extends Standing {
  /** Megawatt. */
  readonly demand: number;
}

export interface PowerShunt extends Standing {
  /** Megawatt. */
  readonly taken: number;
}
