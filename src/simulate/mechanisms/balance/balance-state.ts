/** The state of a supply chain between two periods, in flat arrays. Moved on by `Balance`. */
import { type BalanceLayout, layoutOf } from './balance-layout.ts';
import type { BalanceModel, Store } from './balance-model.ts';
import { out } from './balance-outages.ts';
import { Ring } from './ring.ts';

export class BalanceState {
  readonly #model: BalanceModel;
  readonly #layout: BalanceLayout;
  /** By store: units ready, and units being processed. */
  readonly onHand: Float64Array;
  readonly inProcess: Float64Array;
  /** Units owed to demands and deliveries, as of the end of the last period. */
  readonly owed: Float64Array;
  /** By input of `BalanceLayout`: units at hand as input, and units ordered but not here. */
  readonly raw: Float64Array;
  readonly onOrder: Float64Array;
  /** By transit: owed by its source, set aside but not sent, and waiting at the door. */
  readonly deliveryOwed: Float64Array;
  readonly reserved: Float64Array;
  readonly atDoor: Float64Array;
  /** By demand. */
  readonly demandOwed: Float64Array;
  /** What the present period did, by store, transit or demand. */
  readonly ordered: Float64Array;
  readonly received: Float64Array;
  readonly shipped: Float64Array;
  readonly departed: Float64Array;
  readonly asked: Float64Array;
  readonly served: Float64Array;
  /** Rings: what arrives at a transit's clock, an order's clock, the end of processing. */
  readonly #pipes: Ring;
  readonly #orders: Ring;
  readonly #processing: Ring;

  constructor(model: BalanceModel) {
    this.#model = model;
    this.#layout = layoutOf(model);
    const { stores, transits, demands } = model;
    const column = (length: number) => new Float64Array(length);
    this.onHand = Float64Array.from(stores, (store) => store.initialOnHand);
    this.inProcess = column(stores.length);
    this.owed = column(stores.length);
    this.raw = column(this.#layout.quantityPer.length);
    this.onOrder = column(this.raw.length);
    this.deliveryOwed = column(transits.length);
    this.reserved = column(transits.length);
    this.atDoor = column(transits.length);
    this.demandOwed = column(demands.length);
    this.ordered = column(stores.length);
    this.received = column(stores.length);
    this.shipped = column(stores.length);
    this.departed = column(transits.length);
    this.asked = column(demands.length);
    this.served = column(demands.length);
    this.#pipes = new Ring(transits.map((transit) => transit.leadTime));
    this.#orders = new Ring(transits.map((transit) => transit.orderLeadTime));
    this.#processing = new Ring(stores.map((store) => store.processingPeriods));
  }

  beginPeriod(): void {
    this.ordered.fill(0);
    this.received.fill(0);
    this.shipped.fill(0);
    this.departed.fill(0);
    this.served.fill(0);
  }

  placeOrder(transit: number, input: number, units: number): void {
    this.#orders.put(transit, units);
    this.onOrder[input] = (this.onOrder[input] as number) + units;
  }

  /** Orders that have come to the source of a transit are owed. */
  takeOrders(transit: number): void {
    this.deliveryOwed[transit] =
      (this.deliveryOwed[transit] as number) + this.#orders.take(transit);
  }

  ship(transit: number, units: number, held: boolean): void {
    const ready = (this.reserved[transit] as number) + units;
    this.reserved[transit] = held ? ready : 0;
    if (held) return;
    this.departed[transit] = ready;
    this.#pipes.put(transit, ready);
  }

  /** What arrives over a transit becomes input of its store. */
  receive(transit: number, input: number, held: boolean): number {
    const units = (this.atDoor[transit] as number) + this.#pipes.take(transit);
    this.atDoor[transit] = held ? units : 0;
    if (held) return 0;
    this.raw[input] = (this.raw[input] as number) + units;
    this.onOrder[input] = (this.onOrder[input] as number) - units;
    return units;
  }

  /** Takes units into processing and puts on hand what is done. */
  process(store: number, units: number): void {
    this.#processing.put(store, units);
    const done = this.#processing.take(store);
    this.inProcess[store] = (this.inProcess[store] as number) + units - done;
    this.onHand[store] = (this.onHand[store] as number) + done;
  }

  /** Moves on all that is under way, but for the transits that stand still. */
  endPeriod(held: Uint8Array): void {
    this.#pipes.advance(held, out.transit);
    this.#orders.advance();
    this.#processing.advance();
    this.#sumOwed();
  }

  /** Units under way over a transit: sent, and not yet at the door. */
  underWay(transit: number): number {
    return this.#pipes.sum(transit);
  }

  #sumOwed(): void {
    const { demands, deliveries } = this.#layout;
    for (let s = 0; s < this.owed.length; s++) {
      let owed = 0;
      for (let i = demands.offsets[s] as number; i < (demands.offsets[s + 1] as number); i++) {
        owed += this.demandOwed[demands.items[i] as number] as number;
      }
      const end = deliveries.offsets[s + 1] as number;
      for (let i = deliveries.offsets[s] as number; i < end; i++) {
        owed += this.deliveryOwed[deliveries.items[i] as number] as number;
      }
      this.owed[s] = owed;
    }
  }

