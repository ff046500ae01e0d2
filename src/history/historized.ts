/**
 * Which entries of a twin say something of its historized properties: those that are carried over
 * when the others are forgotten. Called by `carryOver`, record by record.
 */
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isWithin, valueAt, withValueAt } from '../model/path.ts';
import type { Stamp, Twin } from '../model/twin.ts';
import { type Entry, modelPath, type RecordEntries, wholeRecord } from './entry.ts';

/** The entries of the given property paths; objects around them are left with nothing else in them. */
export function historizedEntries(
  entries: RecordEntries,
  wanted: readonly string[],
): readonly (readonly [path: string, entries: readonly Entry[]])[] {
  const found: [string, readonly Entry[]][] = [];
  for (const [path, list] of entries) {
    const kept = path === wholeRecord ? ofTwins(list, wanted) : ofPath(path, list, wanted);
    if (kept.length > 0) found.push([path, kept]);
  }
  return found;
}

function ofPath(path: string, entries: readonly Entry[], wanted: readonly string[]) {
  // The model says in what unit the values were.
  if (path === modelPath && wanted.length > 0) return entries;
  if (wanted.some((each) => isWithin(path, each))) return entries;
  const within = wanted.filter((each) => isWithin(each, path));
  if (within.length === 0) return [];
  const inside = within.map((each) => each.slice(path.length + 1));
  return entries.flatMap((entry) => {
    if (!isJsonObject(entry.value)) return entry;
    const value = only(entry.value, inside);
    return value === undefined ? [] : { ...entry, value };
  });
}

/** Of an added twin its model, and the wanted properties with their stamps; a removal says nothing. */
function ofTwins(entries: readonly Entry[], wanted: readonly string[]): readonly Entry[] {
  return entries.flatMap((entry) => {
    if (entry.value === undefined) return [];
    const twin = entry.value as unknown as Twin;
    const properties = only(twin.properties, wanted);
    if (properties === undefined) return [];
    const stamps = Object.entries(twin.stamps).filter(([path]) =>
      wanted.some((each) => isWithin(path, each) || isWithin(each, path)),
    );
    const part = { ...twin, properties, stamps: Object.fromEntries<Stamp>(stamps) };
    return { ...entry, value: part as unknown as Json };
  });
}

/** The parts of an object at some paths; undefined where it has none of them. */
function only(object: JsonObject, paths: readonly string[]): JsonObject | undefined {
  let part: JsonObject | undefined;
  for (const path of paths) {
    const value = valueAt(object, path);
    if (value !== undefined) part = withValueAt(part ?? {}, path, value);
  }
  return part;
}
