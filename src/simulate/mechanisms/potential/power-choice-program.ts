/**
 * The program of a choice among edits of electrical networks: balance at each place, flow as
 * susceptance times difference of angles on each line that is closed, limits that move with what is
 * chosen. Built by `power-choice.ts`.
 */
import {
  type Amount,
  ChoiceProgram,
  nothing,
  rangeOf,
  sumOf,
} from '../../../linear-program/choice-program.ts';
import { type CostCurve, costAt } from './cost-curve.ts';
import { isFixed, type Of, type PowerChoiceSource, type PowerTable } from './power-choice-table.ts';

export type PowerTarget = 'served' | 'cost';

type Entry = readonly [column: number, value: number];

const endless = Number.POSITIVE_INFINITY;
const one: Amount = { base: 1, changes: [] };

export class PowerChoice {
  readonly choice: ChoiceProgram;
  readonly #table: PowerTable;
  readonly #target: PowerTarget;
  readonly #balances = new Map<
    string,
    { readonly entries: Entry[]; readonly taken: [number, Amount][] }
  >();
  readonly #angles = new Map<string, number>();
  readonly #given: number[] = [];

  /** `touched`: by source, where tangents stand for a cost that is a square. */
  constructor(table: PowerTable, target: PowerTarget, touched: readonly (readonly number[])[]) {
    this.#table = table;
    this.#target = target;
    this.choice = new ChoiceProgram(table.terms, target === 'served' ? 'maximise' : 'minimise');
    for (const line of table.lines) this.#line(line);
    for (const coupler of table.couplers) this.#coupler(coupler);
    table.sources.forEach((source, s) => {
      this.#source(source, touched[s] ?? []);
    });
    for (const load of table.loads) this.#load(load);
    for (const { shape, amounts } of table.shunts)
      this.#balance(shape.at).taken.push([1, amounts[0] ?? nothing]);
    for (const { entries, taken } of this.#balances.values())
      this.choice.equal(entries, sumOf(taken));
  }

  /** Megawatt of a source, by its position. */
  given(source: number, values: Float64Array): number {
    return values[this.#given[source] as number] as number;
  }

  /** What an amount comes to with a choice. */
  comesTo({ base, changes }: Amount = nothing, chosen: readonly number[]): number {
    const { costs, pairs } = this.#table.terms;
    const isOn = (term: number) =>
      term < costs.length
        ? chosen.includes(term)
        : (pairs[term - costs.length] ?? []).every((i) => chosen.includes(i));
    return changes.reduce((sum, [term, change]) => sum + (isOn(term) ? change : 0), base);
  }

  #line({ shape, present, capacity }: PowerTable['lines'][number]): void {
    const { from, to, susceptance, leastAngle, mostAngle } = shape;
    const flow = this.#flow(from, to, capacity);
    const [a, b] = [this.#angle(from), this.#angle(to)];
    const reach = this.#table.reach.between(from, to);
    const open = sumOf([
      [1, one],
      [-1, present],
    ]);
    // In radians, so that all rows are of a like size.
    this.#within(
      [
        [flow, 1 / susceptance],
        [a, -1],
        [b, 1],
      ],
      [0, 0],
      sumOf([[reach, open]]),
    );
    if (leastAngle === null && mostAngle === null) return;
    const limits = [leastAngle ?? -reach, mostAngle ?? reach] as const;
    this.#within(
      [
        [a, 1],
        [b, -1],
      ],
      limits,
      sumOf([[reach + Math.max(...limits.map(Math.abs)), open]]),
    );
  }

  #coupler({ shape: { from, to }, present }: PowerTable['couplers'][number]): void {
    const { enough, reach } = this.#table;
    const limit = isFixed(present) ? { ...one, base: endless } : sumOf([[enough, present]]);
    this.#flow(from, to, limit);
    const entries: Entry[] = [
      [this.#angle(from), 1],
      [this.#angle(to), -1],
    ];
    const open = sumOf([
      [1, one],
      [-1, present],
    ]);
    this.#within(entries, [0, 0], sumOf([[reach.between(from, to), open]]));
  }

  /** `least - slack ≤ Σ ≤ most + slack`. */
  #within(
    entries: readonly Entry[],
    [least, most]: readonly [number, number],
    slack: Amount,
  ): void {
    if (slack.changes.length === 0 && slack.base === 0) {
      this.choice.row(least, most, entries);
      return;
    }
    this.choice.atMost(entries, { ...slack, base: slack.base + most });
    const negative = entries.map(([column, value]) => [column, -value] as const);
    this.choice.atMost(negative, { ...slack, base: slack.base - least });
  }

