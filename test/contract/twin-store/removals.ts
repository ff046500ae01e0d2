/** Contract: a twin goes with its relationships or not at all, and nothing of it comes back. */
import { describe, expect, test } from 'vitest';
import type { Subject } from '../twin-store.contract.ts';
import { add, feed } from './ontology.ts';

const cool = (source: string, target: string) => ({
  addRelationship: { source, target, name: 'cools' },
});
const remove = (twin: string, detach?: boolean) => ({
  removeTwin: { twin, ...(detach === undefined ? {} : { detach }) },
});

export function removalContract(subject: Subject): void {
  const size = async () => (await subject.store.snapshot()).size;

  describe('a twin with relationships', () => {
    test('stays unless they go with it, whichever way they point', async () => {
      await subject.store.commit([add('a'), add('b'), add('self')]);
      await subject.store.commit([feed('a', 'b'), cool('self', 'self')]);
      for (const twin of ['a', 'b', 'self']) {
        await expect(subject.store.commit([remove(twin)])).rejects.toMatchObject({
          code: 'CONFLICT',
          where: twin,
          message: expect.stringContaining('still has 1 relationship'),
        });
        const kept = subject.store.commit([remove(twin, false)]);
        await expect(kept).rejects.toMatchObject({ code: 'CONFLICT' });
      }
      expect(await size()).toEqual({ twins: 3, relationships: 2 });
    });

    test('takes them all with it: in, out, parallel and to itself', async () => {
      await subject.store.commit([add('hub'), add('a'), add('b')]);
      await subject.store.commit([
        ...[feed('hub', 'a'), cool('hub', 'a'), feed('a', 'hub'), cool('b', 'hub')],
        ...[feed('hub', 'hub'), cool('hub', 'hub'), feed('a', 'b')],
      ]);
      const { changeset } = await subject.store.commit([remove('hub', true)]);
      expect([...changeset.twins.removed.keys()]).toEqual(['hub']);
      expect(changeset.relationships.removed.size).toBe(6);
      const check = async () => {
        expect(await size()).toEqual({ twins: 2, relationships: 1 });
        const { items } = await subject.store.findRelationships({});
        expect(items.map(({ source, id }) => `${source} ${id}`)).toEqual(['a feeds:b']);
        const [out] = await subject.store.relationshipsOf([{ twin: 'a', direction: 'both' }]);
        expect(out?.items).toHaveLength(1);
        expect(await subject.store.relationshipsOf([{ twin: 'hub', direction: 'both' }])) //
          .toMatchObject([{ items: [], hasNextPage: false, hasPreviousPage: false }]);
      };
      await check();
      await subject.restart();
      await check();
    });

    test('that is made anew has nothing of the old one', async () => {
      await subject.store.commit([add('a', { level: 1, name: 'old' }), add('b'), feed('a', 'b')]);
      await subject.store.commit([
        { observe: { twin: 'a', path: 'level', value: 2, time: Date.now() + 1e9 } },
      ]);
      await subject.store.commit([remove('a', true), add('a', { level: 5 })]);
      await subject.restart();
      const [a] = await subject.store.twins(['a']);
      expect(a).toMatchObject({ properties: { level: 5 }, stamps: {}, revision: 3 });
      expect(await size()).toEqual({ twins: 2, relationships: 0 });
      await subject.store.commit([{ observe: { twin: 'a', path: 'level', value: 3, time: 1 } }]);
      expect((await subject.store.twins(['a']))[0]?.properties).toEqual({ level: 3 });
    });

    test('that comes and goes in one commit was never there', async () => {
      await subject.store.commit([add('b')]);
      const { revision, changeset } = await subject.store.commit([
        ...[add('a'), feed('a', 'b'), feed('b', 'a'), remove('a', true)],
      ]);
      expect(revision).toBe(1);
      expect(changeset.twins.added.size + changeset.twins.removed.size).toBe(0);
      await subject.restart();
      expect(await size()).toEqual({ twins: 1, relationships: 0 });
    });
  });
}
