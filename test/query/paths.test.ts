/** Paths beside brute force: every simple path of a small graph, sorted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Path, PathQuery } from '../../src/query/query.ts';
import { allRelationships, allTwins, graphs } from './random-graph.ts';

/** A path as text that sorts as paths do: by length, then by each step's far twin and key. */
function name({ twins, relationships }: Path): string {
  const steps = relationships.map(
    ({ source, id }, i) => `${twins[i + 1]}\u0001${source}\u0001${id}`,
  );
  return [String(relationships.length).padStart(3, '0'), twins[0], ...steps].join('\u0000');
}

function everyPath(graph: TwinGraph, query: PathQuery): Path[] {
  const { along, direction = 'out', maxHops = 10 } = query;
  const edges = allRelationships(graph).filter((edge) => along?.includes(edge.name) ?? true);
  const found: Path[] = [];
  const extend = (path: Path) => {
    const here = path.twins.at(-1);
    found.push(path);
    if (path.relationships.length === maxHops) return;
    for (const edge of edges) {
      const ends: string[] = [];
      if (direction !== 'in' && edge.source === here) ends.push(edge.target);
      if (direction !== 'out' && edge.target === here) ends.push(edge.source);
      for (const end of ends.filter((twin) => !path.twins.includes(twin))) {
        extend({ twins: [...path.twins, end], relationships: [...path.relationships, edge] });
      }
    }
  };
  extend({ twins: [query.from], relationships: [] });
  const compare = (a: Path, b: Path) => (name(a) < name(b) ? -1 : 1);
  return found.sort(compare);
}

const queries = graphs
  .filter((graph) => graph.size.twins > 0)
  .chain((graph) =>
    fc.record({
      graph: fc.constant(graph),
      from: fc.constantFrom(...allTwins(graph).map(({ id }) => id)),
      to: fc.constantFrom(...allTwins(graph).map(({ id }) => id)),
      direction: fc.constantFrom('out' as const, 'in' as const, 'both' as const),
      along: fc.constantFrom(['feeds'], ['feeds', 'cools']),
      maxHops: fc.integer({ min: 1, max: 6 }),
      first: fc.integer({ min: 0, max: 20 }),
    }),
  );

describe('paths', () => {
  test('between two twins: all simple paths, shortest first, as brute force finds them', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async ({ graph, ...query }) => {
        const paths = await graphQueries(() => graph).paths(query);
        const expected = everyPath(graph, query).filter(({ twins }) => twins.at(-1) === query.to);
        expect(paths.map(name)).toEqual(expected.map(name).slice(0, query.first));
      }),
      { numRuns: 300 },
    );
  });

  test('from one twin: the first shortest path to each twin within reach', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async ({ graph, to: _, ...query }) => {
        const paths = await graphQueries(() => graph).paths(query);
        const nearest = new Map<string, Path>();
        for (const path of everyPath(graph, query)) {
          const end = path.twins.at(-1) as string;
          if (end !== query.from && !nearest.has(end)) nearest.set(end, path);
        }
        const expected = [...nearest.values()].map(name);
        expect(paths.map(name)).toEqual(expected.slice(0, query.first));
      }),
      { numRuns: 300 },
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
    const [path] = await paths({ from: `t${width - 1}`, to: 't0', maxHops: 100 });
    expect(path?.twins).toHaveLength(15);
    const down = await paths({ from: 't0', to: `t${width - 1}`, direction: 'in', maxHops: 100 });
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
      'LIMIT_EXCEEDED paths: the search followed 200000 trails and found 1 path(s); ' +
        'ask for fewer paths (first), fewer hops (maxHops) or fewer names (along)',
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
