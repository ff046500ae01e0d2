/**
 * The linear program of survival over a region of a supply chain: time to survive and time to
 * recover of Simchi-Levi, Schmidt, Wei et al. 2015, "Identifying Risks and Mitigating Disruptions in
 * the Automotive Supply Chain", Interfaces 45(5), joined in one.
 *
 * maximise t - Σ value·lost, over t periods, subject to
 *   stock     sent out + Σ (rate·t - lost) - made ≤ on hand        for each place
 *   inputs    quantity·(made - made of what is under way) ≤ Σ sent for each line of a bill of materials
 *   capacity  given ≤ capacity·t; Σ sent ≤ quantity·capacity·t / review periods
 * Time to survive: lost = 0. Time to recover: t is what is given. Lead times do not count: what is
 * under way is taken as stock, as in the paper. Beyond the region the steady flow goes on, see
 * `survival-entries`. What limits an input alone is written as a limit of what is made, see `survival-make-limits`.
 */
import type { Store, Supply } from './balance-model.ts';
import { RegionEntries } from './survival-entries.ts';
import { LimitRows, timeColumn } from './survival-limit-rows.ts';
import { type MakeLimit, makeLimits } from './survival-make-limits.ts';
import type { PipelineInput, SurvivalNetwork } from './survival-network.ts';
import type {
  Carried,
  Losable,
  Making,
  Region,
  RegionProgram,
  RegionQuestion,
  TakenFrom,
  Taking,
} from './survival-question.ts';

const infinity = Number.POSITIVE_INFINITY;
/** How many times all demand may be served for ever that it matters. */
const mostHeadroom = 4;

export function regionProgram(
  network: SurvivalNetwork,
  region: Region,
  question: RegionQuestion,
): RegionProgram {
  const writer = new RegionWriter(network, region, question);
  for (const place of region.places) writer.addPlace(place);
  for (const place of region.places) writer.addMaking(place);
  return writer.written();
}

class RegionWriter {
  readonly #network: SurvivalNetwork;
  readonly #question: RegionQuestion;
  readonly #entries: RegionEntries;
  readonly #isSteady: boolean;
  readonly #limits: LimitRows;
  readonly #sent = new Map<number, Carried[]>();
  readonly #making: Making[] = [];
  readonly #stockRows = new Map<number, number>();
  readonly #lost = new Map<number, number>();
  readonly #losable: Losable[] = [];

  constructor(network: SurvivalNetwork, region: Region, question: RegionQuestion) {
    this.#network = network;
    this.#question = question;
    this.#entries = new RegionEntries(network, region, question.out);
    this.#isSteady = question.steady === true;
    this.#limits = new LimitRows(question, this.#isSteady ? mostHeadroom : network.forever);
  }

  addPlace(place: number): void {
    const { stores, supplies } = this.#network.model;
    const store = stores[place];
    const supply = supplies[place - stores.length];
    const isOut = this.#question.out.has(place);
    if (supply !== undefined) this.#addSupply(place, supply, isOut);
    else if (store !== undefined) this.#addStore(place, store, isOut);
  }

