/**
 * The search: binds the steps of a plan one after another and steps back where nothing is left,
 * on indexes alone. Yields the same row object for every match.
 */
import { type Distances, distancesFrom } from '../paths/distances.ts';
import { reversed } from '../paths/walk.ts';
import type { Stage, Work } from '../work.ts';
import { conditionTest } from './condition.ts';
import { namesIn } from './conjuncts.ts';
import {
  type Ground,
  type LinkWalk,
  leavesFewer,
  linkMatches,
  linkText,
  linkWalk,
} from './link-walk.ts';
import { type BindStep, planOf } from './plan.ts';
import type { Row, RowReader } from './row.ts';
import type { RowsQuery } from './rows-query.ts';
import type { Start } from './starts.ts';

/** Binds one step in the row, once for each next(). */
type Binder = () => Iterator<unknown>;

/** The rows of a query, before they are ordered. `LIMIT_EXCEEDED` when there is too much to see. */
export function matchesOf(query: RowsQuery, reader: RowReader, work: Work): Iterable<Row> {
  const row: Row = {
    nodes: new Int32Array(query.twins.length),
    edges: query.links.map(() => []),
  };
  const search = { query, reader, work, used: new Set<number>(), row };
  const steps = planOf(query, reader);
  const [first] = steps;
  if (first?.kind === 'start') work.index = first.start.index;
  const binders = steps.map((step) => binderOf(step, search));
  return bound(binders, row);
}

function* bound(binders: readonly Binder[], row: Row): Generator<Row> {
  const first = binders[0];
  const open = first === undefined ? [] : [first()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    if (last.next().done) open.pop();
    else if (open.length === binders.length) yield row;
    else open.push((binders[open.length] as Binder)());
  }
}

interface Search {
  readonly query: RowsQuery;
  readonly reader: RowReader;
  readonly work: Work;
  readonly used: Set<number>;
  readonly row: Row;
}

function binderOf(step: BindStep, search: Search): Binder {
  if (step.kind === 'start') return startBinder(step, search);
  const { link } = step;
  const { reader, work, used } = search;
  const backwards = step.kind === 'follow' && step.backwards;
  const stage = work.stage('walk', { on: linkText(link, backwards), index: 'ends' });
  const passes = testsOf(step, search);
  const ground: Ground = { graph: reader.graph, work: stage, used };
  const place = {
    slot: search.query.links.indexOf(link),
    from: reader.slotOf(link.from),
    to: reader.slotOf(link.to),
  };
  const bound = { row: search.row, stage, place, passes };
  const [forth, back] = [linkWalk(link, false, ground), linkWalk(link, true, ground)];
  if (step.kind === 'connect') return () => connected(bound, forth, back);
  const route = backwards ? back : forth;
  let distances: Distances | undefined;
  return () => {
    if (isWorthReaching(step.ends, route)) {
      distances ??= distancesFrom(reversed(route.walk), [...step.ends.nodes()]);
    }
    return followed(bound, route, distances);
  };
}

/** The test of a step's conditions on the row as it is bound; what they leave is a stage. */
function testsOf({ conditions }: BindStep, { row, reader, work }: Search): () => boolean {
  if (conditions.length === 0) return () => true;
  const on = [...new Set(conditions.flatMap(namesIn))].join(', ');
  const stage = work.stage('filter', { on });
  const tests = conditions.map((condition) => conditionTest(condition, reader));
  return () => {
    stage.examined++;
    if (!tests.every((test) => test(row) === true)) return false;
    stage.returned++;
    return true;
  };
}

function startBinder(step: BindStep & { kind: 'start' }, search: Search): Binder {
  const { twin, start } = step;
  const { row, reader, work } = search;
  const stage = work.stage('start', { on: twin, index: start.index });
  const slot = reader.slotOf(twin);
  const passes = testsOf(step, search);
  return function* started() {
    for (const node of start.nodes()) {
      stage.examine();
      stage.returned++;
      row.nodes[slot] = node;
      if (passes()) yield;
    }
  };
}

/** A link step, ready to be bound. */
interface BoundLink {
  readonly row: Row;
  readonly stage: Stage;
  readonly place: { readonly slot: number; readonly from: number; readonly to: number };
  readonly passes: () => boolean;
}

function* followed(
  { row, stage, place: { slot, from, to }, passes }: BoundLink,
  route: LinkWalk,
  distances: Distances | undefined,
): Generator<void> {
  const [near, far] = route.backwards ? [to, from] : [from, to];
  stage.examined++;
  for (const { edges, end } of linkMatches(row.nodes[near] as number, route, distances)) {
    stage.returned++;
    row.nodes[far] = end;
    row.edges[slot] = edges;
    if (passes()) yield;
  }
}

/** Long walks to a few named ends are looked for from both sides; else that costs more than it saves. */
function isWorthReaching({ count }: Start, { link, walk }: LinkWalk): boolean {
  return link.maxHops > 2 && count < Math.min(mostEnds, walk.graph.size.twins);
}

const mostEnds = 10;

function* connected(
  { row, stage, place: { slot, from, to }, passes }: BoundLink,
  forth: LinkWalk,
  back: LinkWalk,
): Generator<void> {
  const ends = [row.nodes[from] as number, row.nodes[to] as number] as const;
  const route = leavesFewer(ends, forth) ? back : forth;
  const [near, far] = route.backwards ? [ends[1], ends[0]] : ends;
  stage.examined++;
  for (const { edges, end } of linkMatches(near, route)) {
    if (end !== far) continue;
    stage.returned++;
    row.edges[slot] = edges;
    if (passes()) yield;
  }
}
