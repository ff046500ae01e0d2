/**
 * Commits as a log keeps them, and back: forward from the graph before a commit, backward from the
 * graph after it. Used by journals, which write records, and by feeds and history, which read them.
 */
import type { Changeset, Commit, RecordChanges } from './changeset.ts';
import type {
  CommitRecord,
  RecordDeltas,
  RelationshipDelta,
  TwinDelta,
  ValueDelta,
} from './commit-record.ts';
import { LinchpinError } from './errors.ts';
import type { GraphReader } from './graph.ts';
import { sameJson } from './json.ts';
import { type Relationship, relationshipKey } from './relationship.ts';
import type { Stamp, Twin } from './twin.ts';
import { delta, deltasBetween, withDeltas, withoutDeltas } from './value-deltas.ts';

const texts = new WeakMap<Commit, string>();

/** The record of a commit. */
export function recordOf({ changeset, ...head }: Commit): CommitRecord {
  return {
    ...head,
    twins: deltasOf(changeset.twins, twinDelta),
    relationships: deltasOf(changeset.relationships, relationshipDelta),
  };
}

/** The record as JSON text; made once. Throws a `TypeError` or `RangeError` for what JSON cannot hold. */
export function recordTextOf(commit: Commit): string {
  const text = texts.get(commit) ?? JSON.stringify(recordOf(commit));
  texts.set(commit, text);
  return text;
}

/** The commit of a record, on the graph before it; `DATA_DAMAGED` when they do not belong together. */
export function commitOf(record: CommitRecord, before: GraphReader): Commit {
  const { twins, relationships, ...head } = record;
  const { revision, time } = record;
  const changeset = {
    twins: changesOf(twins, twinKey, (change) => {
      const from = held(before.twin(change.id), record);
      return { from, to: twinAfter(from, change, revision, time) };
    }),
    relationships: changesOf(relationships, relationshipKey, (change) => {
      const from = held(before.relationship(change), record);
      return { from, to: relationshipAfter(from, change, revision) };
    }),
  };
  return { ...head, changeset };
}

/** What leads back, on the graph after a commit; `DATA_DAMAGED` when they do not belong together. */
export function undone(record: CommitRecord, after: GraphReader): Changeset {
  return {
    twins: changesOf(backward(record.twins), twinKey, (change) => {
      const from = held(after.twin(change.id), record);
      return { from, to: twinBefore(from, change) };
    }),
    relationships: changesOf(backward(record.relationships), relationshipKey, (change) => {
      const from = held(after.relationship(change), record);
      return { from, to: relationshipBefore(from, change) };
    }),
  };
}

function deltasOf<T, D>(
  { added, updated, removed }: RecordChanges<T>,
  deltaOf: (from: T, to: T) => D,
): RecordDeltas<T, D> {
  return {
    added: [...added.values()],
    removed: [...removed.values()],
    updated: Array.from(updated.values(), ({ from, to }) => deltaOf(from, to)),
  };
}

function changesOf<T, D>(
  { added, removed, updated }: RecordDeltas<T, D>,
  keyOf: (record: T | D) => string,
  pairOf: (change: D) => { readonly from: T; readonly to: T },
): RecordChanges<T> {
  return {
    added: new Map(added.map((record) => [keyOf(record), record])),
    updated: new Map(updated.map((change) => [keyOf(change), pairOf(change)])),
    removed: new Map(removed.map((record) => [keyOf(record), record])),
  };
}

function backward<T, D>({ added, removed, updated }: RecordDeltas<T, D>): RecordDeltas<T, D> {
  return { added: removed, removed: added, updated };
}

function twinKey({ id }: { readonly id: string }): string {
  return id;
}

function twinDelta(from: Twin, to: Twin): TwinDelta {
  return {
    id: from.id,
    revision: from.revision,
    updatedAt: from.updatedAt,
    ...(from.model === to.model ? {} : { model: { from: from.model, to: to.model } }),
    values: deltasBetween(from.properties, to.properties),
    stamps: stampDeltas(from.stamps, to.stamps),
  };
}

function relationshipDelta(from: Relationship, to: Relationship): RelationshipDelta {
  const { source, id, revision, name, target } = from;
  return {
    source,
    id,
    revision,
    ...(name === to.name ? {} : { name: { from: name, to: to.name } }),
    ...(target === to.target ? {} : { target: { from: target, to: to.target } }),
    values: deltasBetween(from.properties, to.properties),
  };
}

function stampDeltas(from: Twin['stamps'], to: Twin['stamps']): ValueDelta<Stamp>[] {
  const deltas: ValueDelta<Stamp>[] = [];
  for (const path of Object.keys(to)) {
    const before = Object.hasOwn(from, path) ? from[path] : undefined;
    if (!sameStamp(before, to[path])) deltas.push(delta(path, before, to[path]));
  }
  for (const path of Object.keys(from)) {
    if (!Object.hasOwn(to, path)) deltas.push(delta(path, from[path], undefined));
  }
  return deltas;
}

function sameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a === b || sameJson(a as never, b as never);
}

function twinAfter(from: Twin, change: TwinDelta, revision: number, updatedAt: number): Twin {
  return {
    id: from.id,
    model: change.model?.to ?? from.model,
    properties: withDeltas(from.properties, change.values),
    stamps: stampsWith(from.stamps, change.stamps, 'to'),
    revision,
    updatedAt,
  };
}

function twinBefore(after: Twin, change: TwinDelta): Twin {
  return {
    id: after.id,
    model: change.model?.from ?? after.model,
    properties: withoutDeltas(after.properties, change.values),
    stamps: stampsWith(after.stamps, change.stamps, 'from'),
    revision: change.revision,
    updatedAt: change.updatedAt,
  };
}

function stampsWith(
  stamps: Twin['stamps'],
  deltas: readonly ValueDelta<Stamp>[],
  side: 'from' | 'to',
): Twin['stamps'] {
  if (deltas.length === 0) return stamps;
  const next: Record<string, Stamp> = { ...stamps };
  for (const { path, [side]: stamp } of deltas) {
    if (stamp === undefined) delete next[path];
    else next[path] = stamp;
  }
  return next;
}

function relationshipAfter(
  from: Relationship,
  { name, target, values }: RelationshipDelta,
  revision: number,
): Relationship {
  return {
    ...from,
    name: name?.to ?? from.name,
    target: target?.to ?? from.target,
    properties: withDeltas(from.properties, values),
    revision,
  };
}

function relationshipBefore(
  after: Relationship,
  { name, target, values, revision }: RelationshipDelta,
): Relationship {
  return {
    ...after,
    name: name?.from ?? after.name,
    target: target?.from ?? after.target,
    properties: withoutDeltas(after.properties, values),
    revision,
  };
}

function held<T>(found: T | undefined, { revision }: CommitRecord): T {
  if (found !== undefined) return found;
  throw new LinchpinError({
    code: 'DATA_DAMAGED',
    where: `commit ${revision}`,
    message: 'the log of commits does not fit the graph',
    action: 'restore the data from a backup',
  });
}