  #addSupply(place: number, { twin, capacity }: Supply, isOut: boolean): void {
    if (!isOut && !Number.isFinite(capacity)) return;
    const units = isOut ? 0 : capacity;
    const part = { twin, kind: 'supply', units, scale: 1 } as const;
    const row = this.#limits.row({ place, parts: isOut ? [] : [part], beyond: [] }, units, 0);
    this.#addGiven(place, row);
  }

  #addStore(place: number, store: Store, isOut: boolean): void {
    const { twin, initialOnHand } = store;
    const units = isOut && this.#question.losesStock === true ? 0 : initialOnHand;
    const part = { twin, kind: 'stock', units, scale: 1 } as const;
    const stock = this.#limits.row({ place, parts: [part], beyond: [] }, 0, units);
    this.#addGiven(place, stock);
  }

  /** After the rows of all places are there. */
  addMaking(place: number): void {
    const { model, pipelines } = this.#network;
    const store = model.stores[place];
    if (store === undefined || store.inputs.length === 0 || this.#question.out.has(place)) return;
    const isOpen = (lane: number) => this.#entries.isOpen(lane);
    const all = pipelines[place] as (typeof pipelines)[number];
    const inputs = all.filter(({ transits }) => transits.some(isOpen));
    const limits = this.#makeLimits(place).map(({ perPeriod, units, ...row }) =>
      this.#limits.row({ ...row, place: -1 }, perPeriod, units),
    );
    const stock = this.#stockRows.get(place) as number;
    const taking: Taking[] = [];
    const columns: number[] = [];
    let made = 0;
    for (let step = 0; step <= inputs.length; step++) {
      const next = inputs[step];
      const column = this.#limits.column(
        next === undefined ? infinity : this.#stepOf(next.most - made),
      );
      columns.push(column);
      this.#limits.put(stock, column, -1);
      for (const limit of limits) this.#limits.put(limit, column, 1);
      taking.forEach(({ row }, k) => {
        this.#take(inputs[k] as PipelineInput, row, column);
      });
      if (next === undefined) break;
      made = next.most;
      taking.push(this.#takingOf(next));
    }
    this.#making.push({ stock, limits, columns, inputs, taking });
  }

  /** Of what is under way nothing is left for ever. */
  #stepOf(units: number): number {
    return this.#isSteady ? 0 : units;
  }

  /** From its only source, or through a row of its own where there are more. */
  #takingOf({ transits }: PipelineInput): Taking {
    const { out } = this.#question;
    const lanes = transits.filter((lane) => !out.has(this.#entries.indexOf(lane)));
    const [only] = lanes;
    if (lanes.length === 1 && only !== undefined)
      return { row: this.#sourceRow(only), sources: [] };
    const row = this.#limits.row({ place: -1, parts: [], beyond: [] }, 0, 0);
    const entering = lanes.filter((lane) => !this.#entries.isOpen(lane));
    const sources: TakenFrom[] = entering.length > 0 ? [this.#entering(row, entering)] : [];
    for (const lane of lanes) {
      if (!this.#entries.isOpen(lane)) continue;
      const source = this.#filling(row, this.#sourceRow(lane));
      this.#sent.set(lane, [{ column: source.column, quantity: 1 }]);
      sources.push(source);
    }
    return { row, sources };
  }

  /** -1 where the source gives without limit. */
  #sourceRow(lane: number): number {
    return this.#stockRows.get(this.#network.from[lane] as number) ?? -1;
  }

  #entering(row: number, lanes: readonly number[]): TakenFrom {
    const rate = lanes.reduce((sum, lane) => sum + this.#entries.rate(lane), 0);
    const beyond = lanes.map((lane) => this.#network.from[lane] as number);
    return this.#filling(row, this.#limits.row({ place: -1, parts: [], beyond }, rate, 0));
  }

  #filling(row: number, source: number): TakenFrom {
    const column = this.#limits.column(infinity);
    this.#limits.put(row, column, -1);
    this.#limits.put(source, column, 1);
    return { column, row: source };
  }

  #take({ transits, quantityPer }: PipelineInput, row: number, column: number): void {
    this.#limits.put(row, column, quantityPer);
    const [only = -1] = transits;
    if (transits.length > 1) return;
    const carried = this.#sent.get(only) ?? [];
    this.#sent.set(only, carried);
    carried.push({ column, quantity: quantityPer });
  }

  /** Without those that no demand can reach. */
  #makeLimits(place: number): MakeLimit[] {
    const most = this.#isSteady ? infinity : this.#network.mostRate(place);
    return makeLimits(this.#network, place, { entries: this.#entries, most });
  }

  /** Into its row of stock: its demands. */
  #addGiven(place: number, stock: number): void {
    const { rates, values, model } = this.#network;
    this.#stockRows.set(place, stock);
    let units = 0;
    for (const demand of model.stores[place]?.demands ?? []) {
      const rate = rates[demand] as number;
      units += rate;
      if (rate === 0) continue;
      const column = this.#losing(rate, values[demand] as number);
      this.#lost.set(demand, column);
      this.#limits.put(stock, column, -1);
    }
    this.#limits.put(stock, timeColumn, units);
  }

  /** A column of what may be lost, of 0 where the longest time without loss is sought. */
  #losing(rate: number, value: number): number {
    const { periods = 0 } = this.#question;
    const column = this.#limits.column(rate * periods, periods > 0 ? -value : 0);
    this.#losable.push({ column, rate, value });
    return column;
  }

  written(): RegionProgram {
    const [sent, making, lost, losable] = [this.#sent, this.#making, this.#lost, this.#losable];
    const { rows } = this.#limits;
    return { program: this.#limits.program(), sent, making, lost, losable, rows };
  }
}
