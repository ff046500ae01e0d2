/**
 * Answers a rows query on a graph: searches, orders, cuts to the page and only then decodes what
 * is shown. Called by the API's `rows`.
 */
import type { TwinGraph } from '../../model/graph.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { type Observe, observing } from '../explain.ts';
import type { Field } from '../fields.ts';
import { mapPage, pageOf } from '../page/page.ts';
import type { Page, PageRequest } from '../query.ts';
import { Work } from '../work.ts';
import { isGrouped, RowGroups } from './groups.ts';
import { matchesOf } from './matches.ts';
import { type ModelsOf, type Row, RowReader } from './row.ts';
import { identityOf, rowOrdering, topOf } from './row-order.ts';
import type { RowsQuery } from './rows-query.ts';

/** How many twins and relationships rows may look at: each is searched for, tested and copied. */
const allowance = 2_000_000;

/** Which page is wanted, what models stand for, and who hears what was done. */
interface RowsRequest extends PageRequest {
  readonly modelsOf: ModelsOf;
  readonly observe?: Observe | undefined;
}

/**
 * A page of rows as JSON. `BAD_USER_INPUT` for paths and cursors that cannot be, `NOT_FOUND` for
 * an unknown model, `LIMIT_EXCEEDED` when the search looks at too much.
 */
export function rowsOf(
  graph: TwinGraph,
  query: RowsQuery,
  { modelsOf, observe, ...page }: RowsRequest,
): Page<JsonObject> {
  const work = new Work(graph, allowance);
  const told = observing('rows', work, observe);
  const reader = new RowReader(graph, query, modelsOf);
  const rows = matchesOf(query, reader, work);
  if (!isGrouped(query)) {
    const fields = [
      ...query.orderBy.flatMap(({ by }) => (by.kind === 'property' ? [reader.getter(by)] : [])),
      ...identityOf(query, reader),
    ];
    const found = orderedPage(copied(rows), { query, fields, page, work });
    return told(mapPage(found, shownBy(query, reader)));
  }
  const stage = work.stage('group');
  const groups = new RowGroups(query, reader);
  const made = groups.of(stage.counted(rows));
  const found = orderedPage(stage.giving(made), { query, fields: groups.fields(), page, work });
  return told(mapPage(found, groups.shown()));
}

interface Wanted<T> {
  readonly query: RowsQuery;
  /** What the rows are ordered by. */
  readonly fields: readonly Field<T>[];
  readonly page: PageRequest;
  readonly work: Work;
}

function orderedPage<T>(rows: Iterable<T>, { query, fields, page, work }: Wanted<T>): Page<T> {
  const ordering = rowOrdering(query, fields);
  const [order, cut] = [work.stage('order'), work.stage('page')];
  const top = order.giving(topOf(order.counted(rows), query.top, ordering));
  const found = pageOf(cut.counted(top), ordering, page);
  cut.returned = found.items.length;
  return found;
}

function* copied(rows: Iterable<Row>): Generator<Row> {
  for (const { nodes, edges } of rows) {
    yield { nodes: nodes.slice(), edges: edges.map((walk) => [...walk]) };
  }
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
