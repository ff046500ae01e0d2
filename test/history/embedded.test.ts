import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { graphDigest } from '../support/graph-digest.ts';

let path: string;
let store: TwinStore;
let history: History;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-history-'));
  await open();
});
afterEach(async () => {
  await close();
  await rm(path, { recursive: true, force: true });
});

async function open(): Promise<void> {
  store = await embeddedStore({ path });
  history = openHistory(store, { sealWeight: 50 });
  history.follow();
}

async function close(): Promise<void> {
  await history.close();
  await store.close();
}

describe('history on an embedded store', () => {
  test('outlives the process, sealed or not', async () => {
    const digests = new Map<number, string>();
    const remember = async () => {
      const graph = await store.snapshot();
      digests.set(graph.revision, graphDigest(graph));
    };
    await store.commit([{ addTwin: { id: 'pump', model: 'm', properties: { label: 'ä' } } }]);
    await history.graphAt(1);
    for (let run = 0; run < 4; run++) {
      for (let i = 0; i < 30; i++) {
        const time = 1e12 + (run * 30 + i) * 1000;
        await store.commit([
          { observe: { twin: 'pump', path: 'flow', value: i / 8, time } },
          // Late in its own commit.
          { observe: { twin: 'pump', path: 'flow', value: -1, time: time - 500 } },
        ]);
        await remember();
      }
      await store.commit([
        { addTwin: { id: `tank-${run}`, model: 'm' } },
        { addRelationship: { source: 'pump', target: `tank-${run}`, name: 'feeds' } },
      ]);
      await remember();
      await close();
      await open();
    }
    for (const [revision, digest] of digests) {
      expect(graphDigest(await history.graphAt(revision))).toBe(digest);
    }
    const until = await store.revision();
    const points = await history.series({ twin: 'pump', path: 'flow', until });
    expect(points.map(({ time, last }) => [time, last])).toEqual(
      Array.from({ length: 240 }, (_, i) => {
        const value = i % 2 === 0 ? -1 : (((i - 1) / 2) % 30) / 8;
        return [1e12 + (i - 1) * 500, value];
      }),
    );
    const sealed = await store.archive.keys('history/segment/');
    expect(sealed.length).toBeGreaterThanOrEqual(4);
  });
});
