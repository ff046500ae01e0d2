/**
 * Builds a twin graph from records: the base layer that overlays lie on. Records are kept as they
 * are; edges are in CSR form; a property column is made when it is first read as numbers.
 */
import type { Changeset } from './changeset.ts';
import type { TwinGraph } from './graph.ts';
import { asNumber, type Json } from './json.ts';
import { OverlayGraph } from './overlay-graph.ts';
import { valueAt } from './path.ts';
import { type Relationship, type RelationshipKey, relationshipKey } from './relationship.ts';
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
  return new BaseGraph(records);
}

/** A graph without twins, at revision 0. */
export function emptyGraph(): TwinGraph {
  return buildGraph({ twins: [], relationships: [], revision: 0 });
}

/** Compressed sparse rows: the edges of node n are `edges[offsets[n]] … edges[offsets[n + 1] - 1]`. */
interface Adjacency {
  readonly offsets: Int32Array;
  readonly edges: Int32Array;
}

class BaseGraph implements TwinGraph {
  readonly revision: number;
  readonly #twins: readonly Twin[];
  readonly #relationships: readonly Relationship[];
  readonly #index = new Map<string, number>();
  readonly #sources: Int32Array;
  readonly #targets: Int32Array;
  readonly #out: Adjacency;
  readonly #in: Adjacency;
  readonly #byModel = new Map<string, number[]>();
  readonly #columns = new Map<string, Float64Array>();
  #edgeIndex: Map<string, number> | undefined;

  constructor(records: GraphRecords) {
    this.revision = records.revision;
    this.#twins = [...records.twins];
    this.#relationships = [...records.relationships];
    this.#twins.forEach((twin, node) => {
      this.#index.set(twin.id, node);
      const members = this.#byModel.get(twin.model);
      if (members === undefined) this.#byModel.set(twin.model, [node]);
      else members.push(node);
    });
    this.#sources = this.#ends((relationship) => relationship.source);
    this.#targets = this.#ends((relationship) => relationship.target);
    this.#out = adjacency(this.#twins.length, this.#sources);
    this.#in = adjacency(this.#twins.length, this.#targets);
  }

  get nodeCount(): number {
    return this.#twins.length;
  }

  get edgeCount(): number {
    return this.#relationships.length;
  }

  get size(): { twins: number; relationships: number } {
    return { twins: this.#twins.length, relationships: this.#relationships.length };
  }

  indexOf(id: string): number {
    return this.#index.get(id) ?? -1;
  }

  twinAt(node: number): Twin | undefined {
    return this.#twins[node];
  }

  relationshipAt(edge: number): Relationship | undefined {
    return this.#relationships[edge];
  }

  twin(id: string): Twin | undefined {
    const node = this.#index.get(id);
    return node === undefined ? undefined : this.#twins[node];
  }

  relationship(key: RelationshipKey): Relationship | undefined {
    const edge = this.edgeOf(key);
    return edge === -1 ? undefined : this.#relationships[edge];
  }

  edgeOf(key: RelationshipKey): number {
    this.#edgeIndex ??= new Map(
      this.#relationships.map((relationship, edge) => [relationshipKey(relationship), edge]),
    );
    return this.#edgeIndex.get(relationshipKey(key)) ?? -1;
  }

  *relationshipsOf(twin: string, direction: 'out' | 'in'): Iterable<Relationship> {
    const node = this.indexOf(twin);
    if (node === -1) return;
    const edges = direction === 'out' ? this.outEdges(node) : this.inEdges(node);
    for (const edge of edges) yield this.#relationships[edge] as Relationship;
  }

  nodesOf(model: string): Iterable<number> {
    return this.#byModel.get(model) ?? [];
  }

  models(): Iterable<string> {
    return this.#byModel.keys();
  }

  outEdges(node: number): Int32Array {
    return row(this.#out, node);
  }

  inEdges(node: number): Int32Array {
    return row(this.#in, node);
  }

  sourceOf(edge: number): number {
    return this.#sources[edge] ?? -1;
  }

  targetOf(edge: number): number {
    return this.#targets[edge] ?? -1;
  }

  value(node: number, path: string): Json | undefined {
    const twin = this.#twins[node];
    return twin === undefined ? undefined : valueAt(twin.properties, path);
  }

  number(node: number, path: string): number {
    return this.#column(path)[node] ?? Number.NaN;
  }

  withChanges(changeset: Changeset, revision = this.revision): TwinGraph {
    return new OverlayGraph(this, changeset, revision);
  }

  #column(path: string): Float64Array {
    let column = this.#columns.get(path);
    if (column === undefined) {
      column = Float64Array.from(this.#twins, (twin) => asNumber(valueAt(twin.properties, path)));
      this.#columns.set(path, column);
    }
    return column;
  }

  #ends(end: (relationship: Relationship) => string): Int32Array {
    return Int32Array.from(this.#relationships, (relationship) => {
      const node = this.#index.get(end(relationship));
      if (node !== undefined) return node;
      throw new TypeError(`relationship ${relationship.id} ends at ${end(relationship)}, unknown`);
    });
  }
}

function adjacency(nodes: number, ends: Int32Array): Adjacency {
  const offsets = new Int32Array(nodes + 1);
  for (const node of ends) offsets[node + 1] = (offsets[node + 1] as number) + 1;
  for (let n = 0; n < nodes; n++) {
    offsets[n + 1] = (offsets[n + 1] as number) + (offsets[n] as number);
  }
  const next = offsets.slice();
  const edges = new Int32Array(ends.length);
  ends.forEach((node, edge) => {
    const slot = next[node] as number;
    edges[slot] = edge;
    next[node] = slot + 1;
  });
  return { offsets, edges };
}

function row({ offsets, edges }: Adjacency, node: number): Int32Array {
  return edges.subarray(offsets[node], offsets[node + 1]);
}