  /** The flow of a link, up to a capacity either way. */
  #flow(from: string, to: string, capacity: Amount): number {
    const most = Math.max(0, rangeOf(capacity)[1]);
    const flow = this.choice.column(0, 0 - most, most);
    if (capacity.changes.length > 0) {
      this.choice.atMost([[flow, 1]], capacity);
      this.choice.atMost([[flow, -1]], capacity);
    }
    this.#balance(from).entries.push([flow, -1]);
    this.#balance(to).entries.push([flow, 1]);
    return flow;
  }

  #source(source: PowerChoiceSource, touched: readonly number[]): void {
    const { shape, minimum, maximum, least, most } = source;
    const given = this.choice.column(0, least, Math.max(0, most));
    this.#given.push(given);
    this.#balance(shape.at).entries.push([given, 1]);
    if (maximum.changes.length > 0) this.choice.atMost([[given, 1]], maximum);
    // What is served may be served by undercutting a minimum, at a penalty that does not count here.
    const mayUndercut = this.#target === 'served' && rangeOf(minimum)[1] > 0;
    if (!mayUndercut) this.choice.atMost([[given, -1]], sumOf([[-1, minimum]]));
    if (this.#target === 'cost') this.#cost(source, given, touched);
  }

  /** A column that lies above all tangents; of a straight line, none. */
  #cost(
    { shape, amounts, least, most }: PowerChoiceSource,
    given: number,
    touched: readonly number[],
  ) {
    const present = amounts[0] ?? nothing;
    const tangents = tangentsOf(shape.cost, touched);
    const [[slope, start] = [0, 0], ...others] = tangents;
    if (others.length === 0) {
      this.choice.count(slope, { base: 0, changes: [[given, 1]] });
      this.choice.count(start, present);
      return;
    }
    const lowest = Math.min(0, start + slope * least, start + slope * most);
    const cost = this.choice.column(1, lowest, endless);
    for (const [rise, from] of tangents) {
      // cost ≥ rise · given + from · present
      this.choice.atMost(
        [
          [given, rise],
          [cost, -1],
        ],
        sumOf([[-from, present]]),
      );
    }
  }

  #load({ shape, amounts: [taken = nothing, fed = nothing, lost = nothing] }: Of<'load'>): void {
    const balance = this.#balance(shape.at);
    if (this.#target === 'cost') {
      balance.taken.push([1, taken], [-1, fed]);
      // A load that no longer works is not served either.
      if (lost.changes.length > 0) this.choice.atMost([], sumOf([[-1, { ...lost, base: 0 }]]));
      return;
    }
    if (rangeOf(taken)[1] > 0) balance.entries.push([this.choice.upTo(1, taken), -1]);
    if (rangeOf(fed)[1] > 0) balance.entries.push([this.choice.upTo(0, fed), 1]);
  }

  #angle(place: string): number {
    let column = this.#angles.get(place);
    if (column === undefined) {
      column = this.choice.column(0, 0, this.#table.reach.widest);
      this.#angles.set(place, column);
    }
    return column;
  }

  #balance(place: string) {
    const known = this.#balances.get(place);
    if (known !== undefined) return known;
    const balance = { entries: [], taken: [] };
    this.#balances.set(place, balance);
    return balance;
  }
}

/** Lines that a cost curve is nowhere below: slope, and cost at 0. */
function tangentsOf(
  curve: CostCurve,
  touched: readonly number[],
): (readonly [slope: number, start: number])[] {
  if (curve.kind === 'points') {
    const { megawatts, costs } = curve;
    return megawatts.slice(1).map((to, k) => {
      const [from, start] = [megawatts[k] as number, costs[k] as number];
      const slope = ((costs[k + 1] as number) - start) / (to - from);
      return [slope, start - slope * from] as const;
    });
  }
  const { linear, quadratic } = curve;
  const points = quadratic === 0 ? [0] : touched;
  return points.map((at) => {
    const slope = linear + 2 * quadratic * at;
    return [slope, costAt(curve, at) - slope * at] as const;
  });
}
