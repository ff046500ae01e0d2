/**
 * What history needs of a store: the log of commits to follow, the present to begin with, and a
 * place for its blobs. Every `TwinStore` is one; named here because rooms of a level do not meet.
 */
import type { Archive } from '../model/archive.ts';
import type { CommitRecord } from '../model/commit-record.ts';
import type { TwinGraph } from '../model/graph.ts';

/** A store as history sees it. */
export interface HistorySource {
  /** The present revision. */
  revision(): Promise<number>;
  /** An immutable snapshot of the present. */
  snapshot(): Promise<TwinGraph>;
  /** At most `limit` commits after a revision, without a gap; `NOT_FOUND` when no longer kept. */
  log(after: number, limit: number): Promise<readonly CommitRecord[]>;
  readonly archive: Archive;
}
