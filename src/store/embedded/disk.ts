/**
 * The LMDB file as something that may refuse writes: the disk is full, or the file is gone from
 * under the store. Remembers that, and tries again by itself until writing works. Owned by the
 * embedded journal, which does all its writing through it.
 */
import type { RootDatabase } from 'lmdb';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import { filePresence } from './file-presence.ts';
import { lmdbFile } from './tables.ts';
import { writeFailure } from './write-failure.ts';

/** How long after a failed transaction writing is tried again by itself. */
const probeMilliseconds = 1_000;

/** What a disk consists of. */
export interface DiskParts {
  /** The data folder, for messages. */
  readonly folder: string;
  readonly root: RootDatabase<Buffer>;
  /** Writes something that changes nothing, to find out whether writing works again. */
  readonly probe: () => void;
}

/** Writes transactions that are on disk when they return. */
export class Disk {
  readonly #parts: DiskParts;
  /** Why what is written would be lost, asked before each transaction ends. */
  readonly #lost: () => Problem | undefined;
  #failure: Problem | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(parts: DiskParts) {
    this.#parts = parts;
    this.#lost = filePresence(lmdbFile(parts.folder));
  }

  /** Why writes fail at present; undefined when they do not. */
  get failure(): Problem | undefined {
    return this.#lost() ?? this.#failure;
  }

  /**
   * Runs writes in one transaction. `UNAVAILABLE` when the disk refused them, `DATA_DAMAGED` when
   * the file is wrong; what `work` itself throws stays as it is. In each case nothing is written.
   */
  write(work: () => void): void {
    try {
      this.#parts.root.transactionSync(() => {
        work();
        if (this.#lost() !== undefined) throw new Error('the file is gone');
      });
    } catch (cause) {
      throw this.#failed(cause);
    }
    this.#failure = undefined;
  }

  /** Tries nothing more by itself. */
  close(): void {
    clearTimeout(this.#retry);
  }

  #failed(cause: unknown): unknown {
    const problem = this.#lost() ?? writeFailure(cause, this.#parts.folder);
    if (problem === undefined) return cause;
    if (problem.code === 'UNAVAILABLE') {
      this.#failure = problem;
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#probe(), probeMilliseconds).unref();
    }
    return new LinchpinError(problem, { cause });
  }

  #probe(): void {
    try {
      this.write(this.#parts.probe);
    } catch {
      // It has set the next try already.
    }
  }
}
