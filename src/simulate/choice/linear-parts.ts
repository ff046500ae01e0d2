/**
 * What candidates do to a mechanism's model, found by comparing the parts of models: where a cost or
 * an end changes, one part goes down to nothing as another comes up. Used by the mechanisms that
 * choose by program.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Still, StillQuestion } from './choice.ts';
import type { LinearParts, MovingPart, Parts } from './parts.ts';

/** More models than this are not built to see how candidates get on. */
const mostModels = 4000;

const tolerance = 1e-9;

/** Undefined where the parts of some choice are not the sum of what its candidates do. */
export function linearParts<S>(
  question: StillQuestion,
  read: (still: Still) => Parts<S> | undefined,
): LinearParts<S> | undefined {
  try {
    return new Comparison(question, read).result();
  } catch (error) {
    if (error === notLinear) return undefined;
    throw error;
  }
}

const notLinear = new Error('not linear');

type Changes = ReadonlyMap<string, readonly number[]>;

class Comparison<S> {
  readonly #question: StillQuestion;
  readonly #read: (still: Still) => Parts<S> | undefined;
  readonly #shapes = new Map<string, S>();
  readonly #base: Parts<S>;
  /** By candidate; undefined for one that cannot be, or is too dear. */
  readonly #singles: readonly (Changes | undefined)[];
  readonly #pairs: { readonly pair: readonly [number, number]; readonly changes: Changes }[] = [];
  readonly #apart: (readonly [number, number])[] = [];
  #models = 0;

