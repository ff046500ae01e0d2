/** What each twin of a supply chain did, period by period. Filled by the balance mechanism. */
import type { BalanceModel } from './balance-model.ts';
import type { BalanceState } from './balance-state.ts';

/** Outputs of a store or demand by name, one number for each period. */
export type Series = Record<string, number[]>;

const storeSeries = ['order', 'receipt', 'shipment', 'inventory', 'backorder'] as const;
const demandSeries = ['demand', 'served', 'owed'] as const;

/** The periods in which one chain was followed: tables by series, a row for each period. */
interface Block {
  readonly model: BalanceModel;
  readonly first: number;
  /** The next block's first period, or the end of the run. */
  end: number;
  readonly stores: readonly Float64Array[];
  readonly demands: readonly Float64Array[];
}

export class BalanceRecord {
  readonly #periods: number;
  readonly #blocks: Block[] = [];
  #outputs: ReadonlyMap<string, Series> | undefined;

  constructor(periods: number) {
    this.#periods = periods;
  }

  /** Records the twins of a chain from a period on, until another or until it follows the next. */
  follow(model: BalanceModel, first: number, end: number): void {
    const before = this.#blocks.at(-1);
    if (before !== undefined) before.end = first;
    const tables = (names: readonly string[], { length }: readonly unknown[]) =>
      names.map(() => new Float64Array(length * (end - first)));
    const stores = tables(storeSeries, model.stores);
    const demands = tables(demandSeries, model.demands);
    this.#blocks.push({ model, first, end, stores, demands });
  }

  /** Records one period; `inventory` is the level: on hand less owed. */
  add(state: BalanceState, period: number): void {
    const block = this.#blocks.at(-1);
    if (block === undefined) return;
    this.#addStores(state, block, period - block.first);
    this.#addDemands(state, block, period - block.first);
  }

  /** By twin; made when it is first asked for. */
  get outputs(): ReadonlyMap<string, Series> {
    this.#outputs ??= this.#collect();
    return this.#outputs;
  }

  #addStores(state: BalanceState, { model, stores }: Block, row: number): void {
    const { onHand, owed } = state;
    const at = row * model.stores.length;
    const [order, receipt, shipment, inventory, backorder] = stores as Tables;
    order.set(state.ordered, at);
    receipt.set(state.received, at);
    shipment.set(state.shipped, at);
    backorder.set(owed, at);
    for (let s = 0; s < model.stores.length; s++) {
      inventory[at + s] = (onHand[s] as number) - (owed[s] as number);
    }
  }

  #addDemands(state: BalanceState, { model, demands }: Block, row: number): void {
    const at = row * model.demands.length;
    const [demand, served, owing] = demands as Tables;
    demand.set(state.asked, at);
    served.set(state.served, at);
    owing.set(state.demandOwed, at);
  }

  #collect(): Map<string, Series> {
    const outputs = new Map<string, Series>();
    for (const block of this.#blocks) {
      this.#spread(outputs, block, { names: storeSeries, tables: block.stores, of: 'stores' });
      this.#spread(outputs, block, { names: demandSeries, tables: block.demands, of: 'demands' });
    }
    return outputs;
  }

  /** Puts the columns of a block into the series of its twins. */
  #spread(
    outputs: Map<string, Series>,
    { model, first, end }: Block,
    { names, tables, of }: Columns,
  ): void {
    const width = model[of].length;
    model[of].forEach(({ twin }, index) => {
      const series = outputs.get(twin) ?? {};
      outputs.set(twin, series);
      names.forEach((name, column) => {
        const table = tables[column] as Float64Array;
        series[name] ??= new Array<number>(this.#periods).fill(0);
        const values = series[name];
        for (let p = first, at = index; p < end; p++, at += width) values[p] = table[at] as number;
      });
    });
  }
}

type Tables = readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

interface Columns {
  readonly names: readonly string[];
  readonly tables: readonly Float64Array[];
  readonly of: 'stores' | 'demands';
}
