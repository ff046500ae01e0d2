/** Contract: commits are whole or nothing, numbered, conditional and safe to repeat. */
import { describe, expect, test } from 'vitest';
import { graphDigest } from '../../support/graph-digest.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, feed, pump } from './ontology.ts';

export function commitContract(subject: Subject): void {
  describe('commits', () => {
    test('take the next revision, and none when nothing changes', async () => {
      expect(await subject.store.commit([add('a', { level: 1 })])).toMatchObject({ revision: 1 });
      expect(await subject.store.commit([add('b')])).toMatchObject({ revision: 2 });
      expect(await subject.store.commit([])).toMatchObject({ revision: 2, repeated: false });
      await subject.restart();
      expect(await subject.store.revision()).toBe(2);
    });

    test('are refused whole, and leave nothing behind', async () => {
      await subject.store.commit([add('a'), add('b'), feed('a', 'b')]);
      const digest = graphDigest(await subject.store.snapshot());
      const refused = subject.store.commit(
        [add('c'), add('a'), { removeTwin: { twin: 'b' } }, feed('a', 'nobody')],
        { operationId: 'refused' },
      );
      await expect(refused).rejects.toMatchObject({
        code: 'CONFLICT',
        problems: [
          { code: 'CONFLICT', index: 1, where: 'a' },
          { code: 'CONFLICT', index: 2, where: 'b' },
          { code: 'NOT_FOUND', index: 3 },
        ],
      });
      await subject.restart();
      expect(await subject.store.revision()).toBe(1);
      expect(graphDigest(await subject.store.snapshot())).toBe(digest);
      const again = await subject.store.commit([add('c')], { operationId: 'refused' });
      expect(again).toMatchObject({ repeated: false, revision: 2 });
    });

    test('leave refused changes out and list them when asked to', async () => {
      const { rejected, changeset } = await subject.store.commit(
        [add('a'), add('a'), add('$x'), add('b'), feed('a', 'nobody'), feed('a', 'b')],
        { skipRefused: true },
      );
      expect(rejected.map(({ code, index }) => [code, index])).toEqual([
        ['CONFLICT', 1],
        ['BAD_USER_INPUT', 2],
        ['NOT_FOUND', 4],
      ]);
      expect([...changeset.twins.added.keys()]).toEqual(['a', 'b']);
      expect(changeset.relationships.added.size).toBe(1);
    });

    test('with ifRevision, one of many at once wins and the others are told the present one', async () => {
      await subject.store.commit([add('a', { level: 0 })]);
      const commits = await Promise.allSettled(
        Array.from({ length: 50 }, (_, i) =>
          subject.store.commit([{ set: { twin: 'a', property: 'level', value: i + 1 } }], {
            ifRevision: 1,
          }),
        ),
      );
      expect(commits.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [lost] = commits.filter((commit) => commit.status === 'rejected');
      expect(lost?.reason).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('the present revision is 2, not 1'),
      });
      expect(await subject.store.revision()).toBe(2);
    });

    test('with an operation id have effect once: at once, later and after a restart', async () => {
      const operation = () =>
        subject.store.commit([add('a'), add('$bad')], { operationId: 'op/1 ✓', skipRefused: true });
      const both = await Promise.all([operation(), operation()]);
      expect(both.map(({ repeated }) => repeated)).toEqual([false, true]);
      await subject.store.commit([add('b')]);
      await subject.restart();
      const repeated = await operation();
      expect(repeated).toMatchObject({ repeated: true, revision: 1, rejected: [{ index: 1 }] });
      expect(repeated.changeset.twins.added.size).toBe(0);
      expect(await subject.store.revision()).toBe(2);
    });

    test('are refused under an operation id that other changes had', async () => {
      const commit = (id: string) => subject.store.commit([add(id)], { operationId: 'op' });
      await commit('a');
      await expect(commit('b')).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('the operation id op was used for other changes'),
      });
      expect(await commit('a')).toMatchObject({ repeated: true, revision: 1 });
      expect((await subject.store.find({})).items.map(({ id }) => id)).toEqual(['a']);
    });

    test('ask the given check of every effect, which can refuse it', async () => {
      const check = ({ twins }: { twins: { added: ReadonlyMap<string, unknown> } }) =>
        twins.added.has('bad')
          ? [{ code: 'FORBIDDEN' as const, where: 'bad', message: 'not this one' }]
          : [];
      await expect(
        subject.store.commit([add('good'), add('bad')], { check }),
      ).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      const { rejected } = await subject.store.commit([add('good'), add('bad')], {
        check,
        skipRefused: true,
      });
      expect(rejected).toMatchObject([{ code: 'FORBIDDEN', index: 1 }]);
      expect((await subject.store.find({})).items.map(({ id }) => id)).toEqual(['good']);
    });

    test('keep every kind of change over a restart', async () => {
      await subject.store.commit([add('a'), add('b'), add('c'), feed('a', 'b'), feed('b', 'c')]);
      await subject.store.commit([
        { putTwin: { id: 'a', model: pump, properties: { name: 'new' } } },
        { set: { twin: 'b', property: 'part/level', value: 3 } },
        { setRelationship: { source: 'a', id: 'feeds:b', property: 'capacity', value: 4 } },
        { putRelationship: { source: 'b', id: 'feeds:c', target: 'a', name: 'cools' } },
        { removeTwin: { twin: 'c' } },
        { removeRelationship: { source: 'b', id: 'feeds:c' } },
      ]);
      const digest = graphDigest(await subject.store.snapshot());
      await subject.restart();
      const snapshot = await subject.store.snapshot();
      expect(graphDigest(snapshot)).toBe(digest);
      expect(snapshot.size).toEqual({ twins: 2, relationships: 1 });
      expect(snapshot.twin('b')?.properties).toEqual({ part: { level: 3 } });
      expect(snapshot.relationship({ source: 'a', id: 'feeds:b' })?.properties).toEqual({
        capacity: 4,
      });
    });

    test('of many callers at once are all kept, each with its own revision', async () => {
      const results = await Promise.all(
        Array.from({ length: 500 }, (_, i) => subject.store.commit([add(`t${i}`)])),
      );
      expect(new Set(results.map(({ revision }) => revision)).size).toBe(500);
      await subject.restart();
      expect((await subject.store.snapshot()).size.twins).toBe(500);
    });

    test('are refused with UNAVAILABLE once the store is closed', async () => {
      const { store } = subject;
      await subject.restart();
      await expect(store.commit([add('a')])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(await subject.store.health()).toBeUndefined();
    });
  });
}