  /** Takes over what the twins of an earlier chain held: a graph that changed in mid-run. */
  carry(earlier: BalanceState): void {
    const [from, to] = [earlier.#model, this.#model];
    matched(from.stores, to.stores, (f, t) => {
      this.onHand[t] = earlier.onHand[f] as number;
      this.inProcess[t] = earlier.inProcess[f] as number;
      this.#processing.carry(t, earlier.#processing, f);
      (from.stores[f] as Store).inputs.forEach((input, i) => {
        const j = (to.stores[t] as Store).inputs.findIndex(({ item }) => item === input.item);
        if (j < 0) return;
        const [old, slot] = [
          (earlier.#layout.inputOffsets[f] as number) + i,
          (this.#layout.inputOffsets[t] as number) + j,
        ];
        this.raw[slot] = earlier.raw[old] as number;
        this.onOrder[slot] = earlier.onOrder[old] as number;
      });
    });
    matched(from.transits, to.transits, (f, t) => {
      this.deliveryOwed[t] = earlier.deliveryOwed[f] as number;
      this.reserved[t] = earlier.reserved[f] as number;
      this.atDoor[t] = earlier.atDoor[f] as number;
      this.#pipes.carry(t, earlier.#pipes, f);
      this.#orders.carry(t, earlier.#orders, f);
    });
    matched(from.demands, to.demands, (f, t) => {
      this.demandOwed[t] = earlier.demandOwed[f] as number;
    });
    this.#forgetLostOrders(earlier);
  }

  /** What was on order over a transit that is gone never comes: it must be ordered again. */
  #forgetLostOrders(earlier: BalanceState): void {
    const kept = new Set(this.#model.transits.map((transit) => transit.twin));
    earlier.#model.transits.forEach((transit, t) => {
      if (kept.has(transit.twin)) return;
      const store = this.#model.stores.findIndex(
        ({ twin }) => twin === (earlier.#model.stores[transit.toStore] as Store).twin,
      );
      const input = this.#model.stores[store]?.inputs.findIndex(
        ({ item }) => item === transit.item,
      );
      if (input === undefined || input < 0) return;
      const slot = (this.#layout.inputOffsets[store] as number) + input;
      this.onOrder[slot] = Math.max(0, (this.onOrder[slot] as number) - earlier.#outstanding(t));
    });
  }

  #outstanding(transit: number): number {
    const owed =
      (this.deliveryOwed[transit] as number) +
      (this.reserved[transit] as number) +
      (this.atDoor[transit] as number);
    return owed + this.#orders.sum(transit) + this.#pipes.sum(transit);
  }
}

interface Named {
  readonly twin: string;
}

function matched(
  from: readonly Named[],
  to: readonly Named[],
  visit: (from: number, to: number) => void,
): void {
  const indexes = new Map(to.map(({ twin }, index) => [twin, index]));
  from.forEach(({ twin }, index) => {
    const match = indexes.get(twin);
    if (match !== undefined) visit(index, match);
  });
}
