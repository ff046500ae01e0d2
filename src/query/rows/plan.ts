/**
 * The order in which a query's twins and links are bound: it begins at the twin that can be the
 * fewest nodes and goes on along links, single relationships before walks. Each condition is
 * tested right after the step that binds the last name it reads.
 */
import { conjunctsOf, namesIn } from './conjuncts.ts';
import type { RowReader } from './row.ts';
import type { Condition, Link, RowsQuery } from './rows-query.ts';
import { type Start, startOf } from './starts.ts';

/** One step of a plan; `conditions` are those that can be tested after it. */
export type BindStep = (
  | { readonly kind: 'start'; readonly twin: string; readonly start: Start }
  /** Follows a link from its `from`, or `backwards` from its `to`, to where the other end can be. */
  | {
      readonly kind: 'follow';
      readonly link: Link;
      readonly backwards: boolean;
      readonly ends: Start;
    }
  /** Follows a link whose ends are both bound. */
  | { readonly kind: 'connect'; readonly link: Link }
) & { readonly conditions: readonly Condition[] };

/** The steps that bind everything of a query. */
export function planOf(query: RowsQuery, reader: RowReader): readonly BindStep[] {
  const conditions = conjunctsOf(query.where);
  const starts = new Map(
    query.twins.map((twin) => [twin, startOf(twin, query, conditions, reader)]),
  );
  const waiting = new Map(conditions.map((condition) => [condition, new Set(namesIn(condition))]));
  const bound = new Set<string>();
  const links = new Set(query.links);
  const steps: BindStep[] = [];
  while (links.size > 0 || query.twins.some((twin) => !bound.has(twin))) {
    const step = nextLink(links, bound, starts) ?? nextStart(query, bound, starts);
    for (const name of namesBoundBy(step)) bound.add(name);
    if (step.kind !== 'start') links.delete(step.link);
    steps.push({ ...step, conditions: taken(waiting, bound) });
  }
  return steps;
}

type Bare<S> = S extends BindStep ? Omit<S, 'conditions'> : never;

function nextLink(
  links: ReadonlySet<Link>,
  bound: ReadonlySet<string>,
  starts: ReadonlyMap<string, Start>,
): Bare<BindStep> | undefined {
  let best: { readonly link: Link; readonly rank: readonly [number, number] } | undefined;
  for (const link of links) {
    const ends = [link.from, link.to].filter((end) => !bound.has(end));
    if (ends.length === 0 && link.maxHops === 1) return { kind: 'connect', link };
    if (bound.has(link.from) || bound.has(link.to)) {
      const rank = [link.maxHops, countOf(ends[0], starts)] as const;
      if (best === undefined || isLess(rank, best.rank)) best = { link, rank };
    }
  }
  if (best === undefined) return undefined;
  const { link } = best;
  if (bound.has(link.from) && bound.has(link.to)) return { kind: 'connect', link };
  const backwards = !bound.has(link.from);
  const ends = starts.get(backwards ? link.from : link.to) as Start;
  return { kind: 'follow', link, backwards, ends };
}

function nextStart(
  { twins }: RowsQuery,
  bound: ReadonlySet<string>,
  starts: ReadonlyMap<string, Start>,
): Bare<BindStep> {
  const open = twins.filter((twin) => !bound.has(twin));
  const twin = open.reduce((best, next) =>
    countOf(next, starts) < countOf(best, starts) ? next : best,
  );
  return { kind: 'start', twin, start: starts.get(twin) as Start };
}

function countOf(twin: string | undefined, starts: ReadonlyMap<string, Start>): number {
  return twin === undefined ? 0 : (starts.get(twin) as Start).count;
}

function isLess([a, b]: readonly [number, number], [c, d]: readonly [number, number]): boolean {
  return a < c || (a === c && b < d);
}

function namesBoundBy(step: Bare<BindStep>): readonly string[] {
  if (step.kind === 'start') return [step.twin];
  const { from, to, relationship } = step.link;
  return relationship === undefined ? [from, to] : [from, to, relationship];
}

/** Takes the conditions that can be tested now. */
function taken(
  waiting: Map<Condition, ReadonlySet<string>>,
  bound: ReadonlySet<string>,
): readonly Condition[] {
  const ready = [...waiting].filter(([, names]) => [...names].every((name) => bound.has(name)));
  for (const [condition] of ready) waiting.delete(condition);
  return ready.map(([condition]) => condition);
}
