/**
 * Checkpoints: images of the whole graph in an archive, from which the past is replayed. An image
 * is cut into pieces; its head is written last, so that a checkpoint is whole or not there.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Archive } from '../model/archive.ts';
import type { TwinGraph } from '../model/graph.ts';
import { foldSteps } from '../model/packed/fold.ts';
import { decodeGraph, encodeGraph } from '../model/packed/image.ts';
import { checkpointKey, checkpointPrefix, checkpointRevision, imageKey } from './archive-keys.ts';
import { unwrapped, wrapped } from './blob.ts';
import type { Moment } from './tail.ts';

/** A checkpoint that is there. */
export interface Checkpoint extends Moment {
  /** Names its image among those that were begun for the revision. */
  readonly token: string;
  readonly pieces: number;
}

const pieceBytes = 4_000_000;

/** How many steps of a fold, each less than a millisecond, are done without a pause. */
const piecesPerTurn = 8;

/** Keeps an image of a graph, unless its revision has one. */
export async function writeCheckpoint(
  archive: Archive,
  graph: TwinGraph,
  time: number,
): Promise<void> {
  const { revision } = graph;
  const token = randomUUID();
  let pieces = 0;
  for (const piece of piecesOf(encodeGraph(await foldedInTurns(graph)))) {
    await archive.put(imageKey(revision, token, pieces++), await wrapped(piece));
    await setImmediate();
  }
  const checkpoint: Checkpoint = { revision, time, token, pieces };
  const head = await wrapped(Buffer.from(JSON.stringify(checkpoint)));
  if (await archive.put(checkpointKey(revision), head)) return;
  await archive.remove(imageKeys(checkpoint));
}

/** The checkpoints of an archive, oldest first. */
export async function readCheckpoints(archive: Archive): Promise<Checkpoint[]> {
  const keys = await archive.keys(checkpointPrefix);
  const found = await Promise.all(keys.map((key) => readHead(archive, key)));
  return found.filter((checkpoint) => checkpoint !== undefined);
}

/** The newest revision that an archive has a checkpoint of, -1 when it has none. */
export async function newestCheckpoint(archive: Archive): Promise<number> {
  const newest = (await archive.keys(checkpointPrefix)).at(-1);
  return newest === undefined ? -1 : checkpointRevision(newest);
}

/** The graph of a checkpoint. `DATA_DAMAGED`. */
export async function readCheckpoint(archive: Archive, checkpoint: Checkpoint): Promise<TwinGraph> {
  const pieces: Uint8Array[] = [];
  for (const key of imageKeys(checkpoint)) {
    pieces.push(await unwrapped(key, await archive.get(key)));
  }
  return decodeGraph(Buffer.concat(pieces));
}

/** Removes a checkpoint, its head first. */
export async function removeCheckpoint(archive: Archive, checkpoint: Checkpoint): Promise<void> {
  await archive.remove([checkpointKey(checkpoint.revision)]);
  await archive.remove(imageKeys(checkpoint));
}

/** A graph without overlays, folded piece by piece, so that what else waits comes between. */
async function foldedInTurns(graph: TwinGraph): Promise<TwinGraph> {
  const steps = foldSteps(graph);
  for (let pieces = 1; ; pieces++) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (pieces % piecesPerTurn === 0) await setImmediate();
  }
}

/** A damaged head is as good as none: an older checkpoint and what followed give the same graphs. */
async function readHead(archive: Archive, key: string): Promise<Checkpoint | undefined> {
  try {
    const head = await unwrapped(key, await archive.get(key));
    return JSON.parse(Buffer.from(head).toString('utf8')) as Checkpoint;
  } catch {
    return undefined;
  }
}

function imageKeys({ revision, token, pieces }: Checkpoint): string[] {
  return Array.from({ length: pieces }, (_, piece) => imageKey(revision, token, piece));
}

/** The same bytes in pieces of a size that every archive takes. */
function* piecesOf(chunks: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const part = chunk.subarray(at, at + pieceBytes);
      gathered.push(part);
      size += part.length;
      if (size < pieceBytes) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(gathered);
}
