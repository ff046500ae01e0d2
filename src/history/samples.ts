/**
 * The past of one property as samples: what was observed or set, once each, by source time. A value
 * that came within a larger one, an object or the whole twin, is a sample too.
 */
import { compareText } from '../model/compare-text.ts';
import {
  canonicalJson,
  isJsonObject,
  type Json,
  type JsonObject,
  sameJson,
} from '../model/json.ts';
import { valueAt } from '../model/path.ts';
import { compareStamps, type Stamp, stampAt, type Twin } from '../model/twin.ts';
import { type Entry, modelPath, type RecordEntries, wholeRecord } from './entry.ts';

/** One value of a property, and since when it was so. */
export interface Sample extends Stamp {
  /** Null where the property was removed. */
  readonly value: Json;
  /** The commit that brought it. */
  readonly revision: number;
}

/** The samples of a path in the entries of its twin, up to a revision, in no particular order. */
export function samplesOf(paths: RecordEntries, path: string, until: number): Sample[] {
  const samples: Sample[] = [];
  // Of one commit, what it did to the path itself counts, not what it did around it.
  const told = new Set<number>();
  for (const owner of [...pathsAround(path), '', wholeRecord]) {
    const read = readerOf(owner, path);
    for (const entry of paths.get(owner) ?? []) {
      if (entry.revision > until || (!entry.late && told.has(entry.revision))) continue;
      if (!entry.late) told.add(entry.revision);
      const sample = read(entry);
      if (sample !== undefined) samples.push(sample);
    }
  }
  return samples;
}

/** The samples in order, each once. Of two of one stamp, the later one is that which the graph shows. */
export function ordered(samples: readonly Sample[]): Sample[] {
  const sorted = [...samples].sort(
    (a, b) => compareStamps(a, b) || compareValues(a.value, b.value) || a.revision - b.revision,
  );
  return onceEach(sorted);
}

/** Samples in order without those that say the same again of one stamp. */
export function onceEach(sorted: readonly Sample[]): Sample[] {
  return sorted.filter((sample, i) => {
    const before = sorted[i - 1];
    const isAgain = before !== undefined && compareStamps(before, sample) === 0;
    return !(isAgain && sameJson(before.value, sample.value));
  });
}

/** The order by which a graph chooses between values of one stamp. */
function compareValues(a: Json, b: Json): number {
  return compareText(canonicalJson(a), canonicalJson(b));
}

/** A path and those of the objects around it, the nearest first. */
function* pathsAround(path: string): Iterable<string> {
  yield path;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    yield path.slice(0, end);
  }
}

/** How a sample of a path is read from what happened at `owner`, which is it or around it. */
function readerOf(owner: string, path: string): (entry: Entry) => Sample | undefined {
  if (owner === path) return (entry) => sampleOf(entry, entry.value ?? null);
  if (owner === wholeRecord) return (entry) => sampleOfTwin(entry, path);
  const rest = owner === '' ? path : path.slice(owner.length + 1);
  return (entry) => {
    const within = isJsonObject(entry.value) ? valueAt(entry.value, rest) : undefined;
    return within === undefined ? undefined : sampleOf(entry, within);
  };
}

function sampleOf({ time, sequence, writer, revision }: Entry, value: Json): Sample {
  return stamped({ time, sequence, writer }, value, revision);
}

/** What a twin that was added brought with it. */
function sampleOfTwin({ value: record, time, revision }: Entry, path: string): Sample | undefined {
  if (record === undefined) return undefined;
  const twin = record as unknown as Twin;
  if (path === modelPath) return stamped({ time }, twin.model, revision);
  const value = valueAt(twin.properties as JsonObject, path);
  if (value === undefined) return undefined;
  for (const owner of pathsAround(path)) {
    const stamp = stampAt(twin, owner);
    if (stamp !== undefined) return stamped(stamp, value, revision);
  }
  return stamped({ time }, value, revision);
}

function stamped(
  { time, sequence, writer }: { [K in keyof Stamp]: Stamp[K] | undefined } & Pick<Stamp, 'time'>,
  value: Json,
  revision: number,
): Sample {
  return {
    time,
    value,
    revision,
    ...(sequence === undefined ? {} : { sequence }),
    ...(writer === undefined ? {} : { writer }),
  };
}
