/**
 * Answers a rows query on a graph: searches, orders, cuts to the page and only then decodes what
 * is shown. Called by the API's `rows`.
 */
import type { TwinGraph } from '../../model/graph.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { mapPage, pageOf } from '../page/page.ts';
import type { Page, PageRequest } from '../query.ts';
import { Groups, isGrouped } from './groups.ts';
import { matchesOf } from './matches.ts';
import { type ModelsOf, type Row, RowReader } from './row.ts';
import { identityOf, rowOrdering, topOf } from './row-order.ts';
import type { RowsQuery } from './rows-query.ts';

/** Which page is wanted, and what models stand for. */
export interface RowsRequest extends PageRequest {
  readonly modelsOf: ModelsOf;
}

/**
 * A page of rows as JSON. `BAD_USER_INPUT` for paths and cursors that cannot be, `NOT_FOUND` for
 * an unknown model, `LIMIT_EXCEEDED` when the search looks at too much.
 */
export function rowsOf(
  graph: TwinGraph,
  query: RowsQuery,
  { modelsOf, ...page }: RowsRequest,
): Page<JsonObject> {
  const reader = new RowReader(graph, query, modelsOf);
  const rows = matchesOf(query, reader);
  if (isGrouped(query)) {
    const groups = new Groups(query, reader);
    const ordering = rowOrdering(query, groups.fields());
    return shownPage(
      pageOf(topOf(groups.of(rows), query.top, ordering), ordering, page),
      groups.shown(),
    );
  }
  const ordering = rowOrdering(query, [
    ...query.orderBy.flatMap(({ by }) => (by.kind === 'property' ? [reader.getter(by)] : [])),
    ...identityOf(query, reader),
  ]);
  return shownPage(
    pageOf(topOf(copied(rows), query.top, ordering), ordering, page),
    shownBy(query, reader),
  );
}

function* copied(rows: Iterable<Row>): Generator<Row> {
  for (const { nodes, edges } of rows) {
    yield { nodes: nodes.slice(), edges: edges.map((walk) => [...walk]) };
  }
}

function shownPage<T>(page: Page<T>, show: (row: T) => JsonObject): Page<JsonObject> {
  return mapPage(page, show);
}

/** What a row shows; a property that it does not have is left out. */
function shownBy({ select }: RowsQuery, reader: RowReader): (row: Row) => JsonObject {
  if (select.kind === 'record') return reader.record(select.of);
  const columns = select.columns.flatMap(({ name, value }) => {
    if (value.kind === 'aggregate') return [];
    const read = value.kind === 'record' ? reader.record(value.of) : reader.getter(value);
    return [{ name, read }];
  });
  return (row) => {
    const shown: [string, Json][] = [];
    for (const { name, read } of columns) {
      const value = read(row);
      if (value !== undefined) shown.push([name, value]);
    }
    return Object.fromEntries(shown);
  };
}
