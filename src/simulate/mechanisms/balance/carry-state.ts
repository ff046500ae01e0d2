/** Takes what the twins of a chain hold over into another chain. Called by `BalanceState.carry`. */
import type { BalanceLayout } from './balance-layout.ts';
import type { BalanceModel, Store } from './balance-model.ts';
import type { Ring } from './ring.ts';

/** Columns that a row takes over whole. */
const ofStores = ['onHand', 'inProcess'] as const;
const ofInputs = ['raw', 'onOrder'] as const;
const ofTransits = ['deliveryOwed', 'deliveryPromised', 'reserved', 'inTransit', 'atDoor'] as const;
const ofDemands = ['demandOwed', 'demandPromised'] as const;

/** Matches by twin id; inputs by item. What has no match in `later` is gone. */
export function carryState(earlier: Holdings, later: Holdings): void {
  const [from, to] = [earlier.model, later.model];
  const copy = (names: readonly ColumnName[], f: number, t: number) => {
    for (const name of names) later[name][t] = earlier[name][f] as number;
  };
  matched(from.stores, to.stores, (f, t) => {
    copy(ofStores, f, t);
    later.processing.carry(t, earlier.processing, f);
    (from.stores[f] as Store).inputs.forEach(({ item }, i) => {
      const slot = inputSlot(later, t, item);
      const old = (earlier.layout.inputOffsets[f] as number) + i;
      if (slot >= 0) copy(ofInputs, old, slot);
    });
  });
  matched(from.transits, to.transits, (f, t) => {
    copy(ofTransits, f, t);
    const last = later.model.transits[t]?.pipeline.length ?? 0;
    if (last > 0) emptyRow(later, t);
    later.pipes.carry(t, earlier.pipes, f);
    later.orders.carry(t, earlier.orders, f);
    later.deliveryPromises.carry(t, earlier.deliveryPromises, f);
  });
  matched(from.demands, to.demands, (f, t) => {
    copy(ofDemands, f, t);
    later.demandPromises.carry(t, earlier.demandPromises, f);
  });
  forgetLostOrders(earlier, later);
}

type ColumnName =
  | (typeof ofStores)[number]
  | (typeof ofInputs)[number]
  | (typeof ofTransits)[number]
  | (typeof ofDemands)[number];

/** The part of `BalanceState` that lasts. */
export interface Holdings extends Readonly<Record<ColumnName, Float64Array>> {
  readonly model: BalanceModel;
  readonly layout: BalanceLayout;
  readonly pipes: Ring;
  readonly orders: Ring;
  readonly processing: Ring;
  readonly deliveryPromises: Ring;
  readonly demandPromises: Ring;
}

/** A transit that was there before does not begin with its pipeline again. */
function emptyRow({ pipes }: Holdings, row: number): void {
  pipes.values.fill(0, pipes.offsets[row], pipes.offsets[row + 1]);
}

/** What was on order over a transit that is gone never comes: it must be ordered again. */
function forgetLostOrders(earlier: Holdings, later: Holdings): void {
  const kept = new Set(later.model.transits.map((transit) => transit.twin));
  earlier.model.transits.forEach((transit, t) => {
    if (kept.has(transit.twin)) return;
    const { twin } = earlier.model.stores[transit.toStore] as Store;
    const store = later.model.stores.findIndex((each) => each.twin === twin);
    const slot = store < 0 ? -1 : inputSlot(later, store, transit.item);
    if (slot < 0) return;
    later.onOrder[slot] = Math.max(0, (later.onOrder[slot] as number) - outstanding(earlier, t));
  });
}

function inputSlot({ model, layout }: Holdings, store: number, item: string): number {
  const input = (model.stores[store] as Store).inputs.findIndex((each) => each.item === item);
  return input < 0 ? -1 : (layout.inputOffsets[store] as number) + input;
}

/** Ordered over a transit and not arrived. */
function outstanding(state: Holdings, transit: number): number {
  const held = [state.deliveryOwed, state.deliveryPromised, state.reserved, state.atDoor];
  const owed = held.reduce((sum, column) => sum + (column[transit] as number), 0);
  return owed + state.orders.sum(transit) + state.pipes.sum(transit);
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
