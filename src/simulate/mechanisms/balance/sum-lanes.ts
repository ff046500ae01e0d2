/**
 * What a period of many runs side by side comes to: the terms of `BalanceTotals` in its order, so that
 * the sums are those of a single run to the last bit. Called by `stepLanes`.
 */
import { lanes } from './lane-places.ts';
import { type LaneState, laneSums } from './lane-state.ts';

/** What is met in time and what stays owed to demands. */
export function sumDemands({ numbers: n, model, due, demandOwed, sums }: LaneState): void {
  const end = model.demands.length * lanes;
  const [inTime, owed] = [sums + laneSums.inTime * lanes, sums + laneSums.owed * lanes];
  const most = sums + laneSums.mostOwed * lanes;
  for (let l = 0; l < lanes; l++) {
    let met = n[inTime + l] as number;
    let units = 0;
    for (let at = l; at < end; at += lanes) {
      const after = n[demandOwed + at] as number;
      met += Math.max(0, (n[due + at] as number) - after);
      units += after;
    }
    n[inTime + l] = met;
    n[owed + l] = units;
    n[most + l] = Math.max(n[most + l] as number, units);
  }
}

/** Stock and its cost, and that of what is owed; two stores at a time where nothing is set aside. */
export function sumStores(state: LaneState): void {
  const stores = state.model.stores.length;
  for (let store = 0; store < stores; ) {
    const isPair = store + 1 < stores && !state.isCareful(store) && !state.isCareful(store + 1);
    if (isPair) sumPair(state, store);
    else sumStore(state, store);
    store += isPair ? 2 : 1;
  }
}

function sumPair(state: LaneState, store: number): void {
  const { numbers: n, sums, parameters } = state;
  const onHand = sums + laneSums.onHand * lanes;
  const holding = sums + laneSums.holding * lanes;
  const backorder = sums + laneSums.backorder * lanes;
  const stock = state.onHand + store * lanes;
  const next = stock + lanes;
  const [owing, nextOwing] = [owedBy(state, store), owedBy(state, store + 1)];
  const rate = parameters.holdingCost[store] as number;
  const nextRate = parameters.holdingCost[store + 1] as number;
  const penalty = parameters.backorderCost[store] as number;
  const nextPenalty = parameters.backorderCost[store + 1] as number;
  for (let l = 0; l < lanes; l++) {
    const units = n[(stock + l) | 0] as number;
    const more = n[(next + l) | 0] as number;
    const owed = penalty * (n[(owing + l) | 0] as number);
    const moreOwed = nextPenalty * (n[(nextOwing + l) | 0] as number);
    n[(onHand + l) | 0] = (n[(onHand + l) | 0] as number) + units + more;
    n[(holding + l) | 0] = (n[(holding + l) | 0] as number) + rate * units + nextRate * more;
    n[(backorder + l) | 0] = (n[(backorder + l) | 0] as number) + owed + moreOwed;
  }
}

function sumStore(state: LaneState, store: number): void {
  const { numbers: n, sums, parameters, level } = state;
  const onHand = sums + laneSums.onHand * lanes;
  const holding = sums + laneSums.holding * lanes;
  const backorder = sums + laneSums.backorder * lanes;
  const stock = state.onHand + store * lanes;
  const owing = owedBy(state, store);
  const rate = parameters.holdingCost[store] as number;
  const penalty = parameters.backorderCost[store] as number;
  for (let l = 0; l < lanes; l++) {
    const units = n[(stock + l) | 0] as number;
    const owed = penalty * (n[(owing + l) | 0] as number);
    n[(level + l) | 0] = rate * units;
    n[(onHand + l) | 0] = (n[(onHand + l) | 0] as number) + units;
    n[(backorder + l) | 0] = (n[(backorder + l) | 0] as number) + owed;
  }
  addReserved(state, store, rate);
  for (let l = 0; l < lanes; l++) {
    n[(holding + l) | 0] = (n[(holding + l) | 0] as number) + (n[(level + l) | 0] as number);
  }
}

/** Adds the cost of what a store has set aside to that of its stock in `level`. */
function addReserved(state: LaneState, store: number, rate: number): void {
  if (!state.isCareful(store)) return;
  const { numbers: n, places, model, level } = state;
  const end = places.offsets[store + 1] as number;
  for (let c = places.offsets[store] as number; c < end; c++) {
    const transit = places.transit[c] as number;
    if (transit === model.transits.length) continue;
    const reserved = state.reserved + transit * lanes;
    for (let l = 0; l < lanes; l++) {
      n[level + l] = (n[level + l] as number) + rate * (n[reserved + l] as number);
    }
  }
}

/** The row of what a store owes. */
function owedBy({ numbers: n, places, owing }: LaneState, store: number): number {
  const { offsets, owed } = places;
  const first = offsets[store] as number;
  const end = offsets[store + 1] as number;
  let from = owed[first] as number;
  const sum = owing + store * lanes;
  for (let c = first + 1; c < end; c++) {
    const more = owed[c] as number;
    for (let l = 0; l < lanes; l++) n[sum + l] = (n[from + l] as number) + (n[more + l] as number);
    from = sum;
  }
  return from;
}

/** By the units ordered of a store's input: so much a unit, so much an order. */
export function sumOrders(state: LaneState): void {
  const { numbers: n, parameters, places, ordersTaken, sums, model } = state;
  const [order, fixed] = [sums + laneSums.order * lanes, sums + laneSums.fixedOrder * lanes];
  for (let store = 0; store < places.into.length; store++) {
    const transit = places.into[store] as number;
    if (transit === model.transits.length) continue;
    const taken = ordersTaken + transit * lanes;
    const unitCost = parameters.unitOrderCost[store] as number;
    const orderCost = parameters.fixedOrderCost[store] as number;
    for (let l = 0; l < lanes; l++) {
      const units = n[taken + l] as number;
      n[order + l] = (n[order + l] as number) + unitCost * units;
      n[fixed + l] = (n[fixed + l] as number) + (units === 0 ? 0 : orderCost);
    }
  }
}
