/**
 * Echelon stock (Clark and Scarf 1960): what a store has sent on and its customers still hold counts
 * as its own. Where a store has several sources, each of them counts the whole. Used by `placeOrders`.
 */
import type { Chain } from './chain.ts';

/** Units of a store's item downstream of it: held, under way or on order from it, less owed. */
export function unitsBeyond({ layout, state }: Chain, store: number): number {
  const { deliveries, inputOf, toStore, quantityPer } = layout;
  const end = deliveries.offsets[store + 1] as number;
  let units = 0;
  for (let i = deliveries.offsets[store] as number; i < end; i++) {
    const transit = deliveries.items[i] as number;
    const input = inputOf[transit] as number;
    const level = state.echelonLevel[toStore[transit] as number] as number;
    const held = (state.raw[input] as number) + (state.onOrder[input] as number);
    // An order on its way to the store is not owed yet, and so not on its way to the customer.
    units += (quantityPer[input] as number) * level + held - state.orders.sum(transit);
  }
  return units;
}
