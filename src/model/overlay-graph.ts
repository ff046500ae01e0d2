/**
 * A graph with a changeset laid over it: what `withChanges` gives. Nothing of the base is copied.
 * Layers merge as they grow, so that a thousand small commits are a few layers, not a thousand.
 */
import { type Changeset, sizeOf } from './changeset.ts';
import type { TwinGraph } from './graph.ts';
import { asNumber, type Json } from './json.ts';
import { Layer } from './overlay-layer.ts';
import { valueAt } from './path.ts';
import { type Relationship, type RelationshipKey, relationshipKey } from './relationship.ts';
import type { Twin } from './twin.ts';

/** Larger layers stay apart, because merging them would hold everything else up. */
const mostMerged = 1 << 15;

/** How many records are present. */
type Size = TwinGraph['size'];

/** A base graph and what differs from it. */
export class OverlayGraph implements TwinGraph {
  readonly revision: number;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly size: Size;
  readonly base: TwinGraph;
  readonly layer: Layer;
  /** Edges of the nodes where edges came or went, since they were first asked for. */
  readonly #out = new Map<number, Int32Array>();
  readonly #in = new Map<number, Int32Array>();

  private constructor(base: TwinGraph, layer: Layer, revision: number, size: Size) {
    this.base = base;
    this.layer = layer;
    this.revision = revision;
    this.size = size;
    this.nodeCount = base.nodeCount + layer.added;
    this.edgeCount = base.edgeCount + layer.sources.length;
  }

  /** A changeset as a new layer, merged with those below that are not much larger. */
  static over(graph: TwinGraph, changes: Changeset, revision: number): OverlayGraph {
    let layer = sizeOf(changes) === 0 ? new Layer() : Layer.of(graph, changes);
    let base = graph;
    while (base instanceof OverlayGraph && isMerged(base.layer, layer)) {
      layer = layer.weight === 0 ? base.layer : base.layer.with(layer);
      base = base.base;
    }
    return new OverlayGraph(base, layer, revision, sizeAfter(graph.size, changes));
  }

  indexOf(id: string): number {
    return this.layer.nodes.get(id) ?? this.base.indexOf(id);
  }

  idAt(node: number): string | undefined {
    const { twins } = this.layer;
    return twins.has(node) ? twins.get(node)?.id : this.base.idAt(node);
  }

  modelAt(node: number): string | undefined {
    const { twins } = this.layer;
    return twins.has(node) ? twins.get(node)?.model : this.base.modelAt(node);
  }

  nameAt(edge: number): string | undefined {
    const { relationships } = this.layer;
    return relationships.has(edge) ? relationships.get(edge)?.name : this.base.nameAt(edge);
  }

  twinAt(node: number): Twin | undefined {
    const { twins } = this.layer;
    return twins.has(node) ? twins.get(node) : this.base.twinAt(node);
  }

  relationshipAt(edge: number): Relationship | undefined {
    const { relationships } = this.layer;
    return relationships.has(edge) ? relationships.get(edge) : this.base.relationshipAt(edge);
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
    let text: string | undefined;
    let graph: TwinGraph = this;
    for (; graph instanceof OverlayGraph; graph = graph.base) {
      const { edges } = graph.layer;
      if (edges.size === 0) continue;
      text ??= relationshipKey(key);
      const edge = edges.get(text);
      if (edge !== undefined) return edge;
    }
    return graph.edgeOf(key);
  }

  *relationshipsOf(twin: string, direction: 'out' | 'in'): Iterable<Relationship> {
    const node = this.indexOf(twin);
    if (node === -1) return;
    const edges = direction === 'out' ? this.outEdges(node) : this.inEdges(node);
    for (let i = 0; i < edges.length; i++) {
      yield this.relationshipAt(edges[i] as number) as Relationship;
    }
  }

  nodesOf(model: string): Iterable<number> {
    const { left, joined } = this.layer;
    const below = this.base.nodesOf(model);
    return left.has(model) || joined.has(model) ? this.#nodesOf(model, below) : below;
  }

