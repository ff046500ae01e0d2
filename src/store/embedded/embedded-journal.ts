/**
 * The journal of the embedded store: LMDB holds every record and the log of commits. One process
 * holds the file, so nobody else ever has news. Made by `embeddedStore`.
 */
import { randomUUID } from 'node:crypto';
import type { RootDatabase } from 'lmdb';
import type { Archive } from '../../model/archive.ts';
import type { CommitRecord } from '../../model/commit-record.ts';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import { digestOf } from '../live/digest.ts';
import {
  type Batch,
  changesModels,
  type Head,
  type Journal,
  type Known,
  type News,
  type Seen,
  type Wanted,
} from '../live/journal.ts';
import { closedProblem } from '../live/writer.ts';
import type { RejectionFilter, StoredModel } from '../twin-store.ts';
import { archiveTable } from './archive-table.ts';
import { batchWrites } from './batch-writes.ts';
import { damaged } from './data-folder.ts';
import { Disk } from './disk.ts';
import type { FolderLock } from './folder-lock.ts';
import type { State, Tables } from './layout.ts';
import { checkCounts, loadGraph } from './load-graph.ts';
import { rejectionPage } from './rejection-pages.ts';

/** What an embedded journal consists of; it gives file and lock back when it is closed. */
export interface EmbeddedJournalParts {
  /** The data folder, for messages. */
  readonly folder: string;
  readonly root: RootDatabase<Buffer>;
  readonly tables: Tables;
  readonly lock: FolderLock;
}

/** Keeps batches in an LMDB file, each in one transaction; `DATA_DAMAGED` when records are missing. */
export class EmbeddedJournal implements Journal {
  readonly id: string;
  readonly shared = false;
  readonly archive: Archive;
  readonly #parts: EmbeddedJournalParts;
  readonly #disk: Disk;
  #state: State;
  #modelsVersion = 0;
  #closed = false;

  constructor(parts: EmbeddedJournalParts) {
    const { root, tables } = parts;
    this.#parts = parts;
    const state = tables.state.get('now') ?? { revision: 0, twins: 0, relationships: 0 };
    const counts = { twins: tables.twins.count, relationships: tables.relationships.count };
    checkCounts(counts, state, parts.folder);
    this.#state = state;
    const probe = () => tables.state.put('probe', { revision: 0, twins: 0, relationships: 0 });
    this.#disk = new Disk({ ...parts, probe });
    this.id = tables.identity.get('id') ?? this.#newId();
    const mustBeOpen = () => this.#mustBeOpen();
    this.archive = archiveTable(root, { write: (work) => this.#disk.write(work), mustBeOpen });
  }

  async head(): Promise<Head> {
    this.#mustBeOpen();
    const { revision } = this.#state;
    return { revision, oldest: this.#oldest, modelsVersion: this.#modelsVersion };
  }

  async models(): Promise<readonly StoredModel[]> {
    this.#mustBeOpen();
    return Array.from(this.#parts.tables.models.range(), ([, model]) => model);
  }

  async graph() {
    this.#mustBeOpen();
    return loadGraph(this.#parts.tables, this.#state, this.#parts.folder);
  }

  async commitsAfter(revision: number, limit: number): Promise<readonly CommitRecord[]> {
    this.#mustBeOpen();
    if (revision >= this.#state.revision) return [];
    const rows = this.#parts.tables.log.table.range({ start: revision + 1, limit });
    const records = Array.from(rows, ([, record]) => record);
    if (limit === 0) return [];
    if (records[0]?.revision === revision + 1) {
      checkInARow(records, Math.min(revision + limit, this.#state.revision));
      return records;
    }
    if (revision + 1 >= this.#oldest) throw lacking(revision + 1);
    throw new LinchpinError({
      code: 'NOT_FOUND',
      where: 'after',
      message: `the commits after revision ${revision} are no longer kept`,
      action: 'read the present state and go on from its revision',
    });
  }

  async news({ modelsVersion }: Known): Promise<News> {
    return { revision: this.#state.revision, commits: [], modelsVersion };
  }

  async write<B extends Batch>(wanted: Wanted, decide: (seen: Seen) => B): Promise<B> {
    this.#mustBeOpen();
    const batch = decide(this.#seen(wanted));
    const { writes, state } = batchWrites(this.#parts.tables, batch, this.#state);
    if (writes.length === 0) return batch;
    this.#disk.write(() => {
      for (const write of writes) write();
    });
    this.#state = state;
    if (changesModels(batch)) this.#modelsVersion++;
    return batch;
  }

  async rejections(filter: RejectionFilter) {
    this.#mustBeOpen();
    return rejectionPage(this.#parts.tables.rejections, filter);
  }

  /** LMDB has one writer, which waits for nobody. */
  retries(): number {
    return 0;
  }

  async health(): Promise<Problem | undefined> {
    return this.#disk.failure;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#disk.close();
    await this.#parts.root.close();
    await this.#parts.lock.release();
  }

  /** The first revision in the log, by how many it has: a damaged page may hide its beginning. */
  get #oldest(): number {
    return this.#state.revision + 1 - this.#parts.tables.log.table.count;
  }

  #seen({ operations, messages }: Wanted): Seen {
    const { tables } = this.#parts;
    const found = operations.flatMap((id) => {
      const record = tables.operations.get(digestOf(id));
      return record === undefined ? [] : [[id, record] as const];
    });
    return {
      revision: this.#state.revision,
      commits: [],
      modelsVersion: this.#modelsVersion,
      operations: new Map(found),
      messages: new Set(messages.filter((message) => tables.messages.has(message))),
    };
  }

  #newId(): string {
    const id = randomUUID();
    try {
      this.#disk.write(() => this.#parts.tables.identity.put('id', id));
    } catch (error) {
      // Nobody will close a journal that could not be made.
      this.#disk.close();
      throw error;
    }
    return id;
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new LinchpinError(closedProblem);
  }
}

/** `DATA_DAMAGED` unless commits follow each other up to a revision. */
function checkInARow(records: readonly CommitRecord[], last: number): void {
  const first = records[0]?.revision ?? 0;
  const broken = records.findIndex(({ revision }, index) => revision !== first + index);
  if (broken === -1 && first + records.length - 1 === last) return;
  const lost = first + (broken === -1 ? records.length : broken);
  throw lacking(lost);
}

function lacking(revision: number): LinchpinError {
  return damaged('log', `the log lacks the commit of revision ${revision}`);
}
