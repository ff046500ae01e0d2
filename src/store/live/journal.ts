/**
 * The port under a live store: a medium that keeps models, records and the log of commits, and
 * takes a batch of them whole or not at all. `embedded` keeps it in LMDB, `neo4j` in a database
 * that several services may share. What a change means is never a journal's business.
 */

import type { Archive } from '../../model/archive.ts';
import type { Changeset, Commit } from '../../model/changeset.ts';
import type { CommitRecord } from '../../model/commit-record.ts';
import type { Problem } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Page } from '../../query/query.ts';
import type { Rejection, RejectionFilter, StoredModel } from '../twin-store.ts';

/** Durable records of a graph, and the commits that led to them. */
export interface Journal {
  /** The identity of the data, the same for everyone who shares it and after every restart. */
  readonly id: string;
  /** Whether others write to it too, so that `news` has to be asked for before each answer. */
  readonly shared: boolean;
  readonly archive: Archive;

  /** How far it is, and how far back its log reaches. */
  head(): Promise<Head>;
  /** All models, in the order they came in. */
  models(): Promise<readonly StoredModel[]>;
  /** The whole graph, read from its records, at a revision not older than `head` said. `DATA_DAMAGED`. */
  graph(): Promise<TwinGraph>;
  /**
   * The commits after a revision, oldest first and without a gap: `limit` of them, or as many as
   * there are; fewer only while the log is trimmed. `NOT_FOUND` when the log no longer reaches back
   * to the one after it.
   */
  commitsAfter(revision: number, limit: number): Promise<readonly CommitRecord[]>;
  /** What others did since: the first commits after `known.revision`, and the models if they changed. */
  news(known: Known): Promise<News>;

  /**
   * One atomic write, alone on the medium: learns what `decide` needs, lets it decide, writes that
   * and resolves when it is durable. `decide` is called again when an attempt came to nothing, so
   * it must not change anything itself. When it rejects, nothing was written, now or later, with one
   * exception: a medium that is lost while it commits may have kept all of it, or may yet do so.
   * That is `UNAVAILABLE` with a message that says so; the same operation id has effect once.
   */
  write<B extends Batch>(wanted: Wanted, decide: (seen: Seen) => B): Promise<B>;

  /** Kept rejections, newest first. */
  rejections(filter: RejectionFilter): Promise<Page<Rejection>>;
  /** Why writes fail at present (`UNAVAILABLE`); undefined when they do not. */
  health(): Promise<Problem | undefined>;
  /** How many attempts to write had to be repeated since it was opened: deadlocks, lost connections. */
  retries(): number;
  close(): Promise<void>;
}

/** The state of a journal. */
export interface Head {
  readonly revision: number;
  /** The first revision that the log still has; `revision + 1` when it is empty. */
  readonly oldest: number;
  /** Counts changes of the models: one more for each batch that `changesModels`. */
  readonly modelsVersion: number;
}

/** How far a reader of a journal has come. */
export type Known = Pick<Head, 'revision' | 'modelsVersion'>;

/** What happened since. */
export interface News {
  /** How far the journal is, whether or not `commits` reaches so far. */
  readonly revision: number;
  /** In order and without a gap; none only when there are none. */
  readonly commits: readonly CommitRecord[];
  readonly modelsVersion: number;
  /** All models, when their version is not the known one. */
  readonly models?: readonly StoredModel[];
}

/** What a write needs to know before it is decided. */
export interface Wanted extends Known {
  /** Operation ids to look up. */
  readonly operations: readonly string[];
  /** Message keys to look up: digests, see `repeats.ts`. */
  readonly messages: readonly string[];
}

/** The answer to what is wanted, as of the moment of the write: `commits` are all since. */
export interface Seen extends News {
  /** Those of the wanted operations that were committed before. */
  readonly operations: ReadonlyMap<string, OperationRecord>;
  /** Those of the wanted messages that had effect before. */
  readonly messages: ReadonlySet<string>;
}

/** What a repeated operation is answered with. */
export interface OperationRecord {
  readonly revision: number;
  readonly rejected: readonly Problem[];
  /** Hash of what it was used for, changes or a plan; records of older versions have none. */
  readonly changes?: string;
}

/** What is written together. Everything may be empty; then nothing is written. */
export interface Batch extends ModelChanges {
  /** The new commits, in order; their revisions follow the head's. */
  readonly commits: readonly Commit[];
  /** What they do in all: the records to write. */
  readonly changeset: Changeset;
  readonly operations: readonly { readonly id: string; readonly record: OperationRecord }[];
  /** Keys of messages that have had effect now. */
  readonly messages: readonly string[];
  readonly rejections: readonly Rejection[];
}

/** What happens to the models. */
export interface ModelChanges {
  readonly addedModels: readonly StoredModel[];
  /** Ids of models. */
  readonly removedModels: readonly string[];
  /** Models that are there, as they are to be from now on; their documents stay. */
  readonly changedModels: readonly StoredModel[];
}

/** Whether anything happens to the models. */
export function changesModels(changes: ModelChanges): boolean {
  const { addedModels, removedModels, changedModels } = changes;
  return addedModels.length + removedModels.length + changedModels.length > 0;
}

/** Models after changes: those that stay keep their places. */
export function modelsAfter(
  models: readonly StoredModel[],
  { addedModels, removedModels, changedModels }: ModelChanges,
): readonly StoredModel[] {
  const removed = new Set(removedModels);
  const changed = new Map(changedModels.map((model) => [model.id, model]));
  const kept = models.filter(({ id }) => !removed.has(id));
  return [...kept.map((model) => changed.get(model.id) ?? model), ...addedModels];
}
