/**
 * How a store shares scarce stock among the demands and deliveries that it owes: demands first, each
 * in the order of twin ids, or in proportion, or whole orders only. Used by `moveGoods`.
 */
import { serviceRules } from './balance-layout.ts';
import type { Chain } from './chain.ts';

/** Writes what each gets into `served` and `granted`; gives the units that are left. */
export function shareStock(chain: Chain, store: number, available: number): number {
  const { layout, state } = chain;
  const { demands, deliveries } = layout;
  const rule = layout.serviceRule[store] as number;
  const share =
    rule === serviceRules.proportional ? available / Math.max(available, owedBy(chain, store)) : 1;
  let left = available;
  const lastDemand = demands.offsets[store + 1] as number;
  for (let i = demands.offsets[store] as number; i < lastDemand; i++) {
    const d = demands.items[i] as number;
    const units = grant(rule, state.demandOwed[d] as number, left, share);
    state.served[d] = units;
    left -= units;
  }
  const end = deliveries.offsets[store + 1] as number;
  for (let i = deliveries.offsets[store] as number; i < end; i++) {
    const t = deliveries.items[i] as number;
    const units = grant(rule, state.deliveryOwed[t] as number, left, share);
    state.granted[t] = units;
    left -= units;
  }
  return left;
}

function grant(rule: number, owed: number, left: number, share: number): number {
  if (rule === serviceRules.whole) return owed <= left ? owed : 0;
  return Math.min(left, share < 1 ? owed * share : owed);
}

/** Units that a store owes to its demands and deliveries. */
export function owedBy({ layout, state }: Chain, store: number): number {
  const { demands, deliveries } = layout;
  let owed = 0;
  const lastDemand = demands.offsets[store + 1] as number;
  for (let i = demands.offsets[store] as number; i < lastDemand; i++) {
    owed += state.demandOwed[demands.items[i] as number] as number;
  }
  const end = deliveries.offsets[store + 1] as number;
  for (let i = deliveries.offsets[store] as number; i < end; i++) {
    owed += state.deliveryOwed[deliveries.items[i] as number] as number;
  }
  return owed;
}
