/**
 * Turns a schema into a function that judges JSON values: made once per content of an interface,
 * called for every reading and property. Used by `interface-check.ts`.
 */
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { EnumValue, Schema } from './catalogue.ts';
import { nearName } from './near-name.ts';
import { primitives } from './primitives.ts';

/** Why a value does not fit its schema; `path` leads from the value to the part that does not. */
export interface Mismatch {
  readonly path: string;
  readonly message: string;
  readonly expected: string;
  readonly action?: string;
}

/** Undefined when the value fits, else the first thing that does not. */
export type ValueCheck = (value: Json) => Mismatch | undefined;

/** Checks are made once per schema: schemas share parts, and unfolded they can be huge. */
const made = new WeakMap<Schema, ValueCheck>();

/** The check of a schema; a `TypeError` for a primitive the language does not have. */
export function valueCheck(schema: Schema): ValueCheck {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const check = makeCheck(schema);
  made.set(schema, check);
  return check;
}

function makeCheck(schema: Schema): ValueCheck {
  switch (schema.kind) {
    case 'primitive':
      return primitiveCheck(schema.name);
    case 'enum':
      return enumCheck(schema.values);
    case 'array':
      return arrayCheck(valueCheck(schema.element));
    case 'map':
      return mapCheck(valueCheck(schema.value));
    case 'object':
      return objectCheck(
        new Map([...schema.fields].map(([name, field]) => [name, valueCheck(field)])),
      );
  }
}

function primitiveCheck(name: string): ValueCheck {
  const primitive = primitives.get(name);
  if (primitive === undefined) throw new TypeError(`${name} is not a primitive schema`);
  return (value) => {
    if (primitive.accepts(value)) return undefined;
    return mismatch(value, primitive.expected, primitive.advice?.(value));
  };
}

function enumCheck(values: readonly EnumValue[]): ValueCheck {
  const allowed = new Set<Json>(values.map(({ value }) => value));
  return (value) => {
    if (allowed.has(value)) return undefined;
    const expected = `one of ${values.map((each) => JSON.stringify(each.value)).join(', ')}`;
    const named = values.find(({ name }) => name === value);
    const action = named && `send the enum's value ${JSON.stringify(named.value)}, not its name`;
    return mismatch(value, values.length > 20 ? 'one of the enum’s values' : expected, action);
  };
}

function arrayCheck(element: ValueCheck): ValueCheck {
  return (value) => {
    if (!Array.isArray(value)) return mismatch(value, 'an array');
    for (let index = 0; index < value.length; index++) {
      const found = element(value[index] as Json);
      if (found !== undefined) return inside(String(index), found);
    }
    return undefined;
  };
}

// Names of map keys follow the grammar of names in the language (DTDL v3, "Map").
const keyName = /^[A-Za-z](?:[A-Za-z0-9_]*[A-Za-z0-9])?$/;
const longestKey = 512;

function mapCheck(check: ValueCheck): ValueCheck {
  return (value) => {
    if (!isJsonObject(value)) return mismatch(value, 'an object (a map)');
    for (const key of Object.keys(value)) {
      if (key.length > longestKey || !keyName.test(key)) return badKey(key);
      const found = check(value[key] as Json);
      if (found !== undefined) return inside(key, found);
    }
    return undefined;
  };
}

function badKey(key: string): Mismatch {
  return {
    path: '',
    message: `${JSON.stringify(key.slice(0, 64))} cannot be a key of a map`,
    expected: `letters, digits and inner underscores, a letter first, at most ${longestKey} characters`,
  };
}

function objectCheck(fields: ReadonlyMap<string, ValueCheck>): ValueCheck {
  return (value) => {
    if (!isJsonObject(value)) return mismatch(value, 'an object');
    return firstBadField(value, fields);
  };
}

function firstBadField(
  value: JsonObject,
  fields: ReadonlyMap<string, ValueCheck>,
): Mismatch | undefined {
  for (const key of Object.keys(value)) {
    const check = fields.get(key);
    if (check === undefined) return unknownField(key, fields);
    const found = check(value[key] as Json);
    if (found !== undefined) return inside(key, found);
  }
  return undefined;
}

function unknownField(key: string, fields: ReadonlyMap<string, ValueCheck>): Mismatch {
  const near = nearName(key, fields.keys());
  return {
    path: '',
    message: `the object has no field ${JSON.stringify(key.slice(0, 64))}`,
    expected: fields.size === 0 ? 'no fields' : `the fields ${listed([...fields.keys()])}`,
    ...(near !== undefined && { action: `did you mean ${near}?` }),
  };
}

function inside(step: string, found: Mismatch): Mismatch {
  return { ...found, path: found.path === '' ? step : `${step}/${found.path}` };
}

function mismatch(value: Json, expected: string, action?: string): Mismatch {
  return {
    path: '',
    message: `the value is ${shown(value)}`,
    expected,
    ...(action !== undefined && { action }),
  };
}

/** A value as it is shown in a refusal: short, whatever its size. */
export function shown(value: Json): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isJsonObject(value)) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value);
}

/** Names as a list that stays short. */
export function listed(names: readonly string[]): string {
  if (names.length <= 12) return names.join(', ');
  return `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`;
}
