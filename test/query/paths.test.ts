/** Paths beside brute force: every simple path of a small graph, sorted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Path, PathQuery } from '../../src/query/query.ts';
import { Naive } from './naive.ts';
import { allTwins, graphs, ids } from './random-graph.ts';
import { routes } from './random-predicate.ts';

/** A path as text that sorts as paths do: by length, then by each step's far twin and key. */
function name({ twins, relationships }: Path): string {
  const steps = relationships.map(
    ({ source, id }, i) => `${twins[i + 1]}\u0001${source}\u0001${id}`,
  );
  return [String(relationships.length).padStart(3, '0'), twins[0], ...steps].join('\u0000');
}

function everyPath(graph: TwinGraph, query: PathQuery): Path[] {
  const naive = new Naive(graph);
  const { min = 0, max = 10 } = query.hops ?? {};
  const steps = naive.steps(query);
  const found: Path[] = [];
  const extend = (path: Path) => {
    const here = path.twins.at(-1) as string;
    if (path.relationships.length >= min) found.push(path);
    if (path.relationships.length === max) return;
    if (path.relationships.length > 0 && !naive.passes(here, query)) return;
    for (const [near, end, edge] of steps) {
      if (near !== here || path.twins.includes(end)) continue;
      extend({ twins: [...path.twins, end], relationships: [...path.relationships, edge] });
    }
  };
  extend({ twins: [query.from], relationships: [] });
  const compare = (a: Path, b: Path) => (name(a) < name(b) ? -1 : 1);
  return found.sort(compare);
}

/** A test of one twin alone, so that a path's way through others is narrowed. */
const through = fc.record({
  kind: fc.constant('in' as const),
  path: fc.constant('$id'),
  values: fc.subarray(ids),
});

const queries = graphs
  .filter((graph) => graph.size.twins > 0)
  .chain((graph) =>
    fc
      .record({
        from: fc.constantFrom(...allTwins(graph).map(({ id }) => id)),
        to: fc.constantFrom(...allTwins(graph).map(({ id }) => id)),
        route: routes(through),
        mode: fc.constantFrom('all' as const, 'shortest' as const),
        first: fc.integer({ min: 0, max: 20 }),
      })
      .map(({ route, ...query }) => ({ graph, query: { ...query, ...route } })),
  );

describe('paths', () => {
  test('between two twins: all simple paths, shortest first, as brute force finds them', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async ({ graph, query }) => {
        const paths = await graphQueries(() => graph).paths(query);
        const all = everyPath(graph, query).filter(({ twins }) => twins.at(-1) === query.to);
        const expected = all.filter(
          ({ twins }) => query.mode === 'all' || twins.length === all[0]?.twins.length,
        );
        expect(paths.map(name)).toEqual(expected.map(name).slice(0, query.first));
      }),
      { numRuns: 1_000 },
    );
  });

  test('from one twin: the first shortest path to each twin within reach', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async ({ graph, query: { to: _, ...query } }) => {
        const paths = await graphQueries(() => graph).paths(query);
        const { min = 0, max = 10 } = query.hops ?? {};
        const nearest = new Map<string, Path>();
        for (const path of everyPath(graph, { ...query, hops: { min: 0, max } })) {
          const end = path.twins.at(-1) as string;
          if (!nearest.has(end)) nearest.set(end, path);
        }
        nearest.delete(query.from);
        const expected = [...nearest.values()].filter(({ twins }) => twins.length > min).map(name);
        expect(paths.map(name)).toEqual(expected.slice(0, query.first));
      }),
      { numRuns: 1_000 },
    );
  });

  test('a search from a narrow beginning to a wide end follows only what can arrive', async () => {
    const width = 20_000;
    const changes = Array.from({ length: width }, (_, i) => ({
      addTwin: { id: `t${i}`, model: 'm' },
    }));
    const links = Array.from({ length: width - 1 }, (_, i) => ({
      addRelationship: { source: `t${i + 1}`, target: `t${i >> 1}`, name: 'feeds' },
    }));
    const graph = graphAfter(emptyGraph(), [...changes, ...links]);
    const { paths } = graphQueries(() => graph);
    const [path] = await paths({ from: `t${width - 1}`, to: 't0', hops: { max: 100 } });
    expect(path?.twins).toHaveLength(15);
    const down = await paths({
      from: 't0',
      to: `t${width - 1}`,
      direction: 'in',
      hops: { max: 100 },
    });
    expect(down).toHaveLength(1);
  });

  test('few of very many paths are found without the others', async () => {
    const { paths } = graphQueries(() => clique(14, []));
    expect(await paths({ from: 't0', to: 't1', first: 100 })).toHaveLength(100);
  });

  test('a search whose trails lead nowhere but into themselves ends with a clear limit', async () => {
    const lead = [
      { addTwin: { id: 'from', model: 'm' } },
      { addTwin: { id: 'to', model: 'm' } },
      { addRelationship: { source: 'from', target: 't0', name: 'feeds' } },
      { addRelationship: { source: 't0', target: 'to', name: 'feeds' } },
    ];
    const { paths } = graphQueries(() => clique(14, lead));
    expect(await paths({ from: 'from', to: 'to', first: 1 })).toHaveLength(1);
    await expect(paths({ from: 'from', to: 'to', first: 2 })).rejects.toThrow(
      'LIMIT_EXCEEDED paths: the search followed 50000 trails and found 1 path(s); ' +
        'ask for fewer paths (first), fewer hops (hops) or fewer names (along)',
    );
  });
});

/** A graph in which each of `size` twins feeds each other, and more. */
function clique(size: number, more: readonly Change[]): TwinGraph {
  const twins = Array.from({ length: size }, (_, i) => `t${i}`);
  return graphAfter(emptyGraph(), [
    ...twins.map((id) => ({ addTwin: { id, model: 'm' } })),
    ...twins.flatMap((source) =>
      twins
        .filter((target) => target !== source)
        .map((target) => ({ addRelationship: { source, target, name: 'feeds' } })),
    ),
    ...more,
  ]);
}
