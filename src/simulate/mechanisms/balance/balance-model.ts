/**
 * The supply chain of a graph in flat arrays: stores, transits, supplies and demands, each in the
 * order of twin ids, so that sums do not depend on how the graph came about. Made by `balanceModel`,
 * stepped by `Balance`.
 */
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

export interface Store {
  readonly twin: string;
  readonly node: number;
  readonly initialOnHand: number;
  /** NaN: orders nothing. */
  readonly baseStockLevel: number;
  readonly holdingCost: number;
  readonly backorderCost: number;
  readonly processingPeriods: number;
  readonly inputs: readonly Input[];
  /** Transits that leave it, and demands that it serves. */
  readonly deliveries: readonly number[];
  readonly demands: readonly number[];
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
}

export interface Demand {
  readonly twin: string;
  readonly node: number;
  readonly store: number;
  /** Keys its draws. */
  readonly key: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly series: readonly number[];
}

/** A chain without any store, as of a graph whose stores were all removed. */
export function emptyModel(periodLength: number): BalanceModel {
  const sequence = new Int32Array(0);
  return { periodLength, stores: [], supplies: [], transits: [], demands: [], sequence };
}
