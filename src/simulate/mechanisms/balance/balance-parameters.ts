/**
 * The numbers of a supply chain that a what-if changes without another layout, in one array of
 * columns: levels, lead times, capacities, costs. Shared by the runs of a model.
 */
import type { BalanceModel } from './balance-model.ts';
import { Columns } from './columns.ts';
import { orderRule } from './replenishment.ts';

export class BalanceParameters {
  /** All columns in a row. */
  readonly numbers: Float64Array;
  /** By store, see `Store`. */
  readonly initialOnHand: Float64Array;
  readonly orderUpTo: Float64Array;
  readonly reorderPoint: Float64Array;
  readonly orderQuantity: Float64Array;
  readonly minimumOrder: Float64Array;
  readonly orderCapacity: Float64Array;
  readonly reviewPeriods: Float64Array;
  readonly holdingCost: Float64Array;
  readonly backorderCost: Float64Array;
  readonly unitOrderCost: Float64Array;
  readonly fixedOrderCost: Float64Array;
  /** By supply. */
  readonly capacity: Float64Array;
  /** By transit. */
  readonly leadTime: Float64Array;
  readonly inTransitHoldingCost: Float64Array;
  /** By demand. */
  readonly demandMean: Float64Array;
  readonly demandStandardDeviation: Float64Array;
  readonly lostFraction: Float64Array;
  readonly lostSaleCost: Float64Array;

  /** By store: 1 where it orders up to a level at every review without any limit. */
  readonly simple: Uint8Array;
  readonly #rules: readonly number[];
  /** Whether any order costs anything. */
  chargesOrders: boolean;

  constructor({ stores, supplies, transits, demands }: BalanceModel) {
    const columns = new Columns(
      11 * stores.length + supplies.length + 2 * transits.length + 4 * demands.length,
    );
    this.initialOnHand = columns.of(stores, (store) => store.initialOnHand);
    this.orderUpTo = columns.of(stores, (store) => store.orderUpTo);
    this.reorderPoint = columns.of(stores, (store) => store.reorderPoint);
    this.orderQuantity = columns.of(stores, (store) => store.orderQuantity);
    this.minimumOrder = columns.of(stores, (store) => store.minimumOrder);
    this.orderCapacity = columns.of(stores, (store) => store.orderCapacity);
    this.reviewPeriods = columns.of(stores, (store) => store.reviewPeriods);
    this.holdingCost = columns.of(stores, (store) => store.holdingCost);
    this.backorderCost = columns.of(stores, (store) => store.backorderCost);
    this.unitOrderCost = columns.of(stores, (store) => store.unitOrderCost);
    this.fixedOrderCost = columns.of(stores, (store) => store.fixedOrderCost);
    this.capacity = columns.of(supplies, (supply) => supply.capacity);
    this.leadTime = columns.of(transits, (transit) => transit.leadTime);
    this.inTransitHoldingCost = columns.of(transits, (transit) => transit.inTransitHoldingCost);
    this.demandMean = columns.of(demands, (demand) => demand.mean);
    this.demandStandardDeviation = columns.of(demands, (demand) => demand.standardDeviation);
    this.lostFraction = columns.of(demands, (demand) => demand.lostFraction);
    this.lostSaleCost = columns.of(demands, (demand) => demand.lostSaleCost);
    this.numbers = columns.numbers;
    this.#rules = stores.map((store) => store.rule);
    this.simple = new Uint8Array(stores.length);
    this.chargesOrders = false;
    this.note();
  }

  /** Sees what the numbers mean for the steps; to be called when they have changed. */
  note(): void {
    for (let s = 0; s < this.simple.length; s++) this.noteStore(s);
    this.chargesOrders = isCharged(this.unitOrderCost) || isCharged(this.fixedOrderCost);
  }

  noteStore(store: number): void {
    const isSimple =
      this.#rules[store] === orderRule.upTo &&
      this.reorderPoint[store] === Number.POSITIVE_INFINITY &&
      this.minimumOrder[store] === 0 &&
      this.orderCapacity[store] === Number.POSITIVE_INFINITY &&
      this.reviewPeriods[store] === 1;
    this.simple[store] = isSimple ? 1 : 0;
  }
}

function isCharged(rates: Float64Array): boolean {
  return rates.some((rate) => rate !== 0);
}

const shared = new WeakMap<BalanceModel, BalanceParameters>();

/** The parameters that a model's runs share; not to be written. */
export function parametersOf(model: BalanceModel): BalanceParameters {
  let parameters = shared.get(model);
  if (parameters === undefined) {
    parameters = new BalanceParameters(model);
    shared.set(model, parameters);
  }
  return parameters;
}
