/**
 * The difference of two JSON objects as deltas by path, down to the values that differ. What comes
 * or goes whole is one delta. Used by `commit-log`, in both directions.
 */
import type { ValueDelta } from './commit-record.ts';
import { isJsonObject, type Json, type JsonObject, sameJson } from './json.ts';
import { pathSegments, withValueAt } from './path.ts';

/** What changed from one object to another. The path of the whole object is empty. */
export function deltasBetween(from: JsonObject, to: JsonObject): ValueDelta<Json>[] {
  const deltas: ValueDelta<Json>[] = [];
  collect(deltas, '', from, to);
  return deltas;
}

/** The object after its deltas. */
export function withDeltas(object: JsonObject, deltas: readonly ValueDelta<Json>[]): JsonObject {
  return deltas.reduce((held, { path, to }) => replaced(held, path, to), object);
}

/** The object before its deltas. */
export function withoutDeltas(object: JsonObject, deltas: readonly ValueDelta<Json>[]): JsonObject {
  return deltas.reduce((held, { path, from }) => replaced(held, path, from), object);
}

/** A delta of which a side that is missing is absent. */
export function delta<V>(path: string, from: V | undefined, to: V | undefined): ValueDelta<V> {
  return { path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function replaced(object: JsonObject, path: string, value: Json | undefined): JsonObject {
  return path === '' ? (value as JsonObject) : withValueAt(object, path, value);
}

function collect(deltas: ValueDelta<Json>[], path: string, from: JsonObject, to: JsonObject): void {
  const names = changedNames(from, to);
  if (names.some((name) => !isSayable(name))) {
    deltas.push(delta<Json>(path, from, to));
    return;
  }
  for (const name of names) {
    const [before, after] = [own(from, name), own(to, name)];
    const below = path === '' ? name : `${path}/${name}`;
    if (isJsonObject(before) && isJsonObject(after)) collect(deltas, below, before, after);
    else deltas.push(delta(below, before, after));
  }
}

function changedNames(from: JsonObject, to: JsonObject): string[] {
  const changed = Object.keys(from).filter((name) => !sameJson(from[name], own(to, name)));
  for (const name of Object.keys(to)) if (!Object.hasOwn(from, name)) changed.push(name);
  return changed;
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether a path can lead through a name. */
function isSayable(name: string): boolean {
  return pathSegments(name).length === 1;
}
