/** Builds a twin graph from records: the base layer that overlays lie on. */
import type { TwinGraph } from './graph.ts';
import { PackedBuilder } from './packed/graph-builder.ts';
import type { Relationship } from './relationship.ts';
import type { Twin } from './twin.ts';

/** What a graph is built from. */
export interface GraphRecords {
  readonly twins: Iterable<Twin>;
  /** Both ends of each must be among the twins. */
  readonly relationships: Iterable<Relationship>;
  readonly revision: number;
}

/** A graph of these records; a `TypeError` when a relationship's end is not among the twins. */
export function buildGraph(records: GraphRecords): TwinGraph {
  const builder = graphBuilder();
  for (const twin of records.twins) builder.addTwin(twin);
  for (const relationship of records.relationships) builder.addRelationship(relationship);
  return builder.build(records.revision);
}

/** Takes twins, then the relationships between them, and gives their graph. */
export interface GraphBuilder {
  /** The twin's node; a `TypeError` when its id was added before or is not well-formed. */
  addTwin(twin: Twin): number;
  /** The relationship's edge; a `TypeError` when one of its ends was not added before. */
  addRelationship(relationship: Relationship): number;
  /** The graph of all that was added. The builder must not be used afterwards. */
  build(revision: number): TwinGraph;
}

/** A builder that takes records one after another, in little more memory than their graph has. */
export function graphBuilder(): GraphBuilder {
  return new PackedBuilder();
}

const empty = buildGraph({ twins: [], relationships: [], revision: 0 });

/** A graph without twins, at revision 0. */
export function emptyGraph(): TwinGraph {
  return empty;
}
