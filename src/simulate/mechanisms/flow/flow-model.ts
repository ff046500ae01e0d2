/**
 * A flow network with what its parts mean: the numeric network of places and arcs, and the twins
 * behind them. A place is a twin and a commodity. Made by `buildFlowModel`, read by the solvers.
 */
import type { FlowNetwork } from './flow-network.ts';
import type { FlowResult } from './flow-result.ts';
import type { Start } from './simplex-basis.ts';

/** Whose capacity an arc has. */
export type ArcKind = 'link' | 'supply' | 'gate';

export interface ModelArc {
  readonly kind: ArcKind;
  /** Index in `owners`. */
  readonly owner: number;
  /** Graph nodes without which it carries nothing: its owner and its ends. */
  readonly needs: readonly number[];
}

/** A twin with a capacity: link, supply, gate or convertor. */
export interface Owner {
  readonly twin: string;
  readonly node: number;
  readonly kind: ArcKind | 'convertor';
  readonly capacity: number;
  readonly unit: string | undefined;
  /** Its arcs, ascending; of a convertor none. */
  readonly arcs: readonly number[];
}

/** Arcs that share a capacity or a minimum: a link or gate of several commodities. */
export interface Bundle {
  readonly owner: number;
  readonly lower: number;
  readonly capacity: number;
  readonly arcs: readonly number[];
}

export interface Conversion {
  readonly owner: number;
  readonly node: number;
  readonly capacity: number;
  readonly unitCost: number;
  /** Place of what it makes. */
  readonly output: number;
  /** Places of what it takes, with quantity for one unit made. */
  readonly inputs: readonly (readonly [place: number, quantity: number])[];
}

export interface ModelDemand {
  readonly twin: string;
  readonly node: number;
  readonly commodity: string;
  readonly unit: string | undefined;
  readonly place: number;
  readonly rate: number;
  /** What must be served for it not to run short. */
  readonly needed: number;
}

export interface Place {
  readonly twin: string;
  readonly node: number;
  readonly commodity: string;
}

export interface FlowModel {
  /** With everything working. Supplies are arcs from the outside; demands are negative supplies. */
  readonly network: FlowNetwork;
  readonly commodities: readonly string[];
  readonly places: readonly Place[];
  readonly arcs: readonly ModelArc[];
  readonly owners: readonly Owner[];
  readonly bundles: readonly Bundle[];
  readonly conversions: readonly Conversion[];
  readonly demands: readonly ModelDemand[];
  /** Graph nodes of all twins that have a part in it, ascending. */
  readonly nodes: readonly number[];
  /** Amounts of less than this are rounding. */
  readonly rounding: number;
  /** What is made of it when first needed, with everything working. */
  readonly kept: { start?: Start; whole?: FlowResult };
}
