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
    const twins = emptyChanges<Twin>();
    const relationships = emptyChanges<Relationship>();
    for (const write of writes) {
      if (write.kind === 'twin') record(twins, idOf(write), write.from, write.to);
      else record(relationships, keyOf(write), write.from, write.to);
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

interface Collected<T> extends RecordChanges<T> {
  readonly added: Map<string, T>;
  readonly updated: Map<string, { from: T; to: T }>;
  readonly removed: Map<string, T>;
}

function emptyChanges<T>(): Collected<T> {
  return { added: new Map(), updated: new Map(), removed: new Map() };
}

function record<T>(changes: Collected<T>, key: string, from: T | undefined, to: T | undefined) {
  if (from === undefined && to !== undefined) changes.added.set(key, to);
  else if (from !== undefined && to === undefined) changes.removed.set(key, from);
  else if (from !== undefined && to !== undefined && from !== to) {
    changes.updated.set(key, { from, to });
  }
}

function difference<T>(touched: ReadonlyMap<string, Touched<T>>): RecordChanges<T> {
  const changes = emptyChanges<T>();
  for (const [key, { from, to }] of touched) record(changes, key, from, to);
  return changes;
}
