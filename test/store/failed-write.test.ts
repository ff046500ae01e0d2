/** Writes that come to nothing: what a full disk is blamed for, and what it is not. */
import { unlinkSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { damaged } from '../../src/store/embedded/data-folder.ts';
import { Disk } from '../../src/store/embedded/disk.ts';
import { EmbeddedJournal } from '../../src/store/embedded/embedded-journal.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { lockFolder } from '../../src/store/embedded/folder-lock.ts';
import { tablesOf } from '../../src/store/embedded/layout.ts';
import { lmdbFile, openFile } from '../../src/store/embedded/tables.ts';
import { writeFailure } from '../../src/store/embedded/write-failure.ts';
import { defaultRetention } from '../../src/store/live/retention.ts';
import type { Rejection } from '../../src/store/twin-store.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-write-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(path, { recursive: true });
});

test.each([
  ['a mistake of ours', new TypeError('not a record')],
  ['a damaged record', damaged('log 1', 'a record does not match its checksum')],
])('%s is told as what it is, and writing is not called off', async (_, mistake) => {
  const root = await openFile(path);
  const disk = new Disk({ folder: path, root, probe: () => undefined });
  const write = () =>
    disk.write(() => {
      throw mistake;
    });
  expect(write).toThrow(mistake);
  expect(disk.failure).toBeUndefined();
  disk.close();
  await root.close();
});

test('a damaged rejection refuses the one that would replace it as DATA_DAMAGED', async () => {
  const rejection = (time: number): Rejection => {
    const problem = { code: 'NOT_FOUND' as const, where: 'x', message: 'gone' };
    return { time, source: `MARK-${time}-`, problem, payload: '' };
  };
  const open = () => embeddedStore({ path, retention: { rejections: 1 } });
  const store = await open();
  await store.keepRejections([rejection(1)]);
  await store.close();
  const bytes = await readFile(lmdbFile(path));
  for (let at = bytes.indexOf('MARK-1-'); at !== -1; at = bytes.indexOf('MARK-1-', at + 1)) {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  }
  await writeFile(lmdbFile(path), bytes);
  const again = await open();
  const refused = again.keepRejections([rejection(2)]);
  await expect(refused).rejects.toMatchObject({ code: 'DATA_DAMAGED', retriable: false });
  expect(await again.health()).toBeUndefined();
  await again.close();
});

test.each([
  ['ENOSPC', 28, 'UNAVAILABLE', 'make room on the disk or check it; writing resumes by itself'],
  ['EIO', 5, 'UNAVAILABLE', 'make room on the disk or check it; writing resumes by itself'],
  ['MDB_MAP_FULL', -30_792, 'UNAVAILABLE', 'make room on the disk or check it; writing resumes'],
  ['MDB_PANIC', -30_795, 'UNAVAILABLE', 'check the disk and restart'],
  ['MDB_CORRUPTED', -30_796, 'DATA_DAMAGED', 'restore the data folder from a backup'],
  ['MDB_PAGE_NOTFOUND', -30_797, 'DATA_DAMAGED', 'restore the data folder from a backup'],
])('%s of LMDB is told with what to do', (name, code, ours, action) => {
  expect(writeFailure(Object.assign(new Error(name), { code }), path)).toMatchObject({
    code: ours,
    message: expect.stringContaining(name),
    action: expect.stringContaining(action),
  });
});

test.each([
  ['MDB_BAD_VALSIZE', -30_781],
  ['MDB_BAD_DBI', -30_780],
  ['EINVAL', 22],
  ['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_TYPE'],
])('%s is not the disk’s', (name, code) => {
  expect(writeFailure(Object.assign(new Error(name), { code }), path)).toBeUndefined();
});

test('a journal that cannot be made leaves nothing that goes on trying', async () => {
  const root = await openFile(path);
  const lock = await lockFolder(path);
  const tables = tablesOf(root, defaultRetention);
  // The file is gone when the journal's first transaction ends.
  vi.spyOn(tables.identity, 'put').mockImplementation(() => unlinkSync(lmdbFile(path)));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  expect(() => new EmbeddedJournal({ folder: path, root, tables, lock })).toThrow('was removed');
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  await root.close();
  await lock.release();
});

test('a log whose beginning is damaged is not taken for one that was trimmed', async () => {
  const store = await embeddedStore({ path });
  for (let i = 0; i < 400; i++) {
    await store.commit([{ addTwin: { id: `twin-${i}`, model: 'm'.repeat(200) } }]);
  }
  await store.close();
  const root = await openFile(path);
  const { log, state } = tablesOf(root, defaultRetention);
  expect(state.get('now')?.revision).toBe(400);
  // As LMDB reads it when the first leaf is a page of something else: its records are not there.
  const range = log.table.range.bind(log.table);
  vi.spyOn(log.table, 'range').mockImplementation((options = {}) =>
    range({ ...options, start: Math.max(Number(options.start ?? 0), 20) }),
  );
  const lock = await lockFolder(path);
  const tables = { ...tablesOf(root, defaultRetention), log };
  const journal = new EmbeddedJournal({ folder: path, root, tables, lock });
  expect(await journal.head()).toMatchObject({ revision: 400, oldest: 1 });
  await expect(journal.commitsAfter(0, 256)).rejects.toMatchObject({
    code: 'DATA_DAMAGED',
    message: expect.stringContaining('the log lacks the commit of revision 1'),
  });
  expect(await journal.commitsAfter(390, 256)).toHaveLength(10);
  await journal.close();
});
