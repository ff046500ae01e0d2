/**
 * Records as bytes: a CRC-32 of the text, then JSON. A record that was damaged on disk is found
 * when it is read, so a wrong value is never served.
 */
import { crc32 } from 'node:zlib';
import { damaged } from './data-folder.ts';

const checksumBytes = 4;

/** The bytes of a record; a `TypeError` for one that JSON cannot hold. */
export function encodeRecord(record: unknown): Buffer {
  return encodeText(JSON.stringify(record));
}

/** The bytes of a record that is JSON text already. */
export function encodeText(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(checksumBytes + Buffer.byteLength(text));
  bytes.write(text, checksumBytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(checksumBytes)));
  return bytes;
}

/** The record of some bytes; `DATA_DAMAGED` when they are not what was written. */
export function decodeRecord<T>(bytes: Buffer, where: string): T {
  const body = bytes.subarray(checksumBytes);
  if (bytes.length <= checksumBytes || bytes.readUInt32LE() !== crc32(body)) {
    throw damaged(where, 'a record does not match its checksum');
  }
  return JSON.parse(body.toString()) as T;
}
