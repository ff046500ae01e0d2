/**
 * The supply chain of a graph in flat arrays: stores, transits, supplies and demands, each in the
 * order of twin ids, so that sums do not depend on how the graph came about. Made by `balanceModel`,
 * stepped by `Balance` and `BalanceKernel`.
 */
import type { DemandDistribution } from './demand-distribution.ts';
import type { Replenishment } from './replenishment.ts';

export interface BalanceModel {
  /** Seconds. */
  readonly periodLength: number;
  readonly stores: readonly Store[];
  readonly supplies: readonly Supply[];
  readonly transits: readonly Transit[];
  readonly demands: readonly Demand[];
  /** Stores such that a store comes after those it delivers to, as far as there is no circle. */
  readonly sequence: Int32Array;
}

/** How scarce stock is shared: as asked in turn, in proportion, or whole orders only, in turn. */
export type ServiceRule = 'inOrder' | 'proportional' | 'whole';

export interface Store extends Replenishment, StoreCosts {
  readonly twin: string;
  readonly node: number;
  readonly initialOnHand: number;
  /** Whether it names no stock, and so begins with its order-up-to level. */
  readonly beginsFull: boolean;
  readonly serviceRule: ServiceRule;
  /** z of guaranteed service; NaN for other policies. */
  readonly safetyFactor: number;
  /** Periods between an order's coming in and its being due. */
  readonly serviceTime: number;
  readonly processingPeriods: number;
  readonly inputs: readonly Input[];
  /** Transits that leave it, and demands that it serves. */
  readonly deliveries: readonly number[];
  readonly demands: readonly number[];
}

export interface StoreCosts {
  /** Of a unit on hand or set aside, and of a unit owed, at a period's end. */
  readonly holdingCost: number;
  readonly backorderCost: number;
  /** Of a unit ordered, and of an order. */
  readonly unitOrderCost: number;
  readonly fixedOrderCost: number;
}

/** One line of a store's bill of materials. */
export interface Input {
  readonly item: string;
  /** Units of the input for one unit of the store's item. */
  readonly quantityPer: number;
  /** Alternatives, the preferred one first. */
  readonly transits: readonly number[];
}

export interface Supply {
  readonly twin: string;
  readonly node: number;
  /** Units in a period. */
  readonly capacity: number;
  readonly deliveries: readonly number[];
}

export interface Transit {
  readonly twin: string;
  readonly node: number;
  /** Index of the store it comes from, -1 where it comes from a supply. */
  readonly fromStore: number;
  readonly fromSupply: number;
  readonly toStore: number;
  readonly leadTime: number;
  readonly orderLeadTime: number;
  readonly quantityPer: number;
  readonly preference: number;
  readonly item: string;
  /** Of a unit under way, at the door or waiting as an input, at a period's end. */
  readonly inTransitHoldingCost: number;
  /** Units under way at the start: those that arrive in the first period, in the second … */
  readonly pipeline: readonly number[];
}

export interface Demand extends DemandDistribution {
  readonly twin: string;
  readonly node: number;
  readonly store: number;
  /** Keys its draws. */
  readonly key: number;
  /** Units for each period in turn, before the distribution. */
  readonly series: readonly number[];
  /** Of what cannot be served when it is due: 0 all is owed, 1 all is lost. */
  readonly lostFraction: number;
  /** Of a unit lost. */
  readonly lostSaleCost: number;
}

/** A chain without any store, as of a graph whose stores were all removed. */
export function emptyModel(periodLength: number): BalanceModel {
  const sequence = new Int32Array(0);
  return { periodLength, stores: [], supplies: [], transits: [], demands: [], sequence };
}
