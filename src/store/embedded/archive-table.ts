/** The archive of an embedded journal: blobs with a checksum in a table of their own. */
import { crc32 } from 'node:zlib';
import type { Database, RootDatabase } from 'lmdb';
import type { Archive } from '../../model/archive.ts';
import { damaged } from './data-folder.ts';

const checksumBytes = 4;

/** The archive of a file; `run` runs its writes in a transaction, and reads while the file is open. */
export function archiveTable(
  root: RootDatabase<Buffer>,
  run: { readonly write: (work: () => void) => void; readonly mustBeOpen: () => void },
): Archive {
  const rows: Database<Buffer, string> = root.openDB({ name: 'archive', encoding: 'binary' });
  return {
    async put(key, bytes) {
      run.mustBeOpen();
      if (rows.doesExist(key)) return false;
      run.write(() => rows.putSync(key, withChecksum(bytes)));
      return true;
    },
    async get(key) {
      run.mustBeOpen();
      const bytes = rows.get(key);
      return bytes === undefined ? undefined : checked(bytes, key);
    },
    async keys(prefix) {
      run.mustBeOpen();
      // Keys are ASCII, so nothing that begins with the prefix comes after this.
      return Array.from(rows.getKeys({ start: prefix, end: `${prefix}\u{ffff}` }));
    },
    async remove(keys) {
      run.mustBeOpen();
      run.write(() => {
        for (const key of keys) rows.removeSync(key);
      });
    },
  };
}

function withChecksum(blob: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(checksumBytes + blob.length);
  bytes.set(blob, checksumBytes);
  bytes.writeUInt32LE(crc32(blob));
  return bytes;
}

function checked(bytes: Buffer, key: string): Uint8Array {
  const blob = bytes.subarray(checksumBytes);
  if (bytes.length < checksumBytes || bytes.readUInt32LE() !== crc32(blob)) {
    throw damaged(`archive ${key}`, 'a blob does not match its checksum');
  }
  return blob;
}