  *models(): Iterable<string> {
    for (const model of new Set([...this.base.models(), ...this.layer.joined.keys()])) {
      for (const _ of this.nodesOf(model)) {
        yield model;
        break;
      }
    }
  }

  outEdges(node: number): ArrayLike<number> {
    const added = this.layer.out.get(node);
    if (added === undefined) return this.base.outEdges(node);
    return this.#out.get(node) ?? this.#merge(this.#out, node, this.base.outEdges(node), added);
  }

  inEdges(node: number): ArrayLike<number> {
    const added = this.layer.in.get(node);
    if (added === undefined) return this.base.inEdges(node);
    return this.#in.get(node) ?? this.#merge(this.#in, node, this.base.inEdges(node), added);
  }

  sourceOf(edge: number): number {
    const { edgeCount } = this.base;
    return edge < edgeCount
      ? this.base.sourceOf(edge)
      : (this.layer.sources[edge - edgeCount] ?? -1);
  }

  targetOf(edge: number): number {
    const { edgeCount } = this.base;
    return edge < edgeCount
      ? this.base.targetOf(edge)
      : (this.layer.targets[edge - edgeCount] ?? -1);
  }

  value(node: number, path: string): Json | undefined {
    const { twins } = this.layer;
    if (!twins.has(node)) return this.base.value(node, path);
    const twin = twins.get(node);
    return twin === undefined ? undefined : valueAt(twin.properties, path);
  }

  number(node: number, path: string): number {
    if (!this.layer.twins.has(node)) return this.base.number(node, path);
    return asNumber(this.value(node, path));
  }

  withChanges(changeset: Changeset, revision = this.revision): TwinGraph {
    return OverlayGraph.over(this, changeset, revision);
  }

  *#nodesOf(model: string, below: Iterable<number>): Iterable<number> {
    const { twins, joined } = this.layer;
    for (const node of below) {
      if (!twins.has(node) || twins.get(node)?.model === model) yield node;
    }
    for (const node of joined.get(model) ?? []) {
      if (twins.get(node)?.model === model && this.base.modelAt(node) !== model) yield node;
    }
  }

  #merge(
    merged: Map<number, Int32Array>,
    node: number,
    below: ArrayLike<number>,
    added: readonly number[],
  ): Int32Array {
    const { relationships } = this.layer;
    const edges = new Int32Array(below.length + added.length);
    let count = 0;
    const keep = (list: ArrayLike<number>) => {
      for (let i = 0; i < list.length; i++) {
        const edge = list[i] as number;
        if (!relationships.has(edge) || relationships.get(edge) !== undefined) {
          edges[count++] = edge;
        }
      }
    };
    keep(below);
    keep(added);
    const kept = edges.subarray(0, count);
    merged.set(node, kept);
    return kept;
  }
}

/** What an overlay graph differs by from the graph below it. */
export interface Difference {
  readonly base: TwinGraph;
  /** Nodes and edges whose records differ, those added and removed included. */
  readonly nodes: Iterable<number>;
  readonly edges: Iterable<number>;
  /** How many records these are. */
  readonly weight: number;
}

/** The difference that a graph is kept as; undefined for one that stands by itself. */
export function differenceOf(graph: TwinGraph): Difference | undefined {
  if (!(graph instanceof OverlayGraph)) return undefined;
  const { base, layer } = graph;
  const { twins, relationships, weight } = layer;
  return { base, nodes: twins.keys(), edges: relationships.keys(), weight };
}

/** Whether a layer is merged with the one below it: not with a much larger one. */
function isMerged(below: Layer, layer: Layer): boolean {
  if (layer.weight === 0 || below.weight === 0) return true;
  return layer.weight * 2 >= below.weight && layer.weight + below.weight <= mostMerged;
}

function sizeAfter({ twins, relationships }: Size, changes: Changeset): Size {
  return {
    twins: twins + changes.twins.added.size - changes.twins.removed.size,
    relationships:
      relationships + changes.relationships.added.size - changes.relationships.removed.size,
  };
}
