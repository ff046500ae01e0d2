/**
 * Finds a relationship among those that leave a node by its id, without an index over all of them:
 * few are searched one by one, a hub gets a table when it is first asked for.
 */
import { edgesOf, type Hub, sortedEdgesOf } from './adjacency.ts';
import type { PackedRecords } from './packed-records.ts';
import { hashBytes, hashSeed, type Stretch, sameBytes, spread, stretchOf } from './text-bytes.ts';
import { tableSize } from './text-index.ts';

const few = 16;

/** Looks relationships of packed records up. */
export class EdgeFinder {
  readonly #records: PackedRecords;
  /** Per shape, the name and a colon: how the ids of most relationships begin. */
  readonly #prefixes: readonly Uint8Array[];

  constructor(records: PackedRecords) {
    this.#records = records;
    this.#prefixes = records.shapes.map(({ kind, label }) =>
      kind === 'named' ? Buffer.from(`${label}:`) : new Uint8Array(),
    );
  }

  /** The edge of this id that leaves a node, -1 when there is none. */
  find(node: number, id: string): number {
    const { out } = this.#records;
    const sorted = sortedEdgesOf(out, node);
    const last = out.chains.last(node, out.count);
    const wanted = sorted.length === 0 && last === -1 ? undefined : stretchOf(id);
    if (wanted === undefined) return -1;
    if (sorted.length > few) return this.#findInTable(this.#hubOf(node, last), wanted);
    for (let i = 0; i < sorted.length; i++) {
      if (this.#is(sorted[i] as number, wanted)) return sorted[i] as number;
    }
    let tried = 0;
    for (let edge = last; edge !== -1; edge = out.chains.before(edge)) {
      if (this.#is(edge, wanted)) return edge;
      if (++tried > few) return this.#findInTable(this.#hubOf(node, last), wanted);
    }
    return -1;
  }

  #findInTable({ table }: Hub, wanted: Stretch): number {
    const { count } = this.#records.out;
    const mask = table.length - 1;
    let place = spread(hashBytes(wanted.bytes, 0, wanted.length)) & mask;
    for (;;) {
      const edge = (table[place] as number) - 1;
      // A graph that grew from this one may have entered later edges.
      if (edge < 0 || (edge < count && this.#is(edge, wanted))) return edge;
      place = (place + 1) & mask;
    }
  }

  /** The table of a node, with all its edges up to its last one. */
  #hubOf(node: number, last: number): Hub {
    const { chains } = this.#records.out;
    let hub = chains.hubs.get(node);
    if (hub === undefined) {
      const edges = edgesOf(this.#records.out, node);
      hub = { table: this.#tableOf(edges), entered: edges.length, newest: edges.at(-1) ?? -1 };
      chains.hubs.set(node, hub);
    }
    const { newest } = hub;
    for (let edge = last; edge > newest; edge = chains.before(edge)) {
      if (++hub.entered * 2 > hub.table.length) {
        chains.hubs.delete(node);
        return this.#hubOf(node, last);
      }
      this.#enter(hub.table, edge);
      hub.newest = last;
    }
    return hub;
  }

  #tableOf(edges: Int32Array): Int32Array {
    const table = new Int32Array(tableSize(edges.length * 2));
    for (const edge of edges) this.#enter(table, edge);
    return table;
  }

  #enter(table: Int32Array, edge: number): void {
    let place = this.#hash(edge) & (table.length - 1);
    while (table[place] !== 0) place = (place + 1) & (table.length - 1);
    table[place] = edge + 1;
  }

  /** Whether an edge has the id of these bytes. */
  #is(edge: number, wanted: Stretch): boolean {
    const { texts, ids, edges } = this.#records;
    const prefix = this.#prefixes[edges.shapes[edge] as number] as Uint8Array;
    if (prefix.length === 0) return texts.is(this.#ownId(edge), wanted);
    const { bytes, start, length } = ids.stretch(edges.targets[edge] as number);
    if (prefix.length + length !== wanted.length) return false;
    const rest = { bytes: wanted.bytes, start: wanted.start + prefix.length, length };
    return (
      sameBytes(prefix, 0, { ...wanted, length: prefix.length }) && sameBytes(bytes, start, rest)
    );
  }

  #hash(edge: number): number {
    const { texts, ids, edges } = this.#records;
    const prefix = this.#prefixes[edges.shapes[edge] as number] as Uint8Array;
    const own = prefix.length === 0;
    const rest = own
      ? texts.stretch(this.#ownId(edge))
      : ids.stretch(edges.targets[edge] as number);
    const before = own ? hashSeed : hashBytes(prefix, 0, prefix.length);
    return spread(hashBytes(rest.bytes, rest.start, rest.start + rest.length, before));
  }

  /** The number of the text of an id that is not `name:target`. */
  #ownId(edge: number): number {
    const { slots, edges } = this.#records;
    return slots.words[(edges.rows[edge] as number) * 2] as number;
  }
}
