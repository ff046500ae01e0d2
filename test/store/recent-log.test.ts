/** The log of an LMDB file keeps the newest records, within a number and a size. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RootDatabase } from 'lmdb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecentLog } from '../../src/store/embedded/recent.ts';
import { openFile } from '../../src/store/embedded/tables.ts';

let folder: string;
let root: RootDatabase<Buffer>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linchpin-log-'));
  root = await openFile(folder);
});
afterEach(async () => {
  await root.close();
  await rm(folder, { recursive: true });
});

const logOf = (limit: number, mostBytes: number) =>
  new RecentLog<string>(root, 'log', { limit, mostBytes });

/** Writes a text of so many bytes under a number; the numbers that are kept then. */
function write(log: RecentLog<string>, number: number, bytes: number): number[] {
  const put = log.prepareText(number, JSON.stringify('x'.repeat(bytes - 2)));
  root.transactionSync(put);
  return Array.from(log.table.range(), ([key]) => Number(key));
}

test('a log drops its oldest records when they are too many', () => {
  const log = logOf(3, 1e9);
  const kept = [1, 2, 3, 4, 5].map((number) => write(log, number, 100));
  expect(kept.at(-1)).toEqual([3, 4, 5]);
});

test('a log drops its oldest records when they are too large, but never the newest', () => {
  const log = logOf(100, 50_000);
  for (let number = 1; number <= 9; number++) write(log, number, 10_000);
  expect(write(log, 10, 10_000)).toEqual([6, 7, 8, 9, 10]);
  expect(write(log, 11, 35_000)).toEqual([10, 11]);
  expect(write(log, 12, 90_000)).toEqual([12]);
  expect(write(log, 13, 10_000)).toEqual([13]);
});

test('a log that is opened again knows about how large it is', () => {
  const before = logOf(100, 1e9);
  for (let number = 1; number <= 20; number++) write(before, number, 10_000);
  const kept = write(logOf(100, 100_000), 21, 10_000);
  expect(kept.at(-1)).toBe(21);
  // Whole pages are counted, so a few less than ten may be left.
  expect(kept.length).toBeGreaterThanOrEqual(7);
  expect(kept.length).toBeLessThanOrEqual(10);
});

test('a log does not count what a failed transaction wrote', () => {
  const log = logOf(100, 100_000);
  for (let number = 1; number <= 3; number++) write(log, number, 10_000);
  for (let attempt = 0; attempt < 30; attempt++) {
    const put = log.prepareText(4, JSON.stringify('x'.repeat(10_000)));
    expect(() =>
      root.transactionSync(() => {
        put();
        throw new Error('no room');
      }),
    ).toThrow('no room');
  }
  expect(write(log, 4, 10_000)).toEqual([1, 2, 3, 4]);
});
