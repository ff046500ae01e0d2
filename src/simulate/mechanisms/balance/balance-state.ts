/**
 * The state of a supply chain between two periods: columns of one array and the clocks of its rings,
 * so that saving and restoring it are two copies. Moved on by `Balance` and `BalanceKernel`.
 */
import { type BalanceLayout, layoutOf } from './balance-layout.ts';
import type { BalanceModel } from './balance-model.ts';
import { carryState } from './carry-state.ts';
import { Columns } from './columns.ts';
import { Ring } from './ring.ts';

/** The components of a period's cost, in the order of the rows of `BalanceState.costs`. */
export const costComponents = [
  'holding',
  'backorder',
  'lostSales',
  'order',
  'fixedOrder',
  'inTransit',
] as const;

/** The row of each component. */
export const costRow = {
  holding: 0,
  backorder: 1,
  lostSales: 2,
  order: 3,
  fixedOrder: 4,
  inTransit: 5,
} as const;

/** A saved state: good for any state of the same model. */
export interface SavedState {
  readonly numbers: Float64Array;
  readonly clocks: Int32Array;
}

export class BalanceState {
  readonly model: BalanceModel;
  readonly layout: BalanceLayout;
  readonly #numbers: Float64Array;
  readonly #clocks: Int32Array;
  /** What the present period did: the last of the columns. */
  readonly #flows: Float64Array;
  /** By store: units ready, and units being processed. */
  readonly onHand: Float64Array;
  readonly inProcess: Float64Array;
  /** Units owed to demands and deliveries, as of the end of the last period. */
  readonly owed: Float64Array;
  /** By input of `BalanceLayout`: units at hand as input, and units ordered but not here. */
  readonly raw: Float64Array;
  readonly onOrder: Float64Array;
  /** By transit: owed by its source and due, and not due yet. */
  readonly deliveryOwed: Float64Array;
  readonly deliveryPromised: Float64Array;
  /** By transit: set aside but not sent, under way, and waiting at the door. */
  readonly reserved: Float64Array;
  readonly inTransit: Float64Array;
  readonly atDoor: Float64Array;
  /** By demand: owed and due, and not due yet. */
  readonly demandOwed: Float64Array;
  readonly demandPromised: Float64Array;
  /** What the present period did, by store. */
  readonly ordered: Float64Array;
  readonly received: Float64Array;
  readonly shipped: Float64Array;
  /** On hand here and downstream and under way there, less what demands are owed. */
  readonly echelonLevel: Float64Array;
  /** By transit: orders that came to its source, those of them now due, units granted and units that left. */
  readonly ordersTaken: Float64Array;
  readonly ordersDue: Float64Array;
  readonly granted: Float64Array;
  readonly departed: Float64Array;
  /** By demand. `due`: of what was asked now or earlier; `inTime`: of that, served at once. */
  readonly asked: Float64Array;
  readonly due: Float64Array;
  readonly served: Float64Array;
  readonly inTime: Float64Array;
  readonly lost: Float64Array;
  /** Cost of the period: a row of stores for each of `costComponents`. */
  readonly costs: Float64Array;
  /** What arrives at a transit's clock, an order's clock, the end of processing, a promise's day. */
  readonly pipes: Ring;
  readonly orders: Ring;
  readonly processing: Ring;
  readonly deliveryPromises: Ring;
  readonly demandPromises: Ring;

