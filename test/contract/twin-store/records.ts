/** Contract: what is written is read, as it was, at once and after a restart. */
import { describe, expect, test } from 'vitest';
import { graphDigest } from '../../support/graph-digest.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, feed, hostileIds, pump } from './ontology.ts';

export function recordContract(subject: Subject): void {
  describe('records', () => {
    test('a twin and a relationship are read as they were written, now and after a restart', async () => {
      const properties = { level: 0.1, name: 'é"\\', on: false, part: { level: -1e-300 } };
      await subject.store.commit([
        add('a', properties),
        add('b'),
        {
          addRelationship: {
            source: 'a',
            target: 'b',
            name: 'feeds',
            id: 'r',
            properties: { capacity: 2 ** 53 },
          },
        },
      ]);
      const check = async () => {
        const [a, missing, b] = await subject.store.twins(['a', 'nobody', 'b']);
        expect(a).toMatchObject({ id: 'a', model: pump, properties, revision: 1 });
        expect(missing).toBeUndefined();
        expect(b?.properties).toEqual({});
        const [page] = await subject.store.relationshipsOf([{ twin: 'b', direction: 'in' }]);
        expect(page?.items).toEqual([
          {
            source: 'a',
            id: 'r',
            name: 'feeds',
            target: 'b',
            properties: { capacity: 2 ** 53 },
            revision: 1,
          },
        ]);
      };
      await check();
      await subject.restart();
      await check();
    });

    test('hostile names are ids, property texts and relationship ids like any other', async () => {
      await subject.store.commit(hostileIds.map((id) => add(id, { name: id })));
      await subject.store.commit(
        hostileIds.map((id) => ({
          addRelationship: { source: id, target: 'null', name: 'feeds', id },
        })),
      );
      await subject.restart();
      const twins = await subject.store.twins(hostileIds);
      expect(twins.map((twin) => twin?.id)).toEqual(hostileIds);
      expect(twins.map((twin) => twin?.properties.name)).toEqual(hostileIds);
      const pages = await subject.store.relationshipsOf(
        hostileIds.map((twin) => ({ twin, direction: 'out' as const })),
      );
      expect(pages.map(({ items }) => items[0]?.id)).toEqual(hostileIds);
      const found = await subject.store.find({
        where: { kind: 'compare', path: 'name', operator: 'eq', value: hostileIds[4] as string },
      });
      expect(found.items.map(({ id }) => id)).toEqual([hostileIds[4]]);
    });

    test('all queries see a commit once it is acknowledged', async () => {
      for (let i = 0; i < 20; i++) {
        await subject.store.commit([
          add(`t${i}`, { level: i }),
          ...(i > 0 ? [feed(`t${i}`, 't0')] : []),
        ]);
        expect((await subject.store.find({})).items).toHaveLength(i + 1);
        expect(await subject.store.revision()).toBe(i + 1);
        expect((await subject.store.snapshot()).size).toEqual({ twins: i + 1, relationships: i });
        const [row] = await subject.store.aggregate({
          measures: [{ function: 'max', path: 'level' }],
        });
        expect(row?.values).toEqual([i]);
        expect(await subject.store.paths({ from: `t${i}`, to: 't0' })).toHaveLength(1);
        expect((await subject.store.findRelationships({ target: 't0' })).items).toHaveLength(i);
      }
    });

    test('a snapshot stays as it is whatever is committed after it', async () => {
      await subject.store.commit([add('a', { level: 1 }), add('b'), feed('a', 'b')]);
      const snapshot = await subject.store.snapshot();
      const digest = graphDigest(snapshot);
      await subject.store.commit([
        { set: { twin: 'a', property: 'level', value: 2 } },
        { removeTwin: { twin: 'b', detach: true } },
        add('c'),
      ]);
      expect(graphDigest(snapshot)).toBe(digest);
      expect(graphDigest(await subject.store.snapshot())).not.toBe(digest);
    });

    test('a batch of 10,000 is committed whole and its pages are walked once each', async () => {
      const ids = Array.from({ length: 10_000 }, (_, i) => `twin-${String(i).padStart(5, '0')}`);
      await subject.store.commit(ids.map((id, i) => add(id, { level: i })));
      const seen: string[] = [];
      let after: string | undefined;
      for (let more = true; more; ) {
        const page = await subject.store.find({
          models: [pump],
          first: 1_000,
          ...(after === undefined ? {} : { after }),
        });
        seen.push(...page.items.map(({ id }) => id));
        after = page.cursors.at(-1);
        more = page.hasNextPage;
        await subject.store.commit([
          add(`aaa-${seen.length}`),
          { removeTwin: { twin: page.items[0]?.id as string } },
        ]);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => id.startsWith('twin-'))).toEqual(ids);
    });
  });
}
