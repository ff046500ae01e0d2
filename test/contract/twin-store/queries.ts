/** Contract: every kind of question is answered of the present graph, by hand-made answers. */
import { describe, expect, test } from 'vitest';
import { emptyGraph } from '../../../src/model/build-graph.ts';
import { graphQueries } from '../../../src/query/graph-queries.ts';
import type { GraphQueries } from '../../../src/query/query.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, feed, pump, tank } from './ontology.ts';

const level = (operator: 'lt' | 'gte', value: number) =>
  ({ kind: 'compare', path: 'level', operator, value }) as const;

/** A chain a → b → c → d with a short cut from a to c, and a tank that cools d. */
const chain = [
  ...['a', 'b', 'c', 'd'].map((id, i) => add(id, { level: i, name: `Pump ${id}` })),
  { addTwin: { id: 't', model: tank, properties: { part: { level: 9 } } } },
  ...[feed('a', 'b'), feed('b', 'c'), feed('c', 'd'), feed('a', 'c')],
  {
    addRelationship: { source: 't', target: 'd', name: 'cools', id: 'ice' },
  },
  { setRelationship: { source: 'a', id: 'feeds:c', property: 'capacity', value: 5 } },
  { setRelationship: { source: 'b', id: 'feeds:c', property: 'capacity', value: 7 } },
];

/** Questions and what they are answered, as short as it can be told. */
const questions: readonly (readonly [(ask: GraphQueries) => Promise<unknown>, unknown])[] = [
  [async (ask) => ids(await ask.find({})), ['a', 'b', 'c', 'd', 't']],
  [async (ask) => ids(await ask.find({ models: [tank], exact: true })), ['t']],
  [async (ask) => ids(await ask.find({ models: [] })), []],
  [async (ask) => ids(await ask.find({ ids: ['d', 'x', 'a'] })), ['a', 'd']],
  [async (ask) => ids(await ask.find({ where: level('gte', 2) })), ['c', 'd']],
  [
    async (ask) =>
      ids(await ask.find({ orderBy: [{ path: 'level', descending: true }], first: 2 })),
    ['t', 'd'],
  ],
  [async (ask) => ids(await ask.find({ last: 2 })), ['d', 't']],
  [
    async (ask) =>
      ids(await ask.find({ where: { kind: 'related', along: ['feeds'], where: level('gte', 3) } })),
    ['c'],
  ],
  [
    async (ask) =>
      ids(await ask.find({ where: { kind: 'within', from: 'a', hops: { min: 1, max: 1 } } })),
    ['b', 'c'],
  ],
  [
    async (ask) => (await ask.twins(['d', 'x', 'a', 'd'])).map((twin) => twin?.id),
    ['d', undefined, 'a', 'd'],
  ],
  [
    async (ask) => ids(await ask.findRelationships({ target: 'c' })), //
    ['feeds:c', 'feeds:c'],
  ],
  [async (ask) => ids(await ask.findRelationships({ names: ['cools'] })), ['ice']],
  [
    async (ask) => {
      const pages = await ask.relationshipsOf([
        { twin: 'c', direction: 'both' },
        { twin: 'x', direction: 'out' },
        { twin: 'a', direction: 'out', first: 1 },
      ]);
      return pages.map((page) => [ids(page), page.hasNextPage]);
    },
    [
      [['feeds:c', 'feeds:c', 'feeds:d'], false],
      [[], false],
      [['feeds:b'], true],
    ],
  ],
  [
    async (ask) => (await ask.paths({ from: 'a', to: 'd' })).map(({ twins }) => twins.join(' ')),
    ['a c d', 'a b c d'],
  ],
  [
    async (ask) =>
      (await ask.paths({ from: 'd', direction: 'in', hops: { max: 1 } })).map(({ twins }) => twins),
    [
      ['d', 'c'],
      ['d', 't'],
    ],
  ],
  [
    (ask) =>
      ask.aggregate({
        groupBy: ['$model'],
        measures: [
          { function: 'count' },
          { function: 'sum', path: 'level' },
          { function: 'avg', path: 'level' },
          { function: 'min', path: 'level' },
          { function: 'percentile', path: 'level', percent: 50 },
          { function: 'countDistinct', path: 'name' },
        ],
      }),
    [
      { keys: [pump], values: [4, 6, 1.5, 0, 1.5, 4] },
      { keys: [tank], values: [1, 0, null, null, null, 0] },
    ],
  ],
  [
    (ask) =>
      ask.aggregateRelationships({
        groupBy: ['$name'],
        measures: [{ function: 'count' }, { function: 'max', path: 'capacity' }],
      }),
    [
      { keys: ['cools'], values: [1, null] },
      { keys: ['feeds'], values: [4, 7] },
    ],
  ],
];

function ids(page: { readonly items: readonly { readonly id: string }[] }): readonly string[] {
  return page.items.map(({ id }) => id);
}

export function queryContract(subject: Subject): void {
  describe('queries', () => {
    const check = async () => {
      for (const [ask, expected] of questions) {
        expect(await ask(subject.store), `${ask}`).toEqual(expected);
      }
    };

    test('are answered of what is there, whenever it came', async () => {
      await subject.store.commit(chain);
      await check();
      await subject.restart();
      await check();
      await subject.store.commit([
        { removeTwin: { twin: 'c', detach: true } },
        { removeRelationship: { source: 't', id: 'ice' } },
      ]);
      await subject.store.commit([...chain.slice(2, 3), ...chain.slice(6)]);
      await check();
    });

    test('of nothing are answered too', async () => {
      const empty = graphQueries(emptyGraph);
      const { store } = subject;
      expect(await store.revision()).toBe(0);
      expect(await store.find({})).toEqual(await empty.find({}));
      expect(await store.findRelationships({})).toEqual(await empty.findRelationships({}));
      const measures = [
        { function: 'count' as const },
        { function: 'max' as const, path: 'level' },
      ];
      expect(await store.aggregate({ measures })).toEqual([{ keys: [], values: [0, null] }]);
      expect(await store.twins([])).toEqual([]);
      expect(await store.relationshipsOf([])).toEqual([]);
      expect((await store.snapshot()).size).toEqual({ twins: 0, relationships: 0 });
    });
  });
}
