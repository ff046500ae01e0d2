/**
 * Keyset paging over records in any order: keeps the page's records while it reads, never sorts
 * all of them. `hasNextPage` and `hasPreviousPage` are exact: whether records follow or precede.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Page, PageRequest } from '../query.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Ordering, Position } from './order.ts';
import { Selection } from './selection.ts';

/** How many items a page has when the request does not say. */
export const defaultPageSize = 100;

/** The largest page; asking for more is `LIMIT_EXCEEDED`. */
export const maxPageSize = 10_000;

interface Placed<T> {
  readonly record: T;
  readonly position: Position;
}

/**
 * The page of some records. `ordered` ones come in the order that the page is filled in, backwards
 * for `last`, and are read no further. `BAD_USER_INPUT` for bad sizes or cursors, `LIMIT_EXCEEDED`.
 */
export function pageOf<T>(
  records: Iterable<T>,
  ordering: Ordering<T>,
  request: PageRequest,
  { ordered = false }: { readonly ordered?: boolean } = {},
): Page<T> {
  const { size, backwards } = sizeOf(request);
  const after = positionOf(ordering, request, 'after');
  const before = positionOf(ordering, request, 'before');
  const sign = backwards ? -1 : 1;
  const selection = new Selection<Placed<T>>(
    size,
    (a, b) => sign * ordering.compare(a.position, b.position),
  );
  let [earlier, later] = [false, false];
  for (const record of records) {
    const { limit } = selection;
    if (after !== undefined && ordering.compareTo(record, after) <= 0) earlier = true;
    else if (before !== undefined && ordering.compareTo(record, before) >= 0) later = true;
    else if (limit !== undefined && sign * ordering.compareTo(record, limit.position) >= 0) {
      selection.skip();
    } else selection.offer({ record, position: ordering.positionOf(record) });
    if (ordered && (selection.overflowed || (backwards ? earlier : later))) break;
  }
  const chosen = selection.items();
  if (backwards) chosen.reverse();
  return new KeysetPage(
    chosen.map(({ record }) => record),
    () => chosen.map(({ position }) => encodeCursor(ordering, position)),
    {
      hasNextPage: later || (!backwards && selection.overflowed),
      hasPreviousPage: earlier || (backwards && selection.overflowed),
    },
  );
}

/** A page whose cursors are made when they are asked for, which is seldom. */
class KeysetPage<T> implements Page<T> {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #encode: () => readonly string[];
  #cursors: readonly string[] | undefined;

  constructor(
    items: readonly T[],
    encode: () => readonly string[],
    { hasNextPage, hasPreviousPage }: Pick<Page<T>, 'hasNextPage' | 'hasPreviousPage'>,
  ) {
    this.items = items;
    this.#encode = encode;
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
  }

  get cursors(): readonly string[] {
    this.#cursors ??= this.#encode();
    return this.#cursors;
  }
}

/** The same page of other items, made of those that it has. */
export function mapPage<T, U>(page: Page<T>, itemOf: (item: T) => U): Page<U> {
  return new KeysetPage(page.items.map(itemOf), () => page.cursors, page);
}

function sizeOf({ first, last }: PageRequest): { size: number; backwards: boolean } {
  if (first !== undefined && last !== undefined) {
    const action = 'give one of them';
    throw refused('first', 'first and last exclude each other', { action });
  }
  const where = last === undefined ? 'first' : 'last';
  const size = last ?? first ?? defaultPageSize;
  return { size: checkedCount(size, where, maxPageSize), backwards: last !== undefined };
}

/** A count a caller gave: a whole number from 0 (`BAD_USER_INPUT`) to `max` (`LIMIT_EXCEEDED`). */
export function checkedCount(count: number, where: string, max: number): number {
  if (!Number.isInteger(count) || count < 0) {
    throw refused(where, `${count} is not a count`, { expected: `a whole number, 0 to ${max}` });
  }
  if (count <= max) return count;
  const message = `${count} items are too many at once`;
  throw new LinchpinError({ code: 'LIMIT_EXCEEDED', where, message, expected: `at most ${max}` });
}

function positionOf<T>(ordering: Ordering<T>, request: PageRequest, side: 'after' | 'before') {
  const cursor = request[side];
  return cursor === undefined ? undefined : decodeCursor(ordering, cursor, side);
}

function refused(
  where: string,
  message: string,
  more: { readonly expected?: string; readonly action?: string },
): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, ...more });
}
