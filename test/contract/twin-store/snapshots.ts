/** Contract: a snapshot is of one revision for ever, and equals what the feed says from 0. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyGraph } from '../../../src/model/build-graph.ts';
import type { Change } from '../../../src/model/change.ts';
import { commitOf } from '../../../src/model/commit-log.ts';
import type { TwinGraph } from '../../../src/model/graph.ts';
import { graphDigest } from '../../support/graph-digest.ts';
import type { Subject } from '../twin-store.contract.ts';
import { pump, tank } from './ontology.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd');
const link = fc.record({ source: id, target: id, name: fc.constantFrom('feeds', 'cools') });
const capacity = fc.record({ capacity: fc.double({ noNaN: true }) }, { requiredKeys: [] });

/** Changes of every kind, many of which are refused. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc
    .record({
      id,
      model: fc.constantFrom(pump, tank),
      put: fc.boolean(),
      level: fc.double({ noNaN: true }),
    })
    .map(({ put, level, ...twin }) => {
      const whole = { ...twin, properties: { level, part: { name: 'x' } } };
      return put ? { putTwin: whole } : { addTwin: whole };
    }),
  fc
    .record({
      twin: id,
      property: fc.constantFrom('level', 'part/level'),
      value: fc.option(fc.integer()),
    })
    .map((set) => ({ set })),
  fc.record({ twin: id, detach: fc.boolean() }).map((removeTwin) => ({ removeTwin })),
  fc
    .record({ link, properties: capacity, put: fc.boolean() })
    .map(({ link: wanted, properties, put }) => {
      const whole = { ...wanted, properties };
      return put ? { putRelationship: { ...whole, id: 'feeds:b' } } : { addRelationship: whole };
    }),
  link.map(({ source, target, name }) => ({
    removeRelationship: { source, id: `${name}:${target}` },
  })),
  link.map(({ source, target, name }) => ({
    setRelationship: { source, id: `${name}:${target}`, property: 'capacity', value: 7 },
  })),
  fc
    .record({
      twin: id,
      path: fc.constantFrom('level', 'part/level'),
      value: fc.integer(),
      time: fc.nat(9),
    })
    .map((observe) => ({ observe })),
);

export function snapshotContract(subject: Subject): void {
  describe('snapshots', () => {
    test('of every revision stay, and equal the feed and the log replayed from 0', async () => {
      const batches = fc.sample(fc.array(change, { minLength: 2, maxLength: 8 }), {
        numRuns: 60,
        seed: 4,
      });
      const snapshots: TwinGraph[] = [await subject.store.snapshot()];
      const digests = [graphDigest(snapshots[0] as TwinGraph)];
      for (const [turn, changes] of batches.entries()) {
        await subject.store.commit(changes, { skipRefused: true });
        if (turn === 30) await subject.restart();
        const snapshot = await subject.store.snapshot();
        if (snapshot.revision === digests.length) {
          snapshots.push(snapshot);
          digests.push(graphDigest(snapshot));
        }
      }
      expect(digests.length).toBeGreaterThan(30);
      expect(snapshots.map(graphDigest)).toEqual(digests);
      expect(snapshots.map(({ revision }) => revision)).toEqual([...digests.keys()]);

      const { store } = subject;
      const logged = await store.log(0, 1_000);
      let [told, kept] = [emptyGraph(), emptyGraph()];
      for await (const { revision, changeset } of store.commits(0, new AbortController().signal)) {
        told = told.withChanges(changeset, revision);
        const record = logged[revision - 1];
        if (record === undefined) throw new Error(`the log lacks revision ${revision}`);
        kept = kept.withChanges(commitOf(record, kept).changeset, revision);
        expect([graphDigest(told), graphDigest(kept)]).toEqual([
          digests[revision],
          digests[revision],
        ]);
        if (revision === digests.length - 1) break;
      }
    });

    test('asked for while others write show whole commits, in a row', async () => {
      await subject.store.commit(
        ['a', 'b'].map((each) => ({
          addTwin: { id: each, model: pump, properties: { level: 0 } },
        })),
      );
      let writing = true;
      const write = async () => {
        for (let value = 1; value <= 60; value++) {
          await subject.store.commit(
            ['a', 'b'].map((twin) => ({ set: { twin, property: 'level', value } })),
          );
        }
        writing = false;
      };
      const read = async () => {
        let last = 0;
        while (writing) {
          const snapshot = await subject.store.snapshot();
          const [a, b] = ['a', 'b'].map((each) => snapshot.twin(each)?.properties.level);
          expect([a, snapshot.revision]).toEqual([b, (b as number) + 1]);
          expect(snapshot.revision).toBeGreaterThanOrEqual(last);
          last = snapshot.revision;
          await new Promise(setImmediate);
        }
        expect((await subject.store.snapshot()).revision).toBe(61);
      };
      await Promise.all([write(), read(), read()]);
    });
  });
}
