/**
 * Checkpoints: images of the whole graph in an archive, from which the past is replayed. An image
 * is cut into pieces; its head is written last, so that a checkpoint is whole or not there.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Archive } from '../model/archive.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { foldSteps } from '../model/packed/fold.ts';
import { decodeGraph, encodeGraph } from '../model/packed/image.ts';
import {
  checkpointKey,
  checkpointPrefix,
  checkpointRevision,
  imageKey,
  imagePrefix,
  imageToken,
  isReadable,
} from './archive-keys.ts';
import { unwrapped, wrapped } from './blob.ts';
import type { Moment } from './tail.ts';

/** A checkpoint that is there. */
export interface Checkpoint extends Moment {
  /** Names its image among those that were begun for the revision, and says when it was begun. */
  readonly token: string;
  readonly pieces: number;
}

const pieceBytes = 4_000_000;

const dayMilliseconds = 86_400_000;

/** How many steps of a fold, each less than a millisecond, are done without a pause. */
const piecesPerTurn = 8;

/** Keeps an image of a graph, unless its revision has one. Times are epoch milliseconds, UTC. */
export async function writeCheckpoint(
  archive: Archive,
  graph: TwinGraph,
  { time, now }: { readonly time: number; readonly now: number },
): Promise<void> {
  const { revision } = graph;
  const token = `${Math.floor(now)}-${randomUUID()}`;
  let pieces = 0;
  for (const piece of piecesOf(encodeGraph(await foldedInTurns(graph)))) {
    await archive.put(imageKey(revision, token, pieces++), await wrapped(piece));
    await setImmediate();
  }
  const checkpoint: Checkpoint = { revision, time, token, pieces };
  const key = checkpointKey(revision);
  const head = await wrapped(Buffer.from(JSON.stringify(checkpoint)));
  // One that is damaged is in the way of this one.
  if ((await readHead(archive, key)) === undefined) await archive.remove([key]);
  if (await archive.put(key, head)) return;
  await archive.remove(imageKeys(checkpoint));
}

/** The checkpoints of an archive whose format is read, oldest first. */
export async function readCheckpoints(archive: Archive): Promise<Checkpoint[]> {
  return readHeads(archive, (await archive.keys(checkpointPrefix)).filter(isReadable));
}

/** The newest revision that an archive has a checkpoint of, -1 when it has none. */
export async function newestCheckpoint(archive: Archive): Promise<number> {
  const newest = (await archive.keys(checkpointPrefix)).filter(isReadable).at(-1);
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

/** Removes the checkpoints before a revision, of all formats, each head first. */
export async function removeCheckpoints(archive: Archive, before: number): Promise<void> {
  for (const key of await archive.keys(checkpointPrefix)) {
    if (checkpointRevision(key) >= before) continue;
    const checkpoint = await readHead(archive, key);
    await archive.remove([key]);
    if (checkpoint !== undefined) await archive.remove(imageKeys(checkpoint));
  }
}

/** Removes the pieces of images that never got a head, because their writer ended: a day old. */
export async function removeLostImages(archive: Archive, now: number): Promise<void> {
  const old = (await archive.keys(imagePrefix)).filter(
    (key) => begunAt(imageToken(key)) < now - dayMilliseconds,
  );
  if (old.length === 0) return;
  const heads = await readHeads(archive, await archive.keys(checkpointPrefix));
  const tokens = new Set(heads.map(({ token }) => token));
  const lost = old.filter((key) => !tokens.has(imageToken(key)));
  if (lost.length > 0) await archive.remove(lost);
}

/** When the image with a token was begun; 0 where it does not say so. */
function begunAt(token: string): number {
  return Number(/^([0-9]{13})-/.exec(token)?.[1] ?? 0);
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

async function readHeads(archive: Archive, keys: readonly string[]): Promise<Checkpoint[]> {
  const found = await Promise.all(keys.map((key) => readHead(archive, key)));
  return found.filter((checkpoint) => checkpoint !== undefined);
}

/** A damaged head is as good as none: an older checkpoint and what followed give the same graphs. */
async function readHead(archive: Archive, key: string): Promise<Checkpoint | undefined> {
  try {
    const head = await unwrapped(key, await archive.get(key));
    return JSON.parse(Buffer.from(head).toString('utf8')) as Checkpoint;
  } catch (error) {
    if (error instanceof LinchpinError && error.code !== 'DATA_DAMAGED') throw error;
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
