/**
 * The tables of the LMDB file, and what their keys are. All writes go through the journal, in one
 * transaction that is on disk when it returns; reads see what was last written.
 */
import { open as openFolder } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import { LinchpinError } from '../../model/errors.ts';
import { damaged } from './data-folder.ts';
import { readLmdbHead } from './lmdb-file.ts';
import { checkPages } from './page-check.ts';
import { decodeRecord, encodeRecord, encodeText } from './record.ts';

type Key = string | number | readonly string[];

interface PageCounts {
  readonly pageSize: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

/** One table: records by key, in key order. */
export class Table<T> {
  readonly #name: string;
  readonly #rows: Database<Buffer, string | number | string[]>;

  constructor(root: RootDatabase<Buffer>, name: string) {
    this.#name = name;
    this.#rows = root.openDB({ name, encoding: 'binary' });
  }

  /** How many records there are. */
  get count(): number {
    return (this.#rows.getStats() as { readonly entryCount: number }).entryCount;
  }

  /** About how many bytes they take. */
  get bytes(): number {
    const { pageSize, treeLeafPageCount, overflowPages } = this.#rows.getStats() as PageCounts;
    return (treeLeafPageCount + overflowPages) * pageSize;
  }

  get(key: Key): T | undefined {
    const bytes = this.#rows.get(key as string);
    return bytes === undefined ? undefined : this.#decode(bytes, key);
  }

  has(key: Key): boolean {
    return this.#rows.doesExist(key as string);
  }

  /** Writes a record; only inside the journal's transaction. */
  put(key: Key, record: T): void {
    this.prepare(key, record)();
  }

  /** Encodes a record now, which may throw, and gives what writes it. */
  prepare(key: Key, record: T): () => void {
    return this.#prepared(key, encodeRecord(record));
  }

  /** The same for a record that is JSON text already. */
  prepareText(key: Key, text: string): () => void {
    return this.#prepared(key, encodeText(text));
  }

  /** Removes a record; only inside the journal's transaction. */
  remove(key: Key): void {
    this.#rows.removeSync(key as string);
  }

  /** The records from a key on, in key order or backwards, `limit` of them at most. */
  *range(options: { start?: Key; limit?: number; reverse?: boolean } = {}): Iterable<[Key, T]> {
    const rows = this.#rows.getRange(options as { start: string });
    for (const { key, value } of this.#whole(rows)) yield [key, this.#decode(value, key)];
  }

  /** The first key; undefined in an empty table. */
  firstKey(): Key | undefined {
    for (const key of this.#whole(this.#rows.getKeys({ limit: 1 }))) return key;
    return undefined;
  }

  /** The last key; undefined in an empty table. */
  lastKey(): Key | undefined {
    const keys = this.#rows.getKeys({ reverse: true, limit: 1 });
    for (const key of this.#whole(keys)) return key;
    return undefined;
  }

  /** What LMDB reads; an error of its own means that a page is not what was written. */
  *#whole<R>(rows: Iterable<R>): Iterable<R> {
    try {
      yield* rows;
    } catch (cause) {
      throw damaged(this.#name, `the table cannot be read: ${(cause as Error).message}`, cause);
    }
  }

  #prepared(key: Key, bytes: Buffer): () => void {
    return () => this.#rows.putSync(key as string, bytes);
  }

  #decode(bytes: Buffer, key: Key): T {
    return decodeRecord<T>(bytes, `${this.#name} ${String(key)}`);
  }
}

/** The path of a data folder's file. */
export function lmdbFile(folder: string): string {
  return join(folder, 'linchpin.lmdb');
}

/**
 * Opens the file of a data folder; `DATA_DAMAGED` when it is not whole. With `wasKilled`, after who
 * had it open was, all pages of records are looked at before, at about a second per gigabyte.
 */
export async function openFile(folder: string, wasKilled = false): Promise<RootDatabase<Buffer>> {
  const path = lmdbFile(folder);
  const head = await readLmdbHead(path);
  if (wasKilled && head !== undefined) checkPages(path, head);
  // Without overlapping sync a transaction is on disk when it returns, and a full disk is an
  // exception here instead of an unhandled rejection in LMDB's own write thread.
  try {
    const root = open<Buffer>({
      path,
      noSubdir: true,
      encoding: 'binary',
      overlappingSync: false,
      // Maps what is read lately, not all that was ever read: a bulk import would map the whole file.
      remapChunks: true,
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
