/**
 * What an image of a graph consists of: its sections, in order, each a typed array that is
 * written and read as it lies in memory. Used by `encodeGraph` and `decodeGraph`.
 */
import type { Json } from '../json.ts';
import { Column, float64, int32, type Numbers, uint8, uint32 } from './column.ts';
import type { Columns } from './columns.ts';
import type { PackedRecords } from './packed-records.ts';
import { type Shape, shapeJson, shapeOfJson } from './shape.ts';

/** The first bytes of every image: `LNGRAPH` and a zero. */
export const magic = Uint8Array.of(0x4c, 0x4e, 0x47, 0x52, 0x41, 0x50, 0x48, 0);
/** Counts changes of what images mean. */
export const version = 2;

const sectionCount = 16;
/** Magic, version, and the length of each section; eight bytes each. */
export const headerLength = (2 + sectionCount) * 8;
/** The CRC-32 of all bytes before it, as a float. */
export const trailerLength = 8;

/** The sections of some records: all that cannot be found again from the others. */
export function sectionsOf(records: PackedRecords): readonly Numbers[] {
  const { slots, texts, ids, twins, edges } = records;
  return [
    new TextEncoder().encode(JSON.stringify(records.shapes.map(shapeJson))),
    Float64Array.of(records.revision),
    slots.numbers,
    ...[texts.bytes, texts.offsets, ids.bytes, ids.offsets],
    ...[twins.shapes, twins.rows, twins.revisions, twins.updated],
    ...[edges.sources, edges.targets, edges.shapes, edges.rows, edges.revisions],
  ];
}

/** What some sections hold; the columns begin where the sections lie and grow elsewhere. */
export function columnsOf(sections: readonly Uint8Array[]): {
  readonly shapes: readonly Shape[];
  readonly revision: number;
  readonly columns: Columns;
} {
  let next = 0;
  const bytes = () => sections[next++] as Uint8Array;
  const column = <A extends Numbers>(make: (size: number) => A) => {
    const section = bytes();
    const kind = make(0).constructor as new (
      buffer: ArrayBufferLike,
      offset: number,
      length: number,
    ) => A;
    const size = section.byteLength / make(0).BYTES_PER_ELEMENT;
    return Column.after(new kind(section.buffer, section.byteOffset, size), make);
  };
  const shapes = (JSON.parse(new TextDecoder().decode(bytes())) as Json[]).map(shapeOfJson);
  const revision = column(float64).data[0] as number;
  const columns = {
    slots: column(float64),
    textBytes: column(uint8),
    textOffsets: column(uint32),
    idBytes: column(uint8),
    idOffsets: column(uint32),
    shapes: column(int32),
    rows: column(uint32),
    revisions: column(float64),
    updated: column(float64),
    sources: column(int32),
    targets: column(int32),
    edgeShapes: column(int32),
    edgeRows: column(uint32),
    edgeRevisions: column(float64),
  };
  return { shapes, revision, columns };
}
