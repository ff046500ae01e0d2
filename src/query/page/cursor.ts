/**
 * Cursors: a record's place in an order, as opaque text. A cursor stays good whatever is written
 * meanwhile, because it says after which values a page begins and not after how many records.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { hashText } from '../../model/random.ts';
import type { Ordering, Position } from './order.ts';

/** The cursor of a position. */
export function encodeCursor<T>(ordering: Ordering<T>, position: Position): string {
  return Buffer.from(JSON.stringify([tagOf(ordering), ...position])).toString('base64url');
}

/** The position of a cursor; `BAD_USER_INPUT` when it is broken or of another order. */
export function decodeCursor<T>(ordering: Ordering<T>, cursor: string, where: string): Position {
  const [tag, ...position] = parse(cursor, where);
  if (tag !== tagOf(ordering) || position.length !== ordering.keys) {
    throw refused(where, 'the cursor belongs to another list or order', 'a cursor of this list');
  }
  return position;
}

function tagOf<T>(ordering: Ordering<T>): string {
  return hashText(ordering.description).toString(36);
}

function parse(cursor: string, where: string): readonly Json[] {
  const broken = () => refused(where, 'the cursor is broken', 'a cursor of an earlier page');
  if (typeof cursor !== 'string' || !/^[\w-]+$/.test(cursor)) throw broken();
  try {
    const value: Json = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value)) return value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw broken();
}

function refused(where: string, message: string, expected: string): LinchpinError {
  const action = 'begin again without a cursor';
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected, action });
}
