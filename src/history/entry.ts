/**
 * Entries: a commit taken apart into what happened to one path of one record. Tail and segments
 * keep them by record and path; `replay` makes graphs of them again, `samples` a property's past.
 */
import type { Json } from '../model/json.ts';
import { type RelationshipKey, relationshipKey } from '../model/relationship.ts';

/** What one commit did to, or learned of, one path of one record. */
export interface Entry {
  readonly revision: number;
  /** When the value was observed; the commit's time where nobody did. Epoch milliseconds, UTC. */
  readonly time: number;
  /** The value after the commit; undefined where it was removed. */
  readonly value: Json | undefined;
  /** What happened to the path's stamp, whose time is the entry's. */
  readonly stamp: 'kept' | 'set' | 'removed';
  /** Whether the graph does not show it: an observation that came late. */
  readonly late: boolean;
  readonly sequence: number | undefined;
  readonly writer: string | undefined;
}

/** Entries of one record by path, each list in the order of revisions. */
export type RecordEntries = ReadonlyMap<string, readonly Entry[]>;

/** Paths that no property has: the whole record, and its fields beside the properties. */
export const wholeRecord = '\u0000record';
export const modelPath = '\u0000model';
export const namePath = '\u0000name';
export const targetPath = '\u0000target';
/** A commit that changed nothing but the record's revision. */
export const touched = '\u0000touched';

/** The key of a twin among all records. */
export function twinRecord(id: string): string {
  return `t${id}`;
}

/** The key of a relationship among all records. */
export function relationshipRecord(key: RelationshipKey): string {
  return `r${relationshipKey(key)}`;
}

/** Whether a record's key is a twin's. */
export function isTwinRecord(key: string): boolean {
  return key.startsWith('t');
}
