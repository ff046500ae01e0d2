/**
 * The search: binds the steps of a plan one after another and steps back where nothing is left,
 * on indexes alone. Yields the same row object for every match.
 */
import type { TwinGraph } from '../../model/graph.ts';
import { testOf } from './condition.ts';
import { Cost } from './cost.ts';
import { planOf, type Step } from './plan.ts';
import { distancesTo } from './reach.ts';
import type { Row, RowReader } from './row.ts';
import type { Link, RowsQuery } from './rows-query.ts';
import type { Start } from './starts.ts';
import { type Distances, type Ground, type Route, routeOf, walksFrom } from './walks.ts';

/** Binds one step in the row, once for each next(). */
type Binder = () => Iterator<unknown>;

/** The rows of a query, before they are ordered. `LIMIT_EXCEEDED` when there is too much to see. */
export function* matchesOf(query: RowsQuery, reader: RowReader): Generator<Row> {
  const row: Row = {
    nodes: new Int32Array(query.twins.length),
    edges: query.links.map(() => []),
  };
  const { graph } = reader;
  const ground = { graph, cost: new Cost(graph), used: new Set<number>() };
  const search = { query, reader, ground, row };
  const binders = planOf(query, reader).map((step) => binderOf(step, search));
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
  readonly ground: Ground;
  readonly row: Row;
}

function binderOf(step: Step, search: Search): Binder {
  const { row, reader } = search;
  const tests = step.conditions.map((condition) => testOf(condition, reader));
  const passes = () => tests.every((test) => test(row) === true);
  if (step.kind === 'start') {
    const slot = reader.slotOf(step.twin);
    return () => started(search, slot, step.start.nodes(), passes);
  }
  const { link } = step;
  const place = {
    slot: search.query.links.indexOf(link),
    from: reader.slotOf(link.from),
    to: reader.slotOf(link.to),
  };
  if (step.kind === 'follow') {
    const route = routeOf(link, step.backwards);
    let distances: Distances | undefined;
    return () => {
      if (isWorthReaching(step.ends, route, search)) {
        distances ??= distancesTo(step.ends, route, search.ground);
      }
      return followed(search, { route, distances }, place, passes);
    };
  }
  const routes = { forth: routeOf(link, false), back: routeOf(link, true) };
  return () => connected(search, routes, place, passes);
}

function* started(
  { row, ground }: Search,
  slot: number,
  nodes: Iterable<number>,
  passes: () => boolean,
): Generator<void> {
  for (const node of nodes) {
    ground.cost.spend();
    row.nodes[slot] = node;
    if (passes()) yield;
  }
}

interface Place {
  readonly slot: number;
  readonly from: number;
  readonly to: number;
}

function* followed(
  { row, ground }: Search,
  { route, distances }: { readonly route: Route; readonly distances: Distances | undefined },
  { slot, from, to }: Place,
  passes: () => boolean,
): Generator<void> {
  const [near, far] = route.backwards ? [to, from] : [from, to];
  for (const { edges, end } of walksFrom(row.nodes[near] as number, route, ground, distances)) {
    row.nodes[far] = end;
    row.edges[slot] = edges;
    if (passes()) yield;
  }
}

/** Long walks to a few named ends are looked for from both sides; else that costs more than it saves. */
function isWorthReaching({ count }: Start, { link }: Route, { ground }: Search): boolean {
  return link.maxHops > 2 && count < Math.min(mostEnds, ground.graph.size.twins);
}

const mostEnds = 10;

function* connected(
  { row, ground }: Search,
  { forth, back }: { readonly forth: Route; readonly back: Route },
  { slot, from, to }: Place,
  passes: () => boolean,
): Generator<void> {
  const ends = [row.nodes[from] as number, row.nodes[to] as number] as const;
  const route = leavesFewer(ends, forth.link, ground.graph) ? back : forth;
  const [near, far] = route.backwards ? [ends[1], ends[0]] : ends;
  for (const { edges, end } of walksFrom(near, route, ground)) {
    if (end !== far) continue;
    row.edges[slot] = edges;
    if (passes()) yield;
  }
}

/** Whether the `to` of a link has fewer relationships to look at than its `from`. */
function leavesFewer(
  [from, to]: readonly [number, number],
  { direction }: Link,
  graph: TwinGraph,
): boolean {
  const out = (node: number) => graph.outEdges(node).length;
  const into = (node: number) => graph.inEdges(node).length;
  if (direction === 'both') return out(to) + into(to) < out(from) + into(from);
  return direction === 'out' ? into(to) < out(from) : out(to) < into(from);
}
