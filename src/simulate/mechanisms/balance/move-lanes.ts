/**
 * The second half of a period of many runs side by side, from upstream down: receipts, demands,
 * shipments. `…Carefully` is for a place where something is or was out in some lane. Called by
 * `stepLanes`.
 */
import { lanes } from './lane-places.ts';
import type { LaneState } from './lane-state.ts';

export function shipFromSuppliesInLanes(state: LaneState): void {
  const { numbers: n, level, gives, places, parameters, model } = state;
  const stores = model.stores.length;
  for (let supply = 0; supply < model.supplies.length; supply++) {
    const capacity = parameters.capacity[supply] as number;
    n.fill(capacity, level, level + lanes);
    const careful = state.isCareful(stores + supply);
    const end = places.offsets[stores + supply + 1] as number;
    for (let c = places.offsets[stores + supply] as number; c < end; c++) {
      const [owed, taken] = [places.owed[c] as number, places.taken[c] as number];
      for (let l = 0; l < lanes; l++)
        n[owed + l] = (n[owed + l] as number) + (n[taken + l] as number);
      if (careful) serveCarefully(state, c, level, gives + supply * lanes);
      else serve(state, c, level);
    }
  }
}

export function moveGoodsInLanes(state: LaneState): void {
  const { sequence, offsets } = state.places;
  for (let i = sequence.length - 1; i >= 0; i--) {
    const store = sequence[i] as number;
    const stock = state.onHand + store * lanes;
    const [first, end] = [offsets[store] as number, offsets[store + 1] as number];
    if (state.isCareful(store)) {
      receiveCarefully(state, store);
      const serves = state.serves + store * lanes;
      for (let c = first; c < end; c++) serveCarefully(state, c, stock, serves);
    } else {
      receiveAndServe(state, store, first);
      for (let c = first + 1; c < end; c++) serve(state, c, stock);
    }
  }
}

/** What arrives is put on hand; then the first customer is served. */
function receiveAndServe(state: LaneState, store: number, customer: number): void {
  const { numbers: n, places } = state;
  const stock = state.onHand + store * lanes;
  const onOrder = state.onOrder + store * lanes;
  const arrives = state.arrives[places.into[store] as number] as number;
  const owed = places.owed[customer] as number;
  const departs = state.departs[places.transit[customer] as number] as number;
  for (let l = 0; l < lanes; l++) {
    const come = n[(arrives + l) | 0] as number;
    const left = (n[(stock + l) | 0] as number) + come;
    const asked = n[(owed + l) | 0] as number;
    const units = Math.min(left, asked);
    n[(arrives + l) | 0] = 0;
    n[(onOrder + l) | 0] = (n[(onOrder + l) | 0] as number) - come;
    n[(stock + l) | 0] = left - units;
    n[(owed + l) | 0] = asked - units;
    n[(departs + l) | 0] = units;
  }
}

/** Serves a customer as far as the units at `stock` go. */
function serve(state: LaneState, customer: number, stock: number): void {
  const { numbers: n, places } = state;
  const owed = places.owed[customer] as number;
  const departs = state.departs[places.transit[customer] as number] as number;
  for (let l = 0; l < lanes; l++) {
    const left = n[(stock + l) | 0] as number;
    const asked = n[(owed + l) | 0] as number;
    const units = Math.min(left, asked);
    n[(stock + l) | 0] = left - units;
    n[(owed + l) | 0] = asked - units;
    n[(departs + l) | 0] = units;
  }
}

/** What may not be handed over waits at the door. */
function receiveCarefully(state: LaneState, store: number): void {
  const { numbers: n, places } = state;
  const transit = places.into[store] as number;
  if (transit === state.model.transits.length) return;
  const stock = state.onHand + store * lanes;
  const onOrder = state.onOrder + store * lanes;
  const arrives = state.arrives[transit] as number;
  const atDoor = state.atDoor + transit * lanes;
  const receives = state.receives + transit * lanes;
  for (let l = 0; l < lanes; l++) {
    const come = (n[(atDoor + l) | 0] as number) + (n[(arrives + l) | 0] as number);
    const units = come * (n[(receives + l) | 0] as number);
    n[(arrives + l) | 0] = 0;
    n[(atDoor + l) | 0] = come - units;
    n[(onOrder + l) | 0] = (n[(onOrder + l) | 0] as number) - units;
    n[(stock + l) | 0] = (n[(stock + l) | 0] as number) + units;
  }
}

/** Where `serves` is 0, stock stays. What may not leave is set aside. */
function serveCarefully(state: LaneState, customer: number, stock: number, serves: number): void {
  const { numbers: n, places } = state;
  const transit = places.transit[customer] as number;
  if (transit === state.model.transits.length) {
    serveDemandCarefully(state, customer, stock, serves);
    return;
  }
  const owed = places.owed[customer] as number;
  const departs = state.departs[transit] as number;
  const reserved = state.reserved + transit * lanes;
  const sends = state.sends + transit * lanes;
  for (let l = 0; l < lanes; l++) {
    const left = n[(stock + l) | 0] as number;
    const asked = n[(owed + l) | 0] as number;
    const units = n[(serves + l) | 0] === 0 ? 0 : Math.min(left, asked);
    const ready = (n[(reserved + l) | 0] as number) + units;
    const sent = ready * (n[(sends + l) | 0] as number);
    n[(stock + l) | 0] = left - units;
    n[(owed + l) | 0] = asked - units;
    n[(reserved + l) | 0] = ready - sent;
    n[(departs + l) | 0] = (n[(departs + l) | 0] as number) + sent;
  }
}

function serveDemandCarefully(
  { numbers: n, places }: LaneState,
  customer: number,
  stock: number,
  serves: number,
): void {
  const owed = places.owed[customer] as number;
  for (let l = 0; l < lanes; l++) {
    const left = n[stock + l] as number;
    const asked = n[owed + l] as number;
    const units = n[serves + l] === 0 ? 0 : Math.min(left, asked);
    n[stock + l] = left - units;
    n[owed + l] = asked - units;
  }
}

/**
 * Where a pipeline stands in a lane, its goods move back by a slot, as its clock goes on with that of
 * the others. `period`: the present one.
 */
export function standStillInLanes(state: LaneState, period: number): void {
  const { numbers: n, model } = state;
  for (let t = 0; t < model.transits.length; t++) {
    if (!state.isCareful(model.transits[t]?.toStore as number)) continue;
    const moves = state.moves + t * lanes;
    const slots = state.slots(t);
    for (let l = 0; l < lanes; l++) {
      if (n[moves + l] === 1) continue;
      const last = n[state.slot(t, period + slots - 1) + l] as number;
      for (let k = slots - 1; k > 0; k--) {
        n[state.slot(t, period + k) + l] = n[state.slot(t, period + k - 1) + l] as number;
      }
      n[state.slot(t, period) + l] = last;
    }
  }
}
