/** Paging: every walk visits each item once, whatever the order, size and direction. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import { compareValues } from '../../src/query/page/values.ts';
import type { Order, TwinQuery } from '../../src/query/query.ts';
import { allTwins, graphs, models, value } from './random-graph.ts';

const orders = fc.array(
  fc.record({
    path: fc.constantFrom('level', 'name', '$model', 'missing'),
    descending: fc.boolean(),
  }),
  { maxLength: 3 },
);

async function walk(graph: TwinGraph, query: TwinQuery, size: number, backwards: boolean) {
  const queries = graphQueries(() => graph);
  const visited: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await queries.find({
      ...query,
      ...(backwards ? { last: size } : { first: size }),
      ...(cursor === undefined ? {} : { [backwards ? 'before' : 'after']: cursor }),
    });
    const found = page.items.map(({ id }) => id);
    if (backwards) visited.unshift(...found);
    else visited.push(...found);
    cursor = backwards ? page.cursors[0] : page.cursors.at(-1);
    const more = backwards ? page.hasPreviousPage : page.hasNextPage;
    expect(backwards ? page.hasNextPage : page.hasPreviousPage).toBe(visited.length > found.length);
    if (!more) return visited;
  }
}

function sorted(graph: TwinGraph, orderBy: readonly Order[]): string[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return allTwins(graph)
    .sort((a, b) => {
      for (const { path, descending } of orderBy) {
        const read = (twin: typeof a) => (path === '$model' ? twin.model : twin.properties[path]);
        const order = compareValues(read(a), read(b));
        if (order !== 0) return descending ? -order : order;
      }
      return compare(a.id, b.id);
    })
    .map(({ id }) => id);
}

describe('paging', () => {
  test('a walk forwards or backwards visits each twin once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        graphs,
        orders,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        async (graph, orderBy, size, backwards) => {
          expect(await walk(graph, { orderBy }, size, backwards)).toEqual(sorted(graph, orderBy));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a walk by id alone, with a filter, gives what one without an order at hand gives', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.subarray(models), async (graph, wanted) => {
        const where = { kind: 'in', path: '$model', values: wanted } as const;
        const expected = sorted(graph, []).filter((id) =>
          wanted.includes(graph.twin(id)?.model as string),
        );
        for (const backwards of [false, true]) {
          // The order is made when it is asked for again: the first walk makes it.
          await walk(graph, {}, 2, backwards);
          expect(await walk(graph, { where }, 2, backwards)).toEqual(expected);
          expect(await walk(graph, { models: wanted }, 1, backwards)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a walk while twins come, go and change visits each that stayed exactly once', async () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 30 }),
      kind: fc.constantFrom('put', 'drop'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const twin = (id: number) => ({ id: `twin-${String(id).padStart(2, '0')}`, model: 'm' });
        const stays = [3, 7, 11, 19, 23, 29].map((id) => twin(id).id);
        let graph = graphAfter(
          emptyGraph(),
          Array.from({ length: 30 }, (_, i) => ({ addTwin: twin(i) })),
        );
        const seen: string[] = [];
        let after: string | undefined;
        for (let more = true; more; ) {
          const page = await graphQueries(() => graph).find({
            first: 4,
            ...(after === undefined ? {} : { after }),
          });
          seen.push(...page.items.map(({ id }) => id));
          after = page.cursors.at(-1) ?? after;
          more = page.hasNextPage;
          for (const { id, kind } of steps.splice(0, 3)) {
            const target = twin(id);
            if (kind === 'put') graph = graphAfter(graph, [{ putTwin: target }]);
            else if (graph.twin(target.id) !== undefined && !stays.includes(target.id)) {
              graph = graphAfter(graph, [{ removeTwin: { twin: target.id } }]);
            }
          }
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(stays));
      }),
    );
  });

  test('both ends of a range can be given', async () => {
    const graph = graphAfter(
      emptyGraph(),
      ['a', 'b', 'c', 'd', 'e'].map((id) => ({ addTwin: { id, model: 'm' } })),
    );
    const { find } = graphQueries(() => graph);
    const { cursors } = await find({});
    const range = { after: cursors[0] as string, before: cursors[4] as string };
    const page = await find({ ...range, first: 2 });
    expect(page.items.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(page).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const nothing = await find({ first: 0 });
    expect(nothing).toMatchObject({ items: [], hasNextPage: true, hasPreviousPage: false });
  });

  test('values of every type have one total order', () => {
    const wide = fc.oneof(value, fc.constant(undefined));
    fc.assert(
      fc.property(wide, wide, wide, (a, b, c) => {
        expect(Math.sign(compareValues(a, b)) + Math.sign(compareValues(b, a))).toBe(0);
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) {
          expect(compareValues(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});
