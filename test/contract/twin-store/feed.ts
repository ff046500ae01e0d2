/** Contract: the feed gives every commit once, in order, from any revision on. */
import { describe, expect, test } from 'vitest';
import type { Commit } from '../../../src/model/changeset.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add } from './ontology.ts';

async function take(commits: AsyncIterable<Commit>, count: number): Promise<Commit[]> {
  const taken: Commit[] = [];
  for await (const commit of commits) {
    taken.push(commit);
    if (taken.length === count) break;
  }
  return taken;
}

export function feedContract(subject: Subject): void {
  describe('the feed', () => {
    test('gives what was missed, then what comes, without a gap and also after a restart', async () => {
      for (let i = 1; i <= 5; i++) await subject.store.commit([add(`t${i}`)]);
      await subject.restart();
      const feed = take(subject.store.commits(2, new AbortController().signal), 400);
      const writes = Array.from({ length: 397 }, (_, i) => subject.store.commit([add(`n${i}`)]));
      await Promise.all(writes);
      const revisions = (await feed).map(({ revision }) => revision);
      expect(revisions).toEqual(Array.from({ length: 400 }, (_, i) => i + 3));
    });

    test('gives each commit as it was: changes, time and operation id', async () => {
      const before = Date.now();
      await subject.store.commit([add('a', { level: 1 })], { operationId: 'first' });
      await subject.store.commit([{ set: { twin: 'a', property: 'level', value: 2 } }]);
      await subject.restart();
      const [added, set] = await take(subject.store.commits(0, new AbortController().signal), 2);
      expect(added).toMatchObject({ revision: 1, operationId: 'first' });
      expect(added?.changeset.twins.added.get('a')?.properties).toEqual({ level: 1 });
      expect(added?.time).toBeGreaterThanOrEqual(before);
      const update = set?.changeset.twins.updated.get('a');
      expect([update?.from.properties, update?.to.properties]).toEqual([
        { level: 1 },
        { level: 2 },
      ]);
    });

    test('shows in a query what it has told', async () => {
      const feed = subject.store.commits(0, new AbortController().signal);
      void subject.store.commit([add('a')]);
      for await (const { revision } of feed) {
        expect(await subject.store.revision()).toBeGreaterThanOrEqual(revision);
        expect((await subject.store.twins(['a']))[0]?.id).toBe('a');
        break;
      }
    });

    test('ends when its reader aborts, and when the store closes', async () => {
      const abort = new AbortController();
      const aborted = take(subject.store.commits(0, abort.signal), 1);
      const closed = take(subject.store.commits(0, new AbortController().signal), 1);
      abort.abort();
      expect(await aborted).toEqual([]);
      await subject.restart();
      expect(await closed).toEqual([]);
      expect(await take(subject.store.commits(0, AbortSignal.abort()), 1)).toEqual([]);
    });

    test('refuses a revision that is still to come', async () => {
      const ahead = take(subject.store.commits(7, new AbortController().signal), 1);
      await expect(ahead).rejects.toMatchObject({ code: 'BAD_USER_INPUT', where: 'since' });
    });
  });
}
