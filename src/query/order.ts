/**
 * The order of a query's answer: the wanted keys, then what identifies the record, so it is total.
 * A record's place in it is a list of values, which is also what a cursor holds.
 */
import { LinchpinError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import { type Fields, relationshipFields, twinFields } from './fields.ts';
import type { Order } from './query.ts';
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
}

const maxKeys = 10;

/** The order of twins, the id last. `BAD_USER_INPUT` for a malformed path. */
export function twinOrdering(orderBy: readonly Order[] = []): Ordering<Twin> {
  return orderingOf('twins', [...orderBy, { path: '$id' }], twinFields);
}

/** The one order of relationships: by source, then id. */
export const relationshipOrdering: Ordering<Relationship> = orderingOf(
  'relationships',
  [{ path: '$source' }, { path: '$id' }],
  relationshipFields,
);

/** An ascending order by keys that no two records share; `kind` names it in cursors. */
export function keyOrdering<T>(
  kind: string,
  ...keys: readonly ((record: T) => Json)[]
): Ordering<T> {
  return {
    description: kind,
    keys: keys.length,
    positionOf: (record) => keys.map((key) => key(record)),
    compare: (a, b) => comparePositions(a, b, ascending),
  };
}

const ascending = () => 1;

function orderingOf<T>(kind: string, orderBy: readonly Order[], fields: Fields<T>): Ordering<T> {
  if (orderBy.length > maxKeys + 1) throw tooManyKeys(orderBy.length - 1);
  const keys = orderBy.map(({ path }) => fields(path));
  const signs = orderBy.map(({ descending }) => (descending === true ? -1 : 1));
  return {
    description: JSON.stringify([kind, ...orderBy.map(({ path }, i) => `${signs[i]} ${path}`)]),
    keys: keys.length,
    positionOf: (record) => keys.map((key) => key(record) ?? null),
    compare: (a, b) => comparePositions(a, b, (key) => signs[key] as number),
  };
}

function comparePositions(a: Position, b: Position, signOf: (key: number) => number): number {
  for (let key = 0; key < a.length; key++) {
    const order = compareValues(a[key], b[key]);
    if (order !== 0) return order * signOf(key);
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
