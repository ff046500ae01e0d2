/** The image of a large graph: a start from it finds what a start from the records finds. */
import { spawnSync } from 'node:child_process';
import {
  copyFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { graphDigest } from '../support/graph-digest.ts';

let template: string;
let path: string;
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'linchpin-image-'));
  await fill(template);
});
afterAll(() => rm(template, { recursive: true }));
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'linchpin-image-')), 'data');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

const file = (name: string) => join(path, `linchpin.${name}`);

/** Opens the folder, commits, and closes it; what it held in the end, as `seen` sees it. */
async function session<R = ReturnType<typeof briefly>>(
  changes: readonly Change[] = [],
  { retention = {}, seen = briefly as (graph: TwinGraph) => R } = {},
): Promise<R> {
  const store = await embeddedStore({ path, retention });
  for (const change of changes) await store.commit([change]);
  const held = seen(await store.snapshot());
  await store.close();
  return held;
}

function briefly(graph: TwinGraph) {
  return { revision: graph.revision, size: graph.size, twin: graph.twin('twin-7') };
}

/** A folder with a graph that is worth an image. */
const filled = () => cp(template, path, { recursive: true });

async function fill(folder: string): Promise<void> {
  const store = await embeddedStore({ path: folder });
  await store.commit(
    Array.from({ length: 20_000 }, (_, n) => ({
      addTwin: { id: `twin-${n}`, model: 'm', properties: { text: `MARK-${n}-` } },
    })),
  );
  await store.commit([{ addTwin: { id: 'last', model: 'm' } }]);
  await store.close();
}

/** Flips a bit in every copy of some text, so that its record does not match its checksum. */
async function damage(name: string, text: string): Promise<void> {
  const bytes = await readFile(file(name));
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  }
  await writeFile(file(name), bytes);
}

const set = (value: number) => ({ set: { twin: 'twin-7', property: 'level', value } });

describe('an image', () => {
  test('is what a large graph starts from, with what was committed since', async () => {
    await filled();
    await copyFile(file('image'), join(path, '..', 'older'));
    const changes = [set(1), { removeTwin: { twin: 'twin-8' } }];
    const digest = await session(changes, { seen: graphDigest });
    await copyFile(join(path, '..', 'older'), file('image'));
    await damage('lmdb', 'MARK-9-');
    expect(await session([], { seen: graphDigest })).toBe(digest);
    await rm(file('image'));
    await expect(session()).rejects.toMatchObject({ code: 'DATA_DAMAGED' });
  });

  test('is not made of a small graph, which its records give as fast', async () => {
    await session([{ addTwin: { id: 'a', model: 'm' } }]);
    await expect(stat(file('image'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is made anew while the store is open', async () => {
    await filled();
    await rm(file('image'));
    const store = await embeddedStore({ path });
    await expect.poll(() => stat(file('image')).catch(() => undefined)).toBeDefined();
    await store.close();
  });
});

describe('a draft of an image', () => {
  const drafts = async () =>
    (await readdir(path)).filter((name) => /image\.\w+$/.test(name)).sort();

  test('is removed at the next start when its process is gone, and left when it lives', async () => {
    await session();
    const dead = spawnSync('true').pid;
    const living = process.ppid;
    for (const end of [`${dead}`, `${living}`, `${process.pid}`, 'mine', `${dead}a`]) {
      await writeFile(file(`image.${end}`), 'a beginning');
    }
    await writeFile(file(`other.image.${dead}`), 'of another store');
    await session();
    const kept = [`image.${living}`, `image.${process.pid}`, 'image.mine', `image.${dead}a`];
    const names = [...kept, `other.image.${dead}`].map((name) => `linchpin.${name}`).sort();
    expect(await drafts()).toEqual(names);
  });

  test('is removed when an earlier process had the id that this one has', async () => {
    await session();
    const own = file(`image.${process.pid}`);
    await writeFile(own, 'a beginning');
    await utimes(own, 0, 0);
    await session();
    expect(await drafts()).toEqual([]);
  });
});

describe('an image is passed over', () => {
  beforeEach(filled);

  test.each([
    ['is cut short', () => truncate(file('image'), 100_000)],
    ['has a wrong byte', () => damage('image', 'MARK-9-')],
    ['is empty', () => writeFile(file('image'), '')],
    ['is something else', () => writeFile(file('image'), 'x'.repeat(2_000))],
  ])('when it %s', async (_, change) => {
    const held = await session([set(1)]);
    await change();
    expect(await session()).toEqual(held);
  });

  test('when it is of other data', async () => {
    await copyFile(file('image'), join(path, '..', 'other'));
    await rm(path, { recursive: true });
    await fill(path);
    const held = await session([set(1)]);
    await copyFile(join(path, '..', 'other'), file('image'));
    expect(await session()).toEqual(held);
  });

  test('when it is of another past of the same data', async () => {
    await copyFile(file('lmdb'), join(path, '..', 'backup'));
    await session([set(1)]);
    await copyFile(file('image'), join(path, '..', 'ahead'));
    await copyFile(join(path, '..', 'backup'), file('lmdb'));
    await rm(file('image'));
    const held = await session([set(2), set(3)]);
    await copyFile(join(path, '..', 'ahead'), file('image'));
    expect(await session()).toEqual(held);
  });

  test('when the log no longer reaches back to it', async () => {
    await copyFile(file('image'), join(path, '..', 'old'));
    const held = await session([1, 2, 3, 4, 5].map(set), { retention: { commits: 3 } });
    await copyFile(join(path, '..', 'old'), file('image'));
    expect(await session()).toEqual(held);
  });
});
