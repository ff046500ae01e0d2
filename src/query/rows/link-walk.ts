/**
 * Walks along a link: from a bound node over 1 to `maxHops` relationships of the wanted names and
 * direction. None is followed twice, but a twin may be met again: that is where they differ from
 * `paths`, which are also ordered, so that those share single steps and distances with them alone.
 */
import type { Distances } from '../paths/distances.ts';
import { namedEdges, opposite, reversed, visitSteps, type Walk } from '../paths/walk.ts';
import type { Link } from './rows-query.ts';

/** A link as it is followed from one of its ends. */
export interface LinkWalk {
  readonly link: Link;
  /** Whether from its `to`. */
  readonly backwards: boolean;
  readonly walk: Walk;
  /** The edges that links with `once` follow in the row at present. */
  readonly used: Set<number>;
}

/** What links are followed on. */
export interface Ground extends Pick<Walk, 'graph' | 'work'>, Pick<LinkWalk, 'used'> {}

/** The link followed from its `from`, or `backwards` from its `to`. */
export function linkWalk(link: Link, backwards: boolean, { graph, work, used }: Ground): LinkWalk {
  const { direction, names, minHops: min, maxHops: max } = link;
  const follows = namedEdges(graph, names);
  const forth = { graph, direction, hops: { min, max }, follows, passes: undefined, work };
  return { link, backwards, walk: backwards ? reversed(forth) : forth, used };
}

/** One way along a link, good until the next one: its edges from `from` to `to`, and where it ended. */
interface LinkMatch {
  readonly edges: readonly number[];
  readonly end: number;
}

/** The ways from a node; with `distances`, only those that end where it is no hop. */
export function linkMatches(
  node: number,
  route: LinkWalk,
  distances?: Distances,
): Iterable<LinkMatch> {
  return route.link.maxHops === 1 ? singles(node, route) : longer(node, route, distances);
}

function* singles(node: number, { link, walk, used }: LinkWalk): Generator<LinkMatch> {
  const { edges, ends } = stepsFrom(walk, node);
  const match: { edges: [number]; end: number } = { edges: [-1], end: -1 };
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i] as number;
    if (link.once && used.has(edge)) continue;
    match.edges[0] = edge;
    match.end = ends[i] as number;
    if (link.once) used.add(edge);
    yield match;
    if (link.once) used.delete(edge);
  }
}

/** By depth first: `levels` holds the open ways on from each node of the walk. */
function* longer(
  node: number,
  { link, backwards, walk, used }: LinkWalk,
  distances: Distances | undefined,
): Generator<LinkMatch> {
  const { minHops, maxHops, once } = link;
  const edges: number[] = [];
  const taken = once ? used : new Set<number>();
  const levels = [stepsFrom(walk, node)];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    if (level.next === level.edges.length) {
      levels.pop();
      const edge = edges.pop();
      if (edge !== undefined) taken.delete(edge);
      continue;
    }
    const edge = level.edges[level.next] as number;
    const end = level.ends[level.next++] as number;
    const left = distances === undefined ? 0 : (distances[end] || maxHops + 1) - 1;
    if (taken.has(edge) || edges.length + 1 + left > maxHops) continue;
    edges.push(edge);
    taken.add(edge);
    if (edges.length >= minHops && left === 0) {
      yield { edges: backwards ? edges.toReversed() : edges, end };
    }
    if (edges.length < maxHops) levels.push(stepsFrom(walk, end));
    else taken.delete(edges.pop() as number);
  }
}

/** The steps from a node, and which of them is next. */
interface OpenSteps {
  readonly edges: number[];
  readonly ends: number[];
  next: number;
}

function stepsFrom(walk: Walk, node: number): OpenSteps {
  const steps: OpenSteps = { edges: [], ends: [], next: 0 };
  visitSteps(walk, node, (far, edge) => {
    steps.edges.push(edge);
    steps.ends.push(far);
    return false;
  });
  return steps;
}

/** Whether a link has fewer relationships to look at from the second of its ends than from the first. */
export function leavesFewer(
  [from, to]: readonly [number, number],
  { link: { direction }, walk: { graph } }: LinkWalk,
): boolean {
  const out = (node: number) => graph.outEdges(node).length;
  const into = (node: number) => graph.inEdges(node).length;
  if (direction === 'both') return out(to) + into(to) < out(from) + into(from);
  return direction === 'out' ? into(to) < out(from) : out(to) < into(from);
}

/** A link as a plan shows it, from where it is followed: `a -[r, feeds|cools, 2 to 3 hops]-> b`. */
export function linkText(link: Link, backwards: boolean): string {
  const { relationship, names, minHops, maxHops } = link;
  const hops = maxHops === 1 ? undefined : `${minHops} to ${maxHops} hops`;
  const inside = [relationship, names?.join('|'), hops].filter((part) => part !== undefined);
  const [near, far] = backwards ? [link.to, link.from] : [link.from, link.to];
  const direction = backwards ? opposite[link.direction] : link.direction;
  const [left, right] = { out: ['-', '->'], in: ['<-', '-'], both: ['-', '-'] }[direction];
  return `${near} ${left}[${inside.join(', ')}]${right} ${far}`;
}
