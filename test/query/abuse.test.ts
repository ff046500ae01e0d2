/** Wrong queries, each with its whole message. */
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Predicate } from '../../src/query/query.ts';

const graph = graphAfter(emptyGraph(), [
  { addTwin: { id: 'a', model: 'm' } },
  { addTwin: { id: 'b', model: 'm' } },
]);
const { find, paths, relationshipsOf, aggregate } = graphQueries(() => graph);
const where = (predicate: unknown) => find({ where: predicate as Predicate });
const nested = (depth: number): Predicate =>
  depth === 0
    ? { kind: 'exists', path: 'x', exists: true }
    : { kind: 'not', of: nested(depth - 1) };

const wrong: readonly [string, () => Promise<unknown>][] = [
  [
    'BAD_USER_INPUT first: -1 is not a count; expected a whole number, 0 to 10000',
    () => find({ first: -1 }),
  ],
  [
    'BAD_USER_INPUT last: 1.5 is not a count; expected a whole number, 0 to 10000',
    () => find({ last: 1.5 }),
  ],
  [
    'LIMIT_EXCEEDED first: 10001 items are too many at once; expected at most 10000',
    () => find({ first: 10_001 }),
  ],
  [
    'BAD_USER_INPUT first: first and last exclude each other; give one of them',
    () => find({ first: 1, last: 1 }),
  ],
  [
    'BAD_USER_INPUT after: the cursor is broken; expected a cursor of an earlier page; begin again without a cursor',
    () => find({ after: 'what?' }),
  ],
  [
    'BAD_USER_INPUT before: the cursor is broken; expected a cursor of an earlier page; begin again without a cursor',
    () => find({ before: Buffer.from('[1,').toString('base64url') }),
  ],
  [
    'BAD_USER_INPUT after: the cursor belongs to another list or order; expected a cursor of this list; begin again without a cursor',
    async () =>
      find({ after: (await find({})).cursors[0] as string, orderBy: [{ path: 'level' }] }),
  ],
  [
    'BAD_USER_INPUT after: the cursor belongs to another list or order; expected a cursor of this list; begin again without a cursor',
    async () => {
      const after = (await find({})).cursors[0] as string;
      return relationshipsOf([{ twin: 'a', direction: 'out', after }]);
    },
  ],
  [
    'BAD_USER_INPUT $size: there is no such metadata field; expected $id, $model, $updatedAt, $revision',
    () => find({ orderBy: [{ path: '$size' }] }),
  ],
  [
    'BAD_USER_INPUT a//b: the property path is malformed; expected names separated by /',
    () => where({ kind: 'exists', path: 'a//b', exists: true }),
  ],
  [
    'BAD_USER_INPUT x/__proto__: the property path is malformed; expected names separated by /',
    () => where({ kind: 'exists', path: 'x/__proto__', exists: true }),
  ],
  [
    'BAD_USER_INPUT x: nothing compares with null; use exists instead',
    () => where({ kind: 'compare', path: 'x', operator: 'eq', value: null }),
  ],
  [
    'BAD_USER_INPUT x: lt needs a number or a text',
    () => where({ kind: 'compare', path: 'x', operator: 'lt', value: true }),
  ],
  [
    'BAD_USER_INPUT x: there is no comparison like',
    () => where({ kind: 'compare', path: 'x', operator: 'like', value: 'a' }),
  ],
  ['BAD_USER_INPUT: there is no predicate of kind xor', () => where({ kind: 'xor' })],
  [
    'LIMIT_EXCEEDED where: the predicate is nested too deeply; expected at most 100 levels; flatten and/or, or split the query',
    () => find({ where: nested(100) }),
  ],
  [
    'LIMIT_EXCEEDED orderBy: an order has 11 keys; expected at most 10',
    () => find({ orderBy: Array.from({ length: 11 }, () => ({ path: 'x' })) }),
  ],
  ['NOT_FOUND from: there is no twin nobody', () => paths({ from: 'nobody' })],
  ['NOT_FOUND to: there is no twin nobody', () => paths({ from: 'a', to: 'nobody' })],
  [
    'BAD_USER_INPUT maxHops: a path cannot have up to 101 hops; expected a whole number, 1 to 100',
    () => paths({ from: 'a', maxHops: 101 }),
  ],
  [
    'BAD_USER_INPUT maxHops: a path cannot have up to 0 hops; expected a whole number, 1 to 100',
    () => paths({ from: 'a', maxHops: 0 }),
  ],
  [
    'BAD_USER_INPUT direction: there is no direction up; expected out, in or both',
    () => paths({ from: 'a', direction: 'up' as 'out' }),
  ],
  [
    'BAD_USER_INPUT measures: sum needs the path of a property',
    () => aggregate({ measures: [{ function: 'sum' }] }),
  ],
];

describe('a wrong query is refused', () => {
  test.each(wrong)('%s', async (message, ask) => {
    await expect(ask()).rejects.toMatchObject({ name: 'LinchpinError', message });
  });

  test('and one nested to the limit is answered', async () => {
    expect((await find({ where: nested(98) })).items).toHaveLength(0);
  });
});
