/**
 * Who stocks out, and when, after sites or transits of a supply chain have gone out: the balance
 * mechanism's own stepper, beside the same chain undisturbed with the same draws of demand. Makes
 * the labels of training and of evaluation.
 */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import { flowRates } from '../../predict/gnn/supply/flow-rates.ts';
import {
  elementCountOf,
  elementTwins,
  type SupplyOutage,
} from '../../predict/gnn/supply/supply-chain.ts';
import { Balance } from '../../simulate/mechanisms/balance/balance.ts';
import { layoutOf } from '../../simulate/mechanisms/balance/balance-layout.ts';
import type { BalanceModel } from '../../simulate/mechanisms/balance/balance-model.ts';
import type { BalanceState } from '../../simulate/mechanisms/balance/balance-state.ts';
import {
  noOutages,
  type OutagePlan,
  outagePlan,
} from '../../simulate/mechanisms/balance/outage-plan.ts';

/** Steps that are looked ahead: the default of `situationOf`. */
export const horizonSteps = 16;

/**
 * A store stocks out in the first period at whose end it lacks this share of a period's mean demand
 * more than it would have lacked undisturbed.
 */
export const shortShare = 0.5;

/** Longest horizon whatever the lead times, in periods. */
const mostPeriods = 240;

export class StockOutRuns {
  readonly model: BalanceModel;
  /** Periods of one step: the chain's mean time from an order to stock. */
  readonly stepPeriods: number;
  readonly periods: number;
  readonly #seed: number;
  readonly #twins: readonly string[];
  /** More than this above the undisturbed shortfall is a stock-out; infinite without demand. */
  readonly #allowed: Float64Array;
  /** Shortfall undisturbed, a row for each period. `[periods, stores]` */
  readonly #quiet: Float64Array;

  constructor(model: BalanceModel, seed: number) {
    const rates = flowRates(model);
    this.model = model;
    this.stepPeriods = rates.stepPeriods;
    this.periods = Math.min(mostPeriods, Math.ceil(horizonSteps * rates.stepPeriods));
    this.#seed = seed;
    this.#twins = elementTwins(model);
    this.#allowed = rates.stores.map((rate) => (rate > 0 ? shortShare * rate : Infinity));
    this.#quiet = new Float64Array(this.periods * model.stores.length);
    this.#follow([], (shortfall, period) => {
      this.#quiet.set(shortfall, period * model.stores.length);
    });
  }

  /** By element the step in which it stocks out, 0 for what is out, -1 for never. */
  run(outages: readonly SupplyOutage[]): Outcome {
    const outcome = new Int16Array(elementCountOf(this.model)).fill(-1);
    for (const { element } of outages) outcome[element] = 0;
    const plan = outagePlan(
      this.model,
      outages.map(({ element, periods }) => ({
        twin: this.#twins[element] as string,
        until: periods,
      })),
      this.periods,
    );
    const stores = this.model.stores.length;
    this.#follow(plan, (shortfall, period) => {
      for (let s = 0; s < stores; s++) {
        if (outcome[s] !== -1) continue;
        const more = (shortfall[s] as number) - (this.#quiet[period * stores + s] as number);
        if (more > (this.#allowed[s] as number)) outcome[s] = this.#stepAt(period);
      }
    });
    return outcome;
  }

  #stepAt(period: number): number {
    return Math.min(horizonSteps, Math.floor(period / this.stepPeriods) + 1);
  }

  #follow(plan: OutagePlan, see: (shortfall: Float64Array, period: number) => void): void {
    const balance = new Balance(this.model, this.#seed);
    const quiet = noOutages(this.model);
    const shortfall = new Float64Array(this.model.stores.length);
    for (let period = 0; period < this.periods; period++) {
      balance.step(period, plan[period] ?? quiet);
      shortfallOf(this.model, balance.state, shortfall);
      see(shortfall, period);
    }
  }
}

/** Units that each store owes at a period's end, and those that it lost in the period. `[stores]` */
function shortfallOf(model: BalanceModel, state: BalanceState, out: Float64Array): void {
  const { offsets, items } = layoutOf(model).demands;
  for (let s = 0; s < out.length; s++) {
    let units = state.owed[s] as number;
    for (let i = offsets[s] as number; i < (offsets[s + 1] as number); i++) {
      units += state.lost[items[i] as number] as number;
    }
    out[s] = units;
  }
}
