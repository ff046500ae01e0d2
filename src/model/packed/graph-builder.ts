/**
 * Gathers records one after another into a packed graph, in little more memory than the graph has
 * in the end. Used by `graphBuilder` and by folding.
 */
import type { Relationship } from '../relationship.ts';
import type { Twin } from '../twin.ts';
import { AdjacencyHeap } from './adjacency.ts';
import { type Columns, edgesIn, emptyColumns, reserveSteps, twinsOf } from './columns.ts';
import { PackedGraph } from './packed-graph.ts';
import { RecordCache } from './record-cache.ts';
import type { RowCopier } from './row-copier.ts';
import { writeProperties, writeTwin, writeValue } from './row-writer.ts';
import type { Shape } from './shape.ts';
import { ShapeDictionary } from './shape-dictionary.ts';
import { SlotHeap } from './slots.ts';
import { stretchOf } from './text-bytes.ts';
import { TextHeap } from './text-heap.ts';
import { TextIndex } from './text-index.ts';

const unknown = { twins: 0, relationships: 0, slots: 64, idBytes: 256, texts: 16, textBytes: 256 };

/** The builders that went no further than their last graph, by that graph. */
const builders = new WeakMap<PackedGraph, PackedBuilder>();

/** The builder behind `graphBuilder`; folding gives it rows of another graph too. */
export class PackedBuilder {
  readonly shapes: ShapeDictionary;
  readonly slots: SlotHeap;
  readonly texts: TextHeap;
  readonly #columns: Columns;
  readonly #ids: TextHeap;
  readonly #index: TextIndex;
  readonly #out = new AdjacencyHeap();
  readonly #in = new AdjacencyHeap();
  #lastSource: string | undefined;
  #lastNode = -1;
  /** How many rows no newer graph reads any more. */
  #replaced = 0;
  #atHand = {
    twins: new RecordCache<Twin>(),
    relationships: new RecordCache<Relationship>(),
  };

  /** Goes on after what columns hold, whose rows have these shapes. */
  constructor(columns = emptyColumns(unknown), shapes: readonly Shape[] = []) {
    this.#columns = columns;
    this.shapes = new ShapeDictionary(shapes);
    this.slots = new SlotHeap(columns.slots);
    this.texts = new TextHeap(columns.textBytes, columns.textOffsets);
    this.#ids = new TextHeap(columns.idBytes, columns.idOffsets);
    this.#index = new TextIndex(this.#ids, columns.shapes.data.length);
  }

  /**
   * What built a graph, to add more: graphs that it built before stay as they are. Once for each
   * graph; undefined when it went on already.
   */
  static after(graph: PackedGraph): PackedBuilder | undefined {
    const builder = builders.get(graph);
    builders.delete(graph);
    return builder;
  }

  /** A graph as it is, at another revision; adding goes on from this one. */
  static at(graph: PackedGraph, revision: number): PackedGraph {
    if (graph.revision === revision) return graph;
    const later = new PackedGraph({ ...graph.records, revision }, graph.atHand);
    const builder = PackedBuilder.after(graph);
    if (builder !== undefined) builders.set(later, builder);
    return later;
  }

  addTwin(twin: Twin): number {
    const node = this.#enter(this.#ids.add(twin.id), twin.id);
    const { rows, shapes, revisions, updated } = this.#columns;
    rows.push(this.slots.length);
    shapes.push(writeTwin(this, twin));
    revisions.push(twin.revision);
    updated.push(twin.updatedAt);
    this.#atHand.twins.add(node, twin);
    return node;
  }

  addRelationship(relationship: Relationship): number {
    const { target } = relationship;
    // Relationships often come sorted by source.
    const { source: from } = relationship;
    const source = from === this.#lastSource ? this.#lastNode : this.#end(relationship, from);
    this.#lastSource = from;
    this.#lastNode = source;
    const end = this.#end(relationship, target);
    const row = this.slots.length;
    const shape = this.#writeRelationship(relationship);
    this.#columns.edgeRevisions.push(relationship.revision);
    const edge = this.#link(source, end, shape, row);
    this.#atHand.relationships.add(edge, relationship);
    return edge;
  }

  /** Takes a twin over from the graph of a copier. */
  copyTwin(graph: PackedGraph, copier: RowCopier, node: number): number {
    const { ids, twins } = graph.records;
    const copy = this.#enter(this.#ids.addBytes(ids.stretch(node)), '');
    const { rows, shapes, revisions, updated } = this.#columns;
    rows.push(this.slots.length);
    shapes.push(copier.copy(twins.shapes[node] as number, twins.rows[node] as number));
    revisions.push(twins.revisions[node] as number);
    updated.push(twins.updated[node] as number);
    this.#atHand.twins.add(copy, graph.atHand.twins.get(node));
    return copy;
  }

  /** The same for a relationship; `nodes` has the new node of each old one. */
  copyRelationship(graph: PackedGraph, copier: RowCopier, edge: number, nodes: Int32Array): number {
    const { edges } = graph.records;
    const row = this.slots.length;
    const shape = copier.copy(edges.shapes[edge] as number, edges.rows[edge] ?? 0);
    this.#columns.edgeRevisions.push(edges.revisions[edge] as number);
    const source = nodes[edges.sources[edge] as number] as number;
    const target = nodes[edges.targets[edge] as number] as number;
    const copy = this.#link(source, target, shape, row);
    this.#atHand.relationships.add(copy, graph.atHand.relationships.get(edge));
    return copy;
  }

  /**
   * Has to come before records are replaced, so that earlier graphs do not show it: index columns
   * are copied, in bounded pieces of work. False when so many were replaced that all is worth it.
   */
  *detachSteps(twins: number, relationships: number): Generator<void, boolean> {
    this.#replaced += twins + relationships;
    const { shapes, rows, revisions, updated, ...more } = this.#columns;
    if (this.#replaced > (shapes.length + more.sources.length) / 2) return false;
    const touched = [
      ...(twins > 0 ? [shapes, rows, revisions, updated] : []),
      ...(relationships > 0 ? [more.edgeShapes, more.edgeRows, more.edgeRevisions] : []),
    ];
    for (const column of touched) yield* column.detachSteps();
    this.#atHand = {
      twins: this.#atHand.twins.copy(),
      relationships: this.#atHand.relationships.copy(),
    };
    return true;
  }

  /** Gives a twin another row; the old one stays for earlier graphs. */
  replaceTwin(node: number, twin: Twin): void {
    const { rows, shapes, revisions, updated } = this.#columns;
    rows.data[node] = this.slots.length;
    shapes.data[node] = writeTwin(this, twin);
    revisions.data[node] = twin.revision;
    updated.data[node] = twin.updatedAt;
    this.#atHand.twins.replace(node, twin);
  }

  /** The same for a relationship between the same twins. */
  replaceRelationship(edge: number, relationship: Relationship): void {
    const { sources, edgeShapes, edgeRows, edgeRevisions } = this.#columns;
    const row = this.slots.length;
    edgeShapes.data[edge] = this.#writeRelationship(relationship);
    edgeRevisions.data[edge] = relationship.revision;
    if (this.slots.length > row) {
      this.#fillRows(sources.length);
      edgeRows.data[edge] = row;
    }
    this.#atHand.relationships.replace(edge, relationship);
  }

  /** Makes room for about so many more, in bounded pieces of work. */
  *reserveSteps(twins: number, relationships: number): Generator<void> {
    yield* reserveSteps(this.#columns, twins, relationships);
    yield* this.#index.reserveSteps(twins);
  }

  build(revision: number): PackedGraph {
    const steps = this.buildSteps(revision);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** The same in bounded pieces of work. */
  *buildSteps(revision: number): Generator<void, PackedGraph> {
    const ids = this.#ids.view();
    const edges = edgesIn(this.#columns);
    const out = yield* this.#out.viewSteps(ids.count, edges.sources);
    const records = {
      revision,
      lineage: this,
      shapes: this.shapes.shapes.slice(),
      slots: this.slots.view(),
      texts: this.texts.view(),
      ids,
      idTable: this.#index.table,
      twins: twinsOf(this.#columns),
      edges,
      out,
      in: yield* this.#in.viewSteps(ids.count, edges.targets),
    };
    const graph = new PackedGraph(records, this.#atHand);
    builders.set(graph, this);
    return graph;
  }

  #enter(node: number, id: string): number {
    if (node < 0) throw new TypeError('the id of a twin is not well-formed Unicode');
    if (!this.#index.enter(node)) throw new TypeError(`there are two twins ${id}`);
    return node;
  }

  #end(relationship: Relationship, id: string): number {
    const wanted = stretchOf(id);
    const node = wanted === undefined ? -1 : this.#index.find(wanted);
    if (node >= 0) return node;
    throw new TypeError(`relationship ${relationship.id} ends at ${id}, unknown`);
  }

  #link(source: number, target: number, shape: number, row: number): number {
    const { sources, targets, edgeShapes, edgeRows: rows } = this.#columns;
    const edge = sources.length;
    sources.push(source);
    targets.push(target);
    edgeShapes.push(shape);
    const width = this.slots.length - row;
    if (width > 0) this.#fillRows(edge);
    if (width > 0 || rows.length > 0) rows.push(width > 0 ? row : 0);
    return edge;
  }

  #writeRelationship(relationship: Relationship): number {
    const { id, name, properties } = relationship;
    const kind = isNamed(relationship) ? 'named' : 'identified';
    if (kind === 'identified') writeValue(this, id);
    return writeProperties(this, kind, name, properties);
  }

  /** The first relationship that has slots: from now on there are rows. */
  #fillRows(edges: number): void {
    const { edgeRows: rows } = this.#columns;
    if (rows.length > 0) return;
    rows.reserve(edges + 1);
    rows.length = edges;
  }
}

function isNamed({ id, name, target }: Relationship): boolean {
  if (!id.isWellFormed())
    throw new TypeError('the id of a relationship is not well-formed Unicode');
  return id.length === name.length + 1 + target.length && id === `${name}:${target}`;
}
