/**
 * JSON properties as the native properties of a node or relationship and back, without loss.
 * Objects are flattened: the key `thermostat/target` is the property `target` of `thermostat`.
 * What Neo4j would not give back exactly is also in `_exact`: JSON of path → value.
 */
import { isJsonObject, type Json, type JsonObject, sameJson, setOwn } from '../../model/json.ts';
import type { Hint } from './hints.ts';
import { jsonOf, nativePoint, nativeValue } from './native-value.ts';

/** Property values by key, as the driver takes and gives them. */
export type NativeProperties = Readonly<Record<string, unknown>>;

/** Keys that are the record's own and no property's; they begin with `_`, or are these. */
const ownNames = /^(?:id|model)_*$/;

const longestKey = 1_000;

/** The native form of properties. */
export function nativeOf(properties: JsonObject, hint: Hint | undefined): NativeProperties {
  const native: Record<string, unknown> = {};
  const exact: [path: string, value: Json][] = [];
  const visit = (value: Json, path: string, known: Hint | undefined): void => {
    const point = nativePoint(value);
    if (point === undefined && isJsonObject(value) && Object.keys(value).length > 0) {
      for (const [name, child] of Object.entries(value)) {
        visit(child, `${path}/${escaped(name)}`, known?.child?.(name));
      }
      return;
    }
    const key = keyOf(path);
    const given = key === undefined ? undefined : (point ?? nativeValue(value, known));
    if (key !== undefined && given !== undefined) native[key] = given;
    if (given === undefined || !sameJson(jsonOf(given), value)) exact.push([path, value]);
  };
  for (const [name, value] of Object.entries(properties)) {
    visit(value, escaped(name), hint?.child?.(name));
  }
  return exact.length === 0
    ? native
    : { ...native, _exact: JSON.stringify(Object.fromEntries(exact)) };
}

/** The properties of a native form; throws a `SyntaxError` when `_exact` is not what was written. */
export function propertiesOf(native: NativeProperties): JsonObject {
  const properties: MutableObject = {};
  for (const key of Object.keys(native)) {
    if (key.startsWith('_')) continue;
    const path = pathOf(key);
    if (path !== undefined) put(properties, path, jsonOf(native[key]));
  }
  if (typeof native._exact === 'string') {
    const exact = JSON.parse(native._exact) as JsonObject;
    for (const [path, value] of Object.entries(exact)) put(properties, path, value);
  }
  return properties;
}

interface MutableObject {
  [key: string]: Json | MutableObject;
}

/** Names with a slash stay one step: `~1` stands for it and `~0` for `~`, as in JSON Pointers. */
function escaped(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

function unescaped(step: string): string {
  return step.includes('~') ? step.replaceAll('~1', '/').replaceAll('~0', '~') : step;
}

/** The key of a path: `id` and `model` are the record's own, so a property of that name is `id_`. */
function keyOf(path: string): string | undefined {
  if (ownNames.test(path)) return `${path}_`;
  const usable = path !== '' && !path.startsWith('_') && path.length <= longestKey;
  return usable && !path.includes('\u0000') && path.isWellFormed() ? path : undefined;
}

function pathOf(key: string): string | undefined {
  if (!ownNames.test(key)) return key;
  return key.endsWith('_') ? key.slice(0, -1) : undefined;
}

function put(root: MutableObject, path: string, value: Json): void {
  const steps = path.split('/').map(unescaped);
  let object = root;
  steps.forEach((step, depth) => {
    if (depth === steps.length - 1) setOwn(object, step, value);
    else {
      if (!Object.hasOwn(object, step) || !isJsonObject(object[step])) setOwn(object, step, {});
      object = object[step] as MutableObject;
    }
  });
}
