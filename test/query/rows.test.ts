/** Rows beside an oracle that tries everything, on random graphs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TwinGraph } from '../../src/model/graph.ts';
import { canonicalJson, type Json, type JsonObject } from '../../src/model/json.ts';
import { compareValues } from '../../src/query/page/values.ts';
import { rowsOf } from '../../src/query/rows/rows-of.ts';
import type { RowsQuery } from '../../src/query/rows/rows-query.ts';
import { graphs } from './random-graph.ts';
import { rowsQueries } from './random-rows.ts';
import { allRows, type Bound, heldBy } from './rows-oracle.ts';

const modelsOf = (model: string) => new Set([model]);

function rows(graph: TwinGraph, query: RowsQuery): readonly JsonObject[] {
  return rowsOf(graph, query, { modelsOf, first: 10_000 }).items;
}

function shown(query: RowsQuery, row: Bound): JsonObject {
  const columns = query.select.kind === 'columns' ? query.select.columns : [];
  const values = columns.map(({ name, value }) => [
    name,
    value.kind === 'property' ? heldBy(value, row) : undefined,
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

const small = rowsQueries.filter(({ twins, links }) => twins.length + links.length <= 5);

describe('rows', () => {
  test('are all combinations that there are, once for each walk', () => {
    fc.assert(
      fc.property(graphs, small, (graph, { top: _, ...query }) => {
        const found = rows(graph, query).map((row) => canonicalJson(row));
        const expected = allRows(graph, query).map((row) => canonicalJson(shown(query, row)));
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test('come by the keys of the order, then by the ids of their twins', () => {
    fc.assert(
      fc.property(graphs, small, (graph, { top: _, ...query }) => {
        const keysOf = (row: Bound): readonly [Json | undefined, number][] => [
          ...query.orderBy.map(
            ({ by, descending }) =>
              [by.kind === 'property' ? heldBy(by, row) : null, descending ? -1 : 1] as [
                Json | undefined,
                number,
              ],
          ),
          ...query.twins.map((name) => [row.twins.get(name)?.id, 1] as [string, number]),
        ];
        const compare = (a: Bound, b: Bound): number => {
          const others = keysOf(b);
          for (const [index, [value, sign]] of keysOf(a).entries()) {
            const order = compareValues(value, others[index]?.[0]) * sign;
            if (order !== 0) return order;
          }
          return 0;
        };
        const expected = allRows(graph, query).sort(compare);
        const ids = (row: JsonObject) => query.twins.map((_, i) => row[idColumn(query, i)]);
        expect(rows(graph, query).map(ids)).toEqual(
          expected.map((row) => query.twins.map((name) => row.twins.get(name)?.id)),
        );
      }),
    );
  });

  test('are the same page by page, and TOP is where they end', () => {
    fc.assert(
      fc.property(graphs, small, fc.integer({ min: 1, max: 4 }), (graph, query, first) => {
        const { top, ...unlimited } = query;
        const pages: JsonObject[] = [];
        let after: string | undefined;
        for (let more = true; more; ) {
          const request = { modelsOf, first, ...(after !== undefined && { after }) };
          const page = rowsOf(graph, query, request);
          pages.push(...page.items);
          after = page.cursors.at(-1);
          more = page.hasNextPage;
        }
        expect(pages).toEqual(rows(graph, unlimited).slice(0, top));
      }),
      { numRuns: 50 },
    );
  });
});

function idColumn({ select, twins }: RowsQuery, index: number): string {
  const columns = select.kind === 'columns' ? select.columns : [];
  const column = columns.find(
    ({ value }) => value.kind === 'property' && value.of === twins[index] && value.path === '$id',
  );
  return column?.name ?? '';
}
