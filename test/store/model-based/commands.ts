/** Random commands for a store, as plain values: every verb with good and bad parameters. */
import fc from 'fast-check';
import type {
  AggregateQuery,
  PathQuery,
  RelationshipQuery,
  RelationshipsOf,
  TwinQuery,
} from '../../../src/query/query.ts';
import { models, paths } from '../../query/random-graph.ts';
import { predicates, routes } from '../../query/random-predicate.ts';
import { commit, goodIds, id, type WantedCommit } from './changes.ts';

/** Which of the cursors that were seen is used, and on which side; undefined for none. */
export interface WantedCursor {
  readonly side: 'after' | 'before';
  readonly index: number;
}

/** One step of a sequence. */
export type Command =
  /** Commits that are sent at once. */
  | { readonly kind: 'commit'; readonly commits: readonly WantedCommit[] }
  /** Sends a commit of before again, by its number. */
  | { readonly kind: 'again'; readonly index: number }
  | { readonly kind: 'find'; readonly query: TwinQuery; readonly cursor?: WantedCursor }
  | {
      readonly kind: 'findRelationships';
      readonly query: RelationshipQuery;
      readonly cursor?: WantedCursor;
    }
  | { readonly kind: 'relationshipsOf'; readonly requests: readonly RelationshipsOf[] }
  | { readonly kind: 'twins'; readonly ids: readonly string[] }
  | { readonly kind: 'paths'; readonly query: PathQuery }
  | { readonly kind: 'aggregate'; readonly query: AggregateQuery }
  | { readonly kind: 'addModels'; readonly models: readonly (readonly [string, string])[] }
  | { readonly kind: 'removeModel'; readonly model: string }
  | {
      readonly kind: 'decommissionModel';
      readonly model: string;
      readonly decommissioned: boolean;
    }
  | { readonly kind: 'keepRejections'; readonly count: number }
  | { readonly kind: 'rejections'; readonly first: number; readonly code?: string }
  | { readonly kind: 'snapshot' }
  /** The commits after a revision that lies so far back. */
  | { readonly kind: 'commits'; readonly back: number }
  | { readonly kind: 'log'; readonly back: number; readonly limit: number }
  /** Closes and opens the first store, the second, or both. */
  | { readonly kind: 'restart'; readonly which: 'first' | 'second' | 'both' };

const order = fc.array(
  fc.record({ path: fc.constantFrom(...paths, 'part'), descending: fc.boolean() }),
  { maxLength: 2 },
);
const size = fc.oneof(
  fc.record({ first: fc.integer({ min: -1, max: 4 }) }),
  fc.record({ last: fc.integer({ min: 0, max: 4 }) }),
  fc.constant({}),
);
const filter = fc.record(
  { models: fc.subarray(models), ids: fc.subarray(goodIds), where: predicates },
  { requiredKeys: [] },
);
const names = fc.record({ names: fc.subarray(['feeds', 'cools']) }, { requiredKeys: [] });
const ends = fc.record({ source: id, target: id, orderBy: order }, { requiredKeys: [] });
const cursor = fc.record({
  side: fc.constantFrom('after' as const, 'before' as const),
  index: fc.nat(20),
});
const measures = fc.array(
  fc.oneof(
    fc.record({ function: fc.constant('count' as const) }),
    fc.record({
      function: fc.constantFrom('count', 'sum', 'avg', 'min', 'max', 'countDistinct'),
      path: fc.constantFrom(...paths),
    }),
    fc.record({
      function: fc.constant('percentile' as const),
      path: fc.constantFrom('level', 'part/level'),
      percent: fc.constantFrom(0, 25, 50, 101),
    }),
  ),
  { minLength: 1, maxLength: 3 },
) as fc.Arbitrary<AggregateQuery['measures']>;

const merged = <A, B>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>): fc.Arbitrary<A & B> =>
  fc.tuple(a, b).map(([first, second]) => ({ ...first, ...second }));

const kind = <K extends Command['kind']>(name: K, more: object, optional: object = {}) =>
  fc.record(
    { kind: fc.constant(name), ...more, ...optional },
    { requiredKeys: ['kind', ...Object.keys(more)] as never },
  ) as unknown as fc.Arbitrary<Command>;

/** A graph to begin with: without one most commands would find nothing. */
const beginning: Command = {
  kind: 'commit',
  commits: [
    {
      skipRefused: false,
      changes: [
        ...goodIds.map((twin, level) => ({
          addTwin: { id: twin, model: models[level % 2] as string, properties: { level } },
        })),
        ...goodIds.map((source, i) => ({
          addRelationship: { source, target: goodIds[(i * 2) % 5] as string, name: 'feeds' },
        })),
      ],
    },
  ],
};

/** A random sequence, on a small graph more often than on nothing. */
export function sequencesOf(one: fc.Arbitrary<Command>): fc.Arbitrary<readonly Command[]> {
  const list = fc.array(one, { minLength: 4, maxLength: 24, size: 'max' });
  return fc
    .tuple(fc.constantFrom([], [beginning], [beginning]), list)
    .map(([first, rest]) => [...first, ...rest]);
}

/** Any command. */
export const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 12,
    arbitrary: kind('commit', { commits: fc.array(commit, { minLength: 1, maxLength: 1 }) }),
  },
  {
    weight: 2,
    arbitrary: kind('commit', { commits: fc.array(commit, { minLength: 2, maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: kind('again', { index: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: kind(
      'find',
      { query: merged(merged(filter, size), fc.record({ orderBy: order }, { requiredKeys: [] })) },
      { cursor },
    ),
  },
  {
    weight: 2,
    arbitrary: kind('findRelationships', { query: merged(merged(names, ends), size) }, { cursor }),
  },
  {
    weight: 2,
    arbitrary: kind('relationshipsOf', {
      requests: fc.array(
        merged(
          merged(names, size),
          fc.record({ twin: id, direction: fc.constantFrom('in', 'out', 'both') }),
        ),
        { maxLength: 3 },
      ),
    }),
  },
  { weight: 1, arbitrary: kind('twins', { ids: fc.array(id, { maxLength: 4 }) }) },
  {
    weight: 2,
    arbitrary: kind('paths', {
      query: merged(
        routes(predicates),
        fc.record(
          { from: id, to: id, mode: fc.constantFrom('all', 'shortest'), first: fc.nat(5) },
          { requiredKeys: ['from'] },
        ),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: kind('aggregate', {
      query: merged(
        filter,
        fc.record({ groupBy: fc.subarray([...paths]), measures }, { requiredKeys: ['measures'] }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: kind('addModels', {
      models: fc.array(fc.tuple(fc.constantFrom(...models, ''), fc.constantFrom('A', 'B')), {
        maxLength: 2,
      }),
    }),
  },
  { weight: 1, arbitrary: kind('removeModel', { model: fc.constantFrom(...models) }) },
  {
    weight: 1,
    arbitrary: kind('decommissionModel', {
      model: fc.constantFrom(...models),
      decommissioned: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: kind('keepRejections', { count: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: kind(
      'rejections',
      { first: fc.nat(3) },
      { code: fc.constantFrom('NOT_FOUND', 'x') },
    ),
  },
  { weight: 2, arbitrary: kind('snapshot', {}) },
  { weight: 1, arbitrary: kind('commits', { back: fc.integer({ min: -1, max: 12 }) }) },
  {
    weight: 1,
    arbitrary: kind('log', { back: fc.nat(12), limit: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: kind('restart', {
      which: fc.constantFrom('first', 'first', 'first', 'second', 'both'),
    }),
  },
);
