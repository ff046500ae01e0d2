/**
 * The graph in the middle of a commit: a reader with writes laid over it, that can be undone.
 * Used by `applyChanges` alone.
 */
import type { Changeset, RecordChanges } from './changeset.ts';
import type { GraphReader } from './graph.ts';
import { type Relationship, type RelationshipKey, relationshipKey } from './relationship.ts';
import type { Twin } from './twin.ts';

/** One record before and after; absent before it is added and after it is removed. */
export type Write =
  | { readonly kind: 'twin'; readonly from?: Twin | undefined; readonly to?: Twin | undefined }
  | {
      readonly kind: 'relationship';
      readonly from?: Relationship | undefined;
      readonly to?: Relationship | undefined;
    };

interface Touched<T> {
  readonly from: T | undefined;
  to: T | undefined;
}

/** A graph that changes are tried on. */
export class WorkingGraph implements GraphReader {
  readonly #base: GraphReader;
  readonly #twins = new Map<string, Touched<Twin>>();
  readonly #relationships = new Map<string, Touched<Relationship>>();
  /** Keys of touched relationships, by the twin they leave or reach. */
  readonly #adjacent = { out: new Map<string, Set<string>>(), in: new Map<string, Set<string>>() };

  constructor(base: GraphReader) {
    this.#base = base;
  }

  twin(id: string): Twin | undefined {
    const touched = this.#twins.get(id);
    return touched === undefined ? this.#base.twin(id) : touched.to;
  }

  relationship(key: RelationshipKey): Relationship | undefined {
    const touched = this.#relationships.get(relationshipKey(key));
    return touched === undefined ? this.#base.relationship(key) : touched.to;
  }

  *relationshipsOf(twin: string, direction: 'out' | 'in'): Iterable<Relationship> {
    for (const relationship of this.#base.relationshipsOf(twin, direction)) {
      if (!this.#relationships.has(relationshipKey(relationship))) yield relationship;
    }
    const end = direction === 'out' ? 'source' : 'target';
    for (const key of this.#adjacent[direction].get(twin) ?? []) {
      const relationship = this.#relationships.get(key)?.to;
      if (relationship !== undefined && relationship[end] === twin) yield relationship;
    }
  }

  /** Lays writes over the graph; the function it returns takes them back. */
  write(writes: readonly Write[]): () => void {
    for (const write of writes) this.#put(write, write.to);
    return () => {
      for (const write of [...writes].reverse()) this.#put(write, write.from);
    };
  }

  /** The changeset of some writes alone, as a check sees them. */
  effect(writes: readonly Write[]): Changeset {
    const twins = new Collected<Twin>();
    const relationships = new Collected<Relationship>();
    for (const write of writes) {
      if (write.kind === 'twin') twins.record(idOf(write), write.from, write.to);
      else relationships.record(keyOf(write), write.from, write.to);
    }
    return { twins, relationships };
  }

  /** What has happened since the beginning. */
  changeset(): Changeset {
    return { twins: difference(this.#twins), relationships: difference(this.#relationships) };
  }

  #put(write: Write, value: Twin | Relationship | undefined): void {
    if (write.kind === 'twin') {
      const id = idOf(write);
      const touched = this.#twins.get(id) ?? { from: this.#base.twin(id), to: undefined };
      touched.to = value as Twin | undefined;
      this.#twins.set(id, touched);
      return;
    }
    const key = keyOf(write);
    const known = (write.from ?? write.to) as Relationship;
    const touched = this.#relationships.get(key) ?? {
      from: this.#base.relationship(known),
      to: undefined,
    };
    touched.to = value as Relationship | undefined;
    this.#relationships.set(key, touched);
    if (touched.to === undefined) return;
    addTo(this.#adjacent.out, touched.to.source, key);
    addTo(this.#adjacent.in, touched.to.target, key);
  }
}

function idOf(write: Write & { kind: 'twin' }): string {
  return ((write.to ?? write.from) as Twin).id;
}

function keyOf(write: Write & { kind: 'relationship' }): string {
  return relationshipKey((write.to ?? write.from) as Relationship);
}

function addTo(sets: Map<string, Set<string>>, key: string, item: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([item]));
  else set.add(item);
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

/** Record changes that are gathered one by one; most kinds stay empty, and cost nothing then. */
class Collected<T> implements RecordChanges<T> {
  added: ReadonlyMap<string, T> = none;
  updated: ReadonlyMap<string, { from: T; to: T }> = none;
  removed: ReadonlyMap<string, T> = none;

  record(key: string, from: T | undefined, to: T | undefined): void {
    if (from === undefined && to !== undefined) this.added = put(this.added, key, to);
    else if (from !== undefined && to === undefined) this.removed = put(this.removed, key, from);
    else if (from !== undefined && to !== undefined && from !== to) {
      this.updated = put(this.updated, key, { from, to });
    }
  }
}

function put<V>(map: ReadonlyMap<string, V>, key: string, value: V): Map<string, V> {
  const own = map === none ? new Map<string, V>() : (map as Map<string, V>);
  return own.set(key, value);
}

function difference<T>(touched: ReadonlyMap<string, Touched<T>>): RecordChanges<T> {
  const changes = new Collected<T>();
  for (const [key, { from, to }] of touched) changes.record(key, from, to);
  return changes;
}
