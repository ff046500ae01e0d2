/**
 * What differs between a graph and the one below it: the records of `OverlayGraph`. Nodes and
 * edges go on where those below end, so a layer laid on another one keeps every index.
 */
import type { Changeset } from './changeset.ts';
import type { TwinGraph } from './graph.ts';
import { type Relationship, relationshipKey } from './relationship.ts';
import type { Twin } from './twin.ts';

/** One layer; never changed once a graph reads it. */
export class Layer {
  /** Records that differ, by index; undefined where removed. */
  readonly twins = new Map<number, Twin | undefined>();
  readonly relationships = new Map<number, Relationship | undefined>();
  /** Nodes of added twins by id, edges of added relationships by key; -1 for removed ones. */
  readonly nodes = new Map<string, number>();
  readonly edges = new Map<string, number>();
  /** The ends of added edges, in order. */
  readonly sources: number[] = [];
  readonly targets: number[] = [];
  /** Added edges of the nodes where edges came or went. */
  readonly out = new Map<number, number[]>();
  readonly in = new Map<number, number[]>();
  /** Nodes that came to a model, and the models that nodes left. */
  readonly joined = new Map<string, Set<number>>();
  readonly left = new Set<string>();
  /** How many nodes were added, those among them that were removed again included. */
  added = 0;

  /** How many records differ. */
  get weight(): number {
    return this.twins.size + this.relationships.size;
  }

  /** The layer of a changeset over a graph. */
  static of(graph: TwinGraph, { twins, relationships }: Changeset): Layer {
    const layer = new Layer();
    for (const [id, twin] of twins.removed) layer.#removeTwin(graph, id, twin);
    for (const [id, { from, to }] of twins.updated) {
      layer.#place(graph.indexOf(id), from.model, to);
    }
    for (const [id, twin] of twins.added) {
      const node = graph.nodeCount + layer.added++;
      layer.nodes.set(id, node);
      layer.#place(node, undefined, twin);
    }
    for (const key of relationships.removed.values()) layer.#unlink(graph, key);
    for (const { from, to } of relationships.updated.values()) {
      if (from.target === to.target) layer.relationships.set(graph.edgeOf(from), to);
      else {
        layer.#unlink(graph, from);
        layer.#link(graph, to);
      }
    }
    for (const relationship of relationships.added.values()) layer.#link(graph, relationship);
    return layer;
  }

  /** This layer and one that lies on it, as one. */
  with(upper: Layer): Layer {
    const layer = new Layer();
    layer.#take(this);
    layer.#take(upper);
    return layer;
  }

  #take(layer: Layer): void {
    for (const [node, twin] of layer.twins) this.twins.set(node, twin);
    for (const [edge, item] of layer.relationships) this.relationships.set(edge, item);
    for (const [id, node] of layer.nodes) this.nodes.set(id, node);
    for (const [key, edge] of layer.edges) this.edges.set(key, edge);
    for (const node of layer.sources) this.sources.push(node);
    for (const node of layer.targets) this.targets.push(node);
    append(this.out, layer.out);
    append(this.in, layer.in);
    for (const [model, nodes] of layer.joined) for (const node of nodes) this.#join(model, node);
    for (const model of layer.left) this.left.add(model);
    this.added += layer.added;
  }

  #removeTwin(graph: TwinGraph, id: string, { model }: Twin): void {
    this.twins.set(graph.indexOf(id), undefined);
    this.nodes.set(id, -1);
    this.left.add(model);
  }

  #place(node: number, before: string | undefined, twin: Twin): void {
    this.twins.set(node, twin);
    if (twin.model === before) return;
    if (before !== undefined) this.left.add(before);
    this.#join(twin.model, node);
  }

  #join(model: string, node: number): void {
    const nodes = this.joined.get(model);
    if (nodes === undefined) this.joined.set(model, new Set([node]));
    else nodes.add(node);
  }

  #link(graph: TwinGraph, relationship: Relationship): void {
    const edge = graph.edgeCount + this.sources.length;
    const source = this.nodes.get(relationship.source) ?? graph.indexOf(relationship.source);
    const target = this.nodes.get(relationship.target) ?? graph.indexOf(relationship.target);
    this.relationships.set(edge, relationship);
    this.edges.set(relationshipKey(relationship), edge);
    this.sources.push(source);
    this.targets.push(target);
    listAt(this.out, source).push(edge);
    listAt(this.in, target).push(edge);
  }

  #unlink(graph: TwinGraph, relationship: Relationship): void {
    const edge = graph.edgeOf(relationship);
    this.relationships.set(edge, undefined);
    this.edges.set(relationshipKey(relationship), -1);
    listAt(this.out, graph.sourceOf(edge));
    listAt(this.in, graph.targetOf(edge));
  }
}

function listAt(lists: Map<number, number[]>, node: number): number[] {
  let list = lists.get(node);
  if (list === undefined) {
    list = [];
    lists.set(node, list);
  }
  return list;
}

function append(lists: Map<number, number[]>, more: ReadonlyMap<number, number[]>): void {
  for (const [node, edges] of more) {
    const list = listAt(lists, node);
    for (const edge of edges) list.push(edge);
  }
}
