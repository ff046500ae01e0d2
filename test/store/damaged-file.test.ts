/** A data file that was damaged anywhere: its store says so, or has everything right. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { type LmdbHead, readLmdbHead } from '../../src/store/embedded/lmdb-file.ts';
import { add, contractModels, feed } from '../contract/twin-store/ontology.ts';
import { startChild } from './child.ts';
import { contentDigests } from './content-digest.ts';

/** How many files are damaged. */
const damages = 120;

/** LMDB trusts the pages it maps: some damages end the process, before it has answered anything. */
const endedBySignal = '';

/** What a damaged file may come to. */
const expected = new Set(['right', 'DATA_DAMAGED', 'UNAVAILABLE', endedBySignal]);

/** Fills a folder with something of every kind; the digests of it all. */
async function fill(path: string): Promise<Readonly<Record<string, string>>> {
  const store = await embeddedStore({ path });
  await store.addModels(contractModels);
  const ids = Array.from({ length: 200 }, (_, i) => `twin-${i}`);
  await store.commit(ids.map((id, level) => add(id, { level, name: id.repeat(9) })));
  await store.commit(ids.slice(1).map((id) => feed('twin-0', id)));
  for (let i = 0; i < 30; i++) {
    await store.commit([{ set: { twin: ids[i] as string, property: 'level', value: i + 0.5 } }], {
      operationId: `op${i}`,
    });
  }
  await store.archive.put('blob', Buffer.alloc(50_000, 'blob'));
  const problem = { code: 'NOT_FOUND' as const, where: 'x', message: 'gone' };
  await store.keepRejections([{ time: 1, source: 's', problem, payload: '' }]);
  const digests = await contentDigests(store);
  await store.close();
  return digests;
}

/** Leaves a lock as a process leaves it that is killed, in which case the next one checks all pages. */
async function leaveLock(path: string): Promise<void> {
  const holder = { pid: spawnSync('true').pid, host: hostname(), start: 'then', token: 'killed' };
  await writeFile(join(path, 'linchpin.lock'), JSON.stringify(holder));
}

/** What the files damaged in so many ways come to, and how often. */
async function outcomesOf(prepare: (path: string) => Promise<void>): Promise<readonly string[]> {
  const root = await mkdtemp(join(tmpdir(), 'linchpin-damaged-'));
  const path = join(root, 'data');
  try {
    const digests = JSON.stringify(await fill(path));
    await prepare(path);
    const outcomes = new Map<number, string>();
    while (outcomes.size < damages) {
      const child = startChild('damage.ts', [
        ...[path, `${outcomes.size}`, `${damages - 1}`, digests],
      ]);
      for await (const line of child.lines) {
        const [number, ...outcome] = line.split(' ');
        outcomes.set(Number(number), outcome.join(' '));
      }
      await child.ended;
    }
    return [...outcomes.values()];
  } finally {
    await rm(root, { recursive: true });
  }
}

test.each([
  ['is refused, or everything in it is right', async () => {}, damages / 10],
  ['never ends a process twice', leaveLock, 1],
])(
  'a file damaged in many ways %s',
  async (_, prepare, signals) => {
    const seen = await outcomesOf(prepare);
    const count = (outcome: string) => seen.filter((each) => each === outcome).length;
    expect(seen.filter((outcome) => !expected.has(outcome))).toEqual([]);
    expect(count('DATA_DAMAGED')).toBeGreaterThan(damages / 4);
    expect(count('right')).toBeGreaterThan(damages / 10);
    expect(count(endedBySignal)).toBeLessThan(signals);
  },
  300_000,
);

test('a wrong page is named at each start after a process was killed, until it is mended', async () => {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-page-'));
  const file = join(path, 'linchpin.lmdb');
  try {
    const digests = await fill(path);
    const whole = await readFile(file);
    await leaveLock(path);
    const { pageSize, trees } = (await readLmdbHead(file)) as LmdbHead;
    const root = Number(trees[1].readBigUInt64LE(40));
    const wrong = Buffer.from(whole);
    wrong.writeUInt16LE(0x77, root * pageSize + 18);
    await writeFile(file, wrong);
    for (let start = 1; start <= 3; start++) {
      await expect(embeddedStore({ path })).rejects.toMatchObject({
        code: 'DATA_DAMAGED',
        where: file,
        message: expect.stringContaining(`page ${root} is of another kind`),
      });
    }
    await writeFile(file, whole);
    const store = await embeddedStore({ path });
    expect(await contentDigests(store)).toEqual(digests);
    await store.close();
  } finally {
    await rm(path, { recursive: true });
  }
});
