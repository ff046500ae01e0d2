/** Aggregates beside sums made by hand and by brute force. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { AggregateQuery } from '../../src/query/query.ts';
import { allRelationships, allTwins, graphs } from './random-graph.ts';

const measures = [
  { function: 'count' },
  { function: 'count', path: 'level' },
  { function: 'sum', path: 'level' },
  { function: 'avg', path: 'level' },
  { function: 'min', path: 'level' },
  { function: 'max', path: 'level' },
  { function: 'countDistinct', path: 'level' },
  { function: 'percentile', path: 'level', percent: 50 },
] as const satisfies AggregateQuery['measures'];

describe('aggregates', () => {
  test('leave out what is missing or no number, whole and by group', async () => {
    const graph = graphAfter(emptyGraph(), [
      { addTwin: { id: 'a', model: 'm', properties: { level: 1, site: 'north' } } },
      { addTwin: { id: 'b', model: 'm', properties: { level: 4, site: 'north' } } },
      { addTwin: { id: 'c', model: 'm', properties: { level: 'high', site: 'south' } } },
      { addTwin: { id: 'd', model: 'm', properties: {} } },
    ]);
    const { aggregate } = graphQueries(() => graph);
    expect(await aggregate({ measures })).toEqual([
      { keys: [], values: [4, 3, 5, 2.5, 1, 4, 3, 2.5] },
    ]);
    expect(await aggregate({ measures, groupBy: ['site'] })).toEqual([
      { keys: ['north'], values: [2, 2, 5, 2.5, 1, 4, 2, 2.5] },
      { keys: ['south'], values: [1, 1, 0, null, null, null, 1, null] },
      { keys: [null], values: [1, 0, 0, null, null, null, 0, null] },
    ]);
  });

  test('of nothing are one row of zeros and nulls, or no group', async () => {
    const { aggregate } = graphQueries(emptyGraph);
    expect(await aggregate({ measures })).toEqual([
      { keys: [], values: [0, 0, 0, null, null, null, 0, null] },
    ]);
    expect(await aggregate({ measures, groupBy: ['$model'] })).toEqual([]);
  });

  test('by group add up to the whole', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        const { aggregate } = graphQueries(() => graph);
        const rows = await aggregate({ measures, groupBy: ['$model', 'level'] });
        const numbers = allTwins(graph).flatMap(({ properties: { level } }) =>
          typeof level === 'number' ? [level] : [],
        );
        const total = (column: number) =>
          rows.reduce((sum, { values }) => sum + (values[column] ?? 0), 0);
        expect(total(0)).toBe(graph.size.twins);
        expect(total(2)).toBeCloseTo(
          numbers.reduce((sum, level) => sum + level, 0),
          9,
        );
      }),
    );
  });

  test('sum without the loss of plain addition', async () => {
    const values = [1e100, 1, -1e100, 1];
    const graph = graphAfter(
      emptyGraph(),
      values.map((level, i) => ({ addTwin: { id: `t${i}`, model: 'm', properties: { level } } })),
    );
    const [row] = await graphQueries(() => graph).aggregate({
      measures: [{ function: 'sum', path: 'level' }],
    });
    expect(row?.values).toEqual([2]);
  });

  test('tell values of every type apart when they count different ones', async () => {
    const values = [1, '1', true, 'true', [1], '[1]', { a: 1, b: 2 }, { b: 2, a: 1 }, 1, '1'];
    const graph = graphAfter(
      emptyGraph(),
      values.map((level, i) => ({ addTwin: { id: `t${i}`, model: 'm', properties: { level } } })),
    );
    const [row] = await graphQueries(() => graph).aggregate({
      measures: [{ function: 'countDistinct', path: 'level' }],
    });
    expect(row?.values).toEqual([7]);
  });

  test('interpolate percentiles as type 7 of Hyndman and Fan does', async () => {
    // As R's quantile(c(15, 20, 35, 40, 50), p, type = 7) gives them.
    const expected = [
      [0, 15],
      [5, 16],
      [30, 23],
      [40, 29],
      [50, 35],
      [90, 46],
      [100, 50],
    ] as const;
    const graph = graphAfter(
      emptyGraph(),
      [35, 20, 50, 15, 40].map((level, i) => ({
        addTwin: { id: `t${i}`, model: 'm', properties: { level } },
      })),
    );
    const [row] = await graphQueries(() => graph).aggregate({
      measures: expected.map(([percent]) => ({ function: 'percentile', path: 'level', percent })),
    });
    expect(row?.values).toEqual(expected.map(([, value]) => value));
  });

  test('are computed over relationships too, by their names and ends', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (graph) => {
        const rows = await graphQueries(() => graph).aggregateRelationships({
          groupBy: ['$name', '$source'],
          measures: [{ function: 'count' }, { function: 'sum', path: 'share' }],
        });
        const expected = new Map<string, [number, number]>();
        for (const { name, source, properties } of allRelationships(graph)) {
          const [count, sum] = expected.get(`${name} ${source}`) ?? [0, 0];
          expected.set(`${name} ${source}`, [count + 1, sum + ((properties.share ?? 0) as number)]);
        }
        const found = rows.map(({ keys, values }) => [keys.join(' '), values]);
        expect(found).toEqual([...expected].sort(([a], [b]) => (a < b ? -1 : 1)));
      }),
    );
  });
});
