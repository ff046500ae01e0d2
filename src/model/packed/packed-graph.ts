/**
 * The base layer of twin graphs: records in typed arrays, read by index without decoding more
 * than is asked for. Made by the graph builder and by `decodeGraph`; overlays lie on it.
 */
import type { Changeset } from '../changeset.ts';
import type { TwinGraph } from '../graph.ts';
import { asNumber, type Json } from '../json.ts';
import { OverlayGraph } from '../overlay-graph.ts';
import { valueAt } from '../path.ts';
import type { Relationship, RelationshipKey } from '../relationship.ts';
import type { Twin } from '../twin.ts';
import { edgesOf } from './adjacency.ts';
import { EdgeFinder } from './edge-finder.ts';
import { nodesByModel } from './nodes-by-model.ts';
import type { PackedRecords } from './packed-records.ts';
import type { RecordCache } from './record-cache.ts';
import { RowReader } from './row-reader.ts';
import { placesOf, type Shape } from './shape.ts';
import { boxAt, jsonBox, literalBox } from './slots.ts';
import { stretchOf } from './text-bytes.ts';
import { findText } from './text-index.ts';

/** Answers of `#slotOf` that are no slots: no such value, or part of a larger one. */
const absent = -1;
const within = -2;

/** Records at hand as objects. */
export interface AtHand {
  readonly twins: RecordCache<Twin>;
  readonly relationships: RecordCache<Relationship>;
}

/** A graph over packed records. */
export class PackedGraph implements TwinGraph {
  readonly records: PackedRecords;
  readonly revision: number;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly size: { readonly twins: number; readonly relationships: number };
  readonly atHand: AtHand;
  readonly #reader: RowReader;
  readonly #finder: EdgeFinder;
  readonly #places: (Map<string, number> | undefined)[] = [];
  /** The place that was found last: scans ask for one path of one shape again and again. */
  #lastShape = -1;
  #lastPath = '';
  #lastPlace: number | undefined;
  #byModel: ReadonlyMap<string, Int32Array> | undefined;

  constructor(records: PackedRecords, atHand: AtHand) {
    this.records = records;
    this.revision = records.revision;
    this.nodeCount = records.ids.count;
    this.edgeCount = records.edges.sources.length;
    this.size = { twins: this.nodeCount, relationships: this.edgeCount };
    this.atHand = atHand;
    this.#reader = new RowReader(records.slots, records.texts);
    this.#finder = new EdgeFinder(records);
  }

  indexOf(id: string): number {
    const wanted = stretchOf(id);
    return wanted === undefined ? -1 : findText(this.records.idTable, this.records.ids, wanted);
  }

  idAt(node: number): string | undefined {
    if (node < 0 || node >= this.nodeCount) return undefined;
    return this.atHand.twins.get(node)?.id ?? this.records.ids.at(node);
  }

  modelAt(node: number): string | undefined {
    return this.#twinShape(node)?.label;
  }

  nameAt(edge: number): string | undefined {
    return this.#edgeShape(edge)?.label;
  }

  twinAt(node: number): Twin | undefined {
    if (node >= this.nodeCount) return undefined;
    return this.atHand.twins.get(node) ?? this.#decodeTwin(node);
  }

  relationshipAt(edge: number): Relationship | undefined {
    if (edge >= this.edgeCount) return undefined;
    return this.atHand.relationships.get(edge) ?? this.#decodeRelationship(edge);
  }

  twin(id: string): Twin | undefined {
    const node = this.indexOf(id);
    return node === -1 ? undefined : this.twinAt(node);
  }

  relationship(key: RelationshipKey): Relationship | undefined {
    const edge = this.edgeOf(key);
    return edge === -1 ? undefined : this.relationshipAt(edge);
  }

  edgeOf({ source, id }: RelationshipKey): number {
    const node = this.indexOf(source);
    return node === -1 ? -1 : this.#finder.find(node, id);
  }

  *relationshipsOf(twin: string, direction: 'out' | 'in'): Iterable<Relationship> {
    const node = this.indexOf(twin);
    if (node === -1) return;
    const edges = direction === 'out' ? this.outEdges(node) : this.inEdges(node);
    for (const edge of edges) yield this.relationshipAt(edge) as Relationship;
  }

