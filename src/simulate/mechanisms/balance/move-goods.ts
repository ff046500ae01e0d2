/**
 * The second half of a period: receipts and shipments, from upstream down. Supplies send what they
 * can; each store takes in what arrives, makes what it can, and serves. Called by `stepChain`.
 */
import { out, type PeriodOutages } from './balance-outages.ts';
import { costRow } from './balance-state.ts';
import type { Chain } from './chain.ts';
import { takeOrders } from './place-orders.ts';
import { owedBy, shareStock } from './share-stock.ts';

/** Every supply sends what is ordered, in the order of twin ids, as far as its capacity goes. */
export function shipFromSupplies(chain: Chain, outages: PeriodOutages): void {
  const { layout, parameters, state } = chain;
  const { offsets, items } = layout.supplied;
  const { capacity } = parameters;
  for (let supply = 0; supply < capacity.length; supply++) {
    const isOut = outages.any && ((outages.supplies[supply] as number) & out.all) !== 0;
    let left = isOut ? 0 : (capacity[supply] as number);
    const end = offsets[supply + 1] as number;
    for (let i = offsets[supply] as number; i < end; i++) {
      const transit = items[i] as number;
      takeOrders(layout, state, transit);
      const units = Math.min(left, state.deliveryOwed[transit] as number);
      state.granted[transit] = units;
      ship(chain, transit, units, outages);
      left -= units;
    }
  }
}

/** Every store in its turn: receives, makes, serves. */
export function moveGoods(chain: Chain, outages: PeriodOutages): void {
  const { layout, state } = chain;
  const { sequence, losesSales } = layout;
  const { onHand } = state;
  for (let i = sequence.length - 1; i >= 0; i--) {
    const store = sequence[i] as number;
    receive(chain, store, outages);
    if (!outages.any || ((outages.stores[store] as number) & out.all) === 0) {
      onHand[store] = shareStock(chain, store, onHand[store] as number);
      serveDemands(chain, store);
      serveDeliveries(chain, store, outages);
    }
    if (losesSales[store] === 1) loseSales(chain, store);
    state.owed[store] = owedBy(chain, store);
  }
}

/** Units leave a source, or are set aside where they may not leave. */
function ship(
  { parameters, state }: Chain,
  transit: number,
  units: number,
  outages: PeriodOutages,
): void {
  state.deliveryOwed[transit] = (state.deliveryOwed[transit] as number) - units;
  const ready = (state.reserved[transit] as number) + units;
  if (outages.any && ((outages.held[transit] as number) & out.shipments) !== 0) {
    state.reserved[transit] = ready;
    return;
  }
  state.reserved[transit] = 0;
  state.departed[transit] = ready;
  state.inTransit[transit] = (state.inTransit[transit] as number) + ready;
  state.pipes.put(transit, ready, parameters.leadTime[transit] as number);
}

/** What arrives becomes input; as many units are made as the scarcest input allows. */
function receive({ layout, state }: Chain, store: number, outages: PeriodOutages): void {
  const { inputOffsets, quantityPer, alternatives } = layout;
  const { raw, onOrder } = state;
  const first = inputOffsets[store] as number;
  const end = inputOffsets[store + 1] as number;
  let units = first === end ? 0 : Number.POSITIVE_INFINITY;
  for (let input = first; input < end; input++) {
    const last = alternatives.offsets[input + 1] as number;
    let received = 0;
    for (let i = alternatives.offsets[input] as number; i < last; i++) {
      const arrived = arrive(state, alternatives.items[i] as number, outages);
      raw[input] = (raw[input] as number) + arrived;
      onOrder[input] = (onOrder[input] as number) - arrived;
      received += arrived;
    }
    if (input === first) state.received[store] = received;
    units = Math.min(units, (raw[input] as number) / (quantityPer[input] as number));
  }
  for (let input = first; input < end; input++) {
    const used = units * (quantityPer[input] as number);
    raw[input] = Math.max(0, (raw[input] as number) - used);
  }
  make({ layout, state }, store, units);
}

/** What comes in over a transit: what the pipeline brings and what waited at the door. */
function arrive(state: Chain['state'], transit: number, outages: PeriodOutages): number {
  const arrived = state.pipes.take(transit);
  state.inTransit[transit] = (state.inTransit[transit] as number) - arrived;
  const units = (state.atDoor[transit] as number) + arrived;
  const held = outages.any && ((outages.held[transit] as number) & out.receipts) !== 0;
  state.atDoor[transit] = held ? units : 0;
  return held ? 0 : units;
}

/** Takes units into processing and puts on hand what is done. */
function make({ layout, state }: Pick<Chain, 'layout' | 'state'>, store: number, units: number) {
  let done = units;
  const periods = layout.processingPeriods[store] as number;
  if (periods > 0) {
    state.processing.put(store, units, periods);
    done = state.processing.take(store);
    state.inProcess[store] = (state.inProcess[store] as number) + units - done;
  }
  state.onHand[store] = (state.onHand[store] as number) + done;
}

function serveDemands({ layout, state }: Chain, store: number): void {
  const { offsets, items } = layout.demands;
  const { demandOwed, due, served, inTime, shipped } = state;
  const end = offsets[store + 1] as number;
  for (let i = offsets[store] as number; i < end; i++) {
    const d = items[i] as number;
    const units = served[d] as number;
    const after = (demandOwed[d] as number) - units;
    demandOwed[d] = after;
    inTime[d] = Math.max(0, (due[d] as number) - after);
    shipped[store] = (shipped[store] as number) + units;
  }
}

function serveDeliveries(chain: Chain, store: number, outages: PeriodOutages): void {
  const { layout, state } = chain;
  const { offsets, items } = layout.deliveries;
  const { granted, departed, shipped } = state;
  const end = offsets[store + 1] as number;
  for (let i = offsets[store] as number; i < end; i++) {
    const t = items[i] as number;
    ship(chain, t, granted[t] as number, outages);
    shipped[store] = (shipped[store] as number) + (departed[t] as number);
  }
}

/** Of what is due now and was not served, a fraction is not asked for again. */
function loseSales({ layout, parameters, state }: Chain, store: number): void {
  const { offsets, items } = layout.demands;
  const { demandOwed, due, lost, costs } = state;
  const cost = costRow.lostSales * layout.sequence.length + store;
  for (let i = offsets[store] as number; i < (offsets[store + 1] as number); i++) {
    const d = items[i] as number;
    const owed = demandOwed[d] as number;
    const units = (parameters.lostFraction[d] as number) * Math.min(due[d] as number, owed);
    lost[d] = units;
    demandOwed[d] = owed - units;
    costs[cost] = (costs[cost] as number) + (parameters.lostSaleCost[d] as number) * units;
  }
}
