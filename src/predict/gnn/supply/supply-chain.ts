/**
 * What a forecast of stock-outs needs of a supply chain: sites, what runs between them, stock and
 * policy. The balance mechanism's model is one as it stands; whoever may see both hands it over,
 * since a predictor may not import the simulator. Read by `supplyStress` and `supplyOnset`.
 */
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';

export interface SupplyChain {
  readonly stores: readonly SupplyStore[];
  readonly supplies: readonly SupplySource[];
  readonly transits: readonly SupplyTransit[];
  readonly demands: readonly SupplyDemand[];
  /** Stores such that one comes after those it delivers to, as far as there is no circle. */
  readonly sequence: ArrayLike<number>;
}

export interface SupplySource {
  readonly twin: string;
  /** Units in a period, infinite where nothing bounds it. */
  readonly capacity: number;
  readonly deliveries: readonly number[];
}

export interface SupplyStore {
  readonly twin: string;
  /** Units. */
  readonly initialOnHand: number;
  /** Units: no order while the position is above it (infinite: always); what an order goes up to. */
  readonly reorderPoint: number;
  readonly orderUpTo: number;
  readonly orderQuantity: number;
  /** Periods. */
  readonly processingPeriods: number;
  readonly inputs: readonly SupplyInput[];
  readonly demands: readonly number[];
}

/** One material of a store, with its alternative transits, the preferred one first. */
export interface SupplyInput {
  readonly item: string;
  readonly quantityPer: number;
  readonly transits: readonly number[];
}

export interface SupplyTransit {
  readonly twin: string;
  /** -1 where it comes from a supply. */
  readonly fromStore: number;
  readonly fromSupply: number;
  readonly toStore: number;
  /** Periods. */
  readonly leadTime: number;
  readonly orderLeadTime: number;
  /** Units under way that arrive in the first period, in the second … */
  readonly pipeline: readonly number[];
}

export interface SupplyDemand {
  /** Units in a period; those of the series come first. */
  readonly mean: number;
  readonly standardDeviation: number;
  readonly series: readonly number[];
  /** Of what cannot be served: 0 all is owed, 1 all is lost. */
  readonly lostFraction: number;
}

/** How a graph's chain is come by; undefined for a graph without any store. */
export type ReadSupplyChain = (graph: TwinGraph, catalogue: Catalogue) => SupplyChain | undefined;

/** Something that is out from now on, for so many periods; Infinity where no end is known. */
export interface SupplyOutage {
  /** Elements are the stores, then the supplies, then the transits, each in the chain's order. */
  readonly element: number;
  readonly periods: number;
}

export function elementCountOf({ stores, supplies, transits }: SupplyChain): number {
  return stores.length + supplies.length + transits.length;
}

/** Twin ids of the elements, in their order. */
export function elementTwins({ stores, supplies, transits }: SupplyChain): string[] {
  return [...stores, ...supplies, ...transits].map(({ twin }) => twin);
}

/** The element that a transit comes from, -1 for none. */
export function sourceOf({ stores }: SupplyChain, transit: SupplyTransit): number {
  if (transit.fromStore >= 0) return transit.fromStore;
  return transit.fromSupply < 0 ? -1 : stores.length + transit.fromSupply;
}
