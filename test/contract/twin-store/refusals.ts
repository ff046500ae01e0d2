/** Contract: what is refused has a code, a place and a sentence, and changes nothing. */
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { ErrorCode } from '../../../src/model/errors.ts';
import type { TwinStore } from '../../../src/store/twin-store.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, feed, pump } from './ontology.ts';

type Case<T> = readonly [code: ErrorCode, where: string, wrong: T];

const twin = (id: unknown, model: unknown = pump) =>
  ({ addTwin: { id, model, properties: {} } }) as Change;
const set = (property: string) => ({ set: { twin: 'a', property, value: 1 } });

/** Changes that are refused of a graph with the twins a and b, and `feeds:b` between them. */
const changes: readonly Case<Change>[] = [
  ['BAD_USER_INPUT', '', {} as Change],
  ['BAD_USER_INPUT', '', { explode: {} } as never],
  ['BAD_USER_INPUT', '', twin('')],
  ['BAD_USER_INPUT', '$id', twin('$id')],
  ['BAD_USER_INPUT', 'x'.repeat(257), twin('x'.repeat(257))],
  ['BAD_USER_INPUT', 'a\u0000b', twin('a\u0000b')],
  ['BAD_USER_INPUT', 'line\nbreak', twin('line\nbreak')],
  ['BAD_USER_INPUT', '\ud800', twin('\ud800')],
  ['BAD_USER_INPUT', '5', twin(5)],
  ['BAD_USER_INPUT', 'c', twin('c', '')],
  ['BAD_USER_INPUT', 'c', { addTwin: { id: 'c', model: pump, properties: [] as never } }],
  ['BAD_USER_INPUT', 'a/', set('')],
  ['BAD_USER_INPUT', 'a/level/', set('level/')],
  ['BAD_USER_INPUT', 'a/__proto__/x', set('__proto__/x')],
  ['BAD_USER_INPUT', 'a//', { observe: { twin: 'a', path: '/', value: 1, time: 1 } }],
  [
    'BAD_USER_INPUT',
    'a/$r',
    { addRelationship: { source: 'a', target: 'b', name: 'feeds', id: '$r' } },
  ],
  ['BAD_USER_INPUT', 'a/r', { putRelationship: { source: 'a', target: 'b', name: '', id: 'r' } }],
  [
    'BAD_USER_INPUT',
    'a/feeds:b/',
    { setRelationship: { source: 'a', id: 'feeds:b', property: '', value: 1 } },
  ],
  ['NOT_FOUND', 'nobody', { set: { twin: 'nobody', property: 'level', value: 1 } }],
  ['NOT_FOUND', 'nobody', { observe: { twin: 'nobody', path: 'level', value: 1, time: 1 } }],
  ['NOT_FOUND', 'nobody', { removeTwin: { twin: 'nobody', detach: true } }],
  ['NOT_FOUND', 'nobody/feeds:a', feed('nobody', 'a')],
  ['NOT_FOUND', 'a/feeds:nobody', feed('a', 'nobody')],
  [
    'NOT_FOUND',
    'b/feeds:b',
    { setRelationship: { source: 'b', id: 'feeds:b', property: 'x', value: 1 } },
  ],
  ['NOT_FOUND', 'b/feeds:b', { removeRelationship: { source: 'b', id: 'feeds:b' } }],
  ['CONFLICT', 'a', add('a')],
  ['CONFLICT', 'a', { removeTwin: { twin: 'a' } }],
  ['CONFLICT', 'b', { removeTwin: { twin: 'b' } }],
  ['CONFLICT', 'a/feeds:b', feed('a', 'b')],
];

const order = [{ path: 'level' }];

