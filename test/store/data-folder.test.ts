/** Data folders that must be refused: each with its whole message, and left as it was. */
import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'linchpin-folder-')), 'data');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

/** A folder with a closed store of some twins. */
async function filled(): Promise<void> {
  const store = await embeddedStore({ path });
  for (let i = 0; i < 20; i++) {
    await store.commit([
      { addTwin: { id: `twin-${i}`, model: 'm', properties: { text: `MARK-${i}-`.repeat(50) } } },
    ]);
  }
  await store.close();
}

/** Every file's name and content; LMDB's lock file is its own affair. */
async function contentOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) {
    if (name.endsWith('.lmdb-lock')) continue;
    hash.update(name).update(await readFile(join(folder, name)));
  }
  return hash.digest('hex');
}

async function expectRefusal(code: string, message: string): Promise<void> {
  const before = await contentOf(path);
  await expect(embeddedStore({ path })).rejects.toMatchObject({
    name: 'LinchpinError',
    code,
    message: expect.stringContaining(message),
  });
  expect(await contentOf(path)).toBe(before);
}

describe('a data folder', () => {
  test('is made when it is missing, with its parents', async () => {
    path = join(path, 'deep', 'er');
    const store = await embeddedStore({ path });
    expect(await store.revision()).toBe(0);
    await store.close();
    path = join(path, '..', '..');
  });

  test('that another store holds is refused, and opens once it is closed', async () => {
    const store = await embeddedStore({ path });
    await expect(embeddedStore({ path })).rejects.toMatchObject({
      code: 'DATA_LOCKED',
      message: expect.stringContaining(`the data folder is in use by process ${process.pid}`),
    });
    await store.close();
    await (await embeddedStore({ path })).close();
  });

  test('whose lock was left by a process that no longer exists is taken over', async () => {
    await filled();
    const gone = {
      pid: 2 ** 22 + 1,
      host: (await import('node:os')).hostname(),
      start: '',
      token: 'x',
    };
    await writeFile(join(path, 'linchpin.lock'), JSON.stringify(gone));
    await (await embeddedStore({ path })).close();
    const reused = { ...gone, pid: process.pid, start: 'another boot/1' };
    await writeFile(join(path, 'linchpin.lock'), JSON.stringify(reused));
    await (await embeddedStore({ path })).close();
    await writeFile(join(path, 'linchpin.lock'), '{"pid":');
    await (await embeddedStore({ path })).close();
  });

  test('that is locked from another machine is refused with the way out', async () => {
    await filled();
    const holder = { pid: 1, host: 'elsewhere', start: '', token: 'x' };
    await writeFile(join(path, 'linchpin.lock'), JSON.stringify(holder));
    await expectRefusal(
      'DATA_LOCKED',
      `the data folder is in use by process 1 on elsewhere; expected a folder that no other process works on; stop it, ask it with --url, or use another folder; if it no longer exists, delete ${join(path, 'linchpin.lock')}`,
    );
  });

  test('that a newer version wrote is refused', async () => {
    await filled();
    await writeFile(join(path, 'linchpin.json'), '{"product":"linchpin","format":3}');
    await expectRefusal(
      'DATA_TOO_NEW',
      'the data folder was written by a newer version (format 3); expected format 2 or older; use the newer version of Linchpin, or another data folder',
    );
  });

  test('that holds something else is refused', async () => {
    await mkdir(path);
    await writeFile(join(path, 'thesis.doc'), 'years of work');
    await expectRefusal(
      'BAD_USER_INPUT',
      'the folder holds other files and no Linchpin data; expected an empty or missing folder, or one that Linchpin made; give another folder',
    );
  });

  test('that is a file is refused', async () => {
    await writeFile(path, 'not a folder');
    await expect(embeddedStore({ path })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('that cannot be written is refused', async (ctx) => {
    if (process.getuid?.() === 0) ctx.skip('root may write everywhere');
    await filled();
    await chmod(path, 0o500);
    await expectRefusal('BAD_USER_INPUT', 'the data folder cannot be used');
    await chmod(path, 0o700);
  });
});

describe('an open data folder', () => {
  const add = (id: string) => [{ addTwin: { id, model: 'm' } }];

  test('that is removed takes no more writes, which nobody would find again', async () => {
    const store = await embeddedStore({ path });
    await store.commit(add('a'));
    await rm(path, { recursive: true });
    expect(await store.health()).toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store.commit(add('b'))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('the file was removed, moved or replaced'),
    });
    expect((await store.find({ first: 10 })).items.map(({ id }) => id)).toEqual(['a']);
    await store.close();
  });

  test('that is moved away takes writes again once it is back', async () => {
    const store = await embeddedStore({ path });
    await rename(path, `${path}-away`);
    await expect(store.commit(add('a'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await rename(`${path}-away`, path);
    await store.commit(add('b'));
    expect(await store.health()).toBe(undefined);
    await store.close();
    const reopened = await embeddedStore({ path });
    expect((await reopened.find({ first: 10 })).items.map(({ id }) => id)).toEqual(['b']);
    await reopened.close();
  });

  test('that gets another file in place of its own takes no more writes', async () => {
    const store = await embeddedStore({ path });
    const file = join(path, 'linchpin.lmdb');
    await copyFile(file, `${file}-copy`);
    await rename(`${file}-copy`, file);
    await expect(store.commit(add('a'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await store.close();
  });
});

describe('a damaged data folder', () => {
  const file = () => join(path, 'linchpin.lmdb');
  beforeEach(filled);

  test.each([0, 100, 4_096, 8_192, 30_000])('cut to %i bytes is refused', async (size) => {
    await truncate(file(), size);
    await expectRefusal('DATA_DAMAGED', size > 8_192 ? 'before its last page' : file());
  });

  test('with another file in place of its own is refused', async () => {
    await writeFile(file(), 'x'.repeat(100_000));
    await expectRefusal('DATA_DAMAGED', 'the file is not an LMDB file');
  });

  test('with a flipped bit in a record is refused by its checksum', async () => {
    const bytes = await readFile(file());
    for (let at = bytes.indexOf('MARK-7-'); at !== -1; at = bytes.indexOf('MARK-7-', at + 1)) {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    }
    await writeFile(file(), bytes);
    await expectRefusal('DATA_DAMAGED', 'twins twin-7: a record does not match its checksum');
  });

  test.each(['', '{"product":', '[]', '{"product":"other","format":1}', '{"format":"1"}'])(
    'with the marker %j is refused',
    async (marker) => {
      await writeFile(join(path, 'linchpin.json'), marker);
      await expectRefusal('DATA_DAMAGED', 'restore the data folder from a backup');
    },
  );

  test('without its marker is refused', async () => {
    await rm(join(path, 'linchpin.json'));
    await expectRefusal('DATA_DAMAGED', 'the folder has data but no marker (linchpin.json)');
  });
});
