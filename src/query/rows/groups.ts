/** Rows made into groups: one for each combination of values, with the numbers over its rows. */
import { LinchpinError } from '../../model/errors.ts';
import { canonicalJson, type Json, type JsonObject } from '../../model/json.ts';
import { type Accumulator, accumulatorOf } from '../aggregate/measure.ts';
import type { Field } from '../fields.ts';
import type { Row, RowReader } from './row.ts';
import type { Aggregate, Property, RowsQuery, Shown } from './rows-query.ts';

/** How many groups an answer may have; more is `LIMIT_EXCEEDED`. */
const maxGroups = 10_000;

/** The rows that share the values of GROUP BY. */
export interface Group {
  readonly keys: readonly Json[];
  readonly numbers: readonly Accumulator<Row>[];
}

/** Whether the rows of a query are groups. */
export function isGrouped({ select, groupBy }: RowsQuery): boolean {
  if (groupBy.length > 0) return true;
  return (
    select.kind === 'columns' && select.columns.some(({ value }) => value.kind === 'aggregate')
  );
}

/** The groups of a query's rows, and how they are read. */
export class Groups {
  readonly #query: RowsQuery;
  readonly #keys: readonly Field<Row>[];
  readonly #aggregates: readonly Aggregate[];
  readonly #fresh: readonly (() => Accumulator<Row>)[];

  constructor(query: RowsQuery, reader: RowReader) {
    this.#query = query;
    this.#keys = query.groupBy.map((property) => reader.getter(property));
    this.#aggregates = aggregatesOf(query);
    this.#fresh = this.#aggregates.map(({ function: name, of }) => {
      if (of === undefined) return accumulatorOf({ function: name }, (_path) => () => 1);
      const getter = reader.getter(of);
      return accumulatorOf(
        { function: name, path: of.path },
        () => (row) => getter(row) ?? undefined,
      );
    });
  }

  /** Without keys there is always one group. */
  of(rows: Iterable<Row>): Iterable<Group> {
    const groups = new Map<string, Group>();
    const numbers = () => this.#fresh.map((make) => make());
    if (this.#keys.length === 0) groups.set('[]', { keys: [], numbers: numbers() });
    for (const row of rows) {
      const keys = this.#keys.map((key) => key(row) ?? null);
      const name = canonicalJson(keys);
      let group = groups.get(name);
      if (group === undefined) {
        if (groups.size >= maxGroups) throw tooManyGroups();
        group = { keys, numbers: numbers() };
        groups.set(name, group);
      }
      for (const number of group.numbers) number.take(row);
    }
    return groups.values();
  }

  /** What groups are ordered by: the keys of the order, then their own. */
  fields(): Field<Group>[] {
    const { orderBy, groupBy } = this.#query;
    return [
      ...orderBy.map(({ by }) => this.#field(by)),
      ...groupBy.map(
        (_, key): Field<Group> =>
          ({ keys }) =>
            keys[key],
      ),
    ];
  }

  /** Reads a group as a row's JSON. */
  shown(): (group: Group) => JsonObject {
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

  #field(shown: Shown): Field<Group> {
    if (shown.kind === 'aggregate') {
      const index = this.#aggregates.indexOf(shown);
      return ({ numbers }) => numbers[index]?.result();
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

function tooManyGroups(): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'GROUP BY',
    message: 'the answer has too many groups',
    expected: `at most ${maxGroups}`,
    action: 'group by a property with fewer values, or filter first',
  });
}
