/**
 * Where the solver begins on a program of survival: at a plan found without it. Each store makes no more
 * than it must; what has several sources is taken from those that the disruption does not reach as
 * long as they have any. The time is found by Newton's method from the right. Called by `answersOf`
 * and for the steady flow.
 */
import { type OpenProgram, standing, type Vertex } from '../../../linear-program/open-program.ts';
import type { Solver } from '../../../linear-program/solver.ts';
import { timeColumn } from './survival-limit-rows.ts';
import type { SurvivalNetwork } from './survival-network.ts';
import type { Making, RegionProgram, TakenFrom, Taking } from './survival-question.ts';

const mostSteps = 100;
const tiny = 1e-12;

/** Opens the program, at the plan where the chain has no circle. The caller closes it. */
export function openAtPlan(
  solver: Solver,
  network: Pick<SurvivalNetwork, 'leaving' | 'to' | 'turns'>,
  { built, out }: { readonly built: RegionProgram; readonly out: ReadonlySet<number> },
): OpenProgram {
  const open = solver.open(built.program);
  const { turns } = network;
  if (turns === undefined) return open;
  const order = [...built.rows.keys()]
    .filter((row) => placeOf(built, row) >= 0)
    .sort((a, b) => turnOf(turns, built, b) - turnOf(turns, built, a));
  open.startFrom(new Plan(built, order, reach(network, out)).vertex());
  return open;
}

function placeOf({ rows }: RegionProgram, row: number): number {
  return rows[row]?.place ?? -1;
}

function turnOf(turns: Int32Array, built: RegionProgram, row: number): number {
  return turns[placeOf(built, row)] as number;
}

/** By place: 2 where it is out, 1 where the disruption reaches it. */
function reach(
  { leaving, to }: Pick<SurvivalNetwork, 'leaving' | 'to'>,
  out: ReadonlySet<number>,
): Uint8Array {
  const reached = new Uint8Array(leaving.length);
  const pending = [...out].map((index) =>
    index < leaving.length ? index : (to[index - leaving.length] as number),
  );
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (reached[place] === 1) continue;
    reached[place] = 1;
    for (const lane of leaving[place] as readonly number[]) pending.push(to[lane] as number);
  }
  for (const index of out) if (index < leaving.length) reached[index] = 2;
  return reached;
}

/** Units, and how fast they grow with the time. */
interface Line {
  readonly units: number;
  readonly growth: number;
}

/** A plan, and the vertex of the program that it is. */
class Plan {
  readonly #built: RegionProgram;
  /** Rows of stock, downstream first. */
  readonly #order: readonly number[];
  readonly #reach: Uint8Array;
  readonly #making: ReadonlyMap<number, Making>;
  /** By row: what it allows more with each period, what is taken from it, and how fast that grows. */
  readonly #perPeriod: Float64Array;
  readonly #taken: Float64Array;
  readonly #growth: Float64Array;
  readonly #vertex: Vertex;
  #time: number;
  /** The time up to which the plan holds, as far as seen, and the row that ends it. */
  #end = 0;
  #binding = -1;

  constructor(built: RegionProgram, order: readonly number[], reach: Uint8Array) {
    const { matrix, columnUpper } = built.program;
    const rows = built.rows.length;
    this.#built = built;
    this.#order = order;
    this.#reach = reach;
    this.#making = new Map(built.making.map((making) => [making.stock, making]));
    this.#perPeriod = new Float64Array(rows);
    const end = matrix.starts[timeColumn + 1] as number;
    for (let k = matrix.starts[timeColumn] as number; k < end; k++)
      this.#perPeriod[matrix.rows[k] as number] = -(matrix.values[k] as number);
    this.#taken = new Float64Array(rows);
    this.#growth = new Float64Array(rows);
    this.#vertex = { columns: new Int32Array(columnUpper.length), rows: new Int32Array(rows) };
    this.#time = columnUpper[timeColumn] as number;
  }

  /** Plans for ever shorter times, until one holds; the vertex of the last. */
  vertex(): Vertex {
    const { columns, rows } = this.#vertex;
    const least = this.#built.program.columnLower[timeColumn] as number;
    let binding = -1;
    for (let step = 0; step < mostSteps; step++) {
      this.#planAnew();
      if (this.#binding < 0 || this.#time <= least) break;
      binding = this.#binding;
      this.#time = Math.max(least, this.#end);
    }
    columns[timeColumn] = binding < 0 ? standing.atUpper : standing.between;
    if (binding >= 0) rows[binding] = standing.atUpper;
    return this.#vertex;
  }

  /** Plans for the present time, and notes until when the plan holds. */
  #planAnew(): void {
    this.#taken.fill(0);
    this.#growth.fill(0);
    this.#vertex.columns.fill(standing.atLower);
    this.#vertex.rows.fill(standing.between);
    this.#end = this.#time;
    this.#binding = -1;
    for (const row of this.#order) {
      const missing = this.#missing(row);
      const making = this.#making.get(row);
      if (making === undefined) this.#note(row, missing);
      else if (missing.units > tiny) this.#make(making, missing);
    }
  }

