/**
 * The first half of a period of many runs side by side, from downstream up: what is asked, what is
 * owed, then the orders. Each event happens in all lanes before the next. Called by `stepLanes`.
 */

import { layoutOf } from './balance-layout.ts';
import { lanes } from './lane-places.ts';
import { type LaneState, laneSums } from './lane-state.ts';
import { orderRule } from './replenishment.ts';
import { unitsToOrder } from './units-to-order.ts';

/** `units`: what each demand asks by period; by demand and lane. */
export function askLanes(state: LaneState, units: readonly Float64Array[], period: number): void {
  const { numbers: n, demandOwed, due, sums, asks } = state;
  const sum = sums + laneSums.due * lanes;
  for (let first = 0; first < units.length; first += lanes) {
    for (let l = 0; l < lanes; l++) {
      const at = first + l;
      const asked = ((units[at] as Float64Array)[period] as number) * (n[asks + at] as number);
      n[due + at] = asked;
      n[demandOwed + at] = (n[demandOwed + at] as number) + asked;
      n[sum + l] = (n[sum + l] as number) + asked;
    }
  }
}

/** Every store takes in its customers' orders, all but the last here, and orders. */
export function orderInLanes(state: LaneState, period: number): void {
  const { sequence, offsets, into } = state.places;
  const { simple } = state.parameters;
  const { transits, stores } = state.model;
  for (let i = 0; i < sequence.length; i++) {
    const store = sequence[i] as number;
    const last = (offsets[store + 1] as number) - 1;
    let level = state.onHand + store * lanes;
    for (let c = offsets[store] as number; c < last; c++) level = takeOrders(state, c, level);
    const orders = into[store] !== transits.length && stores[store]?.rule !== orderRule.none;
    if (orders && simple[store] === 1 && !state.isCareful(store)) {
      orderUpToLevel(state, store, last, level);
      continue;
    }
    level = takeOrders(state, last, level);
    if (!orders) continue;
    if (simple[store] === 1) orderCarefully(state, store);
    else orderByPolicy(state, store, period);
  }
}

/** Puts what is left of `from` after what a customer is owed into `level`. */
function takeOrders(state: LaneState, customer: number, from: number): number {
  const { numbers: n, places, level } = state;
  const owed = places.owed[customer] as number;
  const taken = places.taken[customer] as number;
  for (let l = 0; l < lanes; l++) {
    const units = (n[(owed + l) | 0] as number) + (n[(taken + l) | 0] as number);
    n[(owed + l) | 0] = units;
    n[(level + l) | 0] = (n[(from + l) | 0] as number) - units;
  }
  return level;
}

/** The same for the last customer, and orders at once. */
function orderUpToLevel(state: LaneState, store: number, customer: number, from: number): void {
  const { numbers: n, places, parameters } = state;
  const owed = places.owed[customer] as number;
  const taken = places.taken[customer] as number;
  const onOrder = state.onOrder + store * lanes;
  const ordered = state.ordersTaken + (places.into[store] as number) * lanes;
  const upTo = parameters.orderUpTo[store] as number;
  for (let l = 0; l < lanes; l++) {
    const units = (n[(owed + l) | 0] as number) + (n[(taken + l) | 0] as number);
    const level = (n[(from + l) | 0] as number) - units;
    const coming = n[(onOrder + l) | 0] as number;
    const order = Math.max(0, upTo - (level + coming));
    n[(owed + l) | 0] = units;
    n[(ordered + l) | 0] = order;
    n[(onOrder + l) | 0] = coming + order;
  }
}

/** Where some lanes may not order. */
function orderCarefully(state: LaneState, store: number): void {
  const { numbers: n, places, parameters, level } = state;
  const onOrder = state.onOrder + store * lanes;
  const ordered = state.ordersTaken + (places.into[store] as number) * lanes;
  const orders = state.orders + store * lanes;
  const upTo = parameters.orderUpTo[store] as number;
  for (let l = 0; l < lanes; l++) {
    const coming = n[(onOrder + l) | 0] as number;
    const gap = upTo - ((n[(level + l) | 0] as number) + coming);
    const order = Math.max(0, gap) * (n[(orders + l) | 0] as number);
    n[(ordered + l) | 0] = order;
    n[(onOrder + l) | 0] = coming + order;
  }
}

function orderByPolicy(state: LaneState, store: number, period: number): void {
  const { numbers: n, places, parameters, model, level } = state;
  const onOrder = state.onOrder + store * lanes;
  const ordered = state.ordersTaken + (places.into[store] as number) * lanes;
  const orders = state.orders + store * lanes;
  const layout = layoutOf(model);
  const reviews = period % (parameters.reviewPeriods[store] as number) === 0;
  for (let l = 0; l < lanes; l++) {
    const coming = n[onOrder + l] as number;
    const position = (n[level + l] as number) + coming;
    const mayOrder = reviews && n[orders + l] === 1;
    const order = mayOrder ? unitsToOrder(layout, parameters, store, position) : 0;
    n[ordered + l] = order;
    n[onOrder + l] = coming + order;
  }
}
