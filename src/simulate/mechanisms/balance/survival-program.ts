/**
 * The linear program of survival over a region of a supply chain: time to survive and time to
 * recover of Simchi-Levi, Schmidt, Wei et al. 2015, "Identifying Risks and Mitigating Disruptions in
 * the Automotive Supply Chain", Interfaces 45(5), joined in one.
 *
 * maximise t - Σ value·lost, over t periods, subject to
 *   stock     sent out + Σ (rate·t - lost) - made ≤ on hand        for each place
 *   inputs    quantity·made - Σ sent by its lanes ≤ under way      for each line of a bill of materials
 *   capacity  given ≤ capacity·t; Σ sent ≤ quantity·capacity·t / review periods
 * Time to survive: lost = 0. Time to recover: t is what is given. Lead times do not count: what is
 * under way is taken as stock, as in the paper. Beyond the region the steady flow goes on, and where
 * that can come into the region as much more as the whole chain could go on for ever with.
 */
import { columnMatrix, type LinearProgram } from '../../../linear-program/linear-program.ts';
import type { SurvivalLimit } from '../../survival.ts';
import type { SurvivalNetwork } from './survival-network.ts';

/** Places that the program decides on. */
export interface Region {
  readonly places: readonly number[];
  contains(place: number): boolean;
  /** Of places beyond: whether anything they give can come into the region. */
  leadsIn(place: number): boolean;
}

export interface RegionQuestion {
  /** Places (below `stores + supplies`) and lanes (from there on) that give and make nothing. */
  readonly out: ReadonlySet<number>;
  /** Whether places that are out lose what they have on hand. */
  readonly losesStock?: boolean;
  /** Periods over which the loss is sought; the longest time without loss where absent. */
  readonly periods?: number;
  /** Without any stock, over one period: how much of it can be served for ever. */
  readonly steady?: boolean;
}

export interface RegionProgram {
  readonly program: LinearProgram;
  /** Columns of lanes and of lost demand. */
  readonly sent: ReadonlyMap<number, number>;
  readonly lost: ReadonlyMap<number, number>;
  readonly rows: readonly RegionRow[];
}

/** What a row limits. */
export interface RegionRow extends Omit<SurvivalLimit, 'secondsPerUnit' | 'kind'> {
  /** `entry`: what a lane brings from beyond the region. */
  readonly kind: SurvivalLimit['kind'] | 'entry';
  /** The place of a stock, the lane of an entry, else -1. */
  readonly of: number;
  /** How much more the row allows for one unit more, by period where it is a capacity. */
  readonly scale: number;
}

const infinity = Number.POSITIVE_INFINITY;
/** How many times all demand may be served for ever that it matters. */
const mostHeadroom = 4;
/** The column of t, in periods. */
export const timeColumn = 0;

export function regionProgram(
  network: SurvivalNetwork,
  region: Region,
  question: RegionQuestion,
): RegionProgram {
  const writer = new RegionWriter(network, region, question);
  for (const place of region.places) writer.addPlace(place);
  return writer.written();
}

class RegionWriter {
  readonly #network: SurvivalNetwork;
  readonly #region: Region;
  readonly #question: RegionQuestion;
  readonly #uppers: number[];
  readonly #costs = [1];
  readonly #rows: RegionRow[] = [];
  readonly #rowUpper: number[] = [];
  readonly #entries = { rows: [] as number[], columns: [] as number[], values: [] as number[] };
  readonly #sent = new Map<number, number>();
  readonly #lost = new Map<number, number>();

