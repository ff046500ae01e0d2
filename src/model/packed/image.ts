/**
 * Images of graphs: all of a graph's memory as bytes that can be kept and read back without going
 * through its records. Live stores restart from one, history keeps them as checkpoints.
 */
import { crc32 } from 'node:zlib';
import { LinchpinError } from '../errors.ts';
import type { TwinGraph } from '../graph.ts';
import { folded } from './fold.ts';
import { PackedBuilder } from './graph-builder.ts';
import {
  columnsOf,
  headerLength,
  magic,
  sectionsOf,
  trailerLength,
  version,
} from './image-layout.ts';

/** No chunk of an image is longer, in bytes. */
const longestChunk = 1 << 22;

/**
 * The image of a graph in chunks of at most 4 MiB, views of the graph's own memory that are not
 * to be changed. Equal records in equal order, built or folded, give equal bytes. Folds overlays.
 */
export function* encodeGraph(graph: TwinGraph): Generator<Uint8Array> {
  const sections = sectionsOf(folded(graph).records);
  let crc = 0;
  for (const bytes of [headerOf(sections), ...sections.map(bytesOf)]) {
    for (let start = 0; start < bytes.length; start += longestChunk) {
      const chunk = bytes.subarray(start, start + longestChunk);
      crc = crc32(chunk, crc);
      yield chunk;
    }
    const padding = new Uint8Array(aligned(bytes.length) - bytes.length);
    crc = crc32(padding, crc);
    if (padding.length > 0) yield padding;
  }
  yield bytesOf(Float64Array.of(crc));
}

/**
 * The graph of an image. It reads the bytes where they are, which must not change any more, and
 * copies them only where they do not begin at a multiple of eight. `DATA_DAMAGED`, `DATA_TOO_NEW`.
 */
export function decodeGraph(image: Uint8Array): TwinGraph {
  if (image.length < headerLength + trailerLength) throw damaged('is cut off in its header');
  const bytes = image.byteOffset % 8 === 0 ? image : new Uint8Array(image);
  if (magic.some((byte, at) => bytes[at] !== byte)) throw damaged('does not begin like one');
  const end = bytes.length - trailerLength;
  const written = new DataView(bytes.buffer, bytes.byteOffset + end).getFloat64(0, true);
  if (crc32(bytes.subarray(0, end)) !== written) throw damaged('has another checksum than it says');
  const [found = 0, ...lengths] = new Float64Array(
    bytes.buffer,
    bytes.byteOffset + magic.length,
    (headerLength - magic.length) / 8,
  );
  if (found > version) throw tooNew(found);
  if (found < version) throw damaged(`has format ${found}, which is no longer read`);
  let start = headerLength;
  const sections = lengths.map((size) => {
    const section = bytes.subarray(start, start + size);
    start += aligned(size);
    return section;
  });
  const { shapes, revision, columns } = columnsOf(sections);
  return new PackedBuilder(columns, shapes).build(revision);
}

function headerOf(sections: readonly ArrayBufferView[]): Uint8Array {
  const lengths = sections.map(({ byteLength }) => byteLength);
  const header = new Uint8Array(headerLength);
  header.set(magic);
  header.set(bytesOf(Float64Array.of(version, ...lengths)), magic.length);
  return header;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The next multiple of eight. */
function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function damaged(message: string): LinchpinError {
  return new LinchpinError({
    code: 'DATA_DAMAGED',
    where: 'graph image',
    message: `the image ${message}`,
    expected: 'an image as encodeGraph wrote it',
    action: 'discard it and build the graph from its records',
  });
}

function tooNew(found: number): LinchpinError {
  return new LinchpinError({
    code: 'DATA_TOO_NEW',
    where: 'graph image',
    message: `the image has format ${found}`,
    expected: `format ${version} or older`,
    action: 'discard it, or read it with the newer Linchpin that wrote it',
  });
}
