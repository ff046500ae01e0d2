/**
 * Segments in an archive: a tail cut into parts that one record's history is read from, and a head
 * with the times of its commits. Written once, the head last; read by record, or whole.
 */
import { setImmediate } from 'node:timers/promises';
import type { Archive } from '../model/archive.ts';
import { compareText } from '../model/compare-text.ts';
import { partKey, type SegmentName, type Span, segmentKey } from './archive-keys.ts';
import { unwrapped, wrapped } from './blob.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readNumbers, writeNumbers } from './columns.ts';
import type { RecordEntries } from './entry.ts';
import { decodePart, encodePart } from './part.ts';
import { RecentResults } from './recent-results.ts';
import { type Moment, type Tail, weightOf } from './tail.ts';

/** How much a part weighs, unless one record alone weighs more. */
const partWeight = 8192;

/** How many heads and parts are kept in memory. */
const held = 64;

interface Head {
  /** The first key of each part. */
  readonly firsts: readonly string[];
  readonly commits: readonly Moment[];
}

/** Writes and reads the segments of an archive. */
export class Segments {
  readonly #archive: Archive;
  readonly #heads = new RecentResults<string, Head>(held);
  readonly #parts = new RecentResults<string, Uint8Array>(held);

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Makes a segment of a tail, a long-term one where it has a token; durable when it resolves. */
  async seal(tail: Tail, token?: string): Promise<SegmentName> {
    const name = { ...nameOf(tail), ...(token !== undefined && { token }) };
    const firsts: string[] = [];
    for (const records of partsOf(tail)) {
      const blob = await wrapped(encodePart(records));
      await this.#archive.put(partKey(name, firsts.length), blob);
      firsts.push(records[0]?.[0] ?? '');
      // A part takes milliseconds; what else waits comes between.
      await setImmediate();
    }
    await this.#archive.put(segmentKey(name), await wrapped(encodeHead(firsts, tail.commits)));
    return name;
  }

  /** The commits of a segment, in order. */
  async commits(name: SegmentName): Promise<readonly Moment[]> {
    return (await this.#head(name)).commits;
  }

  /** The entries of one record, undefined when it has none. `DATA_DAMAGED`. */
  async entries(name: SegmentName, record: string): Promise<RecordEntries | undefined> {
    const { firsts } = await this.#head(name);
    const part = firsts.findLastIndex((first) => compareText(first, record) <= 0);
    if (part === -1) return undefined;
    const [found] = decodePart(await this.#part(name, part), record);
    return found?.[1];
  }

  /** All records of a segment. `DATA_DAMAGED`. */
  async *records(name: SegmentName): AsyncIterable<readonly [string, RecordEntries]> {
    const { firsts } = await this.#head(name);
    for (let part = 0; part < firsts.length; part++) {
      yield* decodePart(await this.#read(partKey(name, part)));
      await setImmediate();
    }
  }

  #head(name: SegmentName): Promise<Head> {
    const key = segmentKey(name);
    return this.#heads.get(key, async () => decodeHead(await this.#read(key)));
  }

  #part(name: SegmentName, part: number): Promise<Uint8Array> {
    const key = partKey(name, part);
    return this.#parts.get(key, () => this.#read(key));
  }

  async #read(key: string): Promise<Uint8Array> {
    return unwrapped(key, await this.#archive.get(key));
  }
}

/** The keys of all blobs of a segment: the head's, then those of its parts. */
export async function segmentKeys(archive: Archive, name: SegmentName): Promise<string[]> {
  const parts = partKey(name, 0).slice(0, -1);
  return [segmentKey(name), ...(await archive.keys(parts))];
}

function nameOf({ after, revision, size: entries, commits, observed }: Tail): SegmentName {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { time } of commits) {
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  const span = observed.from > observed.to ? { from: 0, to: -1 } : observed;
  const committed = whole({ from, to });
  return { after, until: revision, entries, committed, observed: whole(span) };
}

function whole({ from, to }: Span): Span {
  return { from: Math.floor(from), to: Math.ceil(to) };
}

function* partsOf({ records }: Tail): Iterable<(readonly [string, RecordEntries])[]> {
  let part: (readonly [string, RecordEntries])[] = [];
  let weight = 0;
  for (const key of [...records.keys()].sort(compareText)) {
    const entries = records.get(key) as RecordEntries;
    part.push([key, entries]);
    for (const [path, list] of entries) weight += list.length * weightOf(path);
    if (weight < partWeight) continue;
    yield part;
    part = [];
    weight = 0;
  }
  if (part.length > 0) yield part;
}

function encodeHead(firsts: readonly string[], commits: readonly Moment[]): Uint8Array {
  const writer = new ByteWriter();
  writer.text(JSON.stringify(firsts));
  writer.varint(commits.length);
  writeNumbers(
    writer,
    commits.map(({ revision }) => revision),
  );
  writeNumbers(
    writer,
    commits.map(({ time }) => time),
  );
  return writer.written();
}

function decodeHead(bytes: Uint8Array): Head {
  const reader = new ByteReader(bytes);
  const firsts = JSON.parse(reader.text()) as string[];
  const count = reader.varint();
  const revisions = readNumbers(reader, count);
  const times = readNumbers(reader, count);
  const commits = revisions.map((revision, i) => ({ revision, time: times[i] as number }));
  return { firsts, commits };
}
