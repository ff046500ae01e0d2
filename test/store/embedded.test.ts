/** The embedded store beyond the contract: against a plain graph, its limits, its group commits. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { isEmpty } from '../../src/model/changeset.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { LiveGraph } from '../../src/store/live/live-graph.ts';
import { maxWaiting } from '../../src/store/live/writer.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { changeOf } from '../model/changes.ts';
import { graphDigest } from '../support/graph-digest.ts';

let path: string;
let store: TwinStore | undefined;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-embedded-'));
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  await rm(path, { recursive: true, force: true });
});

const add = (id: string) => ({ addTwin: { id, model: 'm' } });
const clock = { now: () => 1_000 };

async function opened(options: { retention?: object } = {}): Promise<TwinStore> {
  await store?.close();
  store = await embeddedStore({ path, clock, ...options });
  return store;
}

describe('the embedded store', () => {
  test('acknowledges what is durable where memory fails, and reads the graph anew', async () => {
    const live = await opened();
    await live.commit([add('a')]);
    const warned = once(process, 'warning');
    vi.spyOn(LiveGraph.prototype, 'advance').mockImplementationOnce(() => {
      throw new RangeError('Array buffer allocation failed');
    });
    expect(await live.commit([add('b')])).toMatchObject({ revision: 2 });
    expect((await warned)[0]).toMatchObject({ message: 'Array buffer allocation failed' });
    expect(await live.commit([add('c')])).toMatchObject({ revision: 3 });
    expect((await live.snapshot()).size.twins).toBe(3);
    const again = await opened();
    expect((await again.snapshot()).size.twins).toBe(3);
  });

  test('holds what a plain graph holds after any changes, grouped and restarted at will', async () => {
    const step = fc.record({
      changes: fc.array(changeOf, { maxLength: 4 }),
      skipRefused: fc.boolean(),
      together: fc.boolean(),
      restart: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await store?.close();
        store = undefined;
        await rm(path, { recursive: true });
        const live = await opened();
        let reference = emptyGraph();
        let waiting: Promise<unknown>[] = [];
        let current = live;
        for (const { changes, skipRefused, together, restart } of steps) {
          const revision = reference.revision + 1;
          try {
            const options = { revision, now: clock.now(), skipRefused };
            const { changeset, late } = applyChanges(reference, changes, options);
            if (!isEmpty(changeset) || late.length > 0)
              reference = reference.withChanges(changeset, revision);
          } catch {
            // Refused here, so it must be refused there: the digests tell.
          }
          waiting.push(current.commit(changes, { skipRefused }).catch(() => undefined));
          if (together) continue;
          await Promise.all(waiting);
          waiting = [];
          if (restart) current = await opened();
        }
        await Promise.all(waiting);
        const snapshot = await current.snapshot();
        expect(snapshot.revision).toBe(reference.revision);
        expect(graphDigest(snapshot)).toBe(graphDigest(reference));
        expect(graphDigest(await (await opened()).snapshot())).toBe(graphDigest(reference));
      }),
      { numRuns: 40 },
    );
  });

  test('takes only so many writes at once, and goes on when they are done', async () => {
    const live = await opened();
    const waiting = Array.from({ length: maxWaiting }, () => live.commit([]));
    await expect(live.commit([add('a')])).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retriable: true,
    });
    await Promise.all(waiting);
    expect(await live.commit([add('a')])).toMatchObject({ revision: 1 });
  });

  test('answers nothing from a closed file', async () => {
    const live = await opened();
    await live.close();
    await live.close();
    await expect(live.models()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(live.rejections({})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('folds its overlays without changing what a query finds', async () => {
    const live = await opened();
    const ids = Array.from({ length: 500 }, (_, i) => `t${String(i).padStart(3, '0')}`);
    await live.commit(ids.map(add));
    for (let round = 0; round < 20; round++) {
      await live.commit(ids.map((twin) => ({ set: { twin, property: 'level', value: round } })));
    }
    await live.commit([{ removeTwin: { twin: ids[0] as string } }, add('new')]);
    const { items } = await live.find({ first: 1_000 });
    expect(items.map(({ id }) => id)).toEqual(['new', ...ids.slice(1)]);
    const [row] = await live.aggregate({ measures: [{ function: 'min', path: 'level' }] });
    expect(row?.values).toEqual([19]);
  });

  test('says so when a feed asks for commits that are no longer kept', async () => {
    const live = await opened();
    for (let i = 0; i < 8; i++) await live.commit([add(`t${i}`)]);
    await (await opened({ retention: { commits: 5 } })).commit([add('ninth')]);
    const reopened = await opened();
    const take = async (since: number) => {
      for await (const commit of reopened.commits(since, new AbortController().signal)) {
        return commit.revision;
      }
    };
    expect(await take(4)).toBe(5);
    await expect(take(3)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message:
        'NOT_FOUND since: the commits after revision 3 are no longer kept; ' +
        'expected 4 or later; read the present state and resume from its revision',
    });
  });

  test('forgets the oldest operations, messages and rejections, and no newer ones', async () => {
    const live = await opened({ retention: { operations: 2, messages: 2, rejections: 3 } });
    for (const id of ['a', 'b', 'c']) await live.commit([add(id)], { operationId: id });
    expect(await live.commit([add('b')], { operationId: 'b' })).toMatchObject({ repeated: true });
    expect(await live.commit([], { operationId: 'a' })).toMatchObject({ repeated: false });
    const observe = (messageId: string, time: number) =>
      live.commit([{ observe: { twin: 'a', path: 'level', value: time, time, messageId } }]);
    await observe('one', 1);
    await observe('two', 2);
    await observe('three', 3);
    await observe('two', 9);
    expect((await live.twins(['a']))[0]?.properties.level).toBe(3);
    await observe('one', 10);
    expect((await live.twins(['a']))[0]?.properties.level).toBe(10);
    const problem = { code: 'NOT_FOUND' as const, where: 'x', message: 'gone' };
    await live.keepRejections(
      Array.from({ length: 7 }, (_, time) => ({ time, source: 's', problem, payload: '' })),
    );
    const { items } = await live.rejections({});
    expect(items.map(({ time }) => time)).toEqual([6, 5, 4]);
  });

  test('refuses in a group only the commits that are wrong, also those JSON cannot hold', async () => {
    const live = await opened();
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const wrong = { addTwin: { id: 'wrong', model: 'm', properties: cyclic as never } };
    const results = await Promise.allSettled([
      live.commit([add('a')]),
      live.commit([add('a')]),
      live.commit([wrong]),
      live.commit([add('b')]),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect((await live.find({})).items.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await live.health()).toBeUndefined();
  });
});
