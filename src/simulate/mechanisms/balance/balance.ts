/**
 * The balance mechanism's stepper: draws the demand of a period and moves the chain through it.
 * Called by the mechanism's run; sweeps use `BalanceKernel`.
 *
 * A store serves its demands first, then its deliveries, each in the order of twin ids; what it
 * cannot serve is owed. Orders go by the working alternative with the lowest preference.
 */
import { layoutOf } from './balance-layout.ts';
import type { BalanceModel, Demand } from './balance-model.ts';
import { out, type PeriodOutages } from './balance-outages.ts';
import { parametersOf } from './balance-parameters.ts';
import { BalanceState } from './balance-state.ts';
import type { Chain } from './chain.ts';
import { unitsDrawn } from './demand-distribution.ts';
import { stepChain } from './step-chain.ts';

export class Balance {
  readonly state: BalanceState;
  readonly #model: BalanceModel;
  readonly #chain: Chain;
  readonly #seed: number;

  constructor(model: BalanceModel, seed: number, state = new BalanceState(model)) {
    this.#model = model;
    this.#seed = seed;
    this.state = state;
    this.#chain = { layout: layoutOf(model), parameters: parametersOf(model), state };
  }

  /** Moves on by one period; periods come in turn from 0. */
  step(period: number, outages: PeriodOutages): void {
    const { demands } = this.#model;
    const { state } = this;
    state.beginPeriod();
    for (let d = 0; d < demands.length; d++) {
      const isOut = outages.any && ((outages.demands[d] as number) & out.all) !== 0;
      state.asked[d] = isOut ? 0 : unitsAsked(demands[d] as Demand, period, this.#seed);
    }
    stepChain(this.#chain, period, outages);
  }
}

/** Units asked in a period: the series, then a draw. */
export function unitsAsked(demand: Demand, period: number, seed: number): number {
  const { series, key } = demand;
  if (period < series.length) return series[period] as number;
  return unitsDrawn(demand, { seed, key }, period);
}
