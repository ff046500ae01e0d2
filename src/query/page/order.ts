/**
 * The order of a query's answer: the wanted keys, then what identifies the record, so it is total.
 * A record's place in it is a list of values, which is also what a cursor holds.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Json } from '../../model/json.ts';
import { edgeFields, type Field, type Fields, nodeFields } from '../fields.ts';
import type { Order } from '../query.ts';
import { compareValues } from './values.ts';

/** A record's place: the values of its keys, null where it has none. */
export type Position = readonly Json[];

/** A total order of records, by keys. */
export interface Ordering<T> {
  /** Names what is ordered and how: equal for two orderings whose positions can be compared. */
  readonly description: string;
  readonly keys: number;
  positionOf(record: T): Position;
  compare(a: Position, b: Position): number;
  /** Compares a record's place with another, reading no more of the record than it takes. */
  compareTo(record: T, position: Position): number;
}

const maxKeys = 10;

/** The order of the twins at the nodes of a graph, the id last. `BAD_USER_INPUT`, `LIMIT_EXCEEDED`. */
export function nodeOrdering(graph: TwinGraph, orderBy: readonly Order[] = []): Ordering<number> {
  return orderingOf('twins', { orderBy, last: ['$id'], fields: nodeFields(graph) });
}

/** The order of the relationships at the edges of a graph, source and id last. */
export function edgeOrdering(graph: TwinGraph, orderBy: readonly Order[] = []): Ordering<number> {
  return orderingOf('relationships', {
    orderBy,
    last: ['$source', '$id'],
    fields: edgeFields(graph),
  });
}

/** An ascending order by keys that no two records share; `kind` names it in cursors. */
export function keyOrdering<T>(kind: string, ...keys: readonly Field<T>[]): Ordering<T> {
  return orderingBy(
    kind,
    keys.map((field) => ({ field, sign: 1 })),
  );
}

interface Wanted<T> {
  readonly orderBy: readonly Order[];
  readonly last: readonly string[];
  readonly fields: Fields<T>;
}

function orderingOf<T>(kind: string, { orderBy, last, fields }: Wanted<T>): Ordering<T> {
  if (orderBy.length > maxKeys) throw tooManyKeys(orderBy.length);
  const orders: readonly Order[] = [...orderBy, ...last.map((path) => ({ path }))];
  const keys = orders.map(({ path, descending }) => ({
    path,
    field: fields(path),
    sign: descending === true ? -1 : 1,
  }));
  const description = [kind, ...keys.map(({ path, sign }) => `${sign} ${path}`)];
  return orderingBy(JSON.stringify(description), keys);
}

/** A key of an order; `sign` is 1, or -1 to turn it round. */
interface Key<T> {
  readonly field: Field<T>;
  readonly sign: number;
}

/** An order by keys, the last of which tell all records apart; `description` as in `Ordering`. */
export function orderingBy<T>(description: string, keys: readonly Key<T>[]): Ordering<T> {
  return {
    description,
    keys: keys.length,
    positionOf: (record) => keys.map(({ field }) => field(record) ?? null),
    compare: (a, b) => firstDifference(keys, (key) => compareValues(a[key], b[key])),
    compareTo: (record, position) =>
      firstDifference(keys, (key) => compareValues(keys[key]?.field(record), position[key])),
  };
}

function firstDifference<T>(keys: readonly Key<T>[], compare: (key: number) => number): number {
  for (let key = 0; key < keys.length; key++) {
    const order = compare(key);
    if (order !== 0) return order * (keys[key] as Key<T>).sign;
  }
  return 0;
}

function tooManyKeys(count: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'orderBy',
    message: `an order has ${count} keys`,
    expected: `at most ${maxKeys}`,
  });
}
