/** Rows made into groups: one for each combination of values, with the numbers over its rows. */
import type { JsonObject } from '../../model/json.ts';
import { type Group, type GroupsOf, groupsOf } from '../aggregate/aggregate.ts';
import { accumulatorOf } from '../aggregate/measure.ts';
import type { Field } from '../fields.ts';
import type { Row, RowReader } from './row.ts';
import type { Aggregate, Property, RowsQuery, Shown } from './rows-query.ts';

/** Whether the rows of a query are groups. */
export function isGrouped({ select, groupBy }: RowsQuery): boolean {
  if (groupBy.length > 0) return true;
  return (
    select.kind === 'columns' && select.columns.some(({ value }) => value.kind === 'aggregate')
  );
}

/** A group of rows. */
type RowGroup = Group<Row>;

/** The groups of a query's rows, and how they are read. */
export class RowGroups {
  readonly #query: RowsQuery;
  readonly #aggregates: readonly Aggregate[];
  readonly #by: GroupsOf<Row>;

  constructor(query: RowsQuery, reader: RowReader) {
    this.#query = query;
    this.#aggregates = aggregatesOf(query);
    this.#by = {
      keys: query.groupBy.map((property) => reader.getter(property)),
      fresh: this.#aggregates.map(({ function: name, of }) => {
        if (of === undefined) return accumulatorOf({ function: name }, (_path) => () => 1);
        const getter = reader.getter(of);
        const measure = { function: name, path: of.path };
        return accumulatorOf(measure, () => (row) => getter(row) ?? undefined);
      }),
      where: 'GROUP BY',
    };
  }

  of(rows: Iterable<Row>): Iterable<RowGroup> {
    return groupsOf(rows, this.#by);
  }

  /** What groups are ordered by: the keys of the order, then their own. */
  fields(): Field<RowGroup>[] {
    const { orderBy, groupBy } = this.#query;
    return [
      ...orderBy.map(({ by }) => this.#field(by)),
      ...groupBy.map(
        (_, key): Field<RowGroup> =>
          ({ keys }) =>
            keys[key],
      ),
    ];
  }

  /** Reads a group as a row's JSON. */
  shown(): (group: RowGroup) => JsonObject {
    const { select } = this.#query;
    const columns = select.kind === 'columns' ? select.columns : [];
    const fields = columns.map(({ name, value }) => ({
      name,
      read: this.#field(value),
      always: value.kind === 'aggregate',
    }));
    return (group) => {
      const shown = fields.map(({ name, read }) => [name, read(group) ?? null] as const);
      return Object.fromEntries(
        shown.filter(([, value], i) => value !== null || fields[i]?.always),
      );
    };
  }

  #field(shown: Shown): Field<RowGroup> {
    if (shown.kind === 'aggregate') {
      const index = this.#aggregates.indexOf(shown);
      return ({ accumulators }) => accumulators[index]?.result();
    }
    const key = this.#query.groupBy.findIndex((property) => isSame(property, shown));
    return ({ keys }) => keys[key];
  }
}

function isSame({ of, path }: Property, shown: Shown): boolean {
  return shown.kind === 'property' && of === shown.of && path === shown.path;
}

/** Every aggregate that is shown or ordered by. */
function aggregatesOf({ select, orderBy }: RowsQuery): readonly Aggregate[] {
  const shown = select.kind === 'columns' ? select.columns.map(({ value }) => value) : [];
  const all = [...shown, ...orderBy.map(({ by }) => by)];
  return [...new Set(all.filter((part) => part.kind === 'aggregate'))];
}
