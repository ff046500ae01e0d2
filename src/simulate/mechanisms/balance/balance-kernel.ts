/**
 * Runs one supply chain many times: numbers are patched, the state goes back to its beginning by a
 * copy, demand paths are shared by seed, and a run gives sums only. Used by sweeps of what-ifs.
 */
import { LinchpinError } from '../../../model/errors.ts';
import { layoutOf } from './balance-layout.ts';
import type { BalanceModel } from './balance-model.ts';
import { out, type PeriodOutages } from './balance-outages.ts';
import { BalanceParameters } from './balance-parameters.ts';
import { BalanceState, type SavedState } from './balance-state.ts';
import { BalanceTotals } from './balance-totals.ts';
import type { Chain } from './chain.ts';
import { DemandPaths } from './demand-paths.ts';
import { noOutages, type OutagePlan } from './outage-plan.ts';
import { orderRule } from './replenishment.ts';
import { beginEchelons } from './settle-levels.ts';
import { stepChain } from './step-chain.ts';

/** Columns of `BalanceParameters` that a patch may change: by store, supply, transit or demand. */
export const patchable = [
  'initialOnHand',
  'orderUpTo',
  'reorderPoint',
  'orderQuantity',
  'minimumOrder',
  'orderCapacity',
  'holdingCost',
  'backorderCost',
  'unitOrderCost',
  'fixedOrderCost',
  'capacity',
  'leadTime',
  'demandMean',
  'demandStandardDeviation',
  'lostSaleCost',
] as const;

export type PatchableColumn = (typeof patchable)[number];

/** Those that the parameters draw conclusions from. */
const notable: ReadonlySet<PatchableColumn> = new Set([
  'reorderPoint',
  'minimumOrder',
  'orderCapacity',
  'unitOrderCost',
  'fixedOrderCost',
]);

const levels: ReadonlySet<PatchableColumn> = new Set([
  'orderUpTo',
  'reorderPoint',
  'orderQuantity',
]);

export class BalanceKernel {
  readonly model: BalanceModel;
  readonly periods: number;
  /** Of the last run. */
  readonly totals: BalanceTotals;
  readonly #paths: DemandPaths;
  readonly #units: Float64Array[];
  readonly #quiet: PeriodOutages;
  readonly #parameters: BalanceParameters;
  /** As the model has them. */
  readonly #original: Float64Array;
  /** By store: 1 while it begins with its order-up-to level. */
  readonly #begins: Uint8Array;
  /** Longest lead times that the present state has room for. */
  readonly #leadRoom: number[];
  #chain: Chain;
  #beginning: SavedState;

  constructor(model: BalanceModel, periods: number) {
    this.model = model;
    this.periods = periods;
    this.totals = new BalanceTotals();
    this.#paths = new DemandPaths(model, periods);
    this.#units = model.demands.map(() => new Float64Array(0));
    this.#quiet = noOutages(model);
    this.#parameters = new BalanceParameters(model);
    this.#original = this.#parameters.numbers.slice();
    this.#begins = new Uint8Array(model.stores.length);
    this.#leadRoom = model.transits.map((transit) => transit.leadTime);
    const state = new BalanceState(model);
    this.#chain = { layout: layoutOf(model), parameters: this.#parameters, state };
    this.#beginning = state.copyTo();
    this.restoreParameters();
  }

  /** The state after the last period that was run. */
  get state(): BalanceState {
    return this.#chain.state;
  }

  /**
   * Sets a number until `restoreParameters`; a level also sets the stock of a store that begins with
   * it. Levels of guaranteed service stay as they are when demand is patched.
   */
  patch(column: PatchableColumn, index: number, value: number): void {
    const numbers = this.#parameters[column];
    if (!(index >= 0 && index < numbers.length) || Number.isNaN(value)) {
      throw misfit(column, index, value);
    }
    numbers[index] = value;
    if (notable.has(column)) this.#parameters.note();
    if (column === 'leadTime') this.#makeRoom(index, value);
    else if (column === 'initialOnHand') this.#begins[index] = 0;
    else if (levels.has(column) && this.#begins[index] === 1) this.#beginFull(index);
  }

  /** Goes back to the numbers of the model. */
  restoreParameters(): void {
    this.#parameters.numbers.set(this.#original);
    this.#parameters.note();
    this.model.stores.forEach((store, s) => {
      this.#begins[s] = store.beginsFull ? 1 : 0;
    });
  }

  /** All periods from the beginning; the totals are good until the next run. */
  run(seed: number, outages?: OutagePlan): BalanceTotals {
    this.#begin(seed);
    for (let period = 0; period < this.periods; period++) {
      this.#step(period, outages?.[period] ?? this.#quiet);
    }
    return this.totals;
  }

  #begin(seed: number): void {
    const { state, parameters, layout } = this.#chain;
    const { initialOnHand, orderUpTo } = parameters;
    if (layout.any.echelon) {
      beginEchelons(this.model, { orderUpTo, initialOnHand, begins: this.#begins });
    }
    state.restore(this.#beginning);
    state.onHand.set(initialOnHand);
    for (let d = 0; d < this.#units.length; d++) {
      this.#units[d] = this.#paths.of(d, seed, parameters);
    }
    this.totals.begin(parameters);
  }

  #step(period: number, outages: PeriodOutages): void {
    const { state } = this.#chain;
    const { asked } = state;
    state.beginPeriod();
    for (let d = 0; d < asked.length; d++) {
      const isOut = outages.any && ((outages.demands[d] as number) & out.all) !== 0;
      asked[d] = isOut ? 0 : ((this.#units[d] as Float64Array)[period] as number);
    }
    stepChain(this.#chain, period, outages);
    this.totals.add(state);
  }

  #beginFull(store: number): void {
    const { orderUpTo, reorderPoint, orderQuantity, initialOnHand } = this.#parameters;
    const level =
      this.model.stores[store]?.rule === orderRule.batches
        ? (reorderPoint[store] as number) + (orderQuantity[store] as number)
        : (orderUpTo[store] as number);
    initialOnHand[store] = Math.max(0, level || 0);
  }

  /** A lead time longer than any before takes longer pipelines. */
  #makeRoom(transit: number, leadTime: number): void {
    if (!Number.isInteger(leadTime) || leadTime < 0) throw misfit('leadTime', transit, leadTime);
    if (leadTime <= (this.#leadRoom[transit] as number)) return;
    this.#leadRoom[transit] = leadTime;
    const state = new BalanceState(this.model, this.#leadRoom);
    this.#chain = { ...this.#chain, state };
    this.#beginning = state.copyTo();
  }
}

function misfit(column: string, index: number, value: number): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `${column}[${index}]`,
    message: `${value} cannot be patched there`,
    expected: 'a number, whole for a lead time, at an index of the chain',
    action: 'patch another number',
  });
}
