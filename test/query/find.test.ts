/** Finding twins and relationships: the executor beside a filter that reads the tree naively. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphQueries } from '../../src/query/graph-queries.ts';
import { flatRelationship, holdsOf, Naive } from './naive.ts';
import { allRelationships, graphs, ids, models } from './random-graph.ts';
import { predicates } from './random-predicate.ts';

/** Whether a filter asks what is within reach of a twin that is not there. */
const asksOfNobody = (naive: Naive, filter: unknown) =>
  ids.some(
    (id) =>
      JSON.stringify(filter).includes(`"within","from":${JSON.stringify(id)}`) &&
      naive.twins.every((twin) => twin.id !== id),
  );

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
        const naive = new Naive(graph);
        const answer = graphQueries(() => graph).find(filter);
        if (asksOfNobody(naive, filter)) {
          await expect(answer).rejects.toThrow('NOT_FOUND within: there is no twin');
          return;
        }
        const expected = naive.twins.filter((twin) => naive.fits(twin, filter));
        expect((await answer).items.map(({ id }) => id)).toEqual(
          expected.map(({ id }) => id).sort(),
        );
      }),
      { numRuns: 2_000 },
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
            (query.where === undefined || holdsOf(query.where, flatRelationship(edge))),
        );
        const key = ({ source, id }: { source: string; id: string }) => `${source}\n${id}`;
        expect(page.items.map(key)).toEqual(expected.map(key).sort());
      }),
      { numRuns: 300 },
    );
  });
});
