/**
 * One period of a plain chain (see `plainLinks`): the same events in the same order as `stepChain`
 * and the same numbers to the last bit, in three loops whose arrays are looked up once. Used by
 * `stepChain`.
 */
import { out, type PeriodOutages } from './balance-outages.ts';
import type { Chain } from './chain.ts';
import type { PlainLinks } from './plain-links.ts';
import { orderRule } from './replenishment.ts';
import { unitsToOrder } from './units-to-order.ts';

/** From downstream up: what is owed, then the order. */
export function placePlainOrders(
  { layout, parameters, state }: Chain,
  links: PlainLinks,
  period: number,
  outages: PeriodOutages,
): void {
  const { sequence, rule } = layout;
  const { onHand, demandOwed, deliveryOwed, ordersTaken, ordersDue, onOrder, ordered } = state;
  const { offsets: demandOffsets, items: demands } = layout.demands;
  const { offsets: deliveryOffsets, items: deliveries } = layout.deliveries;
  const { transit: transits, input: inputs } = links;
  const { orderUpTo, simple } = parameters;
  for (let i = 0; i < sequence.length; i++) {
    const store = sequence[i] as number;
    let level = onHand[store] as number;
    const lastDemand = demandOffsets[store + 1] as number;
    for (let j = demandOffsets[store] as number; j < lastDemand; j++) {
      level -= demandOwed[demands[j] as number] as number;
    }
    const lastDelivery = deliveryOffsets[store + 1] as number;
    for (let j = deliveryOffsets[store] as number; j < lastDelivery; j++) {
      const delivery = deliveries[j] as number;
      const taken = ordersTaken[delivery] as number;
      const owed = (deliveryOwed[delivery] as number) + taken;
      ordersDue[delivery] = taken;
      deliveryOwed[delivery] = owed;
      level -= owed;
    }
    const transit = transits[store] as number;
    if (transit < 0 || rule[store] === orderRule.none) continue;
    if (outages.any && mayNotOrder(outages, store, transit)) continue;
    const input = inputs[store] as number;
    const coming = onOrder[input] as number;
    let units: number;
    if (simple[store] === 1) units = Math.max(0, (orderUpTo[store] as number) - (level + coming));
    else if (period % (parameters.reviewPeriods[store] as number) !== 0) continue;
    else units = unitsToOrder(layout, parameters, store, level + coming);
    ordered[store] = units;
    onOrder[input] = coming + units;
    ordersTaken[transit] = units;
  }
}

function mayNotOrder({ held, stores }: PeriodOutages, store: number, transit: number): boolean {
  return (
    ((held[transit] as number) & out.orders) !== 0 || ((stores[store] as number) & out.all) !== 0
  );
}

/** From upstream down: what arrives, then what is served, demands before deliveries. */
export function movePlainGoods(
  { layout, parameters, state }: Chain,
  links: PlainLinks,
  outages: PeriodOutages,
): void {
  const { sequence } = layout;
  const { onHand, onOrder, inTransit, atDoor, received, owed: owedBy, shipped: shippedBy } = state;
  const { demandOwed, due, served, inTime, deliveryOwed, granted, reserved, departed } = state;
  const { values, heads, offsets: rings } = state.pipes;
  const { offsets: demandOffsets, items: demands } = layout.demands;
  const { offsets: deliveryOffsets, items: deliveries } = layout.deliveries;
  const { transit: transits, input: inputs } = links;
  const { leadTime } = parameters;
  const { any: troubled, held, stores } = outages;
  for (let i = sequence.length - 1; i >= 0; i--) {
    const store = sequence[i] as number;
    let left = onHand[store] as number;
    const transit = transits[store] as number;
    if (transit >= 0) {
      const head = heads[transit] as number;
      const arrived = values[head] as number;
      values[head] = 0;
      inTransit[transit] = (inTransit[transit] as number) - arrived;
      const units = (atDoor[transit] as number) + arrived;
      if (troubled && ((held[transit] as number) & out.receipts) !== 0) atDoor[transit] = units;
      else {
        const input = inputs[store] as number;
        atDoor[transit] = 0;
        onOrder[input] = (onOrder[input] as number) - units;
        received[store] = units;
        left += units;
      }
    }
    const idle = troubled && ((stores[store] as number) & out.all) !== 0 ? left : 0;
    left -= idle;
    let owing = 0;
    let shipped = 0;
    const lastDemand = demandOffsets[store + 1] as number;
    for (let j = demandOffsets[store] as number; j < lastDemand; j++) {
      const d = demands[j] as number;
      const owed = demandOwed[d] as number;
      const units = Math.min(left, owed);
      left -= units;
      const after = owed - units;
      demandOwed[d] = after;
      served[d] = units;
      inTime[d] = Math.max(0, (due[d] as number) - after);
      shipped += units;
      owing += after;
    }
    const lastDelivery = deliveryOffsets[store + 1] as number;
    for (let j = deliveryOffsets[store] as number; j < lastDelivery; j++) {
      const t = deliveries[j] as number;
      const owed = deliveryOwed[t] as number;
      const units = Math.min(left, owed);
      left -= units;
      deliveryOwed[t] = owed - units;
      granted[t] = units;
      owing += owed - units;
      const ready = (reserved[t] as number) + units;
      if (troubled && mayNotSend(outages, store, t)) {
        reserved[t] = ready;
        continue;
      }
      reserved[t] = 0;
      departed[t] = ready;
      shipped += ready;
      inTransit[t] = (inTransit[t] as number) + ready;
      let slot = (heads[t] as number) + (leadTime[t] as number);
      const end = rings[t + 1] as number;
      if (slot >= end) slot += (rings[t] as number) - end;
      values[slot] = (values[slot] as number) + ready;
    }
    onHand[store] = left + idle;
    owedBy[store] = owing;
    shippedBy[store] = shipped;
  }
}

function mayNotSend({ held, stores }: PeriodOutages, store: number, transit: number): boolean {
  return (
    ((held[transit] as number) & out.shipments) !== 0 || ((stores[store] as number) & out.all) !== 0
  );
}
