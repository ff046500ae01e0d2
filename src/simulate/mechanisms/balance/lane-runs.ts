/** Runs of one plain chain in the lanes of a `LaneState`, from any period on. Used by `BalanceBatch`. */
import type { BalanceModel } from './balance-model.ts';
import type { PeriodOutages } from './balance-outages.ts';
import { DemandPaths } from './demand-paths.ts';
import { laneMasks } from './lane-masks.ts';
import { lanes } from './lane-places.ts';
import { LaneState } from './lane-state.ts';
import type { OutagePlan } from './outage-plan.ts';
import { stepLanes } from './step-lanes.ts';

/** What a lane runs. */
export interface LaneCase {
  readonly seed: number;
  readonly outages?: OutagePlan;
}

export class LaneRuns {
  readonly state: LaneState;
  readonly periods: number;
  readonly #paths: DemandPaths;
  /** By demand and lane. */
  readonly #units: Float64Array[];
  /** By lane: the outages of its run, and those in force. */
  readonly #plans: (OutagePlan | undefined)[] = new Array(lanes).fill(undefined);
  readonly #now: (PeriodOutages | undefined)[] = new Array(lanes).fill(undefined);

  constructor(model: BalanceModel, periods: number) {
    this.periods = periods;
    this.#paths = new DemandPaths(model, periods);
    this.#units = new Array(model.demands.length * lanes);
    this.state = new LaneState(model);
  }

  /** Takes at least one case and at most `lanes`; the last goes on in the lanes that are left over. */
  load(cases: readonly LaneCase[]): void {
    const { model } = this.state;
    for (let l = 0; l < lanes; l++) {
      const { seed, outages } = cases[Math.min(l, cases.length - 1)] as LaneCase;
      for (let d = 0; d < model.demands.length; d++) {
        this.#units[d * lanes + l] = this.#paths.of(d, seed);
      }
      this.#plans[l] = outages;
    }
  }

  /** Runs what was loaded from a period on to the end; the state is that of the period's start. */
  run(from: number, before?: (period: number) => void): void {
    for (let period = from; period < this.periods; period++) {
      before?.(period);
      this.#takeOutages(period);
      stepLanes(this.state, this.#units, period);
    }
    before?.(this.periods);
  }

  #takeOutages(period: number): void {
    for (let l = 0; l < lanes; l++) {
      const outages = this.#plans[l]?.[period];
      if (outages === this.#now[l]) continue;
      this.#now[l] = outages;
      this.state.setOutages(l, laneMasks(this.state.model, outages));
    }
  }
}
