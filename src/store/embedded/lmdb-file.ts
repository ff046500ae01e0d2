/**
 * Looks at an LMDB file before it is mapped: LMDB trusts what it maps, and a file that was cut
 * short would end the process with a signal instead of an error.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { damaged } from './data-folder.ts';

/** `MDB_MAGIC` and the place of fields in a meta page (LMDB's mdb.c, `MDB_page` and `MDB_meta`). */
const layout = {
  magic: 0xbeefc0de,
  magicAt: 24,
  /** The tree of free pages, whose first field is the size of a page, then that of all others. */
  treesAt: 48,
  treeBytes: 48,
  lastPageAt: 144,
  transactionAt: 152,
};

const headBytes = 160;

/** What the newest meta page says. */
export interface LmdbHead {
  /** In bytes. */
  readonly pageSize: number;
  readonly lastPage: bigint;
  /** The records (`MDB_db`) of the two trees that lead to all pages in use. */
  readonly trees: readonly [Buffer, Buffer];
}

/** The head of a file, undefined where there is none. `DATA_DAMAGED` when it cannot be whole. */
export async function readLmdbHead(path: string): Promise<LmdbHead | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const first = await headAt(file, 0, path);
    const pageSize = first.readUInt32LE(layout.treesAt);
    const second = await headAt(file, pageSize, path);
    const newest =
      first.readBigUInt64LE(layout.transactionAt) > second.readBigUInt64LE(layout.transactionAt)
        ? first
        : second;
    const lastPage = newest.readBigUInt64LE(layout.lastPageAt);
    if (BigInt(size) < (lastPage + 1n) * BigInt(pageSize)) {
      throw damaged(path, `the file ends after ${size} bytes, before its last page`);
    }
    const treeAt = (index: number) => {
      const start = layout.treesAt + index * layout.treeBytes;
      return newest.subarray(start, start + layout.treeBytes);
    };
    return { pageSize, lastPage, trees: [treeAt(0), treeAt(1)] };
  } finally {
    await file.close();
  }
}

async function headAt(file: FileHandle, at: number, path: string) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, at);
  if (bytesRead < headBytes || buffer.readUInt32LE(layout.magicAt) !== layout.magic) {
    throw damaged(path, 'the file is not an LMDB file');
  }
  return buffer;
}
