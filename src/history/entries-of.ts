/** Takes a commit of the log apart into entries. Called by the follower for each commit. */
import type { CommitRecord, RelationshipDelta, TwinDelta } from '../model/commit-record.ts';
import type { Json } from '../model/json.ts';
import { valueAt } from '../model/path.ts';
import { type Stamp, stampAt, type Twin } from '../model/twin.ts';
import {
  type Entry,
  modelPath,
  namePath,
  relationshipRecord,
  targetPath,
  touched,
  twinRecord,
  wholeRecord,
} from './entry.ts';

/** Takes an entry in. */
export type AddEntry = (record: string, path: string, entry: Entry) => void;

/** What a sample may need of a twin. */
export type TwinState = Pick<Twin, 'properties' | 'stamps'>;

/** A twin after the commit, for what its delta alone does not tell. */
export type TwinAfter = (id: string) => TwinState;

/** Hands over the entries of a commit. */
export function addEntries(commit: CommitRecord, after: TwinAfter, add: AddEntry): void {
  const { twins, relationships } = commit;
  const plain = (value: Json | undefined) => entryOf(commit, value);
  for (const twin of twins.removed) add(twinRecord(twin.id), wholeRecord, plain(undefined));
  for (const twin of twins.added) add(twinRecord(twin.id), wholeRecord, plain(asJson(twin)));
  for (const delta of twins.updated) addTwinEntries(commit, delta, after, add);
  for (const gone of relationships.removed) {
    add(relationshipRecord(gone), wholeRecord, plain(undefined));
  }
  for (const added of relationships.added) {
    add(relationshipRecord(added), wholeRecord, plain(asJson(added)));
  }
  for (const delta of relationships.updated) addRelationshipEntries(commit, delta, add);
  for (const { twin, path, value, time, sequence, writer } of commit.late ?? []) {
    const entry = { ...plain(value), time, late: true, sequence, writer };
    add(twinRecord(twin), path, entry);
  }
}

/** Whether a delta leaves open what was observed: a value without its stamp, or a stamp without. */
export function needsTwin({ values, stamps }: TwinDelta): boolean {
  const set = new Map(stamps.map(({ path, to }) => [path, to]));
  return (
    stamps.some(({ path }) => !values.some((value) => value.path === path)) ||
    values.some(({ path }) => coveringStamp((around) => set.get(around), path) === undefined)
  );
}

function addTwinEntries(
  commit: CommitRecord,
  delta: TwinDelta,
  after: TwinAfter,
  add: AddEntry,
): void {
  const record = twinRecord(delta.id);
  const stamps = new Map(delta.stamps.map(({ path, to }) => [path, to]));
  const own = (path: string, value: Json | undefined) => {
    const held =
      coveringStamp((around) => stamps.get(around), path) ??
      coveringStamp((around) => stampAt(after(delta.id), around), path);
    const { time, sequence, writer }: Stamp = held ?? { time: commit.time };
    const stamp = !stamps.has(path) ? 'kept' : stamps.get(path) === undefined ? 'removed' : 'set';
    add(record, path, { ...entryOf(commit, value), time, stamp, sequence, writer });
  };
  const paths = new Set<string>();
  for (const { path, to } of delta.values) {
    paths.add(path);
    own(path, to);
  }
  for (const path of stamps.keys()) {
    if (!paths.has(path)) own(path, valueAt(after(delta.id).properties, path));
  }
  if (delta.model !== undefined) add(record, modelPath, entryOf(commit, delta.model.to));
  else if (paths.size + stamps.size === 0) add(record, touched, entryOf(commit, undefined));
}

function addRelationshipEntries(
  commit: CommitRecord,
  delta: RelationshipDelta,
  add: AddEntry,
): void {
  const record = relationshipRecord(delta);
  const { name, target, values } = delta;
  if (name !== undefined) add(record, namePath, entryOf(commit, name.to));
  if (target !== undefined) add(record, targetPath, entryOf(commit, target.to));
  for (const { path, to } of values) add(record, path, entryOf(commit, to));
  if (name === undefined && target === undefined && values.length === 0) {
    add(record, touched, entryOf(commit, undefined));
  }
}

/** The stamp of a path, or of the nearest object around it that has one. */
function coveringStamp(
  stampOf: (path: string) => Stamp | undefined,
  path: string,
): Stamp | undefined {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const stamp = stampOf(path.slice(0, end));
    if (stamp !== undefined) return stamp;
  }
  return undefined;
}

function entryOf({ revision, time }: CommitRecord, value: Json | undefined): Entry {
  const none = { sequence: undefined, writer: undefined };
  return { revision, time, value, stamp: 'kept', late: false, ...none };
}

/** A record of the model is JSON; its interface only lacks the index signature. */
function asJson(record: object): Json {
  return record as unknown as Json;
}
