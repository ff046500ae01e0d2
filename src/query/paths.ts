/**
 * Paths between twins, shortest first and equally long ones by their twins' ids, so that every
 * store gives the same. No twin is on a path twice. Used by `graphQueries`.
 */
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { checkedCount, defaultPageSize, maxPageSize } from './page.ts';
import { pathsBetween } from './paths-between.ts';
import type { Path, PathQuery } from './query.ts';
import { shortestPaths } from './shortest-paths.ts';
import type { Search } from './step.ts';

/** The most relationships a path may have. */
export const maxPathHops = 100;

/**
 * The paths that a query asks for. From a twin to itself there is one, without relationships.
 * `NOT_FOUND` for an unknown twin, `BAD_USER_INPUT`, `LIMIT_EXCEEDED` when the search is too wide.
 */
export function pathsOf(graph: TwinGraph, query: PathQuery): readonly Path[] {
  const { direction = 'out', along, to, first = defaultPageSize } = query;
  if (!['out', 'in', 'both'].includes(direction)) {
    const message = `there is no direction ${direction}`;
    const expected = 'out, in or both';
    throw new LinchpinError({ code: 'BAD_USER_INPUT', where: 'direction', message, expected });
  }
  const search: Search = {
    from: nodeOf(graph, query.from, 'from'),
    route: { direction, along: along === undefined ? undefined : new Set(along) },
    maxHops: hops(query.maxHops ?? 10),
    first: checkedCount(first, 'first', maxPageSize),
  };
  if (to === undefined) return shortestPaths(graph, search);
  return pathsBetween(graph, search, nodeOf(graph, to, 'to'));
}

function nodeOf(graph: TwinGraph, id: string, where: string): number {
  const node = graph.indexOf(id);
  if (node !== -1) return node;
  throw new LinchpinError({ code: 'NOT_FOUND', where, message: `there is no twin ${id}` });
}

function hops(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= maxPathHops) return count;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'maxHops',
    message: `a path cannot have up to ${count} hops`,
    expected: `a whole number, 1 to ${maxPathHops}`,
  });
}
