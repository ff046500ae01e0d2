/**
 * A twin graph: an immutable snapshot that simulators and predictors read by index.
 * Nodes and edges are small integers; a removed one keeps its index and is no longer present.
 * Built by `buildGraph`; `withChanges` lays a changeset over it and copies nothing.
 */
import type { Changeset } from './changeset.ts';
import type { Json } from './json.ts';
import type { Relationship, RelationshipKey } from './relationship.ts';
import type { Twin } from './twin.ts';

/** Reads records by key: what `applyChanges` and the ontology's checks need of a store or snapshot. */
export interface GraphReader {
  twin(id: string): Twin | undefined;
  relationship(key: RelationshipKey): Relationship | undefined;
  /** The relationships that leave (`out`) or reach (`in`) a twin. */
  relationshipsOf(twin: string, direction: 'out' | 'in'): Iterable<Relationship>;
}

/** An immutable graph, read by key or by index. */
export interface TwinGraph extends GraphReader {
  readonly revision: number;
  /** Node indexes are `0 … nodeCount - 1`; removed ones among them are not present. */
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** How many twins and relationships are present. */
  readonly size: { readonly twins: number; readonly relationships: number };

  /** The index of a twin, -1 when it is not in the graph. */
  indexOf(id: string): number;
  /** The twin at an index, undefined when it was removed. */
  twinAt(node: number): Twin | undefined;
  /** The id of the twin at an index, undefined when it was removed; decodes nothing else. */
  idAt(node: number): string | undefined;
  /** Its model, likewise. */
  modelAt(node: number): string | undefined;
  /** The relationship at an index, undefined when it was removed. */
  relationshipAt(edge: number): Relationship | undefined;
  /** The name of the relationship at an index, likewise. */
  nameAt(edge: number): string | undefined;
  /** The index of a relationship, -1 when it is not in the graph. */
  edgeOf(key: RelationshipKey): number;
  /** The present nodes of exactly this model, in no particular order. */
  nodesOf(model: string): Iterable<number>;
  /** The models that present nodes have. */
  models(): Iterable<string>;

  /** Indexes of the present edges that leave a node. */
  outEdges(node: number): ArrayLike<number>;
  /** Indexes of the present edges that reach a node. */
  inEdges(node: number): ArrayLike<number>;
  sourceOf(edge: number): number;
  targetOf(edge: number): number;

  /** The value of a node's property path. */
  value(node: number, path: string): Json | undefined;
  /** The same as a number: NaN when absent or not a number; true is 1, false is 0. */
  number(node: number, path: string): number;

  /** This graph after a changeset. */
  withChanges(changeset: Changeset, revision?: number): TwinGraph;
}
