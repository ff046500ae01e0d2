/**
 * A linear program over choices: 0-1 columns for candidates under a budget, and rows and bounds that
 * move with what is chosen. Filled by mechanisms that choose by program; solved by branch and bound.
 */
import { columnMatrix, type LinearProgram } from './linear-program.ts';
import type { Solution } from './solution.ts';
import type { Solver } from './solver.ts';

/** What may be chosen. A term is a candidate, or, after all of these, a pair chosen together. */
export interface Terms {
  /** By candidate. */
  readonly costs: readonly number[];
  readonly budget: number;
  /** Sets of candidates of which at most one is chosen. */
  readonly exclusions: readonly (readonly number[])[];
  /** Candidates that are never chosen. */
  readonly barred: readonly number[];
  readonly pairs: readonly (readonly [number, number])[];
}

/** A number that moves with what is chosen: `base + Σ change`, over the terms that are chosen. */
export interface Amount {
  readonly base: number;
  readonly changes: readonly (readonly [term: number, change: number])[];
}

export const nothing: Amount = { base: 0, changes: [] };

/** The least and the most that an amount may come to, whatever is chosen. */
export function rangeOf({ base, changes }: Amount): readonly [least: number, most: number] {
  let [least, most] = [base, base];
  for (const [, change] of changes) {
    least += Math.min(0, change);
    most += Math.max(0, change);
  }
  return [least, most];
}

/** `Σ factor · amount`. */
export function sumOf(parts: readonly (readonly [factor: number, amount: Amount])[]): Amount {
  let base = 0;
  const changes = new Map<number, number>();
  for (const [factor, amount] of parts) {
    base += factor * amount.base;
    for (const [term, change] of amount.changes)
      changes.set(term, (changes.get(term) ?? 0) + factor * change);
  }
  return { base, changes: [...changes].filter(([, change]) => change !== 0) };
}

export interface Chosen {
  /** Candidates, ascending. */
  readonly chosen: readonly number[];
  /** By column, terms first. */
  readonly values: Float64Array;
  readonly objective: number;
  /** No choice has a better objective. */
  readonly bound: number;
}

/** Nodes times the square of columns and rows: what a solve is allowed, whatever the machine. */
const mostWork = 2e8;
const mostNodes = 20_000;
/** Solves again that keep within the budget what rounding lets overdraw it. */
const mostCovers = 20;
/** Never reached by a program that works; it keeps one that does not from holding a service up. */
const mostSeconds = 60;

export class ChoiceProgram {
  readonly #terms: Terms;
  readonly #sense: LinearProgram['sense'];
  readonly #columns: { cost: number; lower: number; upper: number }[] = [];
  readonly #rows: { lower: number; upper: number }[] = [];
  readonly #entries = { rows: [] as number[], columns: [] as number[], values: [] as number[] };
  #offset = 0;

  constructor(terms: Terms, sense: LinearProgram['sense']) {
    this.#terms = terms;
    this.#sense = sense;
    const { costs, budget, exclusions, barred, pairs } = terms;
    const out = new Set(barred);
    costs.forEach((_, i) => {
      this.column(0, 0, out.has(i) ? 0 : 1);
    });
    // The tolerance of the subsets that are run one by one.
    const limit = budget * (1 + 1e-12);
    // A solver takes what is small beside the rest for nothing, so what is too dear must not count.
    const scale = Math.max(...costs.map((cost, i) => (out.has(i) ? 0 : cost))) || 1;
    this.row(
      Number.NEGATIVE_INFINITY,
      limit / scale,
      costs.map((cost, i) => [i, out.has(i) ? 0 : cost / scale]),
    );
    for (const set of exclusions)
      this.row(
        Number.NEGATIVE_INFINITY,
        1,
        set.map((i) => [i, 1]),
      );
    for (const [a, b] of pairs) this.product(a, b);
  }

  /** A new column's position. */
  column(cost: number, lower: number, upper: number): number {
    return this.#columns.push({ cost, lower, upper }) - 1;
  }

  /** `lower ≤ Σ value · column ≤ upper`. */
  row(lower: number, upper: number, entries: readonly (readonly [number, number])[]): void {
    const row = this.#rows.push({ lower, upper }) - 1;
    for (const [column, value] of entries) {
      this.#entries.rows.push(row);
      this.#entries.columns.push(column);
      this.#entries.values.push(value);
    }
  }

  /** `Σ value · column ≤ amount`. */
  atMost(entries: readonly (readonly [number, number])[], { base, changes }: Amount): void {
    const moved = changes.map(([term, change]) => [term, -change] as const);
    this.row(Number.NEGATIVE_INFINITY, base, [...entries, ...moved]);
  }

