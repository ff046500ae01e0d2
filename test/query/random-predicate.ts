/** Random predicates on twins, along relationships too, and the naive reading of them: plain loops. */
import fc from 'fast-check';
import type { Predicate, Route } from '../../src/query/query.ts';
import { ids, models, paths, value } from './random-graph.ts';

const path = fc.constantFrom(...paths);

const relationshipTest: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    path: fc.constantFrom('share', '$name', '$source', '$target'),
    operator: fc.constantFrom('eq' as const, 'ne' as const),
    value: fc.constantFrom(0, 1, 'feeds', 'a'),
  }),
  fc.record({
    kind: fc.constant('exists' as const),
    path: fc.constant('share'),
    exists: fc.boolean(),
  }),
);

const operator = fc.constantFrom(
  'eq' as const,
  'ne' as const,
  'lt' as const,
  'lte' as const,
  'gt' as const,
  'gte' as const,
);

const hops = fc
  .record({ min: fc.integer({ min: 0, max: 2 }), more: fc.integer({ min: 0, max: 2 }) })
  .map(({ min, more }) => ({ min, max: Math.max(1, min + more) }));

/** A route whose intermediate twins fulfil something of `through`. */
export function routes(through: fc.Arbitrary<Predicate>): fc.Arbitrary<Route> {
  return fc.record(
    {
      along: fc.subarray(['feeds', 'cools']),
      direction: fc.constantFrom('out' as const, 'in' as const, 'both' as const),
      hops,
      relationship: relationshipTest,
      through,
    },
    { requiredKeys: [] },
  );
}

/** Tests of a twin's own values. */
const own: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    path,
    operator: fc.constantFrom('eq' as const, 'ne' as const),
    value,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    path,
    operator,
    value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('x', 'b', 'dtmi:test:Q')),
  }),
  fc.record({ kind: fc.constant('in' as const), path, values: fc.array(value, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('exists' as const), path, exists: fc.boolean() }),
  fc.record(
    {
      kind: fc.constant('text' as const),
      path,
      operator: fc.constantFrom('startsWith' as const, 'endsWith' as const, 'contains' as const),
      value: fc.constantFrom('x', 'Pump', 'pUMP', ''),
      ignoreCase: fc.boolean(),
    },
    { requiredKeys: ['kind', 'path', 'operator', 'value'] },
  ),
);

/** Any predicate on twins. */
export const predicates: fc.Arbitrary<Predicate> = fc.letrec<{ tree: Predicate }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    own,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('tree'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
    related(tie('tree')),
    fc
      .tuple(fc.constantFrom(...ids), routes(tie('tree')))
      .map(([from, route]): Predicate => ({ kind: 'within', from, ...route })),
  ),
})).tree;

/** A predicate along relationships whose far twins fulfil something of `where`. */
function related(where: fc.Arbitrary<Predicate>): fc.Arbitrary<Predicate> {
  const filter = fc.record(
    { where, ids: fc.subarray(ids), models: fc.subarray(models) },
    { requiredKeys: [] },
  );
  const amount = fc.oneof(
    fc.record({ quantifier: fc.constantFrom('any' as const, 'all' as const, 'none' as const) }),
    fc.record({ count: fc.record({ operator, value: fc.integer({ min: 0, max: 3 }) }) }),
    fc.constant({}),
  );
  return fc
    .tuple(routes(where), filter, amount)
    .map(([route, far, how]): Predicate => ({ kind: 'related', ...route, ...far, ...how }));
}
