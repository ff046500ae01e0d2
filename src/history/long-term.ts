/**
 * Long-term segments: what is left of segments that are forgotten, the values of historized
 * properties. Small ones are joined, so that a long past is few of them. Called by the follower
 * after each checkpoint, before `forgetBefore`.
 */
import { randomUUID } from 'node:crypto';
import type { Archive } from '../model/archive.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { longTermPartPrefix, longTermToken, type SegmentName, segmentKey } from './archive-keys.ts';
import { isTwinRecord } from './entry.ts';
import { historizedEntries } from './historized.ts';
import type { HistoryOptions } from './history-options.ts';
import { type Segments, segmentKeys } from './segments.ts';
import { Tail } from './tail.ts';
import { readLongTerm } from './timeline.ts';

const dayMilliseconds = 86_400_000;

/** The place of the segments, and by which rules they are carried over. */
export interface LongTermOptions {
  readonly archive: Archive;
  readonly segments: Segments;
  readonly options: Required<HistoryOptions>;
}

/**
 * Writes what outlives some segments, of the twins that a graph has, and forgets what is too old
 * for that too; the long-term segments there are then. A repeat after a crash does no harm.
 */
export async function carryOver(
  forgotten: readonly SegmentName[],
  graph: TwinGraph,
  { archive, segments, options }: LongTermOptions,
): Promise<readonly SegmentName[]> {
  const { clock, historizedSeconds } = options;
  const { needed, spare } = await readLongTerm(archive);
  const oldest = clock.now() - historizedSeconds * 1000;
  const old = needed.filter(({ committed }) => committed.to < oldest);
  // The joined of the last time: who still reads them has had time to.
  for (const segment of [...old, ...spare]) await remove(archive, segment);
  await removeLostParts(archive, clock.now());
  const rest = needed.filter((segment) => !old.includes(segment));
  const carried = new Carried(rest.at(-1), { archive, segments, options });
  const pathsOf = pathsByTwin(graph, options.historized);
  if (pathsOf !== undefined) {
    for (const segment of forgotten) await carried.take(segment, pathsOf);
  }
  await carried.seal();
  return carried.sealed.length === 0 ? rest : (await readLongTerm(archive)).needed;
}

type PathsOf = (twin: string) => readonly string[];

/** The historized paths of a twin; undefined where no twin has any. */
function pathsByTwin(
  graph: TwinGraph,
  historized: Required<HistoryOptions>['historized'],
): PathsOf | undefined {
  const byModel = new Map(Array.from(graph.models(), (model) => [model, historized(model)]));
  if (![...byModel.values()].some((paths) => paths.length > 0)) return undefined;
  return (twin) => {
    const node = graph.indexOf(twin);
    return (node < 0 ? undefined : byModel.get(graph.modelAt(node) ?? '')) ?? [];
  };
}

/** What is being carried over, sealed whenever it is large enough. */
class Carried {
  readonly sealed: SegmentName[] = [];
  readonly #place: LongTermOptions;
  /** The last commit that is carried over already. */
  #reached: number;
  /** The last long-term segment, which this goes on with where it is small. */
  #last: SegmentName | undefined;
  #tail: Tail | undefined;

  constructor(last: SegmentName | undefined, place: LongTermOptions) {
    this.#place = place;
    this.#reached = last?.until ?? -1;
    this.#last = last;
  }

  /** Takes over what of a segment is historized; of one that is damaged, or gone, what can be read. */
  async take(segment: SegmentName, pathsOf: PathsOf): Promise<void> {
    await unlessDamaged(() => this.#takeEntries(segment, pathsOf));
    const { committed, until } = segment;
    this.#tail?.commits.push({ revision: until, time: committed.to });
    this.#reached = Math.max(this.#reached, until);
    if ((this.#tail?.weight ?? 0) >= this.#place.options.sealWeight) await this.seal();
  }

  async #takeEntries(segment: SegmentName, pathsOf: PathsOf): Promise<void> {
    const { segments } = this.#place;
    for await (const [record, entries] of segments.records(segment)) {
      const wanted = isTwinRecord(record) ? pathsOf(record.slice(1)) : [];
      if (wanted.length === 0) continue;
      for (const [path, list] of historizedEntries(entries, wanted)) {
        for (const entry of list) {
          if (entry.revision <= this.#reached) continue;
          this.#tail ??= await this.#begun(segment);
          this.#tail.add(record, path, entry);
        }
      }
    }
  }

  /** A tail that begins with the last long-term segment, where that has room for more. */
  async #begun(segment: SegmentName): Promise<Tail> {
    const { segments, options } = this.#place;
    const last = this.#last;
    const hasRoom = last !== undefined && last.entries < options.sealWeight;
    const tail = hasRoom ? tailAfter(last.after, last) : tailAfter(this.#afterOf(segment), segment);
    if (!hasRoom) return tail;
    const isWhole = await unlessDamaged(async () => {
      for await (const [record, entries] of segments.records(last)) {
        for (const [path, list] of entries) for (const entry of list) tail.add(record, path, entry);
      }
    });
    return isWhole ? tail : tailAfter(this.#afterOf(segment), segment);
  }

  #afterOf({ after }: SegmentName): number {
    return Math.max(after, this.#reached);
  }

  /** Keeps what was taken in so far, if that is anything. */
  async seal(): Promise<void> {
    const { segments, options } = this.#place;
    if (this.#tail === undefined) return;
    const token = `${Math.floor(options.clock.now())}-${randomUUID()}`;
    this.#last = await segments.seal(this.#tail, token);
    this.sealed.push(this.#last);
    this.#tail = undefined;
  }
}

function tailAfter(after: number, { after: before, committed }: SegmentName): Tail {
  const tail = new Tail(after);
  tail.commits.push({ revision: before + 1, time: committed.from });
  return tail;
}

/** Whether what was to be read is whole. */
async function unlessDamaged(read: () => Promise<void>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (error instanceof LinchpinError && error.code === 'DATA_DAMAGED') return false;
    throw error;
  }
}

async function remove(archive: Archive, segment: SegmentName): Promise<void> {
  const keys = await segmentKeys(archive, segment);
  // The head goes first: without it the parts are nothing.
  await archive.remove([segmentKey(segment)]);
  await archive.remove(keys);
}

/** Removes the parts of segments that never got a head, because their writer ended: a day old. */
async function removeLostParts(archive: Archive, now: number): Promise<void> {
  const { needed, spare } = await readLongTerm(archive);
  const tokens = new Set([...needed, ...spare].map(({ token }) => token));
  const lost = (await archive.keys(longTermPartPrefix)).filter((key) => {
    const token = longTermToken(key);
    return !tokens.has(token) && Number(token.split('-')[0]) < now - dayMilliseconds;
  });
  if (lost.length > 0) await archive.remove(lost);
}
