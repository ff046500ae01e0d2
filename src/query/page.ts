/**
 * Keyset paging over records in any order: keeps the page's records while it reads, never sorts
 * all of them. `hasNextPage` and `hasPreviousPage` are exact: whether records follow or precede.
 */
import { LinchpinError } from '../model/errors.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Ordering, Position } from './order.ts';
import type { Page, PageRequest } from './query.ts';
import { Selection } from './selection.ts';

/** How many items a page has when the request does not say. */
export const defaultPageSize = 100;

/** The largest page; asking for more is `LIMIT_EXCEEDED`. */
export const maxPageSize = 10_000;

interface Placed<T> {
  readonly record: T;
  readonly position: Position;
}

/** The page of some records; `ordered` ones are read no further than the page. `BAD_USER_INPUT` for bad sizes or cursors, `LIMIT_EXCEEDED`. */
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
    const position = ordering.positionOf(record);
    if (after !== undefined && ordering.compare(position, after) <= 0) earlier = true;
    else if (before !== undefined && ordering.compare(position, before) >= 0) later = true;
    else selection.offer({ record, position });
    if (ordered && !backwards && selection.overflowed) break;
  }
  const chosen = selection.items();
  if (backwards) chosen.reverse();
  return {
    items: chosen.map(({ record }) => record),
    cursors: chosen.map(({ position }) => encodeCursor(ordering, position)),
    hasNextPage: later || (!backwards && selection.overflowed),
    hasPreviousPage: earlier || (backwards && selection.overflowed),
  };
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