  constructor(question: StillQuestion, read: (still: Still) => Parts<S> | undefined) {
    this.#question = question;
    this.#read = read;
    const base = this.#parts([]);
    if (base === undefined) throw notLinear;
    this.#base = base;
    this.#singles = question.candidates.map(({ cost }, i) =>
      cost > question.budget * (1 + 1e-12) ? undefined : this.#changes(this.#parts([i]), []),
    );
  }

  result(): LinearParts<S> {
    const { candidates, budget } = this.#question;
    candidates.forEach((_, b) => {
      for (let a = 0; a < b; a++) if (this.#mayMeet(a, b)) this.#meet(a, b);
    });
    this.#checkTriples();
    this.#checkAll();
    const groups = new Map<string, number[]>();
    candidates.forEach(({ group }, i) => {
      if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), i]);
    });
    const terms = {
      costs: candidates.map(({ cost }) => cost),
      budget,
      exclusions: [...[...groups.values()].filter(({ length }) => length > 1), ...this.#apart],
      barred: candidates.flatMap((_, i) => (this.#singles[i] === undefined ? [i] : [])),
      pairs: this.#pairs.map(({ pair }) => pair),
    };
    return { terms, parts: this.#moving() };
  }

  /** Whether two candidates can be chosen together as far as groups and budget go. */
  #mayMeet(a: number, b: number): boolean {
    const { candidates, budget } = this.#question;
    const [first, second] = [candidates[a], candidates[b]];
    if (first === undefined || second === undefined) return false;
    if (first.group !== undefined && first.group === second.group) return false;
    return first.cost + second.cost <= budget * (1 + 1e-12);
  }

  /** Sees what two candidates do together, where they have to do with one another. */
  #meet(a: number, b: number): void {
    const [first, second] = [this.#singles[a], this.#singles[b]];
    const touch = this.#question.touch(a, b);
    if (first === undefined || second === undefined) {
      // One that cannot be alone may be with the other.
      if (touch && this.#parts([a, b]) !== undefined) throw notLinear;
      return;
    }
    if (!touch && !share(first, second)) return;
    const together = this.#parts([a, b]);
    const changes = this.#changes(together, [a, b]);
    if (changes === undefined) this.#apart.push([a, b]);
    else if (changes.size > 0) this.#pairs.push({ pair: [a, b], changes });
  }

  /** Three that change one part by more than a sum of pairs are too much. */
  #checkTriples(): void {
    const { length } = this.#singles;
    for (const { pair, changes } of [...this.#pairs]) {
      for (let third = 0; third < length; third++) {
        const single = this.#singles[third];
        if (single === undefined || pair.includes(third) || !share(single, changes)) continue;
        if (!pair.every((i) => this.#mayMeet(i, third))) continue;
        this.#check([...pair, third]);
      }
    }
  }

  /** All that can be chosen together but for the budget, as a last look. */
  #checkAll(): void {
    const all: number[] = [];
    this.#singles.forEach((single, i) => {
      const { group } = this.#question.candidates[i] ?? {};
      const isApart = this.#apart.some(([a, b]) => b === i && all.includes(a));
      const isTaken = all.some(
        (j) => group !== undefined && this.#question.candidates[j]?.group === group,
      );
      if (single !== undefined && !isApart && !isTaken) all.push(i);
    });
    if (all.length > 2) this.#check(all);
  }

  #check(chosen: readonly number[]): void {
    const sorted = [...chosen].sort((a, b) => a - b);
    const changes = this.#changes(this.#parts(sorted), sorted);
    if (changes !== undefined && changes.size > 0) throw notLinear;
  }

  /** Undefined where the candidates cannot be together. */
  #parts(chosen: readonly number[]): Parts<S> | undefined {
    if (++this.#models > mostModels) throw notLinear;
    const still = this.#question.still(chosen);
    if (still === undefined) return undefined;
    const parts = readable(() => this.#read(still));
    for (const [key, { shape }] of parts ?? []) this.#shapes.set(key, shape);
    return parts;
  }

  /** How parts differ from what the candidates named are known to do to them. */
  #changes(parts: Parts<S> | undefined, chosen: readonly number[]): Changes | undefined {
    if (parts === undefined) return undefined;
    const known = [
      ...chosen.flatMap((i) => this.#singles[i] ?? []),
      ...this.#pairs
        .filter(({ pair }) => pair.every((i) => chosen.includes(i)))
        .map(({ changes }) => changes),
    ];
    const changes = new Map<string, number[]>();
    const keys = new Set([
      ...this.#base.keys(),
      ...parts.keys(),
      ...known.flatMap((e) => [...e.keys()]),
    ]);
    for (const key of keys) {
      const [before, after] = [this.#base.get(key)?.amounts, parts.get(key)?.amounts];
      const added = known.flatMap((each) => [each.get(key) ?? []]);
      const size = Math.max(before?.length ?? 0, after?.length ?? 0, ...added.map((e) => e.length));
      const own = Array.from({ length: size }, (_, n) => {
        const expected = added.reduce((sum, each) => sum + (each[n] ?? 0), before?.[n] ?? 0);
        const change = (after?.[n] ?? 0) - expected;
        return Math.abs(change) > tolerance * Math.max(1, Math.abs(expected)) ? change : 0;
      });
      if (own.some((change) => change !== 0)) changes.set(key, own);
    }
    return changes;
  }

  #moving(): MovingPart<S>[] {
    const all = [...this.#singles, ...this.#pairs.map(({ changes }) => changes)];
    return [...this.#shapes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, shape]) => {
        const before = this.#base.get(key)?.amounts ?? [];
        const size = all.reduce(
          (most, each) => Math.max(most, each?.get(key)?.length ?? 0),
          before.length,
        );
        const amounts = Array.from({ length: size }, (_, n) => ({
          base: before[n] ?? 0,
          changes: all.flatMap((each, term) => {
            const change = each?.get(key)?.[n] ?? 0;
            return change === 0 ? [] : [[term, change] as const];
          }),
        }));
        return { shape, amounts };
      });
  }
}

/** What a mechanism refuses to read cannot be run either. */
function readable<T>(read: () => T | undefined): T | undefined {
  let value: T | undefined;
  try {
    value = read();
  } catch (error) {
    if (error instanceof LinchpinError) return undefined;
    throw error;
  }
  if (value === undefined) throw notLinear;
  return value;
}

function share(a: Changes, b: Changes): boolean {
  for (const key of a.keys()) if (b.has(key)) return true;
  return false;
}
