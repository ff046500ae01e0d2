/**
 * The balance mechanism: stores, transits and demands stepped period by period, in the order of
 * events of Snyder and Shen's "Fundamentals of Supply Chain Theory" (and of stockpyl): demands and
 * orders from downstream up, then receipts and shipments from upstream down, then transits advance.
 *
 * A store serves its demands first, then its deliveries, each in the order of twin ids; what it
 * cannot serve is owed. Orders go by the working alternative with the lowest preference.
 */
import { normal } from '../../../model/random.ts';
import { type BalanceLayout, layoutOf } from './balance-layout.ts';
import type { BalanceModel, Demand } from './balance-model.ts';
import { out, type PeriodOutages } from './balance-outages.ts';
import { BalanceState } from './balance-state.ts';

const demandStream = 1;

/** Units asked in a period: the series, then a normal draw cut off at zero. */
function demandIn(demand: Demand, period: number, seed: number): number {
  if (period < demand.series.length) return demand.series[period] as number;
  if (demand.standardDeviation === 0) return demand.mean;
  const draw = normal(seed, demand.key, demandStream, period);
  return Math.max(0, demand.mean + demand.standardDeviation * draw);
}

export class Balance {
  readonly state: BalanceState;
  readonly #model: BalanceModel;
  readonly #layout: BalanceLayout;
  readonly #seed: number;

  constructor(model: BalanceModel, seed: number, state = new BalanceState(model)) {
    this.#model = model;
    this.#layout = layoutOf(model);
    this.#seed = seed;
    this.state = state;
  }

  step(period: number, outages: PeriodOutages): void {
    const { sequence, demands } = this.#model;
    const { state } = this;
    state.beginPeriod();
    for (let d = 0; d < demands.length; d++) {
      const isOut = ((outages.demands[d] as number) & out.all) !== 0;
      const asked = isOut ? 0 : demandIn(demands[d] as Demand, period, this.#seed);
      state.asked[d] = asked;
      state.demandOwed[d] = (state.demandOwed[d] as number) + asked;
    }
    for (let i = 0; i < sequence.length; i++) this.#order(sequence[i] as number, outages);
    this.#supply(outages);
    for (let i = sequence.length - 1; i >= 0; i--) {
      this.#receive(sequence[i] as number, outages);
      this.#serve(sequence[i] as number, outages);
    }
    state.endPeriod(outages.held);
  }

  #order(store: number, outages: PeriodOutages): void {
    const { state } = this;
    const { baseStockLevel, inputOffsets, quantityPer } = this.#layout;
    const level = this.#level(store);
    const upTo = baseStockLevel[store] as number;
    if (Number.isNaN(upTo) || ((outages.stores[store] as number) & out.all) !== 0) return;
    const first = inputOffsets[store] as number;
    const end = inputOffsets[store + 1] as number;
    for (let input = first; input < end; input++) {
      const transit = this.#choose(input, outages);
      if (transit < 0) continue;
      const per = quantityPer[input] as number;
      const coming = ((state.raw[input] as number) + (state.onOrder[input] as number)) / per;
      const units = Math.max(0, upTo - (level + coming));
      state.placeOrder(transit, input, units * per);
      if (input === first) state.ordered[store] = units;
    }
  }

  /** Takes the orders that have come; what is at hand and being made, less what is owed. */
  #level(store: number): number {
    const { state } = this;
    const { demands, deliveries } = this.#layout;
    let level = (state.onHand[store] as number) + (state.inProcess[store] as number);
    for (
      let i = demands.offsets[store] as number;
      i < (demands.offsets[store + 1] as number);
      i++
    ) {
      level -= state.demandOwed[demands.items[i] as number] as number;
    }
    const end = deliveries.offsets[store + 1] as number;
    for (let i = deliveries.offsets[store] as number; i < end; i++) {
      const delivery = deliveries.items[i] as number;
      state.takeOrders(delivery);
      level -= state.deliveryOwed[delivery] as number;
    }
    return level;
  }

  /** The preferred transit that works and whose source does; -1 when no order can be placed. */
  #choose(input: number, outages: PeriodOutages): number {
    const { alternatives, fromStore, fromSupply } = this.#layout;
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

  #supply(outages: PeriodOutages): void {
    const { capacity, supplied } = this.#layout;
    for (let supply = 0; supply < capacity.length; supply++) {
      const isOut = ((outages.supplies[supply] as number) & out.all) !== 0;
      let left = isOut ? 0 : (capacity[supply] as number);
      const end = supplied.offsets[supply + 1] as number;
      for (let i = supplied.offsets[supply] as number; i < end; i++) {
        const delivery = supplied.items[i] as number;
        this.state.takeOrders(delivery);
        left -= this.#deliver(delivery, left, outages);
      }
    }
  }

  /** Sends what is owed, as far as the stock goes; what may not leave is reserved. */
  #deliver(delivery: number, available: number, outages: PeriodOutages): number {
    const { state } = this;
    const units = Math.min(available, state.deliveryOwed[delivery] as number);
    state.deliveryOwed[delivery] = (state.deliveryOwed[delivery] as number) - units;
    state.ship(delivery, units, ((outages.held[delivery] as number) & out.shipments) !== 0);
    return units;
  }

  #receive(store: number, outages: PeriodOutages): void {
    const { state } = this;
    const { inputOffsets, quantityPer, alternatives } = this.#layout;
    const first = inputOffsets[store] as number;
    const end = inputOffsets[store + 1] as number;
    let units = first === end ? 0 : Number.POSITIVE_INFINITY;
    for (let input = first; input < end; input++) {
      const last = alternatives.offsets[input + 1] as number;
      for (let i = alternatives.offsets[input] as number; i < last; i++) {
        const transit = alternatives.items[i] as number;
        const held = ((outages.held[transit] as number) & out.receipts) !== 0;
        const received = state.receive(transit, input, held);
        if (input === first) state.received[store] = (state.received[store] as number) + received;
      }
      units = Math.min(units, (state.raw[input] as number) / (quantityPer[input] as number));
    }
    for (let input = first; input < end; input++) {
      const used = units * (quantityPer[input] as number);
      state.raw[input] = Math.max(0, (state.raw[input] as number) - used);
    }
    state.process(store, units);
  }

  #serve(store: number, outages: PeriodOutages): void {
    if (((outages.stores[store] as number) & out.all) !== 0) return;
    const { state } = this;
    const { demands, deliveries } = this.#layout;
    let left = state.onHand[store] as number;
    let shipped = state.shipped[store] as number;
    for (
      let i = demands.offsets[store] as number;
      i < (demands.offsets[store + 1] as number);
      i++
    ) {
      const demand = demands.items[i] as number;
      const units = Math.min(left, state.demandOwed[demand] as number);
      state.demandOwed[demand] = (state.demandOwed[demand] as number) - units;
      state.served[demand] = units;
      shipped += units;
      left -= units;
    }
    const end = deliveries.offsets[store + 1] as number;
    for (let i = deliveries.offsets[store] as number; i < end; i++) {
      const delivery = deliveries.items[i] as number;
      left -= this.#deliver(delivery, left, outages);
      shipped += state.departed[delivery] as number;
    }
    state.shipped[store] = shipped;
    state.onHand[store] = left;
  }
}
