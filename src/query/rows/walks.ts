/**
 * Walks along a link: from a bound node over 1 to `maxHops` relationships of the wanted names and
 * direction, none of them twice. Single relationships, the most common, take a shorter way.
 */
import type { TwinGraph } from '../../model/graph.ts';
import type { Direction } from '../../model/relationship.ts';
import type { Cost } from './cost.ts';
import type { Link } from './rows-query.ts';

/** What walks are made of and count against. */
export interface Ground {
  readonly graph: TwinGraph;
  readonly cost: Cost;
  /** The edges that links with `once` follow in the row at present. */
  readonly used: Set<number>;
}

/** A link as it is followed from one of its ends. */
export interface Route {
  readonly link: Link;
  readonly backwards: boolean;
  readonly direction: Direction;
  readonly names: ReadonlySet<string> | undefined;
}

/** The link followed from its `from`, or `backwards` from its `to`. */
export function routeOf(link: Link, backwards: boolean): Route {
  const { direction, names } = link;
  return {
    link,
    backwards,
    direction: backwards ? opposite[direction] : direction,
    names: names && new Set(names),
  };
}

/** The same link, followed from its other end. */
export function reversed({ link, backwards }: Route): Route {
  return routeOf(link, !backwards);
}

const opposite: Readonly<Record<Direction, Direction>> = { out: 'in', in: 'out', both: 'both' };

/** One walk, good until the next one: its edges from the link's `from` to its `to`, and where it ended. */
export interface Walk {
  readonly edges: readonly number[];
  readonly end: number;
}

/** How many relationships it takes at least from a node to where walks must end. */
export type Distances = ReadonlyMap<number, number>;

/** The walks from a node; with `distances`, only those that end where it is 0. */
export function walksFrom(
  node: number,
  route: Route,
  ground: Ground,
  distances?: Distances,
): Iterable<Walk> {
  if (route.link.maxHops === 1) return singles(node, route, ground);
  return longer(node, route, ground, distances);
}

function* singles(node: number, route: Route, ground: Ground): Generator<Walk> {
  const { once } = route.link;
  for (const hop of hopsFrom(node, route, ground)) {
    const [edge] = hop.edges;
    if (!once) yield hop;
    else if (!ground.used.has(edge)) {
      ground.used.add(edge);
      yield hop;
      ground.used.delete(edge);
    }
  }
}

/** By depth first: `levels` holds the open ways on from each node of the walk. */
function* longer(
  node: number,
  route: Route,
  ground: Ground,
  distances: Distances | undefined,
): Generator<Walk> {
  const { minHops, maxHops, once } = route.link;
  const edges: number[] = [];
  const taken = once ? ground.used : new Set<number>();
  const levels = [hopsFrom(node, route, ground)];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { value: hop, done } = level.next();
    if (done) {
      levels.pop();
      const edge = edges.pop();
      if (edge !== undefined) taken.delete(edge);
      continue;
    }
    const { end } = hop;
    const [edge] = hop.edges;
    const left = distances === undefined ? 0 : (distances.get(end) ?? maxHops);
    if (taken.has(edge) || edges.length + 1 + left > maxHops) continue;
    edges.push(edge);
    taken.add(edge);
    if (edges.length >= minHops && left === 0) {
      yield { edges: route.backwards ? edges.toReversed() : edges, end };
    }
    if (edges.length < maxHops) levels.push(hopsFrom(end, route, ground));
    else taken.delete(edges.pop() as number);
  }
}

/** The edges at a node with their other ends, always in the same object; a loop comes once. */
export function* hopsFrom(
  node: number,
  { direction, names }: Route,
  { graph, cost }: Ground,
): Generator<{ edges: [number]; end: number }> {
  const hop: { edges: [number]; end: number } = { edges: [-1], end: -1 };
  const out = direction === 'in' ? [] : graph.outEdges(node);
  for (let i = 0; i < out.length; i++) {
    const edge = out[i] as number;
    cost.spend();
    if (names?.has(graph.nameAt(edge) as string) === false) continue;
    hop.edges[0] = edge;
    hop.end = graph.targetOf(edge);
    yield hop;
  }
  const into = direction === 'out' ? [] : graph.inEdges(node);
  for (let i = 0; i < into.length; i++) {
    const edge = into[i] as number;
    cost.spend();
    if (names?.has(graph.nameAt(edge) as string) === false) continue;
    hop.edges[0] = edge;
    hop.end = graph.sourceOf(edge);
    if (direction === 'in' || hop.end !== node) yield hop;
  }
}
