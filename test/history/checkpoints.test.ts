/** Checkpoints that another version wrote, and those that a killed process did not finish. */
import { crc32 } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { unwrapped, wrapped } from '../../src/history/blob.ts';
import { openHistory } from '../../src/history/history.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { MemorySource } from './memory-source.ts';

const dayMilliseconds = 86_400_000;

let source: MemorySource;
/** The digest of the graph at each revision. */
let digests: string[];
beforeEach(() => {
  source = new MemorySource();
  digests = [graphDigest(source.graph)];
});

function run(commits: number): void {
  for (let i = 0; i < commits; i++) {
    const { revision } = source.graph;
    const late = { observe: { twin: 'a', path: 'level', value: revision, time: source.time } };
    source.commit(revision === 0 ? [{ addTwin: { id: 'a', model: 'm' } }] : [late]);
    digests[revision + 1] = graphDigest(source.graph);
  }
}

const opened = () => openHistory(source, { sealWeight: 10, clock: { now: () => source.time } });

const keys = (prefix: string) => source.archive.keys(`history/${prefix}/`);

/** Follows the source through several checkpoints. */
async function follow(turns = 4): Promise<void> {
  const history = opened();
  for (let turn = 0; turn < turns; turn++) {
    await history.graphAt(source.graph.revision);
    run(12);
  }
  await history.graphAt(source.graph.revision);
  await history.close();
}

/** Makes of all checkpoints what the first version wrote: names without a format, images of 1. */
async function makeOld(): Promise<void> {
  const { blobs } = source.archive;
  for (const key of await keys('checkpoint')) {
    const head = blobs.get(key) as Uint8Array;
    blobs.delete(key);
    blobs.set(key.split('/').slice(0, 3).join('/'), head);
  }
  for (const key of await keys('image')) {
    const image = Buffer.from(await unwrapped(key, blobs.get(key)));
    image.writeDoubleLE(1, 8);
    image.writeDoubleLE(crc32(image.subarray(0, -8)), image.length - 8);
    blobs.set(key, await wrapped(image));
  }
}

async function answersOf(revisions: readonly number[]): Promise<readonly string[]> {
  const history = opened();
  const answers = revisions.map(async (revision) => {
    try {
      const digest = graphDigest(await history.graphAt(revision));
      return digest === digests[revision] ? 'right' : 'wrong';
    } catch (error) {
      return (error as { code: string }).code;
    }
  });
  const all = await Promise.all(answers);
  await history.close();
  return all;
}

test('checkpoints of an older format are passed over: history goes on from the present', async () => {
  await follow();
  await makeOld();
  source.forgetLog();
  const before = source.graph.revision;
  expect(await answersOf([1, before - 1, before])).toEqual(['NOT_FOUND', 'NOT_FOUND', 'right']);
  run(30);
  const after = [before, before + 1, before + 17, before + 30];
  expect(await answersOf(after)).toEqual(after.map(() => 'right'));
  const history = opened();
  const points = await history.series({ twin: 'a', path: 'level', until: before + 30 });
  expect(points[0]).toMatchObject({ last: 1 });
  expect(points.at(-1)).toMatchObject({ last: before + 29 });
  await history.close();
});

test('where the log and the segments reach back to the first commit, all of history stays', async () => {
  await follow();
  await makeOld();
  const revisions = digests.map((_, revision) => revision);
  expect(await answersOf(revisions)).toEqual(revisions.map(() => 'right'));
});

test('a checkpoint of a newer format is left to who wrote it', async () => {
  await follow(1);
  const { blobs } = source.archive;
  for (const key of await keys('checkpoint')) {
    blobs.set(key.replace(/\/[0-9]+$/, '/99'), blobs.get(key) as Uint8Array);
    blobs.delete(key);
  }
  const theirs = await keys('checkpoint');
  expect(theirs.length).toBeGreaterThan(0);
  const { revision } = source.graph;
  expect(await answersOf([revision])).toEqual(['right']);
  expect(await keys('checkpoint')).toEqual(expect.arrayContaining([...theirs]));
});

test('a damaged head at the present revision is replaced', async () => {
  await follow(1);
  const { blobs } = source.archive;
  for (const key of await keys('checkpoint')) blobs.delete(key);
  const { revision } = source.graph;
  const history = opened();
  await history.graphAt(revision);
  await history.close();
  const [head = ''] = await keys('checkpoint');
  blobs.set(head, Buffer.from('something else'));
  expect(await answersOf([revision])).toEqual(['right']);
});

test('pieces of an image whose writer was killed go when they are a day old', async () => {
  await follow();
  const { put } = source.archive;
  const whole = await keys('image');
  source.archive.put = (key, bytes) =>
    key.includes('/checkpoint/') ? Promise.reject(new Error('killed')) : put(key, bytes);
  await follow(2);
  source.archive.put = put;
  const lost = (await keys('image')).filter((key) => !whole.includes(key));
  expect(lost.length).toBeGreaterThan(0);
  await follow(2);
  expect(await keys('image')).toEqual(expect.arrayContaining(lost));
  source.time += dayMilliseconds + 1;
  await follow(3);
  const left = await keys('image');
  expect(left.filter((key) => lost.includes(key))).toEqual([]);
  expect(left.length).toBe((await keys('checkpoint')).length);
  const { revision } = source.graph;
  expect(await answersOf([1, 13, revision])).toEqual(['right', 'right', 'right']);
});

test('a store that cannot be read for a moment has not lost its checkpoints', async () => {
  await follow();
  const { get } = source.archive;
  const { LinchpinError } = await import('../../src/model/errors.ts');
  const problem = { code: 'UNAVAILABLE', where: 'neo4j', message: 'away' } as const;
  source.archive.get = () => Promise.reject(new LinchpinError(problem));
  expect(await answersOf([1])).toEqual(['UNAVAILABLE']);
  source.archive.get = get;
  expect(await answersOf([1])).toEqual(['right']);
});
