/**
 * Folds a graph with its overlays into one packed graph: by adding to what is packed, where they
 * remove nothing, else by copying all. In bounded pieces, so that a live store goes on answering.
 */
import type { TwinGraph } from '../graph.ts';
import { OverlayGraph } from '../overlay-graph.ts';
import type { Layer } from '../overlay-layer.ts';
import type { Relationship } from '../relationship.ts';
import type { Twin } from '../twin.ts';
import { type Capacity, emptyColumns } from './columns.ts';
import { PackedBuilder } from './graph-builder.ts';
import { PackedGraph } from './packed-graph.ts';
import { RowCopier } from './row-copier.ts';

/** How many records are one piece of work: less than a millisecond. */
const piece = 256;

/**
 * The same graph without overlays, at the same revision, in some pieces of work: nodes and edges
 * are numbered anew, in their order. The graph given stays as it is.
 */
export function* foldSteps(graph: TwinGraph): Generator<void, PackedGraph> {
  const { base, layers } = layersOf(graph);
  if (layers.length === 0) return at(base, graph.revision);
  const builder = new PackedBuilder(emptyColumns(capacityFor(graph, base)));
  const copier = new RowCopier(builder, base.records);
  const nodes = new Int32Array(base.nodeCount);
  const twinLayers = layers.map(({ twins }) => twins);
  const edgeLayers = layers.map(({ relationships }) => relationships);
  for (let node = 0; node < graph.nodeCount; node++) {
    if (node % piece === piece - 1) yield;
    if (!overlaid(twinLayers, node)) {
      nodes[node] = builder.copyTwin(base, copier, node);
      continue;
    }
    const twin = graph.twinAt(node);
    if (twin === undefined) continue;
    const folded = builder.addTwin(twin);
    if (node < nodes.length) nodes[node] = folded;
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (edge % piece === piece - 1) yield;
    if (!overlaid(edgeLayers, edge)) {
      builder.copyRelationship(base, copier, edge, nodes);
      continue;
    }
    const relationship = graph.relationshipAt(edge);
    if (relationship !== undefined) builder.addRelationship(relationship);
  }
  return yield* builder.buildSteps(graph.revision);
}

/**
 * The same for the graph that goes on, which a base can only do once: where overlays remove nothing
 * of the base, the new one shares its memory, and costs little more work than they hold.
 */
export function* grownSteps(graph: TwinGraph): Generator<void, PackedGraph> {
  const { base, layers } = layersOf(graph);
  if (layers.length === 0) return PackedBuilder.at(base, graph.revision);
  const nodes = replaced(
    layers.map(({ twins }) => twins),
    base.nodeCount,
  );
  const edges = replaced(
    layers.map(({ relationships }) => relationships),
    base.edgeCount,
  );
  if (nodes === undefined || edges === undefined) return yield* foldSteps(graph);
  const builder = PackedBuilder.after(base);
  if (builder === undefined) return yield* foldSteps(graph);
  const [twins, relationships] = [
    graph.nodeCount - base.nodeCount,
    graph.edgeCount - base.edgeCount,
  ];
  yield* builder.reserveSteps(twins, relationships);
  if (nodes.size + edges.size > 0) {
    if (!(yield* builder.detachSteps(nodes.size, edges.size))) return yield* foldSteps(graph);
    yield* inPieces(nodes, (node) => builder.replaceTwin(node, graph.twinAt(node) as Twin));
    yield* inPieces(edges, (edge) =>
      builder.replaceRelationship(edge, graph.relationshipAt(edge) as Relationship),
    );
  }
  yield* inPieces(range(base.nodeCount, graph.nodeCount), (node) => {
    const twin = graph.twinAt(node);
    if (twin !== undefined) builder.addTwin(twin);
  });
  yield* inPieces(range(base.edgeCount, graph.edgeCount), (edge) => {
    const relationship = graph.relationshipAt(edge);
    if (relationship !== undefined) builder.addRelationship(relationship);
  });
  return yield* builder.buildSteps(graph.revision);
}

function* inPieces(indexes: Iterable<number>, work: (index: number) => void): Generator<void> {
  let done = 0;
  for (const index of indexes) {
    work(index);
    if (++done % piece === 0) yield;
  }
}

function* range(start: number, end: number): Iterable<number> {
  for (let index = start; index < end; index++) yield index;
}

/** The same as `foldSteps` at once. */
export function folded(graph: TwinGraph): PackedGraph {
  const steps = foldSteps(graph);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The indexes below `count` whose records differ; undefined when some were removed. */
function replaced(
  layers: readonly ReadonlyMap<number, unknown>[],
  count: number,
): ReadonlySet<number> | undefined {
  const indexes = new Set<number>();
  for (const layer of layers) {
    for (const [index, record] of layer) {
      if (index >= count) continue;
      if (record === undefined) return undefined;
      indexes.add(index);
    }
  }
  return indexes;
}

function overlaid(layers: readonly ReadonlyMap<number, unknown>[], index: number): boolean {
  for (const layer of layers) if (layer.has(index)) return true;
  return false;
}

function at(base: PackedGraph, revision: number): PackedGraph {
  if (base.revision === revision) return base;
  return new PackedGraph({ ...base.records, revision }, base.atHand);
}

/** A graph without its overlays, and the layers of these, the last one first. */
export function layersOf(graph: TwinGraph): { base: PackedGraph; layers: Layer[] } {
  const layers: Layer[] = [];
  let base = graph;
  for (; base instanceof OverlayGraph; base = base.base) {
    if (base.layer.weight > 0) layers.push(base.layer);
  }
  if (base instanceof PackedGraph) return { base, layers };
  throw new TypeError('this graph was not made by buildGraph');
}

/** Enough for what the base has and about as much for each twin that came. */
function capacityFor(graph: TwinGraph, { records, size }: PackedGraph): Capacity {
  const growth = 1.1 * Math.max(1, graph.size.twins / Math.max(1, size.twins));
  return {
    twins: graph.size.twins,
    relationships: graph.size.relationships,
    slots: Math.ceil(records.slots.numbers.length * growth) + 64,
    idBytes: Math.ceil(records.ids.bytes.length * growth) + 256,
    texts: Math.ceil(records.texts.count * growth) + 16,
    textBytes: Math.ceil(records.texts.bytes.length * growth) + 256,
  };
}
