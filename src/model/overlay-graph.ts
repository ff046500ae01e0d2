/**
 * A graph with a changeset laid over it: what `withChanges` gives. Nothing of the base is copied.
 * Layers merge as they grow, so that a thousand small commits are a few layers, not a thousand.
 */
import { type Changeset, compose, sizeOf } from './changeset.ts';
import type { TwinGraph } from './graph.ts';
import { asNumber, type Json } from './json.ts';
import { valueAt } from './path.ts';
import { type Relationship, type RelationshipKey, relationshipKey } from './relationship.ts';
import type { Twin } from './twin.ts';

/** A base graph and what differs from it. */
export class OverlayGraph implements TwinGraph {
  readonly revision: number;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly size: { readonly twins: number; readonly relationships: number };
  readonly #base: TwinGraph;
  readonly #changes: Changeset;
  /** Twins and relationships that differ from the base, by index; undefined where removed. */
  readonly #twins = new Map<number, Twin | undefined>();
  readonly #relationships = new Map<number, Relationship | undefined>();
  /** Indexes of added records; -1 for removed ones. */
  readonly #nodes = new Map<string, number>();
  readonly #edges = new Map<string, number>();
  readonly #out = new Map<number, number[]>();
  readonly #in = new Map<number, number[]>();
  readonly #byModel = new Map<string, number[]>();

  constructor(base: TwinGraph, changes: Changeset, revision: number) {
    this.#base = base;
    this.#changes = changes;
    this.revision = revision;
    this.nodeCount = base.nodeCount + this.#layTwins(changes);
    this.edgeCount = base.edgeCount + this.#layRelationships(changes);
    this.size = {
      twins: base.size.twins + changes.twins.added.size - changes.twins.removed.size,
      relationships:
        base.size.relationships +
        changes.relationships.added.size -
        changes.relationships.removed.size,
    };
  }

  indexOf(id: string): number {
    return this.#nodes.get(id) ?? this.#base.indexOf(id);
  }

  twinAt(node: number): Twin | undefined {
    return this.#twins.has(node) ? this.#twins.get(node) : this.#base.twinAt(node);
  }

  relationshipAt(edge: number): Relationship | undefined {
    if (this.#relationships.has(edge)) return this.#relationships.get(edge);
    return this.#base.relationshipAt(edge);
  }

  twin(id: string): Twin | undefined {
    const node = this.indexOf(id);
    return node === -1 ? undefined : this.twinAt(node);
  }

  relationship(key: RelationshipKey): Relationship | undefined {
    const edge = this.edgeOf(key);
    return edge === -1 ? undefined : this.relationshipAt(edge);
  }

  edgeOf(key: RelationshipKey): number {
    return this.#edges.get(relationshipKey(key)) ?? this.#base.edgeOf(key);
  }

  *relationshipsOf(twin: string, direction: 'out' | 'in'): Iterable<Relationship> {
    const node = this.indexOf(twin);
    if (node === -1) return;
    const edges = direction === 'out' ? this.outEdges(node) : this.inEdges(node);
    for (let i = 0; i < edges.length; i++) {
      yield this.relationshipAt(edges[i] as number) as Relationship;
    }
  }

  *nodesOf(model: string): Iterable<number> {
    for (const node of this.#base.nodesOf(model)) if (!this.#twins.has(node)) yield node;
    yield* this.#byModel.get(model) ?? [];
  }

  models(): Iterable<string> {
    return new Set([...this.#base.models(), ...this.#byModel.keys()]);
  }

  outEdges(node: number): ArrayLike<number> {
    return this.#out.get(node) ?? (node < this.#base.nodeCount ? this.#base.outEdges(node) : []);
  }

  inEdges(node: number): ArrayLike<number> {
    return this.#in.get(node) ?? (node < this.#base.nodeCount ? this.#base.inEdges(node) : []);
  }

  sourceOf(edge: number): number {
    if (edge < this.#base.edgeCount) return this.#base.sourceOf(edge);
    return this.indexOf(this.#relationships.get(edge)?.source ?? '');
  }

  targetOf(edge: number): number {
    if (edge < this.#base.edgeCount) return this.#base.targetOf(edge);
    return this.indexOf(this.#relationships.get(edge)?.target ?? '');
  }

  value(node: number, path: string): Json | undefined {
    const twin = this.twinAt(node);
    return twin === undefined ? undefined : valueAt(twin.properties, path);
  }

  number(node: number, path: string): number {
    if (!this.#twins.has(node)) return this.#base.number(node, path);
    return asNumber(this.value(node, path));
  }

  /** A new layer; merged with this one unless it is much the smaller of the two. */
  withChanges(changeset: Changeset, revision = this.revision): TwinGraph {
    if (sizeOf(changeset) * 2 < sizeOf(this.#changes)) {
      return new OverlayGraph(this, changeset, revision);
    }
    return this.#base.withChanges(compose(this.#changes, changeset), revision);
  }

  #layTwins({ twins }: Changeset): number {
    for (const id of twins.removed.keys()) {
      this.#twins.set(this.#base.indexOf(id), undefined);
      this.#nodes.set(id, -1);
    }
    for (const [id, { to }] of twins.updated) this.#place(this.#base.indexOf(id), to);
    let node = this.#base.nodeCount;
    for (const [id, twin] of twins.added) {
      this.#nodes.set(id, node);
      this.#place(node++, twin);
    }
    return twins.added.size;
  }

  #place(node: number, twin: Twin): void {
    this.#twins.set(node, twin);
    const members = this.#byModel.get(twin.model);
    if (members === undefined) this.#byModel.set(twin.model, [node]);
    else members.push(node);
  }

  #layRelationships({ relationships }: Changeset): number {
    let edge = this.#base.edgeCount;
    for (const relationship of relationships.removed.values()) this.#unlink(relationship);
    for (const { from, to } of relationships.updated.values()) {
      if (from.target === to.target) this.#relationships.set(this.#base.edgeOf(from), to);
      else {
        this.#unlink(from);
        this.#link(edge++, to);
      }
    }
    for (const relationship of relationships.added.values()) this.#link(edge++, relationship);
    return edge - this.#base.edgeCount;
  }

  #link(edge: number, relationship: Relationship): void {
    this.#relationships.set(edge, relationship);
    this.#edges.set(relationshipKey(relationship), edge);
    this.#outList(relationship).push(edge);
    this.#inList(relationship).push(edge);
  }

  #unlink(relationship: Relationship): void {
    const edge = this.#base.edgeOf(relationship);
    this.#relationships.set(edge, undefined);
    this.#edges.set(relationshipKey(relationship), -1);
    remove(this.#outList(relationship), edge);
    remove(this.#inList(relationship), edge);
  }

  #outList({ source }: Relationship): number[] {
    const node = this.#nodeOf(source);
    const list = this.#out.get(node) ?? Array.from(this.outEdges(node));
    this.#out.set(node, list);
    return list;
  }

  #inList({ target }: Relationship): number[] {
    const node = this.#nodeOf(target);
    const list = this.#in.get(node) ?? Array.from(this.inEdges(node));
    this.#in.set(node, list);
    return list;
  }

  /** The index of a twin, of the base's one where this layer removes it. */
  #nodeOf(id: string): number {
    const node = this.#nodes.get(id) ?? -1;
    return node === -1 ? this.#base.indexOf(id) : node;
  }
}

function remove(list: number[], item: number): void {
  const at = list.indexOf(item);
  if (at !== -1) list.splice(at, 1);
}
