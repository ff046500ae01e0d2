/**
 * Paths between twins, shortest first and equally long ones by their twins' ids, so that every
 * store gives the same. No twin is on a path twice. Used by `graphQueries`.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { checkedCount, defaultPageSize, maxPageSize } from '../page/page.ts';
import type { GraphTests } from '../predicate/graph-tests.ts';
import type { Path, PathQuery } from '../query.ts';
import { nodeOf } from './node-of.ts';
import { pathsBetween } from './paths-between.ts';
import { shortestPaths } from './shortest-paths.ts';
import type { Search } from './step.ts';

/**
 * The paths that a query asks for. From a twin to itself there is one, without relationships.
 * `NOT_FOUND` for an unknown twin, `BAD_USER_INPUT`, `LIMIT_EXCEEDED` when the search is too wide.
 */
export function pathsOf(graph: TwinGraph, query: PathQuery, tests: GraphTests): readonly Path[] {
  const { to, mode = 'all', first = defaultPageSize } = query;
  if (mode !== 'all' && mode !== 'shortest') {
    const message = `there is no mode ${mode}`;
    const expected = 'all or shortest';
    throw new LinchpinError({ code: 'BAD_USER_INPUT', where: 'mode', message, expected });
  }
  const search: Search = {
    from: nodeOf(graph, query.from, 'from'),
    walk: tests.walk(query, { min: 0, max: 10 }),
    first: checkedCount(first, 'first', maxPageSize),
    shortest: mode === 'shortest',
  };
  return to === undefined ? shortestPaths(search) : pathsBetween(search, nodeOf(graph, to, 'to'));
}
