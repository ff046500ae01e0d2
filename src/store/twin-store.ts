/**
 * The port of a store: keeps models, twins and relationships, answers the query tree, commits
 * changes atomically and hands out snapshots. Adapters: `embedded` (LMDB), `neo4j`.
 * The service always talks to one wrapped by `checked`, which holds the ontology's rules.
 */
import type { Check } from '../model/apply.ts';
import type { Archive } from '../model/archive.ts';
import type { Change } from '../model/change.ts';
import type { Changeset, Commit } from '../model/changeset.ts';
import type { CommitRecord } from '../model/commit-record.ts';
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { GraphQueries, Page, PageRequest } from '../query/query.ts';

/** Models, twins and relationships that outlive the process. */
export interface TwinStore extends GraphQueries {
  /** The identity of the data, the same for everyone who shares it and after every restart. */
  readonly id: string;
  /** Optional abilities, declared and never discovered by failing. */
  readonly supports: {
    /** Commits of other processes on the same data appear in `commits`. */
    readonly sharedFeed: boolean;
  };

  /** All models, in the order they came in. */
  models(): Promise<readonly StoredModel[]>;
  /**
   * Adds models, all or none, and gives those that are new. An equal one is a no-op, a different
   * one under a known id a `CONFLICT`.
   */
  addModels(documents: readonly JsonObject[], check?: ModelCheck): Promise<readonly StoredModel[]>;
  /** Removes a model; `NOT_FOUND`, or `CONFLICT` while twins use it. */
  removeModel(id: string, check?: ModelCheck): Promise<void>;
  /** Says whether new twins may no longer have a model; `NOT_FOUND`. */
  decommissionModel(id: string, decommissioned: boolean): Promise<void>;
  /** Tells of all models after each change, by anyone, before any later commit is judged or told. */
  onModels(listener: (models: readonly StoredModel[]) => void): void;

  /**
   * Applies changes, or what a plan makes of them, in order and resolves when they are on disk.
   * Every later read sees them.
   * Throws a `LinchpinError` and writes nothing when a change is refused, unless `skipRefused`.
   * Throws `CONFLICT` when `ifRevision` is not the present revision, `UNAVAILABLE` when the
   * disk is full or the store is closed.
   */
  commit(changes: readonly Change[] | ChangePlan, options?: CommitOptions): Promise<CommitResult>;

  /**
   * The commits after `since`, then each new one as it comes, without a gap, until aborted or
   * closed. `NOT_FOUND` when the kept log no longer reaches back to `since`, `BAD_USER_INPUT` when
   * there is no such revision yet.
   */
  commits(since: number, signal: AbortSignal): AsyncIterable<Commit>;

  /**
   * The records of the commits after a revision, oldest first, at most `limit`. `NOT_FOUND` when
   * the kept log no longer reaches back to it.
   */
  log(after: number, limit: number): Promise<readonly CommitRecord[]>;

  /** An immutable snapshot of the present. */
  snapshot(): Promise<TwinGraph>;

  /** Keeps refusals of telemetry for later questions; the oldest go when there are 100,000. */
  keepRejections(rejections: readonly Rejection[]): Promise<void>;
  /** Kept rejections, newest first. */
  rejections(filter: RejectionFilter): Promise<Page<Rejection>>;

  /** Large pieces that are kept beside the records. */
  readonly archive: Archive;

  /** Why writes fail at present (`UNAVAILABLE`), for readiness; undefined when they do not. */
  health(): Promise<Problem | undefined>;

  /** How many attempts to write had to be repeated since it was opened, for metrics. */
  retries(): number;

  /** Finishes what was begun, ends the feeds and gives the data back. */
  close(): Promise<void>;
}

/** Judges the models as they would be after a change; what it throws refuses the change. */
export type ModelCheck = (after: readonly StoredModel[]) => void;

/** A model as it was added. */
export interface StoredModel {
  readonly id: string;
  readonly document: JsonObject;
  /** Epoch milliseconds, UTC. */
  readonly addedAt: number;
  /** That no new twin may have it. */
  readonly decommissioned?: true;
}

/** Changes that are decided when their commit's turn comes, on what all commits before it left. */
export interface ChangePlan {
  /** The same for an equal plan, whatever it comes to: what an operation id stands for. */
  readonly identity: Json;
  /**
   * Readings among the changes have no message ids. What it throws refuses the commit. Asked after
   * the operation id and `ifRevision`, again when an attempt to write came to nothing, and never
   * for a repeat, so it changes nothing itself.
   */
  changesOn(graph: TwinGraph): readonly Change[];
}

/** On what conditions changes are committed, asked in the order `operationId`, `ifRevision`. */
export interface CommitOptions {
  /** Refuse with `CONFLICT` unless this is the present revision. */
  readonly ifRevision?: number;
  /**
   * A repeat of an operation that was committed changes nothing and gives the first result;
   * the same id with other changes, or another plan, is a `CONFLICT`.
   */
  readonly operationId?: string;
  /** Leave refused changes out and commit the others, instead of refusing the whole. */
  readonly skipRefused?: boolean;
  /** Judges each change's effect before it is kept; runs inside the adapter's write transaction. */
  readonly check?: Check;
}

/** What a commit came to. */
export interface CommitResult {
  /** The revision that holds the changes: the present one when nothing changed. */
  readonly revision: number;
  /** What happened; empty for a repeated operation. */
  readonly changeset: Changeset;
  /** With `skipRefused`: what was left out, `index` being the change's position. */
  readonly rejected: readonly Problem[];
  /** Whether the operation had been committed before. */
  readonly repeated: boolean;
}

/** A refused reading or message, kept so that a planner can see what was lost and why. */
export interface Rejection {
  /** Server time, epoch milliseconds, UTC. */
  readonly time: number;
  /** Where it came from: an MQTT topic. */
  readonly source: string;
  readonly problem: Problem;
  /** The beginning of the payload, at most 1,024 characters. */
  readonly payload: string;
}

/** Which rejections are wanted. */
export interface RejectionFilter extends PageRequest {
  readonly code?: string;
  /** Beginning of the source. */
  readonly source?: string;
}
