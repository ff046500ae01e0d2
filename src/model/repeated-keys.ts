/**
 * Keys that an object of a JSON text has twice: `JSON.parse` keeps the last and says nothing.
 * Used by `ontology/key-check.ts`.
 */

import { isJsonObject, type Json } from './json.ts';
import { afterBlanks, afterString, membersAt } from './json-source.ts';

/** A key that stands in its object a second time. */
export interface RepeatedKey {
  readonly key: string;
  /** Offset of the second one, and of the first. */
  readonly at: number;
  readonly firstAt: number;
  /** The names and positions that lead to the object, from the outermost that has an `@id`. */
  readonly path: string;
}

/** Whether an object in a text has a key twice; `value` is what the text was parsed to. */
export function repeatsKeys(text: string, value: Json): boolean {
  return keysWritten(text) !== keysKept(value);
}

/** Nesting deeper than this is not searched: no model may be. */
const deepest = 200;

/** All keys that objects in a text have more than once; `value` is what it was parsed to. */
export function repeatedKeys(text: string, value: Json): RepeatedKey[] {
  const found: RepeatedKey[] = [];
  const open = [{ at: afterBlanks(text, 0), value, path: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { at, path, depth } = next;
    const inside = pathInside(path, next.value);
    const seen = new Map<string, number>();
    for (const { key, keyAt, valueAt } of membersAt(text, at)) {
      const firstAt = seen.get(key);
      if (firstAt !== undefined) found.push({ key, at: keyAt, firstAt, path: inside });
      else seen.set(key, keyAt);
      const child = (next.value as { readonly [key: string]: Json })[key];
      if (typeof child !== 'object' || child === null || depth > deepest) continue;
      const step = stepTo(key, child, next.value);
      open.push({ at: valueAt, value: child, path: `${inside}/${step}`, depth: depth + 1 });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

function pathInside(path: string, value: Json): string {
  const id = !path.startsWith('dtmi:') && isJsonObject(value) ? value['@id'] : undefined;
  return typeof id === 'string' && id.startsWith('dtmi:') ? id : path;
}

/** Items that have a name go by it, as in other problems of models. */
function stepTo(key: string, child: Json, parent: Json): string {
  const name = Array.isArray(parent) && isJsonObject(child) ? child.name : undefined;
  return (typeof name === 'string' ? name : key).slice(0, 64);
}

/** How many keys stand in a text: strings before a colon. */
function keysWritten(text: string): number {
  let count = 0;
  let end = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', end)) {
    end = afterString(text, open);
    if (text[afterBlanks(text, end)] === ':') count++;
  }
  return count;
}

/** How many keys all objects in a value have. */
function keysKept(value: Json): number {
  let count = 0;
  const open: Json[] = typeof value === 'object' ? [value] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const isList = Array.isArray(next);
    for (const child of isList ? (next as readonly Json[]) : Object.values(next ?? {})) {
      if (!isList) count++;
      if (typeof child === 'object' && child !== null) open.push(child);
    }
  }
  return count;
}
