/**
 * The columns that a packed graph is gathered in, and the records that they hold so far. Columns
 * only grow, so the records of every moment stay as they are. Used by the builder and by images.
 */
import { Column, float64, int32, uint8, uint32 } from './column.ts';
import type { PackedEdges, PackedTwins } from './packed-records.ts';

/** One column for each kind of number; images keep them in this order. */
export interface Columns {
  readonly slots: Column<Float64Array>;
  readonly textBytes: Column<Uint8Array>;
  readonly textOffsets: Column<Uint32Array>;
  readonly idBytes: Column<Uint8Array>;
  readonly idOffsets: Column<Uint32Array>;
  readonly shapes: Column<Int32Array>;
  readonly rows: Column<Uint32Array>;
  readonly revisions: Column<Float64Array>;
  readonly updated: Column<Float64Array>;
  readonly sources: Column<Int32Array>;
  readonly targets: Column<Int32Array>;
  readonly edgeShapes: Column<Int32Array>;
  readonly edgeRows: Column<Uint32Array>;
  readonly edgeRevisions: Column<Float64Array>;
}

/** About how much will be added. */
export interface Capacity {
  readonly twins: number;
  readonly relationships: number;
  readonly slots: number;
  readonly idBytes: number;
  readonly texts: number;
  readonly textBytes: number;
}

/** Columns with room for so much. */
export function emptyColumns(capacity: Capacity): Columns {
  const { twins, relationships } = capacity;
  return {
    slots: new Column(float64, capacity.slots),
    textBytes: new Column(uint8, capacity.textBytes),
    textOffsets: new Column(uint32, capacity.texts + 1),
    idBytes: new Column(uint8, capacity.idBytes),
    idOffsets: new Column(uint32, twins + 1),
    shapes: new Column(int32, twins),
    rows: new Column(uint32, twins),
    revisions: new Column(float64, twins),
    updated: new Column(float64, twins),
    sources: new Column(int32, relationships),
    targets: new Column(int32, relationships),
    edgeShapes: new Column(int32, relationships),
    edgeRows: new Column(uint32),
    edgeRevisions: new Column(float64, relationships),
  };
}

/** The twins that there are. */
export function twinsOf({ shapes, rows, revisions, updated }: Columns): PackedTwins {
  return {
    shapes: shapes.view(),
    rows: rows.view(),
    revisions: revisions.view(),
    updated: updated.view(),
  };
}

/** The relationships that there are. */
export function edgesIn(columns: Columns): PackedEdges {
  return {
    sources: columns.sources.view(),
    targets: columns.targets.view(),
    shapes: columns.edgeShapes.view(),
    rows: columns.edgeRows.view(),
    revisions: columns.edgeRevisions.view(),
  };
}

/** Makes room for about so many more records, in bounded pieces of work. */
export function* reserveSteps(
  columns: Columns,
  twins: number,
  relationships: number,
): Generator<void> {
  const records = columns.shapes.length + columns.sources.length;
  // What comes is mostly like what is there; what does not fit makes its own room.
  const share = (2 * (twins + relationships)) / Math.max(1, records);
  for (const [name, column] of Object.entries(columns)) {
    const isShared = /^(slots|text|id)/.test(name);
    const some = /^(sources|targets|edge)/.test(name) ? relationships : twins;
    if (column.length > 0) yield* column.reserveSteps(isShared ? column.length * share : some);
  }
}
