/**
 * The memory of a packed graph: ids, shapes, rows of slots, and edges, all in typed arrays. The
 * builder makes it, images keep it as it is, and `PackedGraph` reads it.
 */
import type { Adjacency } from './adjacency.ts';
import type { Shape } from './shape.ts';
import type { Slots } from './slots.ts';
import type { Texts } from './text-heap.ts';

/** All records of a graph. */
export interface PackedRecords {
  readonly revision: number;
  /** The same for graphs that grew from one another: nodes and edges of one keep their numbers. */
  readonly lineage: object;
  readonly shapes: readonly Shape[];
  readonly slots: Slots;
  readonly texts: Texts;
  /** Ids by node, and the table to find them in. */
  readonly ids: Texts;
  readonly idTable: Int32Array;
  readonly twins: PackedTwins;
  readonly edges: PackedEdges;
  readonly out: Adjacency;
  readonly in: Adjacency;
}

/** Twins by node. */
export interface PackedTwins {
  readonly shapes: Int32Array;
  /** The first slot of each. */
  readonly rows: Uint32Array;
  readonly revisions: Float64Array;
  readonly updated: Float64Array;
}

/** Relationships by edge. */
export interface PackedEdges {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly shapes: Int32Array;
  /** The first slot of each; empty when none has slots. */
  readonly rows: Uint32Array;
  readonly revisions: Float64Array;
}
