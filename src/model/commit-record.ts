/**
 * A commit as a log keeps it: which values changed, from what to what, and nothing else. With the
 * graph before it a record gives the whole commit, with the graph after it what was before.
 */
import type { Json } from './json.ts';
import type { Reading } from './reading.ts';
import type { Relationship } from './relationship.ts';
import type { Stamp, Twin } from './twin.ts';

/** A commit in the form that JSON can hold. */
export interface CommitRecord {
  readonly revision: number;
  /** Server time of the commit, epoch milliseconds, UTC. */
  readonly time: number;
  readonly operationId?: string;
  readonly twins: RecordDeltas<Twin, TwinDelta>;
  readonly relationships: RecordDeltas<Relationship, RelationshipDelta>;
  /** Readings that the graph does not show: late, or overtaken in the same commit. History alone has them. */
  readonly late?: readonly Reading[];
}

/** What happened to the records of one kind: whole ones that came or went, deltas of the others. */
export interface RecordDeltas<T, D> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly updated: readonly D[];
}

/** A field before and after; an absent side means that there was no value, or is none now. */
export interface ValueDelta<V> {
  /** Property path; a path through names that paths cannot say ends at the object that has them. */
  readonly path: string;
  readonly from?: V;
  readonly to?: V;
}

/** What a commit changed in a twin; its revision and time after are the commit's. */
export interface TwinDelta {
  readonly id: string;
  /** Revision and time of the twin before. */
  readonly revision: number;
  readonly updatedAt: number;
  readonly model?: { readonly from: string; readonly to: string };
  readonly values: readonly ValueDelta<Json>[];
  readonly stamps: readonly ValueDelta<Stamp>[];
}

/** What a commit changed in a relationship. */
export interface RelationshipDelta {
  readonly source: string;
  readonly id: string;
  /** Revision of the relationship before. */
  readonly revision: number;
  readonly name?: { readonly from: string; readonly to: string };
  readonly target?: { readonly from: string; readonly to: string };
  readonly values: readonly ValueDelta<Json>[];
}