  constructor(model: BalanceModel) {
    this.model = model;
    this.layout = layoutOf(model);
    const { stores, transits, demands } = model;
    const inputs = this.layout.quantityPer.length;
    const delays = delaysOf(model);
    const slots = delays.reduce((sum, each) => sum + Ring.slotsOf(each), 0);
    const [s, t, d, c] = [stores.length, transits.length, demands.length, costComponents.length];
    const columns = new Columns((7 + c) * s + 2 * inputs + 9 * t + 7 * d + slots);
    this.onHand = columns.of(stores, (store) => store.initialOnHand);
    this.inProcess = columns.zeros(s);
    this.owed = columns.zeros(s);
    this.raw = columns.zeros(inputs);
    this.onOrder = columns.zeros(inputs);
    this.deliveryOwed = columns.zeros(t);
    this.deliveryPromised = columns.zeros(t);
    this.reserved = columns.zeros(t);
    this.inTransit = columns.zeros(t);
    this.atDoor = columns.zeros(t);
    this.demandOwed = columns.zeros(d);
    this.demandPromised = columns.zeros(d);
    this.#clocks = new Int32Array(delays.reduce((sum, each) => sum + each.length, 0));
    let clock = 0;
    const [pipes, orders, processing, ofDeliveries, ofDemands] = delays.map((each) => {
      const heads = this.#clocks.subarray(clock, clock + each.length);
      clock += each.length;
      return new Ring(each, columns.zeros(Ring.slotsOf(each)), heads);
    }) as [Ring, Ring, Ring, Ring, Ring];
    this.pipes = pipes;
    this.orders = orders;
    this.processing = processing;
    this.deliveryPromises = ofDeliveries;
    this.demandPromises = ofDemands;
    const lasting = columns.taken;
    this.ordered = columns.zeros(s);
    this.received = columns.zeros(s);
    this.shipped = columns.zeros(s);
    this.echelonLevel = columns.zeros(s);
    this.costs = columns.zeros(c * s);
    this.ordersTaken = columns.zeros(t);
    this.ordersDue = columns.zeros(t);
    this.granted = columns.zeros(t);
    this.departed = columns.zeros(t);
    this.asked = columns.zeros(d);
    this.due = columns.zeros(d);
    this.served = columns.zeros(d);
    this.inTime = columns.zeros(d);
    this.lost = columns.zeros(d);
    this.#numbers = columns.numbers;
    this.#flows = this.#numbers.subarray(lasting);
    this.#fillPipelines();
  }

  /** Forgets what the last period did. */
  beginPeriod(): void {
    this.#flows.fill(0);
  }

  /** Copies all of it, into an earlier copy where one is given. */
  copyTo(saved: SavedState = this.#blank()): SavedState {
    saved.numbers.set(this.#numbers);
    saved.clocks.set(this.#clocks);
    return saved;
  }

  /** Goes back to a copy. */
  restore(saved: SavedState): void {
    this.#numbers.set(saved.numbers);
    this.#clocks.set(saved.clocks);
  }

  /** Units under way over a transit: sent, and not yet at the door. */
  underWay(transit: number): number {
    return this.pipes.sum(transit);
  }

  /** Units of a store that went out in the period when they were due, to demands and deliveries. */
  metFromStock(store: number): number {
    const { demands, deliveries } = this.layout;
    let met = 0;
    for (const d of demands.items.subarray(demands.offsets[store], demands.offsets[store + 1])) {
      met += this.inTime[d] as number;
    }
    const [first, end] = [deliveries.offsets[store], deliveries.offsets[store + 1]];
    for (const t of deliveries.items.subarray(first, end)) {
      const owed = (this.deliveryOwed[t] as number) + (this.granted[t] as number);
      met += Math.max(0, (this.departed[t] as number) - (owed - (this.ordersDue[t] as number)));
    }
    return met;
  }

  /** Takes over what the twins of an earlier chain held: a graph that changed in mid-run. */
  carry(earlier: BalanceState): void {
    carryState(earlier, this);
  }

  #blank(): SavedState {
    return {
      numbers: new Float64Array(this.#numbers.length),
      clocks: new Int32Array(this.#clocks.length),
    };
  }

  /** What is under way at the start; what would take longer than the lead time comes at its end. */
  #fillPipelines(): void {
    this.model.transits.forEach(({ pipeline, leadTime }, t) => {
      const input = this.layout.inputOf[t] as number;
      pipeline.forEach((units, period) => {
        this.pipes.put(t, units, Math.min(period, leadTime));
        this.inTransit[t] = (this.inTransit[t] as number) + units;
        this.onOrder[input] = (this.onOrder[input] as number) + units;
      });
    });
  }
}

/** The longest delays of the rows of each ring, in the order of the rings. */
function delaysOf(model: BalanceModel): readonly number[][] {
  const { stores, transits, demands } = model;
  const serviceTime = (store: number) => stores[store]?.serviceTime ?? 0;
  return [
    transits.map((transit) => transit.leadTime),
    transits.map((transit) => transit.orderLeadTime),
    stores.map((store) => store.processingPeriods),
    transits.map((transit) => serviceTime(transit.fromStore)),
    demands.map((demand) => serviceTime(demand.store)),
  ];
}