  #make(making: Making, made: Line): void {
    const { stock, columns, inputs, taking } = making;
    this.#vertex.rows[stock] = standing.atUpper;
    const limit = this.#limitOf(making);
    if (limit >= 0) this.#note(limit, less(made, this.#allowed(limit)));
    let step = 0;
    let rest = made.units;
    for (const { quantityPer } of inputs) {
      const column = columns[step] as number;
      const most = this.#built.program.columnUpper[column] as number;
      if (most >= rest) break;
      rest -= most;
      this.#vertex.columns[column] = standing.atUpper;
      const asked = { units: quantityPer * rest, growth: quantityPer * made.growth };
      this.#take(taking[step] as Taking, asked);
      step++;
    }
    this.#vertex.columns[columns[step] as number] = standing.between;
  }

  #take({ row, sources }: Taking, asked: Line): void {
    if (sources.length === 0) {
      this.#add(row, asked);
      return;
    }
    this.#vertex.rows[row] = standing.atUpper;
    let rest = asked;
    const last = sources.length - 1;
    for (const [k, source] of this.#byPreference(sources).entries()) {
      const room = this.#room(source.row);
      if (k < last && room.units <= 0) continue;
      this.#vertex.columns[source.column] = standing.between;
      const isEnough = k === last || room.units >= rest.units;
      this.#add(source.row, isEnough ? rest : room);
      if (isEnough) break;
      this.#fill(source.row);
      rest = less(rest, room);
    }
  }

  /** Those that the disruption does not reach first, the one with most room first. */
  #byPreference(sources: readonly TakenFrom[]): TakenFrom[] {
    const reach = ({ row }: TakenFrom) => this.#reach[placeOf(this.#built, row)] ?? 0;
    const room = ({ row }: TakenFrom) => this.#room(row).units;
    return [...sources].sort((a, b) => reach(a) - reach(b) || room(b) - room(a));
  }

  /** Nothing of what the row gives is left: its stock, or what limits its making. */
  #fill(row: number): void {
    const making = this.#making.get(row);
    const full = making === undefined ? row : this.#limitOf(making);
    if (full >= 0) this.#vertex.rows[full] = standing.atUpper;
  }

  /** What the row can give besides what is taken from it. */
  #room(row: number): Line {
    const making = this.#making.get(row);
    const limit = making === undefined ? -1 : this.#limitOf(making);
    if (row < 0 || (making !== undefined && limit < 0)) return { units: Infinity, growth: 0 };
    const missing = this.#missing(row);
    const made = limit < 0 ? { units: 0, growth: 0 } : this.#allowed(limit);
    return less(made, missing);
  }

  /** The row that limits what is made most, -1 for none. */
  #limitOf({ limits }: Making): number {
    let [least, tightest] = [Number.POSITIVE_INFINITY, -1];
    for (const row of limits) {
      const { units } = this.#allowed(row);
      if (units < least) [least, tightest] = [units, row];
    }
    return tightest;
  }

  #allowed(row: number): Line {
    const growth = this.#perPeriod[row] as number;
    const own = this.#built.program.rowUpper[row] as number;
    return { units: own + growth * this.#time, growth };
  }

  #missing(row: number): Line {
    const taken = { units: this.#taken[row] as number, growth: this.#growth[row] as number };
    return less(taken, this.#allowed(row));
  }

  #add(row: number, { units, growth }: Line): void {
    if (row < 0) return;
    this.#taken[row] = (this.#taken[row] as number) + units;
    this.#growth[row] = (this.#growth[row] as number) + growth;
    const isEntry = placeOf(this.#built, row) < 0;
    if (isEntry) this.#note(row, this.#missing(row));
  }

  /** That so much is missing of what a row would have to give. */
  #note(row: number, { units, growth }: Line): void {
    if (units <= tiny * Math.max(1, this.#taken[row] as number) || growth <= 0) return;
    const end = this.#time - units / growth;
    if (end >= this.#end) return;
    this.#end = end;
    this.#binding = row;
  }
}

function less(a: Line, b: Line): Line {
  return { units: a.units - b.units, growth: a.growth - b.growth };
}
