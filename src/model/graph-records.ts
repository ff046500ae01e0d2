/** The records of a graph one after another, those that were removed left out. */
import type { TwinGraph } from './graph.ts';
import type { Relationship } from './relationship.ts';
import type { Twin } from './twin.ts';

/** The present twins, by node. */
export function* allTwins(graph: TwinGraph): Generator<Twin> {
  for (let node = 0; node < graph.nodeCount; node++) {
    const twin = graph.twinAt(node);
    if (twin !== undefined) yield twin;
  }
}

/** The present relationships, by edge. */
export function* allRelationships(graph: TwinGraph): Generator<Relationship> {
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const relationship = graph.relationshipAt(edge);
    if (relationship !== undefined) yield relationship;
  }
}
