/** Contract: a commit of 10,000 changes of every kind is one commit. */
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { graphDigest } from '../../support/graph-digest.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, feed, pump } from './ontology.ts';

const name = (i: number) => `twin-${i}`;

/** 10,000 changes on 2,000 twins: those that are there, and those that come and go. */
function mixed(): Change[] {
  return Array.from({ length: 2_000 }, (_, i): Change[] => {
    const [a, b] = [name(i), name((i + 1) % 2_000)];
    return [
      i % 2 === 0
        ? { set: { twin: a, property: 'part/level', value: i } }
        : { putTwin: { id: a, model: pump, properties: { name: a } } },
      { setRelationship: { source: a, id: `feeds:${b}`, property: 'capacity', value: i } },
      { addRelationship: { source: a, target: a, name: 'cools', id: 'self' } },
      i % 4 === 0
        ? { removeRelationship: { source: a, id: 'self' } }
        : { observe: { twin: a, path: 'level', value: i, time: i } },
      add(`new-${i}`, { level: i }),
    ];
  }).flat();
}

export function batchContract(subject: Subject): void {
  describe('a commit of 10,000 changes', () => {
    test('of every kind is one revision, whole after a restart and in the feed', async () => {
      await subject.store.commit(Array.from({ length: 2_000 }, (_, i) => add(name(i))));
      await subject.store.commit(
        Array.from({ length: 2_000 }, (_, i) => feed(name(i), name((i + 1) % 2_000))),
      );
      const changes = mixed();
      expect(changes).toHaveLength(10_000);
      expect((await subject.store.commit(changes)).revision).toBe(3);
      const before = graphDigest(await subject.store.snapshot());
      await subject.restart();
      const snapshot = await subject.store.snapshot();
      expect(graphDigest(snapshot)).toBe(before);
      expect(snapshot.size).toEqual({ twins: 4_000, relationships: 3_500 });
      expect(snapshot.twin('twin-7')?.properties).toEqual({ name: 'twin-7', level: 7 });
      expect(snapshot.relationship({ source: 'twin-1999', id: 'feeds:twin-0' })?.properties) //
        .toEqual({ capacity: 1_999 });
      for await (const { changeset } of subject.store.commits(2, new AbortController().signal)) {
        expect(changeset.twins.added.size).toBe(2_000);
        expect(changeset.twins.updated.size).toBe(2_000);
        expect(changeset.relationships.updated.size).toBe(2_000);
        expect(changeset.relationships.added.size).toBe(1_500);
        break;
      }
    });

    test('is refused whole because of its last change', async () => {
      const changes = [...Array.from({ length: 9_999 }, (_, i) => add(name(i))), add(name(0))];
      await expect(subject.store.commit(changes)).rejects.toMatchObject({
        code: 'CONFLICT',
        problems: [{ index: 9_999 }],
      });
      await subject.restart();
      expect((await subject.store.snapshot()).size).toEqual({ twins: 0, relationships: 0 });
      expect(await subject.store.revision()).toBe(0);
    });

    test('of a removed hub removes all its relationships', async () => {
      await subject.store.commit([
        add('hub'),
        ...Array.from({ length: 2_000 }, (_, i) => add(name(i))),
        ...Array.from({ length: 2_000 }, (_, i) =>
          i % 2 ? feed('hub', name(i)) : feed(name(i), 'hub'),
        ),
      ]);
      await subject.store.commit([{ removeTwin: { twin: 'hub', detach: true } }]);
      await subject.restart();
      expect((await subject.store.snapshot()).size).toEqual({ twins: 2_000, relationships: 0 });
    });
  });
}
