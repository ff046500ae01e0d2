/** The links of a supply chain as flat arrays of indexes, for the steps of `Balance`. */
import type { BalanceModel, ServiceRule } from './balance-model.ts';

/** Rows of indexes: those of row r are `items[offsets[r]] … items[offsets[r + 1] - 1]`. */
export interface Rows {
  readonly offsets: Int32Array;
  readonly items: Int32Array;
}

export interface BalanceLayout {
  /** Stores, downstream first. */
  readonly sequence: Int32Array;
  /** Inputs of store s: `inputOffsets[s] … inputOffsets[s + 1] - 1`. `[stores + 1]` */
  readonly inputOffsets: Int32Array;
  /** Units of an input for one unit of the store's item. `[inputs]` */
  readonly quantityPer: Float64Array;
  /** Alternative transits of each input, the preferred one first. */
  readonly alternatives: Rows;
  /** The input that a transit brings. `[transits]` */
  readonly inputOf: Int32Array;
  /** Deliveries and demands of each store, deliveries of each supply. */
  readonly deliveries: Rows;
  readonly demands: Rows;
  readonly supplied: Rows;
  /** Index of the store or supply that a transit comes from, -1 where it is the other. */
  readonly fromStore: Int32Array;
  readonly fromSupply: Int32Array;
  readonly toStore: Int32Array;
  /** Whether orders by a transit reach their source in the same period without a ring. */
  readonly direct: Uint8Array;
  /** By store: `orderRule`, whether its position is the echelon's, `serviceRules`. */
  readonly rule: Uint8Array;
  readonly echelon: Uint8Array;
  readonly serviceRule: Uint8Array;
  /** By store: whether a demand of it loses sales. */
  readonly losesSales: Uint8Array;
  /** Periods. `[stores]`, `[stores]`, `[transits]` */
  readonly serviceTime: Int32Array;
  readonly processingPeriods: Int32Array;
  readonly orderLeadTime: Int32Array;
  /** Whether any store does so. */
  readonly any: {
    readonly echelon: boolean;
    readonly serviceTime: boolean;
    readonly processing: boolean;
    readonly pipelineCost: boolean;
    readonly orderRing: boolean;
  };
}

/** Numbers of the service rules. */
export const serviceRules: Readonly<Record<ServiceRule, number>> = {
  inOrder: 0,
  proportional: 1,
  whole: 2,
};

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

function layOut(model: BalanceModel): BalanceLayout {
  const { stores, supplies, transits, demands, sequence } = model;
  const loses = (demand: number) => (demands[demand]?.lostFraction ?? 0) > 0;
  const inputs = stores.flatMap((store) => store.inputs);
  const direct = directOrders(model);
  const alternatives = rows(inputs.map((input) => input.transits));
  return {
    sequence,
    inputOffsets: offsetsOf(stores.map((store) => store.inputs.length)),
    quantityPer: Float64Array.from(inputs, (input) => input.quantityPer),
    alternatives,
    inputOf: inputOf(alternatives, transits.length),
    deliveries: rows(stores.map((store) => store.deliveries)),
    demands: rows(stores.map((store) => store.demands)),
    supplied: rows(supplies.map((supply) => supply.deliveries)),
    fromStore: Int32Array.from(transits, (transit) => transit.fromStore),
    fromSupply: Int32Array.from(transits, (transit) => transit.fromSupply),
    toStore: Int32Array.from(transits, (transit) => transit.toStore),
    direct,
    rule: Uint8Array.from(stores, (store) => store.rule),
    echelon: Uint8Array.from(stores, (store) => (store.echelon ? 1 : 0)),
    serviceRule: Uint8Array.from(stores, (store) => serviceRules[store.serviceRule]),
    losesSales: Uint8Array.from(stores, (store) => (store.demands.some(loses) ? 1 : 0)),
    serviceTime: Int32Array.from(stores, (store) => store.serviceTime),
    processingPeriods: Int32Array.from(stores, (store) => store.processingPeriods),
    orderLeadTime: Int32Array.from(transits, (transit) => transit.orderLeadTime),
    any: {
      echelon: stores.some((store) => store.echelon),
      serviceTime: stores.some((store) => store.serviceTime > 0),
      processing: stores.some((store) => store.processingPeriods > 0),
      pipelineCost: transits.some((transit) => transit.inTransitHoldingCost !== 0),
      orderRing: direct.includes(0),
    },
  };
}

/** A transit without order lead time whose source's turn to look at its orders is still to come. */
function directOrders({ transits, sequence }: BalanceModel): Uint8Array {
  const turn = new Int32Array(sequence.length);
  sequence.forEach((store, position) => {
    turn[store] = position;
  });
  return Uint8Array.from(transits, ({ fromStore, toStore, orderLeadTime }) => {
    const later = fromStore < 0 || (turn[fromStore] as number) > (turn[toStore] as number);
    return orderLeadTime === 0 && later ? 1 : 0;
  });
}

function inputOf({ offsets, items }: Rows, transits: number): Int32Array {
  const inputs = new Int32Array(transits).fill(-1);
  for (let input = 0; input + 1 < offsets.length; input++) {
    for (let i = offsets[input] as number; i < (offsets[input + 1] as number); i++) {
      inputs[items[i] as number] = input;
    }
  }
  return inputs;
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