  constructor(network: SurvivalNetwork, region: Region, question: RegionQuestion) {
    this.#network = network;
    this.#region = region;
    this.#question = question;
    this.#uppers = [
      question.steady === true ? mostHeadroom : (question.periods ?? network.forever),
    ];
  }

  addPlace(place: number): void {
    const { model } = this.#network;
    const { stores, supplies } = model;
    const { out, losesStock = false, steady = false } = this.#question;
    const isOut = out.has(place);
    const made = this.#column(isOut ? 0 : infinity);
    const store = stores[place];
    const twin = store?.twin ?? supplies[place - stores.length]?.twin ?? '';
    const units = isOut && losesStock ? 0 : (store?.initialOnHand ?? 0);
    const stock = this.#row(
      { twin, kind: 'stock', units, of: place, scale: 1 },
      steady ? 0 : units,
    );
    this.#put(stock, made, -1);
    this.#put(stock, timeColumn, this.#takenBeyond(place, stock));
    if (store !== undefined) this.#addStore(place, made);
    else this.#addCapacity(place, made);
  }

  /** Lanes that stay in the region, demands; gives units a period that leave it or are demanded. */
  #takenBeyond(place: number, stock: number): number {
    const { leaving, flow, headroom, to, rates, values, model } = this.#network;
    const { periods } = this.#question;
    let units = 0;
    let beyond = 0;
    for (const lane of leaving[place] as readonly number[]) {
      const next = to[lane] as number;
      if (this.#region.contains(next)) this.#put(stock, this.#lane(lane), 1);
      else beyond += (flow[lane] as number) * (this.#region.leadsIn(next) ? headroom : 1);
    }
    // What falls short there has a price, so that the region grows to see what it costs.
    if (periods !== undefined && beyond > 0) {
      this.#put(stock, this.#column(beyond * periods, -1), -1);
    }
    for (const demand of model.stores[place]?.demands ?? []) {
      const rate = rates[demand] as number;
      units += rate;
      if (periods === undefined || rate === 0) continue;
      const lost = this.#column(rate * periods, -(values[demand] as number));
      this.#lost.set(demand, lost);
      this.#put(stock, lost, -1);
    }
    return units + beyond;
  }

  /** The lines of its bill of materials; a store without one makes nothing. */
  #addStore(place: number, made: number): void {
    const { model, underWay } = this.#network;
    const { twin, inputs, orderCapacity, reviewPeriods } = model.stores[
      place
    ] as (typeof model.stores)[number];
    if (inputs.length === 0) this.#uppers[made] = 0;
    for (const { transits, quantityPer } of inputs) {
      const first = model.transits[transits[0] as number]?.twin ?? twin;
      const units = transits.reduce((sum, lane) => sum + (underWay[lane] as number), 0);
      const limit = { twin: first, kind: 'pipeline', units, of: -1, scale: 1 } as const;
      const input = this.#row(limit, this.#question.steady === true ? 0 : units);
      this.#put(input, made, quantityPer);
      for (const lane of transits) this.#put(input, this.#lane(lane), -1);
      if (!Number.isFinite(orderCapacity)) continue;
      const scale = quantityPer / reviewPeriods;
      const order = this.#capacity({ twin, kind: 'order', units: orderCapacity, of: -1, scale });
      for (const lane of transits) this.#put(order, this.#lane(lane), 1);
    }
  }

  #addCapacity(place: number, given: number): void {
    const { supplies, stores } = this.#network.model;
    const { twin, capacity } = supplies[place - stores.length] as (typeof supplies)[number];
    if (!Number.isFinite(capacity)) return;
    const row = this.#capacity({ twin, kind: 'supply', units: capacity, of: -1, scale: 1 });
    this.#put(row, given, 1);
  }

  /** Over t periods; of one period where a steady flow is sought. */
  #capacity(row: RegionRow): number {
    const units = row.scale * row.units;
    if (this.#question.steady === true) return this.#row(row, units);
    const index = this.#row(row, 0);
    this.#put(index, timeColumn, -units);
    return index;
  }

  /** The column of a lane that ends in the region. */
  #lane(lane: number): number {
    const known = this.#sent.get(lane);
    if (known !== undefined) return known;
    const { model, from, flow, headroom } = this.#network;
    const isOut = this.#question.out.has(model.stores.length + model.supplies.length + lane);
    const column = this.#column(isOut ? 0 : infinity);
    this.#sent.set(lane, column);
    if (isOut || this.#region.contains(from[lane] as number)) return column;
    const { twin = '' } = model.transits[lane] ?? {};
    const entry = this.#row({ twin, kind: 'entry', units: 0, of: lane, scale: 1 }, 0);
    this.#put(entry, column, 1);
    this.#put(entry, timeColumn, -(flow[lane] as number) * headroom);
    return column;
  }

  #column(upper: number, cost = 0): number {
    this.#costs.push(cost);
    return this.#uppers.push(upper) - 1;
  }

  #row(row: RegionRow, upper: number): number {
    this.#rowUpper.push(upper);
    return this.#rows.push(row) - 1;
  }

  #put(row: number, column: number, value: number): void {
    if (value === 0) return;
    this.#entries.rows.push(row);
    this.#entries.columns.push(column);
    this.#entries.values.push(value);
  }

  written(): RegionProgram {
    const columnLower = new Float64Array(this.#uppers.length);
    columnLower[timeColumn] = this.#question.periods ?? 0;
    const program: LinearProgram = {
      sense: 'maximise',
      costs: Float64Array.from(this.#costs),
      columnLower,
      columnUpper: Float64Array.from(this.#uppers),
      rowLower: new Float64Array(this.#rows.length).fill(-infinity),
      rowUpper: Float64Array.from(this.#rowUpper),
      matrix: columnMatrix(this.#uppers.length, this.#entries),
    };
    return { program, sent: this.#sent, lost: this.#lost, rows: this.#rows };
  }
}
