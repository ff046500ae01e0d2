/** Property paths: `/`-separated segments, as in MQTT topics and JSON Patch (`thermostat/target`). */
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** Names that would reach an object's prototype instead of the object. */
export const prototypeKeys: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/** The segments of a path; an empty list when the path is malformed or names a prototype key. */
export function pathSegments(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.some((segment) => segment === '' || prototypeKeys.has(segment)) ? [] : segments;
}

/** Whether a path is another one or leads to a part of it. */
export function isWithin(path: string, other: string): boolean {
  return path.startsWith(other) && (path.length === other.length || path[other.length] === '/');
}

/** The value at a path, or undefined where any step is missing. */
export function valueAt(root: JsonObject, path: string): Json | undefined {
  if (!path.includes('/')) return Object.hasOwn(root, path) ? root[path] : undefined;
  let value: Json | undefined = root;
  for (const segment of path.split('/')) {
    if (!isJsonObject(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/** A copy of `root` with the value at `path` replaced; `undefined` removes it. Steps are made as needed. */
export function withValueAt(root: JsonObject, path: string, value: Json | undefined): JsonObject {
  return replaceAt(root, pathSegments(path), value);
}

function replaceAt(root: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
  const [head, ...rest] = path;
  if (head === undefined) throw new TypeError('a property path needs at least one segment');
  const copy: Record<string, Json> = { ...root };
  if (rest.length > 0) {
    const child = Object.hasOwn(root, head) ? root[head] : undefined;
    copy[head] = replaceAt(isJsonObject(child) ? child : {}, rest, value);
  } else if (value === undefined) delete copy[head];
  else copy[head] = value;
  return copy;
}
