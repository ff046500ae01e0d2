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
  pageSizeAt: 48,
  lastPageAt: 144,
  transactionAt: 152,
};

const headBytes = 160;

/** `DATA_DAMAGED` when a file is there that cannot be a whole LMDB file. */
export async function checkLmdbFile(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    const { size } = await file.stat();
    const first = await headAt(file, 0, path);
    const pageSize = first.readUInt32LE(layout.pageSizeAt);
    const second = await headAt(file, pageSize, path);
    const newest =
      first.readBigUInt64LE(layout.transactionAt) > second.readBigUInt64LE(layout.transactionAt)
        ? first
        : second;
    const lastPage = newest.readBigUInt64LE(layout.lastPageAt);
    if (BigInt(size) < (lastPage + 1n) * BigInt(pageSize)) {
      throw damaged(path, `the file ends after ${size} bytes, before its last page`);
    }
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
