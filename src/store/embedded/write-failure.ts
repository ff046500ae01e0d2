/**
 * Why LMDB could not write: tells a disk that refuses, which may pass, from a file that is damaged
 * and from mistakes of ours. Called by the disk for each transaction that came to nothing.
 */
import type { Problem } from '../../model/errors.ts';
import { damaged } from './data-folder.ts';

/** LMDB's own codes (lmdb.h); those of the system, such as ENOSPC and EIO, are above 0. */
const lmdb = {
  pageNotFound: -30_797,
  corrupted: -30_796,
  panic: -30_795,
  invalid: -30_793,
  mapFull: -30_792,
  readersFull: -30_790,
  transactionFull: -30_788,
  mapResized: -30_785,
  badChecksum: -30_778,
};

const damages: ReadonlySet<number> = new Set([
  ...[lmdb.pageNotFound, lmdb.corrupted, lmdb.invalid, lmdb.badChecksum],
]);

const passing: ReadonlySet<number> = new Set([
  ...[lmdb.mapFull, lmdb.readersFull, lmdb.transactionFull, lmdb.mapResized],
]);

/** Invalid argument: what we asked for, not what the disk did. */
const invalidArgument = 22;

/**
 * What a failed write of a data folder means: `UNAVAILABLE` where the disk refused it, and
 * `DATA_DAMAGED` where LMDB met a wrong page; undefined for every error that is not LMDB's.
 */
export function writeFailure(error: unknown, folder: string): Problem | undefined {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code !== 'number' || code === invalidArgument) return undefined;
  if (damages.has(code)) return damaged(folder, `LMDB cannot write: ${message}`).problems[0];
  if (code < 0 && code !== lmdb.panic && !passing.has(code)) return undefined;
  return {
    code: 'UNAVAILABLE',
    where: folder,
    message: `nothing can be written (${message}); reads go on`,
    action:
      code === lmdb.panic
        ? 'check the disk and restart: LMDB gives the file up after a failed write of its head'
        : 'make room on the disk or check it; writing resumes by itself',
  };
}
