/** The links of a supply chain as flat arrays of indexes, for the steps of `Balance`. */
import type { BalanceModel } from './balance-model.ts';

/** Rows of indexes: those of row r are `items[offsets[r]] … items[offsets[r + 1] - 1]`. */
export interface Rows {
  readonly offsets: Int32Array;
  readonly items: Int32Array;
}

export interface BalanceLayout {
  /** Inputs of store s: `inputOffsets[s] … inputOffsets[s + 1] - 1`. `[stores + 1]` */
  readonly inputOffsets: Int32Array;
  /** Units of an input for one unit of the store's item. `[inputs]` */
  readonly quantityPer: Float64Array;
  /** Alternative transits of each input, the preferred one first. */
  readonly alternatives: Rows;
  /** Deliveries and demands of each store, deliveries of each supply. */
  readonly deliveries: Rows;
  readonly demands: Rows;
  readonly supplied: Rows;
  /** `[stores]`, `[supplies]` */
  readonly baseStockLevel: Float64Array;
  readonly capacity: Float64Array;
  /** Index of the store or supply that a transit comes from, -1 where it is the other. */
  readonly fromStore: Int32Array;
  readonly fromSupply: Int32Array;
}

const layouts = new WeakMap<BalanceModel, BalanceLayout>();

/** The layout of a chain, made once. */
export function layoutOf(model: BalanceModel): BalanceLayout {
  let layout = layouts.get(model);
  if (layout === undefined) {
    layout = layOut(model);
    layouts.set(model, layout);
  }
  return layout;
}

function layOut({ stores, supplies, transits }: BalanceModel): BalanceLayout {
  const inputs = stores.flatMap((store) => store.inputs);
  return {
    inputOffsets: offsetsOf(stores.map((store) => store.inputs.length)),
    quantityPer: Float64Array.from(inputs, (input) => input.quantityPer),
    alternatives: rows(inputs.map((input) => input.transits)),
    deliveries: rows(stores.map((store) => store.deliveries)),
    demands: rows(stores.map((store) => store.demands)),
    supplied: rows(supplies.map((supply) => supply.deliveries)),
    baseStockLevel: Float64Array.from(stores, (store) => store.baseStockLevel),
    capacity: Float64Array.from(supplies, (supply) => supply.capacity),
    fromStore: Int32Array.from(transits, (transit) => transit.fromStore),
    fromSupply: Int32Array.from(transits, (transit) => transit.fromSupply),
  };
}

function rows(lists: readonly (readonly number[])[]): Rows {
  return {
    offsets: offsetsOf(lists.map((list) => list.length)),
    items: Int32Array.from(lists.flat()),
  };
}

function offsetsOf(lengths: readonly number[]): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  lengths.forEach((length, row) => {
    offsets[row + 1] = (offsets[row] as number) + length;
  });
  return offsets;
}
