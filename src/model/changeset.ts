/** A changeset: the difference between two states of a graph, as a value. */
import type { Reading } from './reading.ts';
import type { Relationship } from './relationship.ts';
import type { Twin } from './twin.ts';

/** What happened to the records of one kind, by key. */
export interface RecordChanges<T> {
  readonly added: ReadonlyMap<string, T>;
  readonly updated: ReadonlyMap<string, { readonly from: T; readonly to: T }>;
  readonly removed: ReadonlyMap<string, T>;
}

/** Twins by id, relationships by `relationshipKey`. */
export interface Changeset {
  readonly twins: RecordChanges<Twin>;
  readonly relationships: RecordChanges<Relationship>;
}

/** A changeset and the commit that made it durable. */
export interface Commit {
  readonly revision: number;
  /** Server time of the commit, epoch milliseconds, UTC. */
  readonly time: number;
  readonly operationId?: string;
  readonly changeset: Changeset;
  /** Readings that the graph does not show: late, or overtaken in the same commit. */
  readonly late?: readonly Reading[];
}

/** The changeset in which nothing happened. */
export const noChanges: Changeset = { twins: noRecordChanges(), relationships: noRecordChanges() };

/** Whether nothing happened. */
export function isEmpty(changeset: Changeset): boolean {
  return sizeOf(changeset) === 0;
}

/** The changes that lead from what records were to what they are; undefined where there is none. */
export function changesBetween<T>(
  records: Iterable<readonly [key: string, from: T | undefined, to: T | undefined]>,
): RecordChanges<T> {
  const added = new Map<string, T>();
  const updated = new Map<string, { from: T; to: T }>();
  const removed = new Map<string, T>();
  for (const [key, from, to] of records) {
    if (from === undefined && to !== undefined) added.set(key, to);
    else if (from !== undefined && to === undefined) removed.set(key, from);
    else if (from !== undefined && to !== undefined) updated.set(key, { from, to });
  }
  return { added, updated, removed };
}

/** How many records were touched. */
export function sizeOf({ twins, relationships }: Changeset): number {
  return countOf(twins) + countOf(relationships);
}

function countOf<T>({ added, updated, removed }: RecordChanges<T>): number {
  return added.size + updated.size + removed.size;
}

function noRecordChanges<T>(): RecordChanges<T> {
  return { added: new Map(), updated: new Map(), removed: new Map() };
}
