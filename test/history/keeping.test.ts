import { beforeEach, describe, expect, test } from 'vitest';
import { openHistory } from '../../src/history/history.ts';
import type { HistoryOptions } from '../../src/history/history-options.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { MemorySource } from './memory-source.ts';

let source: MemorySource;
/** The digest of the graph at each revision. */
let digests: string[];
beforeEach(() => {
  source = new MemorySource();
  digests = [graphDigest(source.graph)];
});

/** Commits readings of two twins, one commit each. */
function run(commits: number): void {
  if (source.graph.revision === 0) commit([{ addTwin: { id: 'a', model: 'm' } }]);
  for (let i = 0; i < commits; i++) {
    const value = (source.graph.revision * 7) % 100;
    commit([{ observe: { twin: 'a', path: 'level', value, time: source.time } }]);
  }
}

function commit(changes: Parameters<MemorySource['commit']>[0]): void {
  source.commit(changes);
  digests[source.graph.revision] = graphDigest(source.graph);
}

function opened(options: HistoryOptions = {}) {
  return openHistory(source, { sealWeight: 10, clock: { now: () => source.time }, ...options });
}

const keys = (prefix: string) => source.archive.keys(`history/${prefix}/`);

/** The revision in the key of a checkpoint or of a piece of an image. */
const revisionIn = (key: string) => Number(key.split('/')[2]);

describe('what history keeps', () => {
  test('is the same whoever seals it, and when', async () => {
    const one = opened();
    const two = opened();
    await one.graphAt(0);
    run(25);
    await one.graphAt(1);
    run(30);
    await Promise.all([one.graphAt(1), two.graphAt(1)]);
    const segments = await keys('segment');
    expect(segments).toHaveLength(6);
    const three = opened();
    for (let revision = 0; revision < digests.length; revision++) {
      expect(graphDigest(await three.graphAt(revision))).toBe(digests[revision]);
    }
    expect(await keys('segment')).toEqual(segments);
  });

  test('begins anew where the log no longer reaches, and says from when on', async () => {
    const before = opened();
    await before.graphAt(0);
    run(14);
    await before.graphAt(14);
    run(10);
    source.forgetLog();
    const present = source.graph.revision;
    const after = opened();
    await after.graphAt(present);
    run(3);
    for (const revision of [0, 10, present, present + 3]) {
      expect(graphDigest(await after.graphAt(revision))).toBe(digests[revision]);
    }
    const lost = /does not reach back to revision 18; expected revision 25 \(2026-.*Z\) or later/;
    await expect(after.graphAt(18)).rejects.toThrow(lost);
    await expect(after.momentOf(18)).rejects.toThrow(lost);
    const time = Date.parse('2026-01-01T00:00:18Z');
    await expect(after.momentAt(time)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('has checkpoints, so that no graph is far from one', async () => {
    const history = opened();
    await history.graphAt(0);
    for (let i = 0; i < 10; i++) {
      run(12);
      await history.graphAt(source.graph.revision);
      await history.close();
    }
    const checkpoints = (await keys('checkpoint')).map(revisionIn);
    const gaps = checkpoints.slice(1).map((at, i) => at - (checkpoints[i] as number));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(24);
    expect(gaps.length).toBeGreaterThanOrEqual(5);
  });

  test('is forgotten when it is old, segments and checkpoints together', async () => {
    const history = opened({ retentionSeconds: 60 });
    await history.graphAt(0);
    for (let i = 0; i < 20; i++) {
      run(12);
      await history.graphAt(source.graph.revision);
      await history.close();
    }
    const oldest = revisionIn((await keys('checkpoint'))[0] ?? '');
    const present = source.graph.revision;
    expect(oldest).toBeGreaterThan(present - 110);
    expect(oldest).toBeLessThan(present - 48);
    const again = opened({ retentionSeconds: 60 });
    for (let revision = oldest; revision <= present; revision++) {
      expect(graphDigest(await again.graphAt(revision))).toBe(digests[revision]);
    }
    await expect(again.graphAt(oldest - 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await keys('part')).length).toBe((await keys('segment')).length);
    expect((await keys('image')).length).toBe((await keys('checkpoint')).length);
  });

  test('goes on after a failed write, at the same boundaries', async () => {
    const history = opened();
    await history.graphAt(0);
    const { put } = source.archive;
    source.archive.put = () => Promise.reject(new Error('no space left'));
    run(15);
    await expect(history.graphAt(5)).rejects.toThrow('no space left');
    await expect(history.graphAt(5)).rejects.toThrow('no space left');
    source.archive.put = put;
    expect(graphDigest(await history.graphAt(5))).toBe(digests[5]);
    expect((await keys('segment'))[0]).toContain('0000000000000000-0000000000000003/');
  });
});

describe('damage', () => {
  test('of any byte is told, or does no harm', async () => {
    const history = opened();
    await history.graphAt(0);
    run(24);
    await history.graphAt(24);
    await history.close();
    let told = 0;
    for (const [key, blob] of [...source.archive.blobs]) {
      for (let at = 0; at < blob.length; at += 7) {
        const bytes = Uint8Array.from(blob);
        bytes[at] = (bytes[at] as number) ^ (1 << (at % 8));
        source.archive.blobs.set(key, bytes);
        told += await damageTold(9);
      }
      source.archive.blobs.set(key, blob);
    }
    expect(told).toBeGreaterThan(10);
  });

  /** 1 when the damage is told, 0 when the answers are right all the same. */
  async function damageTold(revision: number): Promise<number> {
    const history = opened();
    try {
      expect(graphDigest(await history.graphAt(revision))).toBe(digests[revision]);
      const points = await history.series({ twin: 'a', path: 'level', until: revision });
      expect(points).toHaveLength(revision - 1);
      return 0;
    } catch (error) {
      expect(['DATA_DAMAGED', 'NOT_FOUND']).toContain((error as { code?: string }).code);
      return 1;
    } finally {
      await history.close();
    }
  }
});

describe('the moment at a time', () => {
  test('is the last commit at or before it', async () => {
    const history = opened();
    await history.graphAt(0);
    const start = source.time;
    run(44);
    for (let at = 0; at < 44_000; at += 500) {
      const moment = await history.momentAt(start + at);
      const revision = Math.floor(at / 1000) + 1;
      expect(moment).toEqual({ revision, time: start + (revision - 1) * 1000 });
      expect(await history.momentOf(revision)).toEqual(moment);
    }
  });
});
