/**
 * Large immutable pieces as nodes: bytes in parts of at most 1 MB, each in a transaction of its
 * own, and last the node with the key, which makes the piece be there.
 */
import { randomUUID } from 'node:crypto';
import type { Archive } from '../../model/archive.ts';
import type { Connection } from './connection.ts';

const partBytes = 1_000_000;

/** The archive of a database. */
export function neo4jArchive(connection: Connection): Archive {
  const removeParts = (blobs: readonly string[]) =>
    connection.run(
      `UNWIND $blobs AS blob MATCH (part:LinchpinArchivePart) WHERE part.blob = blob DELETE part`,
      { blobs },
    );
  return {
    async put(key, bytes) {
      if ((await connection.run(findKey, { key })).length > 0) return false;
      const blob = randomUUID();
      const parts = Math.ceil(bytes.length / partBytes);
      for (let number = 0; number < parts; number++) {
        await connection.run(createPart, {
          blob,
          number: BigInt(number),
          bytes: signed(bytes.subarray(number * partBytes, (number + 1) * partBytes)),
        });
      }
      const size = BigInt(bytes.length);
      const [row] = await connection.run<{ blob: string }>(createPiece, { key, blob, size });
      if (row?.blob === blob) return true;
      await removeParts([blob]);
      return false;
    },
    get: (key) => readBytes(connection, key),
    async keys(prefix) {
      const rows = await connection.run<{ key: string }>(findKeys, { prefix });
      return rows.map(({ key }) => key);
    },
    async remove(keys) {
      const rows = await connection.run<{ blob: string }>(removePieces, { keys });
      await removeParts(rows.map(({ blob }) => blob));
    },
  };
}

async function readBytes(connection: Connection, key: string): Promise<Uint8Array | undefined> {
  const [piece] = await connection.run<{ blob: string; size: bigint }>(findKey, { key });
  if (piece === undefined) return undefined;
  const bytes = new Uint8Array(Number(piece.size));
  for (let start = 0, number = 0n; start < bytes.length; start += partBytes, number++) {
    const [part] = await connection.run<{ bytes: Int8Array }>(readPart, { ...piece, number });
    // A piece that is removed while it is read is not there.
    if (part === undefined) return undefined;
    bytes.set(new Uint8Array(part.bytes.buffer, part.bytes.byteOffset, part.bytes.length), start);
  }
  return bytes;
}

/** Removes the parts of pieces that never came to be, because their writer ended: a day old. */
export async function removeLostParts(connection: Connection): Promise<void> {
  await connection.run(
    `MATCH (part:LinchpinArchivePart)
     WHERE part.at < timestamp() - 86400000
       AND NOT EXISTS { MATCH (piece:LinchpinArchive) WHERE piece.blob = part.blob }
     DELETE part`,
  );
}

const findKey =
  'MATCH (piece:LinchpinArchive {key: $key}) RETURN piece.blob AS blob, piece.size AS size';

const createPart = `CREATE (part:LinchpinArchivePart)
  SET part.blob = $blob, part.number = $number, part.bytes = $bytes, part.at = timestamp()`;

const createPiece = `MERGE (piece:LinchpinArchive {key: $key})
  ON CREATE SET piece.blob = $blob, piece.size = $size RETURN piece.blob AS blob`;

const readPart = `MATCH (part:LinchpinArchivePart) WHERE part.blob = $blob AND part.number = $number
  RETURN part.bytes AS bytes`;

const findKeys = `MATCH (piece:LinchpinArchive) WHERE piece.key STARTS WITH $prefix
  RETURN piece.key AS key ORDER BY key`;

const removePieces = `UNWIND $keys AS key MATCH (piece:LinchpinArchive {key: key})
  WITH piece, piece.blob AS blob DELETE piece RETURN blob`;

/** Bytes as the driver takes them. */
function signed(bytes: Uint8Array): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
