/**
 * Turns a schema into a function that judges JSON values: made once per content of an interface,
 * called for every reading and property. Used by `interface-check.ts`.
 */
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { EnumValue, Schema } from './catalogue.ts';
import { nearName } from './near-name.ts';
import { NumberText, primitives } from './primitives.ts';

/** Why a value does not fit its schema; `path` leads from the value to the part that does not. */
export interface Mismatch {
  readonly path: string;
  readonly message: string;
  readonly expected: string;
  readonly action?: string;
}

/** Undefined when the value fits, else the first thing that does not. */
export type ValueCheck = (value: Json | NumberText) => Mismatch | undefined;

/** Of what a value is a part: a twin, which may hold long numbers as text, or JSON as it is written. */
export type Holder = 'twin' | 'json';

/** Checks are made once per schema: schemas share parts, and unfolded they can be huge. */
const made: Readonly<Record<Holder, WeakMap<Schema, ValueCheck>>> = {
  twin: new WeakMap(),
  json: new WeakMap(),
};

/** The check of a schema; a `TypeError` for a primitive the language does not have. */
export function valueCheck(schema: Schema, holder: Holder = 'twin'): ValueCheck {
  const known = made[holder].get(schema);
  if (known !== undefined) return known;
  const check = makeCheck(schema, holder);
  made[holder].set(schema, check);
  return check;
}

function makeCheck(schema: Schema, holder: Holder): ValueCheck {
  switch (schema.kind) {
    case 'primitive': {
      const { again } = schema;
      if (again !== undefined) return againCheck(() => valueCheck(again(), holder));
      return primitiveCheck(schema.name, holder);
    }
    case 'enum':
      return enumCheck(schema.values);
    case 'array':
      return arrayCheck(valueCheck(schema.element, holder));
    case 'map':
      return mapCheck(valueCheck(schema.value, holder));
    case 'object':
      return objectCheck(
        new Map([...schema.fields].map(([name, field]) => [name, valueCheck(field, holder)])),
      );
  }
}

function primitiveCheck(name: string, holder: Holder): ValueCheck {
  const primitive = primitives.get(name);
  if (primitive === undefined) throw new TypeError(`${name} is not a primitive schema`);
  const { expected, acceptsText } = primitive;
  return (value) => {
    if (primitive.accepts(value)) return undefined;
    if (holder === 'twin' && typeof value === 'string' && acceptsText?.(value)) return undefined;
    return mismatch(value, expected, primitive.advice?.(value as Json));
  };
}

/** How often a schema may be within itself in one value: what is deeper is refused, not followed. */
const mostAgain = 200;
let levels = 0;

/** The check of a schema within itself, which is made when it is first needed. */
function againCheck(check: () => ValueCheck): ValueCheck {
  return (value) => {
    if (levels >= mostAgain) return mismatch(value, `at most ${mostAgain} levels of the schema`);
    levels++;
    try {
      return check()(value);
    } finally {
      levels--;
    }
  };
}

function enumCheck(values: readonly EnumValue[]): ValueCheck {
  const allowed = new Set<Json | NumberText>(values.map(({ value }) => value));
  return (value) => (allowed.has(value) ? undefined : enumMismatch(values, value));
}

/** Why a value is none of an enumeration; undefined where it is one. */
export function enumMismatch(
  values: readonly EnumValue[],
  value: Json | NumberText,
): Mismatch | undefined {
  if (values.some((each) => each.value === value)) return undefined;
  const shownValues = [...new Set(values.map((each) => JSON.stringify(each.value)))];
  const expected = `one of ${shownValues.join(', ')}`;
  const named = values.find(({ name }) => name === value);
  const action = named && `send the enum's value ${JSON.stringify(named.value)}, not its name`;
  return mismatch(value, shownValues.length > 20 ? 'one of the enum’s values' : expected, action);
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

function mismatch(value: Json | NumberText, expected: string, action?: string): Mismatch {
  return {
    path: '',
    message: `the value is ${shown(value)}`,
    expected,
    ...(action !== undefined && { action }),
  };
}

/** A value as it is shown in a refusal: short, whatever its size. */
export function shown(value: Json | NumberText): string {
  if (value instanceof NumberText) return value.text;
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
