/**
 * Judges that objects have the fields that their schema requires (DTDL extension requirement),
 * which is about fields alone: no property of a twin is required. Used by `interface-check.ts`.
 */
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Schema } from './catalogue.ts';
import type { Mismatch } from './value-check.ts';

/**
 * The first field that a value lacks and that its former self did not lack already: a reading is
 * not refused for what an older model let pass. Values have passed the check of their schema.
 */
export type RequiredCheck = (value: Json, before: Json | undefined) => Mismatch | undefined;

/** The check of a schema; undefined for one that requires nothing, as most do. */
export function requiredCheck(schema: Schema): RequiredCheck | undefined {
  if (!requires(schema)) return undefined;
  return (value, before) => lacking(schema, value, before);
}

/** Whether something within a schema is required; asked once for each. */
const known = new WeakMap<Schema, boolean>();

function requires(schema: Schema): boolean {
  const answer = known.get(schema);
  if (answer !== undefined) return answer;
  const within = new Set([schema]);
  for (const each of within) {
    if (requiredOf(each).length > 0) {
      known.set(schema, true);
      return true;
    }
    for (const part of partsOf(each)) within.add(part);
  }
  for (const each of within) known.set(each, false);
  return false;
}

function partsOf(schema: Schema): Iterable<Schema> {
  switch (schema.kind) {
    case 'primitive':
      return schema.again === undefined ? [] : [schema.again()];
    case 'object':
      return schema.fields.values();
    case 'array':
      return [schema.element];
    case 'map':
      return [schema.value];
    default:
      return [];
  }
}

function requiredOf(schema: Schema): readonly string[] {
  if (schema.kind !== 'object' || schema.facts === undefined) return [];
  return [...schema.facts].filter(([, { required }]) => required).map(([name]) => name);
}

function lacking(schema: Schema, value: Json, before: Json | undefined): Mismatch | undefined {
  if (value === before || !requires(schema)) return undefined;
  if (schema.kind === 'primitive' && schema.again !== undefined) {
    return lacking(schema.again(), value, before);
  }
  if (schema.kind === 'array' && Array.isArray(value)) {
    return firstWithin(value.entries(), () => ({ schema: schema.element, before: undefined }));
  }
  if (!isJsonObject(value)) return undefined;
  const former = isJsonObject(before) ? before : undefined;
  const missing = requiredOf(schema).find(
    (name) => !Object.hasOwn(value, name) && (former === undefined || Object.hasOwn(former, name)),
  );
  if (missing !== undefined) return withoutField(missing);
  return firstWithin(Object.entries(value), (name) => ({
    schema: schema.kind === 'map' ? schema.value : fieldOf(schema, name),
    before: former && formerOf(former, name),
  }));
}

function fieldOf(schema: Schema, name: string): Schema | undefined {
  return schema.kind === 'object' ? schema.fields.get(name) : undefined;
}

function formerOf(before: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(before, name) ? before[name] : undefined;
}

interface Part {
  readonly schema: Schema | undefined;
  readonly before: Json | undefined;
}

/** The first part of a value that lacks something, with its place. */
function firstWithin<K extends string | number>(
  parts: Iterable<[K, Json]>,
  partAt: (key: K) => Part,
): Mismatch | undefined {
  for (const [key, value] of parts) {
    const { schema, before } = partAt(key);
    const found = schema && lacking(schema, value, before);
    if (found === undefined) continue;
    return { ...found, path: found.path === '' ? `${key}` : `${key}/${found.path}` };
  }
  return undefined;
}

function withoutField(name: string): Mismatch {
  return {
    path: '',
    message: `the object has no ${name}`,
    expected: `an object with the field ${name}, which the model requires`,
    action: 'send the whole object at once',
  };
}
