/** A source of commits in memory, for tests of history: the real changes, log records and deltas. */

import type { HistorySource } from '../../src/history/history-source.ts';
import { applyChanges } from '../../src/model/apply.ts';
import type { Archive } from '../../src/model/archive.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import { isEmpty } from '../../src/model/changeset.ts';
import { recordOf } from '../../src/model/commit-log.ts';
import type { CommitRecord } from '../../src/model/commit-record.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import type { TwinGraph } from '../../src/model/graph.ts';

/** Blobs in a map. */
export function memoryArchive(): Archive & { readonly blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>();
  return {
    blobs,
    async put(key, bytes) {
      if (blobs.has(key)) return false;
      blobs.set(key, Uint8Array.from(bytes));
      return true;
    },
    get: async (key) => blobs.get(key),
    keys: async (prefix) => [...blobs.keys()].filter((key) => key.startsWith(prefix)).sort(),
    async remove(keys) {
      for (const key of keys) blobs.delete(key);
    },
  };
}

/** A store as history sees one, that commits whatever can be done. */
export class MemorySource implements HistorySource {
  readonly archive = memoryArchive();
  graph: TwinGraph = emptyGraph();
  /** The time of the next commit. */
  time = Date.parse('2026-01-01T00:00:00Z');
  readonly #log: CommitRecord[] = [];
  #oldest = 1;

  async revision(): Promise<number> {
    return this.graph.revision;
  }

  async snapshot(): Promise<TwinGraph> {
    return this.graph;
  }

  async log(after: number, limit: number): Promise<readonly CommitRecord[]> {
    if (after + 1 < this.#oldest) {
      throw new LinchpinError({ code: 'NOT_FOUND', where: 'since', message: 'no longer kept' });
    }
    return this.#log.slice(after, after + limit);
  }

  /** Forgets the commits before the present. */
  forgetLog(): void {
    this.#oldest = this.graph.revision + 1;
  }

  /** Commits what is not refused; one more revision if that is anything. */
  commit(changes: readonly Change[]): void {
    const revision = this.graph.revision + 1;
    const { changeset, late } = applyChanges(this.graph, changes, {
      revision,
      now: this.time,
      skipRefused: true,
    });
    if (isEmpty(changeset) && late.length === 0) return;
    const commit = { revision, time: this.time, changeset, ...(late.length > 0 && { late }) };
    // As if from a medium: nothing is shared with who wrote it.
    this.#log.push(JSON.parse(JSON.stringify(recordOf(commit))) as CommitRecord);
    this.graph = this.graph.withChanges(changeset, revision);
    this.time += 1000;
  }
}
