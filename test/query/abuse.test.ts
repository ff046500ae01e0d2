/** Wrong queries, each with its whole message. */
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Predicate } from '../../src/query/query.ts';
import { maxWork } from '../../src/query/work.ts';

const graph = graphAfter(emptyGraph(), [
  { addTwin: { id: 'a', model: 'm' } },
  { addTwin: { id: 'b', model: 'm' } },
]);
const { find, findRelationships, paths, relationshipsOf, aggregate } = graphQueries(() => graph);
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
    'BAD_USER_INPUT hops.max: 101 is no number of hops; expected a whole number, 1 to 100',
    () => paths({ from: 'a', hops: { max: 101 } }),
  ],
  [
    'BAD_USER_INPUT hops.max: 0 is no number of hops; expected a whole number, 1 to 100',
    () => paths({ from: 'a', hops: { max: 0 } }),
  ],
  [
    'BAD_USER_INPUT direction: there is no direction up; expected out, in or both',
    () => paths({ from: 'a', direction: 'up' as 'out' }),
  ],
  [
    'BAD_USER_INPUT hops.min: -1 is no number of hops; expected a whole number, 0 to 100',
    () => where({ kind: 'related', hops: { min: -1 } }),
  ],
  [
    'BAD_USER_INPUT hops.max: 1.5 is no number of hops; expected a whole number, 1 to 100',
    () => where({ kind: 'within', from: 'a', hops: { max: 1.5 } }),
  ],
  [
    'BAD_USER_INPUT hops: there is nothing from 3 to 2 hops; expected min up to max',
    () => where({ kind: 'related', hops: { min: 3, max: 2 } }),
  ],
  [
    'BAD_USER_INPUT direction: there is no direction up; expected out, in or both',
    () => where({ kind: 'related', direction: 'up' }),
  ],
  [
    'BAD_USER_INPUT quantifier: there is no quantifier most; expected any, all or none',
    () => where({ kind: 'related', quantifier: 'most' }),
  ],
  [
    'BAD_USER_INPUT count: a quantifier and a count exclude each other; expected one of them',
    () => where({ kind: 'related', quantifier: 'all', count: { operator: 'gt', value: 1 } }),
  ],
  [
    'BAD_USER_INPUT count: there is no comparison like; expected eq, ne, lt, lte, gt, gte',
    () => where({ kind: 'related', count: { operator: 'like', value: 1 } }),
  ],
  [
    'BAD_USER_INPUT count: it is compared with no number; expected a number',
    () => where({ kind: 'related', count: { operator: 'gt', value: '1' } }),
  ],
  [
    'NOT_FOUND within: there is no twin nobody',
    () => where({ kind: 'within', from: 'nobody', hops: { max: 2 } }),
  ],
  [
    'BAD_USER_INPUT related: only the twins of a graph have others around them',
    () => findRelationships({ where: { kind: 'related' } }),
  ],
  [
    'BAD_USER_INPUT x.point: it is no point on the globe; expected [longitude, latitude] in degrees, -180 to 180 and -90 to 90',
    () => where({ kind: 'near', path: 'x', point: [10, 91], metres: 1 }),
  ],
  [
    'BAD_USER_INPUT x.metres: -1 is not a distance; expected a number, 0 or more',
    () => where({ kind: 'near', path: 'x', point: [10, 50], metres: -1 }),
  ],
  [
    'BAD_USER_INPUT x: no model says in which unit it is; compare without a unit',
    () => where({ kind: 'compare', path: 'x', operator: 'gt', value: 1, unit: 'metre' }),
  ],
  [
    'LIMIT_EXCEEDED where: the predicate is nested too deeply; expected at most 100 levels; flatten and/or, or split the query',
    () => where({ kind: 'related', where: { kind: 'related', through: nested(98) } }),
  ],
  [
    'LIMIT_EXCEEDED where: the query walks along relationships in too many places; expected at most 25; split the query',
    () => where({ kind: 'and', of: Array.from({ length: 26 }, () => ({ kind: 'related' })) }),
  ],
  [
    'BAD_USER_INPUT mode: there is no mode some; expected all or shortest',
    () => paths({ from: 'a', mode: 'some' as 'all' }),
  ],
  [
    'BAD_USER_INPUT measures: percentile needs a percent; expected a percent from 0 to 100',
    () => aggregate({ measures: [{ function: 'percentile', path: 'x' }] }),
  ],
  [
    'BAD_USER_INPUT measures: 101 is no percentile; expected a percent from 0 to 100',
    () => aggregate({ measures: [{ function: 'percentile', path: 'x', percent: 101 }] }),
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

  test('and one that follows too many relationships is stopped with a reason', async () => {
    const twins = Array.from({ length: 2_000 }, (_, i) => ({
      addTwin: { id: `t${i}`, model: 'm' },
    }));
    const ring = twins.flatMap((_, i) =>
      [1, 7, 61, 331, 997].map((far) => ({
        addRelationship: { source: `t${i}`, target: `t${(i + far) % 2_000}`, name: `r${far}` },
      })),
    );
    const dense = graphQueries(() => graphAfter(emptyGraph(), [...twins, ...ring]));
    const wide = {
      kind: 'related',
      hops: { max: 100 },
      count: { operator: 'gt', value: 0 },
    } as const;
    const where = { kind: 'and', of: [wide, wide, wide] } as const;
    const most = maxWork + twins.length + ring.length;
    await expect(dense.aggregate({ where, measures: [] })).rejects.toThrow(
      `LIMIT_EXCEEDED query: the query looks at more than ${most} twins and relationships; name a twin by its id, name the relationships to follow, or allow fewer hops`,
    );
  });
});
