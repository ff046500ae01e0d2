/** A commit as it is kept on disk: its maps as lists, since a record's key is in the record. */
import type { Commit, RecordChanges } from '../../model/changeset.ts';
import { type Relationship, relationshipKey } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';

interface ListedChanges<T> {
  readonly added: readonly T[];
  readonly updated: readonly { readonly from: T; readonly to: T }[];
  readonly removed: readonly T[];
}

/** A commit in the form that JSON can hold. */
export interface CommitRecord {
  readonly revision: number;
  readonly time: number;
  readonly operationId?: string;
  readonly twins: ListedChanges<Twin>;
  readonly relationships: ListedChanges<Relationship>;
}

/** The record of a commit. */
export function commitRecord({ changeset, ...head }: Commit): CommitRecord {
  return {
    ...head,
    twins: listed(changeset.twins),
    relationships: listed(changeset.relationships),
  };
}

/** The commit of a record. */
export function commitOf({ twins, relationships, ...head }: CommitRecord): Commit {
  return {
    ...head,
    changeset: {
      twins: keyed(twins, (twin) => twin.id),
      relationships: keyed(relationships, relationshipKey),
    },
  };
}

function listed<T>({ added, updated, removed }: RecordChanges<T>): ListedChanges<T> {
  return {
    added: [...added.values()],
    updated: [...updated.values()],
    removed: [...removed.values()],
  };
}

function keyed<T>(changes: ListedChanges<T>, keyOf: (record: T) => string): RecordChanges<T> {
  const pair = (record: T): [string, T] => [keyOf(record), record];
  return {
    added: new Map(changes.added.map(pair)),
    updated: new Map(changes.updated.map((change) => [keyOf(change.to), change])),
    removed: new Map(changes.removed.map(pair)),
  };
}
