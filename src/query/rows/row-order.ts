/**
 * The order of rows: the wanted keys, then what tells them apart, so that it is total and a cursor
 * says after which row a page begins, whatever is written meanwhile.
 */
import type { Field } from '../fields.ts';
import { type Ordering, orderingBy, type Position } from '../page/order.ts';
import { Selection } from '../page/selection.ts';
import type { Row, RowReader } from './row.ts';
import type { RowsQuery } from './rows-query.ts';

/** An order by fields, the first of which are the keys of the query; cursors of another query are told apart. */
export function rowOrdering<T>(query: RowsQuery, fields: readonly Field<T>[]): Ordering<T> {
  const keys = fields.map((field, key) => ({
    field,
    sign: query.orderBy[key]?.descending === true ? -1 : 1,
  }));
  return orderingBy(JSON.stringify(query), keys);
}

/** What tells rows apart: the ids of the twins, then the relationships of each link's walk. */
export function identityOf({ twins, links }: RowsQuery, { graph }: RowReader): Field<Row>[] {
  return [
    ...twins.map(
      (_, slot): Field<Row> =>
        ({ nodes }) =>
          graph.idAt(nodes[slot] as number),
    ),
    ...links.map(
      (_, slot): Field<Row> =>
        ({ edges }) =>
          (edges[slot] as readonly number[]).flatMap((edge) => {
            const relationship = graph.relationshipAt(edge);
            return relationship === undefined ? [] : [relationship.source, relationship.id];
          }),
    ),
  ];
}

/** The first rows of an order, where there is a limit; keeps no more than twice as many. */
export function* topOf<T>(
  rows: Iterable<T>,
  top: number | undefined,
  ordering: Ordering<T>,
): Generator<T> {
  if (top === undefined) return yield* rows;
  const selection = new Selection<{ readonly row: T; readonly position: Position }>(top, (a, b) =>
    ordering.compare(a.position, b.position),
  );
  for (const row of rows) {
    const { limit } = selection;
    if (limit !== undefined && ordering.compareTo(row, limit.position) >= 0) continue;
    selection.offer({ row, position: ordering.positionOf(row) });
  }
  for (const { row } of selection.items()) yield row;
}
