/**
 * Lays entries on a graph: from a base, the last entry of each path up to a revision, record by
 * record, to one changeset. Called for every graph of the past; fed in the order of revisions.
 */
import { type Changeset, changesBetween, type RecordChanges } from '../model/changeset.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import { valueAt } from '../model/path.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Stamp, Twin } from '../model/twin.ts';
import { withDeltas } from '../model/value-deltas.ts';
import {
  type Entry,
  isTwinRecord,
  modelPath,
  namePath,
  type RecordEntries,
  targetPath,
  touched,
  wholeRecord,
} from './entry.ts';

/** From after one revision up to another. */
export interface Stretch {
  readonly after: number;
  readonly until: number;
}

/** The time of a commit of the stretch that is being replayed. */
export type TimeOf = (revision: number) => number;

type Effect = readonly [path: string, entry: Entry];

/** Gathers what became of the records since a base. */
export class Replay {
  readonly #base: TwinGraph;
  readonly #twins = new Map<string, Twin | undefined>();
  readonly #relationships = new Map<string, Relationship | undefined>();

  constructor(base: TwinGraph) {
    this.#base = base;
  }

  /** Takes in what happened to one record; the entries outside the stretch are left out. */
  take(record: string, paths: RecordEntries, stretch: Stretch, timeOf: TimeOf): void {
    const effects = lastEffects(paths, stretch);
    if (effects.length === 0) return;
    const key = record.slice(1);
    if (isTwinRecord(record)) {
      const before = this.#twins.has(key) ? this.#twins.get(key) : this.#base.twin(key);
      this.#twins.set(key, twinAfter(before, effects, timeOf));
    } else {
      const before = this.#relationships.has(key)
        ? this.#relationships.get(key)
        : this.#base.relationship(keyOf(key));
      this.#relationships.set(key, relationshipAfter(before, effects));
    }
  }

  /** What happened to all records that were taken in. */
  changeset(): Changeset {
    return {
      twins: difference(this.#twins, (id) => this.#base.twin(id)),
      relationships: difference(this.#relationships, (key) => this.#base.relationship(keyOf(key))),
    };
  }
}

/** The last effect on each path, in the order of revisions; only what follows the last whole one. */
function lastEffects(paths: RecordEntries, stretch: Stretch): readonly Effect[] {
  const effects: Effect[] = [];
  for (const [path, entries] of paths) {
    for (const entry of lastOf(entries, stretch)) effects.push([path, entry]);
  }
  effects.sort(([, a], [, b]) => a.revision - b.revision);
  const whole = effects.findLastIndex(([path]) => path === wholeRecord);
  return whole === -1 ? effects : effects.slice(whole);
}

/** The last effect on a path, and before it the last on its stamp, which the value's leaves alone. */
function* lastOf(entries: readonly Entry[], { after, until }: Stretch): Iterable<Entry> {
  let last: Entry | undefined;
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i] as Entry;
    if (entry.revision <= after) break;
    if (entry.late || entry.revision > until) continue;
    last ??= entry;
    if (entry.stamp === 'kept') continue;
    if (entry !== last) yield entry;
    break;
  }
  if (last !== undefined) yield last;
}

function twinAfter(
  before: Twin | undefined,
  effects: readonly Effect[],
  timeOf: TimeOf,
): Twin | undefined {
  let twin = before;
  const last = (effects.at(-1) as Effect)[1];
  for (const [path, entry] of effects) {
    if (path === wholeRecord) twin = entry.value as unknown as Twin | undefined;
    else if (twin !== undefined) twin = twinWith(twin, path, entry);
  }
  const isWhole = effects.at(-1)?.[0] === wholeRecord;
  if (twin === undefined || isWhole) return twin;
  return { ...twin, revision: last.revision, updatedAt: timeOf(last.revision) };
}

function twinWith(twin: Twin, path: string, entry: Entry): Twin {
  if (path === touched) return twin;
  if (path === modelPath) return { ...twin, model: entry.value as string };
  const properties = withValue(twin, path, entry.value);
  if (entry.stamp === 'kept') return { ...twin, properties };
  const stamps: Record<string, Stamp> = { ...twin.stamps };
  if (entry.stamp === 'set') stamps[path] = stampOf(entry);
  else delete stamps[path];
  return { ...twin, properties, stamps };
}

function stampOf({ time, sequence, writer }: Entry): Stamp {
  return {
    time,
    ...(sequence === undefined ? {} : { sequence }),
    ...(writer === undefined ? {} : { writer }),
  };
}

function relationshipAfter(
  before: Relationship | undefined,
  effects: readonly Effect[],
): Relationship | undefined {
  let relationship = before;
  for (const [path, { value, revision }] of effects) {
    if (path === wholeRecord) relationship = value as unknown as Relationship | undefined;
    else if (relationship !== undefined) {
      relationship = { ...relationshipWith(relationship, path, value), revision };
    }
  }
  return relationship;
}

function relationshipWith(
  relationship: Relationship,
  path: string,
  value: Json | undefined,
): Relationship {
  if (path === touched) return relationship;
  if (path === namePath) return { ...relationship, name: value as string };
  if (path === targetPath) return { ...relationship, target: value as string };
  return { ...relationship, properties: withValue(relationship, path, value) };
}

function withValue({ properties }: Pick<Twin, 'properties'>, path: string, to: Json | undefined) {
  if (to !== undefined) return withDeltas(properties, [{ path, to }]);
  // What went with the object around it is not to be removed again: that would make the object.
  return valueAt(properties, path) === undefined ? properties : withDeltas(properties, [{ path }]);
}

/** The key behind `relationshipKey`, which keeps its parts apart with U+0000. */
function keyOf(key: string) {
  const [source = '', id = ''] = key.split('\u0000');
  return { source, id };
}

function difference<T>(
  after: ReadonlyMap<string, T | undefined>,
  before: (key: string) => T | undefined,
): RecordChanges<T> {
  return changesBetween(Array.from(after, ([key, to]) => [key, before(key), to] as const));
}