  nodesOf(model: string): Int32Array {
    this.#byModel ??= nodesByModel(this.records);
    return this.#byModel.get(model) ?? new Int32Array();
  }

  models(): Iterable<string> {
    this.#byModel ??= nodesByModel(this.records);
    return this.#byModel.keys();
  }

  outEdges(node: number): Int32Array {
    return edgesOf(this.records.out, node);
  }

  inEdges(node: number): Int32Array {
    return edgesOf(this.records.in, node);
  }

  sourceOf(edge: number): number {
    return this.records.edges.sources[edge] ?? -1;
  }

  targetOf(edge: number): number {
    return this.records.edges.targets[edge] ?? -1;
  }

  value(node: number, path: string): Json | undefined {
    const slot = this.#slotOf(node, path);
    if (slot === absent) return undefined;
    // Objects and lists come from the twin at hand, so that they are not built at each reading.
    if (slot === within || boxAt(this.records.slots, slot) === jsonBox) {
      return valueAt((this.twinAt(node) as Twin).properties, path);
    }
    return this.#reader.value(slot);
  }

  number(node: number, path: string): number {
    const slot = this.#slotOf(node, path);
    if (slot === absent) return Number.NaN;
    if (slot === within) return asNumber(this.value(node, path));
    const box = boxAt(this.records.slots, slot);
    if (box === 0) return this.records.slots.numbers[slot] as number;
    return box === literalBox ? asNumber(this.#reader.value(slot)) : Number.NaN;
  }

  withChanges(changeset: Changeset, revision = this.revision): TwinGraph {
    return OverlayGraph.over(this, changeset, revision);
  }

  /** The slot of a value; `within` when it is part of what one slot or several hold. */
  #slotOf(node: number, path: string): number {
    const { twins, slots } = this.records;
    const code = twins.shapes[node];
    if (code === undefined) return absent;
    if (code !== this.#lastShape || path !== this.#lastPath) {
      this.#lastPlace = this.#placesOf(code).get(path);
      this.#lastShape = code;
      this.#lastPath = path;
    }
    const place = this.#lastPlace;
    const row = twins.rows[node] as number;
    if (place !== undefined) return place === -1 ? within : row + place;
    if ((this.records.shapes[code] as Shape).loose) return within;
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const before = this.#placesOf(code).get(path.slice(0, end)) ?? -1;
      if (before >= 0) return boxAt(slots, row + before) === jsonBox ? within : absent;
    }
    return absent;
  }

  #placesOf(code: number): Map<string, number> {
    let places = this.#places[code];
    if (places === undefined) {
      places = placesOf(this.records.shapes[code] as Shape);
      this.#places[code] = places;
    }
    return places;
  }

  #twinShape(node: number): Shape | undefined {
    return this.records.shapes[this.records.twins.shapes[node] as number];
  }

  #edgeShape(edge: number): Shape | undefined {
    return this.records.shapes[this.records.edges.shapes[edge] as number];
  }

  #decodeTwin(node: number): Twin | undefined {
    const shape = this.#twinShape(node);
    if (shape === undefined) return undefined;
    const { twins, ids } = this.records;
    const row = twins.rows[node] as number;
    return this.atHand.twins.put(node, {
      id: ids.at(node),
      model: shape.label,
      properties: this.#reader.properties(shape, row),
      stamps: this.#reader.stamps(shape, row),
      revision: twins.revisions[node] as number,
      updatedAt: twins.updated[node] as number,
    });
  }

  #decodeRelationship(edge: number): Relationship | undefined {
    const shape = this.#edgeShape(edge);
    if (shape === undefined) return undefined;
    const { sources, targets, rows, revisions } = this.records.edges;
    const row = rows[edge] ?? 0;
    const name = shape.label;
    const target = this.idAt(targets[edge] as number) as string;
    return this.atHand.relationships.put(edge, {
      source: this.idAt(sources[edge] as number) as string,
      id: shape.kind === 'named' ? `${name}:${target}` : (this.#reader.value(row) as string),
      name,
      target,
      properties: this.#reader.properties(shape, row),
      revision: revisions[edge] as number,
    });
  }
}
