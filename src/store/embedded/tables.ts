/**
 * The tables of the LMDB file, and what their keys are. All writes go through the writer, in one
 * transaction that is on disk when it returns; reads see what was last written.
 */
import { open as openFolder } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import { LinchpinError } from '../../model/errors.ts';
import { checkLmdbFile } from './lmdb-file.ts';
import { decodeRecord, encodeRecord } from './record.ts';

type Key = string | number | readonly string[];

/** One table: records by key, in key order. */
export class Table<T> {
  readonly #name: string;
  readonly #rows: Database<Buffer, string | number | string[]>;

  constructor(root: RootDatabase<Buffer>, name: string) {
    this.#name = name;
    this.#rows = root.openDB({ name, encoding: 'binary' });
  }

  get(key: Key): T | undefined {
    const bytes = this.#rows.get(key as string);
    return bytes === undefined ? undefined : this.#decode(bytes, key);
  }

  has(key: Key): boolean {
    return this.#rows.doesExist(key as string);
  }

  /** Writes a record; only inside the writer's transaction. */
  put(key: Key, record: T): void {
    this.prepare(key, record)();
  }

  /** Encodes a record now, which may throw, and gives what writes it. */
  prepare(key: Key, record: T): () => void {
    const bytes = encodeRecord(record);
    return () => this.#rows.putSync(key as string, bytes);
  }

  /** Removes a record; only inside the writer's transaction. */
  remove(key: Key): void {
    this.#rows.removeSync(key as string);
  }

  /** The records from a key on, in key order or backwards, `limit` of them at most. */
  *range(options: { start?: Key; limit?: number; reverse?: boolean } = {}): Iterable<[Key, T]> {
    for (const { key, value } of this.#rows.getRange(options as { start: string })) {
      yield [key, this.#decode(value, key)];
    }
  }

  /** The last key; undefined in an empty table. */
  lastKey(): Key | undefined {
    for (const key of this.#rows.getKeys({ reverse: true, limit: 1 })) return key;
    return undefined;
  }

  #decode(bytes: Buffer, key: Key): T {
    return decodeRecord<T>(bytes, `${this.#name} ${String(key)}`);
  }
}

/** The path of a data folder's file. */
export function lmdbFile(folder: string): string {
  return join(folder, 'linchpin.lmdb');
}

/** Opens the file of a data folder; `DATA_DAMAGED` when it is not whole. */
export async function openFile(folder: string): Promise<RootDatabase<Buffer>> {
  const path = lmdbFile(folder);
  await checkLmdbFile(path);
  // Without overlapping sync a transaction is on disk when it returns, and a full disk is an
  // exception here instead of an unhandled rejection in LMDB's own write thread.
  try {
    const root = open<Buffer>({
      path,
      noSubdir: true,
      encoding: 'binary',
      overlappingSync: false,
      maxDbs: 16,
    });
    await syncFolder(folder);
    return root;
  } catch (cause) {
    const { message } = cause as Error;
    const where = path;
    const problem = {
      code: 'UNAVAILABLE',
      where,
      message: `the file cannot be opened: ${message}`,
    } as const;
    throw new LinchpinError(problem, { cause });
  }
}

/** Puts the names of new files on disk too; where folders cannot be synced, nobody needs it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await openFolder(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
