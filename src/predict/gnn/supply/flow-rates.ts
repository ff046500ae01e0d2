/**
 * What flows through a supply chain while all works, and its clock: mean units in a period, what is
 * at hand in periods of that, and the length of a forecast's step. Read by the reader of stress
 * networks and by the runs that tell who stocked out.
 */
import type { SupplyChain, SupplyDemand, SupplyTransit } from './supply-chain.ts';

export interface FlowRates {
  /** Mean units asked of each store in a period, by all that is downstream. `[stores]` */
  readonly stores: Float64Array;
  /** Units in a period that each transit brings, 0 for those that are not preferred. `[transits]` */
  readonly transits: Float64Array;
  /** Periods that stock on hand lasts. `[stores]` */
  readonly cover: Float64Array;
  /** Periods of one step of a forecast: the mean time from an order to stock, at least 1. */
  readonly stepPeriods: number;
}

/** How many periods of a demand's series its mean is taken over. */
const seriesPeriods = 120;

/** Cover of a store of which nothing is asked is this many periods. */
export const mostCover = 400;

export function flowRates(chain: SupplyChain): FlowRates {
  const stores = new Float64Array(chain.stores.length);
  const transits = new Float64Array(chain.transits.length);
  for (let i = 0; i < chain.sequence.length; i++) {
    const s = chain.sequence[i] as number;
    const { demands, inputs } = chain.stores[s] as SupplyChain['stores'][number];
    for (const d of demands) {
      stores[s] = (stores[s] as number) + meanOf(chain.demands[d] as SupplyDemand);
    }
    for (const { transits: alternatives, quantityPer } of inputs) {
      const preferred = alternatives[0];
      if (preferred === undefined) continue;
      const units = quantityPer * (stores[s] as number);
      transits[preferred] = units;
      const { fromStore } = chain.transits[preferred] as SupplyTransit;
      if (fromStore >= 0) stores[fromStore] = (stores[fromStore] as number) + units;
    }
  }
  const cover = stores.map((rate, s) => {
    const units = chain.stores[s]?.initialOnHand ?? 0;
    return rate > 0 ? Math.min(mostCover, units / rate) : mostCover;
  });
  return { stores, transits, cover, stepPeriods: stepPeriods(chain) };
}

/** Periods from an order by a transit until its goods are stock. */
export function replenishmentPeriods(chain: SupplyChain, transit: SupplyTransit): number {
  const { leadTime, orderLeadTime, toStore } = transit;
  return leadTime + orderLeadTime + (chain.stores[toStore]?.processingPeriods ?? 0);
}

/** Mean units in a period, over the coming 120. */
function meanOf({ mean, series }: SupplyDemand): number {
  const known = Math.min(series.length, seriesPeriods);
  let sum = mean * (seriesPeriods - known);
  for (let period = 0; period < known; period++) sum += series[period] as number;
  return sum / seriesPeriods;
}

function stepPeriods(chain: SupplyChain): number {
  let [sum, count] = [0, 0];
  for (const { inputs } of chain.stores) {
    for (const { transits } of inputs) {
      const preferred = chain.transits[transits[0] ?? -1];
      if (preferred === undefined) continue;
      sum += replenishmentPeriods(chain, preferred);
      count++;
    }
  }
  return count === 0 ? 1 : Math.min(mostCover, Math.max(1, sum / count));
}

/** A time in steps, as log(1 + steps): long times lie close together. */
export function squashed(periods: number, stepPeriods: number): number {
  return Math.log1p(Math.min(64, Math.max(0, periods / stepPeriods)));
}
