/**
 * The first half of a period: demands and orders, from downstream up. Each store takes in the orders
 * that have come, sees its position and orders by its policy. Called by `stepChain`.
 */
import { out, type PeriodOutages } from './balance-outages.ts';
import type { Chain } from './chain.ts';
import { unitsBeyond } from './echelon.ts';
import { foreseenLoss } from './foreseen-loss.ts';
import { orderRule } from './replenishment.ts';
import { unitsToOrder } from './units-to-order.ts';

/** Adds what demands ask, which `asked` already holds, to what is due or promised. */
export function takeDemands({ state, layout }: Chain): void {
  const { asked, due, demandOwed } = state;
  if (!layout.any.serviceTime) {
    for (let d = 0; d < asked.length; d++) {
      const units = asked[d] as number;
      due[d] = units;
      demandOwed[d] = (demandOwed[d] as number) + units;
    }
    return;
  }
  const { demandPromises, demandPromised } = state;
  for (let store = 0; store < layout.sequence.length; store++) {
    const { offsets, items } = layout.demands;
    for (let i = offsets[store] as number; i < (offsets[store + 1] as number); i++) {
      const d = items[i] as number;
      demandPromises.put(d, asked[d] as number, layout.serviceTime[store] as number);
      const units = demandPromises.take(d);
      due[d] = units;
      demandPromised[d] = (demandPromised[d] as number) + (asked[d] as number) - units;
      demandOwed[d] = (demandOwed[d] as number) + units;
    }
  }
}

/** Every store in its turn: orders taken in, then placed. */
export function placeOrders(chain: Chain, period: number, outages: PeriodOutages): void {
  const { layout, parameters, state } = chain;
  const { sequence, rule, losesSales, any } = layout;
  const { reviewPeriods } = parameters;
  const { stores } = outages;
  const troubled = outages.any;
  for (let i = 0; i < sequence.length; i++) {
    const store = sequence[i] as number;
    let level = levelOf(chain, store);
    if (losesSales[store] === 1) level += foreseenLoss(chain, store, outages);
    const beyond = any.echelon ? unitsBeyond(chain, store) : 0;
    if (any.echelon) state.echelonLevel[store] = level + beyond;
    if (layout.echelon[store] === 1) level += beyond;
    const review = reviewPeriods[store] as number;
    const works = !troubled || ((stores[store] as number) & out.all) === 0;
    if (rule[store] !== orderRule.none && works && (review === 1 || period % review === 0)) {
      orderInputs(chain, store, level, outages);
    }
  }
}

/** Takes the orders that have come; what is at hand and being made, less what is owed. */
function levelOf({ layout, state }: Chain, store: number): number {
  const { demands, deliveries } = layout;
  const { demandOwed, deliveryOwed } = state;
  let level = (state.onHand[store] as number) + (state.inProcess[store] as number);
  const lastDemand = demands.offsets[store + 1] as number;
  for (let i = demands.offsets[store] as number; i < lastDemand; i++) {
    level -= demandOwed[demands.items[i] as number] as number;
  }
  const end = deliveries.offsets[store + 1] as number;
  for (let i = deliveries.offsets[store] as number; i < end; i++) {
    const delivery = deliveries.items[i] as number;
    takeOrders(layout, state, delivery);
    level -= deliveryOwed[delivery] as number;
  }
  return layout.any.serviceTime ? level - promisedBy(layout, state, store) : level;
}

/** Orders that have come to the source of a transit are owed, or promised for later. */
export function takeOrders(layout: Chain['layout'], state: Chain['state'], transit: number): void {
  if (layout.direct[transit] === 0) {
    state.ordersTaken[transit] = state.orders.take(transit);
  }
  let units = state.ordersTaken[transit] as number;
  const from = layout.fromStore[transit] as number;
  if (layout.any.serviceTime && from >= 0) {
    state.deliveryPromises.put(transit, units, layout.serviceTime[from] as number);
    const due = state.deliveryPromises.take(transit);
    state.deliveryPromised[transit] = (state.deliveryPromised[transit] as number) + units - due;
    units = due;
  }
  state.ordersDue[transit] = units;
  state.deliveryOwed[transit] = (state.deliveryOwed[transit] as number) + units;
}

function promisedBy(
  { demands, deliveries }: Chain['layout'],
  state: Chain['state'],
  store: number,
) {
  let promised = 0;
  const lastDemand = demands.offsets[store + 1] as number;
  for (let i = demands.offsets[store] as number; i < lastDemand; i++) {
    promised += state.demandPromised[demands.items[i] as number] as number;
  }
  const end = deliveries.offsets[store + 1] as number;
  for (let i = deliveries.offsets[store] as number; i < end; i++) {
    promised += state.deliveryPromised[deliveries.items[i] as number] as number;
  }
  return promised;
}

/** Orders each input by the policy, by the preferred transit that works. */
function orderInputs(chain: Chain, store: number, level: number, outages: PeriodOutages): void {
  const { layout, state } = chain;
  const { inputOffsets, quantityPer, alternatives } = layout;
  const { offsets, items } = alternatives;
  const first = inputOffsets[store] as number;
  const end = inputOffsets[store + 1] as number;
  for (let input = first; input < end; input++) {
    const transit = outages.any
      ? choose(layout, input, outages)
      : (items[offsets[input] as number] as number);
    if (transit < 0) continue;
    const per = quantityPer[input] as number;
    const coming = ((state.raw[input] as number) + (state.onOrder[input] as number)) / per;
    const units = unitsToOrder(layout, chain.parameters, store, level + coming);
    state.onOrder[input] = (state.onOrder[input] as number) + units * per;
    if (layout.direct[transit] === 1) state.ordersTaken[transit] = units * per;
    else state.orders.put(transit, units * per, layout.orderLeadTime[transit] as number);
    if (input === first) state.ordered[store] = units;
  }
}

/** The preferred transit that works and whose source does; -1 when no order can be placed. */
function choose(layout: Chain['layout'], input: number, outages: PeriodOutages): number {
  const { alternatives, fromStore, fromSupply } = layout;
  const first = alternatives.offsets[input] as number;
  const end = alternatives.offsets[input + 1] as number;
  for (let i = first; i < end; i++) {
    const transit = alternatives.items[i] as number;
    if (((outages.held[transit] as number) & out.orders) !== 0) continue;
    const store = fromStore[transit] as number;
    const source =
      store >= 0 ? outages.stores[store] : outages.supplies[fromSupply[transit] as number];
    if (((source as number) & out.all) === 0 || end - first === 1) return transit;
  }
  return -1;
}
