/**
 * The wrapping of every blob of history: its version, how it is compressed, and a checksum, so that
 * a damaged one is refused and never read as something else.
 */
import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { LinchpinError } from '../model/errors.ts';

const version = 1;
const plain = 0;
const deflated = 1;
/** Version, form, and the checksum of the form and the content. */
const headBytes = 6;

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Wraps content, compressed where that saves a tenth of it or more; runs off the main thread. */
export async function wrapped(content: Uint8Array): Promise<Uint8Array> {
  const small: Uint8Array = await deflate(content);
  const pays = small.length < content.length * 0.9;
  const body = pays ? small : content;
  const blob = Buffer.alloc(headBytes + body.length);
  blob[0] = version;
  blob[1] = pays ? deflated : plain;
  blob.set(body, headBytes);
  blob.writeUInt32BE(checksum(blob), 2);
  return blob;
}

/** The content of a blob; `DATA_DAMAGED` naming `key` when it is not whole. */
export async function unwrapped(key: string, blob: Uint8Array | undefined): Promise<Uint8Array> {
  if (blob === undefined) throw damaged(key, 'a part of the history is missing');
  const { buffer, byteOffset, length } = blob;
  const bytes = Buffer.from(buffer, byteOffset, length);
  if (length < headBytes || bytes[0] !== version || bytes.readUInt32BE(2) !== checksum(bytes)) {
    throw damaged(key, 'a part of the history is damaged');
  }
  const body = bytes.subarray(headBytes);
  return bytes[1] === deflated ? inflate(body) : body;
}

function checksum(blob: Buffer): number {
  return crc32(blob.subarray(headBytes), crc32(blob.subarray(0, 2)));
}

function damaged(where: string, message: string): LinchpinError {
  const action = 'ask for another time, or restore the data from a backup';
  return new LinchpinError({ code: 'DATA_DAMAGED', where, message, action });
}