  /** `Σ value · column = amount`. */
  equal(entries: readonly (readonly [number, number])[], { base, changes }: Amount): void {
    const moved = changes.map(([term, change]) => [term, -change] as const);
    this.row(base, base, [...entries, ...moved]);
  }

  /** A column between 0 and an amount. */
  upTo(cost: number, amount: Amount): number {
    const column = this.column(cost, 0, Math.max(0, rangeOf(amount)[1]));
    if (amount.changes.length > 0) this.atMost([[column, 1]], amount);
    return column;
  }

  /**
   * A column that is the product of two between 0 and 1, one of them a term (McCormick, Computability
   * of Global Solutions to Factorable Nonconvex Programs, Mathematical Programming 10, 1976).
   */
  product(a: number, b: number): number {
    const both = this.column(0, 0, 1);
    const none = Number.NEGATIVE_INFINITY;
    for (const each of [a, b])
      this.row(none, 0, [
        [both, 1],
        [each, -1],
      ]);
    this.row(none, 1, [
      [a, 1],
      [b, 1],
      [both, -1],
    ]);
    return both;
  }

  /** Adds `factor · amount` to the objective; any column may stand for a term. */
  count(factor: number, { base, changes }: Amount): void {
    this.#offset += factor * base;
    for (const [term, change] of changes) {
      const column = this.#columns[term] as { cost: number };
      column.cost += factor * change;
    }
  }

  /** The best choice found; undefined where there is none, or none was found in time. */
  solve(solver: Solver): Chosen | undefined {
    for (let round = 1; ; round++) {
      const found = this.#solved(solver);
      const cover = this.#coverOf(found?.chosen ?? []);
      if (cover.length === 0 || round === mostCovers) return found;
      this.row(
        Number.NEGATIVE_INFINITY,
        cover.length - 1,
        cover.map((i) => [i, 1]),
      );
    }
  }

  /** Of a choice that a solver's tolerance let overdraw the budget, those too dear by a hair. */
  #coverOf(chosen: readonly number[]): readonly number[] {
    const { costs, budget } = this.#terms;
    const isTooDear = (list: readonly number[]) =>
      list.reduce((sum, i) => sum + (costs[i] as number), 0) > budget * (1 + 1e-12);
    if (!isTooDear(chosen)) return [];
    return chosen.reduce((cover, left) => {
      const less = cover.filter((i) => i !== left);
      return isTooDear(less) ? less : cover;
    }, chosen);
  }

  #solved(solver: Solver): Chosen | undefined {
    const size = this.#columns.length + this.#rows.length;
    const nodes = Math.max(100, Math.min(mostNodes, Math.floor(mostWork / size / size)));
    const solution = solver.solve(this.#program(), { nodes, seconds: mostSeconds, explain: false });
    if (!('values' in solution) || solution.values === undefined) return undefined;
    const { values, objective = Number.NaN } = solution;
    const chosen = this.#terms.costs.flatMap((_, i) => ((values[i] as number) > 0.5 ? [i] : []));
    return { chosen, values, objective, bound: this.#boundOf(solution) };
  }

  /** Whether any values of the other columns go with a choice. */
  allows(chosen: readonly number[], solver: Solver): boolean {
    const { integer: _, ...program } = this.#program();
    this.#terms.costs.forEach((_, i) => {
      program.columnLower[i] = program.columnUpper[i] = chosen.includes(i) ? 1 : 0;
    });
    const costs = new Float64Array(program.costs.length);
    return solver.solve({ ...program, costs }, { explain: false }).status === 'optimal';
  }

  #boundOf(solution: Solution): number {
    const worst = this.#sense === 'minimise' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (solution.status === 'limit') return solution.bound ?? worst;
    if (solution.status !== 'optimal') return worst;
    const slack = (solution.gap ?? 0) * Math.abs(solution.objective);
    return solution.objective + (this.#sense === 'minimise' ? -slack : slack);
  }

  #program(): LinearProgram {
    const terms = this.#terms.costs.length;
    return {
      sense: this.#sense,
      offset: this.#offset,
      costs: Float64Array.from(this.#columns, ({ cost }) => cost),
      columnLower: Float64Array.from(this.#columns, ({ lower }) => lower),
      columnUpper: Float64Array.from(this.#columns, ({ upper }) => upper),
      integer: Uint8Array.from(this.#columns, (_, i) => (i < terms ? 1 : 0)),
      rowLower: Float64Array.from(this.#rows, ({ lower }) => lower),
      rowUpper: Float64Array.from(this.#rows, ({ upper }) => upper),
      matrix: columnMatrix(this.#columns.length, this.#entries),
    };
  }
}
