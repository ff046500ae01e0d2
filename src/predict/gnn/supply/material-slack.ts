/**
 * How long each material of each site may stay away: the limits of a supply chain's stress network,
 * one for each material of a store that is asked for anything. Read by the network, the onset and
 * the walk of shortages.
 */
import { type FlowRates, mostCover, replenishmentPeriods } from './flow-rates.ts';
import type { SupplyChain, SupplyInput, SupplyStore, SupplyTransit } from './supply-chain.ts';

/** All arrays but the first are `[limits]`. */
export interface MaterialSlack {
  /** Limits of element n: `offsets[n] … offsets[n + 1] - 1`; supplies and transits have none. */
  readonly offsets: Int32Array;
  readonly item: readonly string[];
  /** Alternative transits, the preferred one first. */
  readonly alternatives: readonly (readonly number[])[];
  /** Periods from an order by the preferred transit to stock. */
  readonly lead: Float64Array;
  /**
   * Periods that the material's flow may stop before the site runs dry: stock on hand and what is
   * under way, less what the lead time uses up. At least half a period.
   */
  readonly slack: Float64Array;
  /** Periods more that the first working alternative takes, infinite where there is none. */
  readonly detour: Float64Array;
}

const leastSlack = 0.5;

export function materialSlack(chain: SupplyChain, rates: FlowRates): MaterialSlack {
  const { stores, supplies, transits } = chain;
  const elements = stores.length + supplies.length + transits.length;
  const offsets = new Int32Array(elements + 1);
  const limits: { readonly store: number; readonly input: SupplyInput }[] = [];
  for (let s = 0; s < elements; s++) {
    const asked = (rates.stores[s] ?? 0) > 0;
    for (const input of asked ? (stores[s] as SupplyStore).inputs : []) {
      if (input.transits.length > 0) limits.push({ store: s, input });
    }
    offsets[s + 1] = limits.length;
  }
  const lead = Float64Array.from(limits, ({ input }) => leadOf(chain, input, 0));
  return {
    offsets,
    item: limits.map(({ input }) => input.item),
    alternatives: limits.map(({ input }) => input.transits),
    lead,
    slack: Float64Array.from(limits, ({ store, input }, l) => {
      const perPeriod = input.quantityPer * (rates.stores[store] as number);
      const coming = underWay(chain, input) / perPeriod;
      const periods = (rates.cover[store] as number) + coming - (lead[l] as number);
      return Math.min(mostCover, Math.max(leastSlack, periods));
    }),
    detour: Float64Array.from(limits, ({ input }, l) => {
      if (input.transits.length < 2) return Number.POSITIVE_INFINITY;
      return Math.max(0, leadOf(chain, input, 1) - (lead[l] as number));
    }),
  };
}

/** Units of a material under way by any of its transits. */
function underWay(chain: SupplyChain, { transits }: SupplyInput): number {
  let units = 0;
  for (const t of transits) {
    for (const parcel of (chain.transits[t] as SupplyTransit).pipeline) units += parcel;
  }
  return units;
}

function leadOf(chain: SupplyChain, { transits }: SupplyInput, alternative: number): number {
  const transit = chain.transits[transits[alternative] as number] as SupplyTransit;
  return replenishmentPeriods(chain, transit);
}
