/**
 * Runs one supply chain many times: the state goes back to its beginning by a copy, demand paths are
 * shared by seed, and a run gives sums only. Used by `BalanceBatch` for chains that fit no lanes.
 */
import { layoutOf } from './balance-layout.ts';
import type { BalanceModel } from './balance-model.ts';
import { out, type PeriodOutages } from './balance-outages.ts';
import { parametersOf } from './balance-parameters.ts';
import { BalanceState, type SavedState } from './balance-state.ts';
import { BalanceTotals } from './balance-totals.ts';
import type { Chain } from './chain.ts';
import { DemandPaths } from './demand-paths.ts';
import { noOutages, type OutagePlan } from './outage-plan.ts';
import { stepChain } from './step-chain.ts';

export class BalanceKernel {
  readonly periods: number;
  /** Of the last run. */
  readonly totals: BalanceTotals;
  readonly #paths: DemandPaths;
  readonly #units: Float64Array[];
  readonly #quiet: PeriodOutages;
  readonly #chain: Chain;
  readonly #beginning: SavedState;

  constructor(model: BalanceModel, periods: number) {
    this.periods = periods;
    this.totals = new BalanceTotals();
    this.#paths = new DemandPaths(model, periods);
    this.#units = model.demands.map(() => new Float64Array(0));
    this.#quiet = noOutages(model);
    const state = new BalanceState(model);
    this.#chain = { layout: layoutOf(model), parameters: parametersOf(model), state };
    this.#beginning = state.copyTo();
  }

  /** The state after the last period that was run. */
  get state(): BalanceState {
    return this.#chain.state;
  }

  /** All periods from the beginning; the totals are good until the next run. */
  run(seed: number, outages?: OutagePlan): BalanceTotals {
    this.#chain.state.restore(this.#beginning);
    for (let d = 0; d < this.#units.length; d++) this.#units[d] = this.#paths.of(d, seed);
    this.totals.begin(this.#chain.parameters);
    for (let period = 0; period < this.periods; period++) {
      this.#step(period, outages?.[period] ?? this.#quiet);
    }
    return this.totals;
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
}
