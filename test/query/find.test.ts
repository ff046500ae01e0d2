/** Finding twins and relationships: the executor beside a filter that reads the tree naively. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Predicate } from '../../src/query/query.ts';
import { allRelationships, allTwins, graphs, ids, models, predicates } from './random-graph.ts';

type Flat = Readonly<Record<string, Json | undefined>>;

/** The meaning of a predicate, word for word from its description. */
function holds(predicate: Predicate, record: Flat): boolean {
  if (predicate.kind === 'not') return !holds(predicate.of, record);
  if ('of' in predicate) {
    const parts = predicate.of.map((part) => holds(part, record));
    return predicate.kind === 'and' ? !parts.includes(false) : parts.includes(true);
  }
  const held = record[predicate.path];
  if (predicate.kind === 'exists') return predicate.exists === (held !== undefined);
  if (held === undefined) return false;
  const same = (a: Json, b: Json) => canonicalJson(a) === canonicalJson(b);
  if (predicate.kind === 'in') return predicate.values.some((value) => same(value, held));
  if (predicate.kind === 'text') {
    if (typeof held !== 'string') return false;
    const { value, operator } = predicate;
    if (operator === 'contains') return held.includes(value);
    return operator === 'startsWith' ? held.startsWith(value) : held.endsWith(value);
  }
  const { operator, value } = predicate;
  if (operator === 'eq') return same(held, value);
  if (operator === 'ne') return !same(held, value);
  if (typeof held !== typeof value || !['number', 'string'].includes(typeof held)) return false;
  const [a, b] = [held as number, value as number];
  return { lt: a < b, lte: a <= b, gt: a > b, gte: a >= b }[operator];
}

function flat(twin: ReturnType<typeof allTwins>[number]): Flat {
  const { level, name, part } = twin.properties as Record<string, Json>;
  const inner = part as { level?: Json } | undefined;
  return {
    level,
    name,
    'part/level': inner?.level,
    $id: twin.id,
    $model: twin.model,
    $revision: twin.revision,
  };
}

describe('finding', () => {
  test('gives exactly the twins a naive filter gives, in the order of their ids', async () => {
    const filters = fc.record(
      {
        where: predicates,
        models: fc.subarray([...models, 'dtmi:test:None;1']),
        ids: fc.subarray([...ids, 'nobody']),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(graphs, filters, async (graph, filter) => {
        const page = await graphQueries(() => graph).find(filter);
        const expected = allTwins(graph)
          .filter(
            (twin) =>
              (filter.models?.includes(twin.model) ?? true) &&
              (filter.ids?.includes(twin.id) ?? true) &&
              (filter.where === undefined || holds(filter.where, flat(twin))),
          )
          .map((twin) => twin.id)
          .sort();
        expect(page.items.map(({ id }) => id)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('gives exactly the relationships a naive filter gives', async () => {
    const queries = fc.record(
      {
        names: fc.subarray(['feeds', 'cools']),
        source: fc.constantFrom(...ids),
        target: fc.constantFrom(...ids),
        where: fc.record({
          kind: fc.constant('compare' as const),
          path: fc.constantFrom('$source', '$target', '$name'),
          operator: fc.constantFrom('eq' as const, 'ne' as const),
          value: fc.constantFrom('a', 'b', 'feeds'),
        }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(graphs, queries, async (graph, query) => {
        const page = await graphQueries(() => graph).findRelationships(query);
        const expected = allRelationships(graph).filter(
          (edge) =>
            (query.names?.includes(edge.name) ?? true) &&
            (query.source === undefined || edge.source === query.source) &&
            (query.target === undefined || edge.target === query.target) &&
            (query.where === undefined ||
              holds(query.where, { $source: edge.source, $target: edge.target, $name: edge.name })),
        );
        const key = ({ source, id }: { source: string; id: string }) => `${source}\n${id}`;
        expect(page.items.map(key)).toEqual(expected.map(key).sort());
      }),
      { numRuns: 300 },
    );
  });
});