/** Questions that are refused. */
const questions: readonly Case<(store: TwinStore) => Promise<unknown>>[] = [
  ['BAD_USER_INPUT', 'first', (store) => store.find({ first: -1 })],
  ['BAD_USER_INPUT', 'first', (store) => store.findRelationships({ first: 1.5 })],
  ['BAD_USER_INPUT', 'first', (store) => store.find({ first: 1, last: 1 })],
  ['LIMIT_EXCEEDED', 'last', (store) => store.find({ last: 10_001 })],
  ['LIMIT_EXCEEDED', 'first', (store) => store.rejections({ first: 10_001 })],
  ['BAD_USER_INPUT', 'after', (store) => store.find({ after: 'broken' })],
  ['BAD_USER_INPUT', 'before', (store) => store.find({ before: '' })],
  ['BAD_USER_INPUT', 'after', (store) => store.rejections({ after: 'broken' })],
  [
    'BAD_USER_INPUT',
    'after',
    async (store) => {
      const { cursors } = await store.find({ orderBy: order });
      return store.find({ after: cursors[0] as string });
    },
  ],
  [
    'BAD_USER_INPUT',
    'before',
    async (store) => {
      const { cursors } = await store.findRelationships({});
      return store.find({ before: cursors[0] as string });
    },
  ],
  ['BAD_USER_INPUT', 'hops.min', (store) => store.paths({ from: 'a', hops: { min: -1 } })],
  ['BAD_USER_INPUT', 'hops.max', (store) => store.paths({ from: 'a', hops: { max: 0 } })],
  ['BAD_USER_INPUT', 'hops.max', (store) => store.paths({ from: 'a', hops: { max: 101 } })],
  ['NOT_FOUND', 'from', (store) => store.paths({ from: 'nobody' })],
  ['NOT_FOUND', 'to', (store) => store.paths({ from: 'a', to: 'nobody' })],
  [
    'BAD_USER_INPUT',
    'level',
    (store) =>
      store.find({ where: { kind: 'compare', path: 'level', operator: 'eq', value: null } }),
  ],
  ['BAD_USER_INPUT', 'since', (store) => take(store, 99)],
  ['BAD_USER_INPUT', 'since', (store) => take(store, -1)],
  ['BAD_USER_INPUT', 'since', (store) => take(store, 0.5)],
  ['NOT_FOUND', 'dtmi:test:None;1', (store) => store.removeModel('dtmi:test:None;1')],
  ['CONFLICT', 'ifRevision', (store) => store.commit([], { ifRevision: 7 })],
];

async function take(store: TwinStore, since: number): Promise<void> {
  for await (const _ of store.commits(since, new AbortController().signal)) break;
}

export function refusalContract(subject: Subject): void {
  describe('a refusal', () => {
    test('of a change has its code and place, whether the others are kept or not', async () => {
      await subject.store.commit([add('a'), add('b'), feed('a', 'b')]);
      const wanted = changes.map(([code, where], index) => ({ code, where, index }));
      const all = changes.map(([, , change]) => change);
      const whole = subject.store.commit(all);
      await expect(whole).rejects.toMatchObject({ name: 'LinchpinError', problems: wanted });
      const { rejected, revision } = await subject.store.commit(all, { skipRefused: true });
      expect(rejected).toMatchObject(wanted);
      for (const { message } of rejected) expect(message).toMatch(/\w+ \w+/);
      expect(revision).toBe(1);
      for (const [code, where, change] of changes) {
        await expect(subject.store.commit([change])).rejects.toMatchObject({ code, where });
      }
      expect(await subject.store.revision()).toBe(1);
    });

    test('of a question has its code and place', async () => {
      await subject.store.commit([add('a'), add('b'), feed('a', 'b')]);
      for (const [code, where, ask] of questions) {
        await expect(ask(subject.store), `${ask}`).rejects.toMatchObject({
          name: 'LinchpinError',
          code,
          where,
        });
      }
      expect(await subject.store.revision()).toBe(1);
    });

    test('comes when a twin would hold more than 1,000 paths', async () => {
      const model = 'dtmi:test:Keeper;1';
      const map = {
        '@type': 'Map',
        mapKey: { name: 'k', schema: 'string' },
        mapValue: { name: 'v', schema: 'integer' },
      };
      await subject.store.addModels([
        {
          '@id': model,
          '@type': 'Interface',
          '@context': 'dtmi:dtdl:context;3',
          contents: [{ '@type': 'Property', name: 'shelf', schema: map }],
        },
      ]);
      const put = (n: number) => ({ set: { twin: 'a', property: `shelf/k${n}`, value: n } });
      await subject.store.commit([
        { addTwin: { id: 'a', model } },
        ...Array.from({ length: 1_000 }, (_, n) => put(n)),
      ]);
      await expect(subject.store.commit([put(1_000)])).rejects.toMatchObject({
        code: 'LIMIT_EXCEEDED',
        where: 'a',
      });
      await subject.restart();
      expect(await subject.store.commit([put(7)])).toMatchObject({ revision: 2 });
    });

    test('comes when too many writes wait, and those that wait are done', async () => {
      const commits = Array.from({ length: 20_050 }, () => subject.store.commit([]));
      const results = await Promise.allSettled(commits);
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused).toHaveLength(50);
      for (const { reason } of refused) {
        expect(reason).toMatchObject({ code: 'RATE_LIMITED', retriable: true });
      }
      expect(await subject.store.commit([add('a')])).toMatchObject({ revision: 1 });
    });

    test('is what every verb of a closed store that writes answers', async () => {
      const { store } = subject;
      await subject.restart();
      const problem = { code: 'NOT_FOUND' as const, where: 'x', message: 'gone' };
      for (const write of [
        () => store.commit([]),
        () => store.addModels([]),
        () => store.removeModel(pump),
        () => store.keepRejections([{ time: 1, source: 's', problem, payload: '' }]),
        () => store.models(),
        () => store.rejections({}),
        () => store.log(0, 1),
      ]) {
        await expect(write(), `${write}`).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      }
      await store.close();
    });
  });
}
