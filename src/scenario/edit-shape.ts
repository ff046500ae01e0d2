/**
 * Whether an edit has the form of one: a known kind, known fields, right types. Edits of the command
 * line come from files that nobody has checked before. Used by `editProblem`.
 */
import type { Problem } from '../model/errors.ts';
import { isJsonObject } from '../model/json.ts';
import { nearName } from '../ontology/near-name.ts';

type Type = 'a text' | 'a number' | 'true or false' | 'a JSON object' | 'a JSON value';

interface Field {
  readonly type: Type;
  readonly required: boolean;
}

type Fields = Readonly<Record<string, Field>>;

const needs = (type: Type): Field => ({ type, required: true });
const takes = (type: Type): Field => ({ type, required: false });

const twin = needs('a text');
const newRelationship = {
  ...{ source: twin, target: twin, name: twin },
  ...{ id: takes('a text'), properties: takes('a JSON object') },
};

/** The kinds of edits and their fields, as `Edit` has them. */
const kinds: Readonly<Record<string, Fields>> = {
  set: { twin, property: needs('a text'), value: needs('a JSON value') },
  scale: { twin, property: needs('a text'), factor: needs('a number') },
  addTwin: { id: twin, model: twin, properties: takes('a JSON object') },
  removeTwin: { twin, detach: takes('true or false') },
  addRelationship: newRelationship,
  setRelationship: {
    ...{ source: twin, id: twin },
    ...{ property: needs('a text'), value: needs('a JSON value') },
  },
  removeRelationship: { source: twin, id: twin },
  outage: {
    ...{ twin, from: takes('a number'), until: takes('a number') },
    kind: takes('a text'),
  },
  policy: { twin, policy: needs('a text'), parameters: takes('a JSON object') },
};

const names = Object.keys(kinds);

/** The problem of an edit's form; `place` is where the edit stands, such as `edits[0]`. */
export function shapeProblem(edit: unknown, place: string): Problem | undefined {
  if (!isJsonObject(edit)) {
    return wrong(place, 'an edit must be an object', `an object with one of ${names.join(', ')}`);
  }
  const { at, ...rest } = edit;
  if (at !== undefined && typeof at !== 'number') return mistyped(`${place}.at`, 'a number');
  const given = Object.keys(rest);
  const unknown = given.find((key) => !Object.hasOwn(kinds, key));
  if (unknown !== undefined) return unknownKind(place, unknown);
  const [kind, second] = given;
  if (kind === undefined || second !== undefined) {
    const message =
      kind === undefined ? 'the edit is empty' : `the edit has ${given.join(' and ')}`;
    return wrong(place, message, `exactly one of ${names.join(', ')}`);
  }
  const fields = kinds[kind] ?? {};
  const body = rest[kind];
  if (isJsonObject(body)) return fieldsProblem(body, fields, `${place}.${kind}`);
  return wrong(`${place}.${kind}`, `${kind} must be an object`, listed(fields));
}

function fieldsProblem(
  body: Readonly<Record<string, unknown>>,
  fields: Fields,
  place: string,
): Problem | undefined {
  const known = Object.keys(fields);
  const unknown = Object.keys(body).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined) {
    const near = unknown === 'at' ? undefined : nearName(unknown, known);
    const otherwise = unknown === 'at' ? 'put at beside the kind of the edit' : 'leave it out';
    const action = near === undefined ? otherwise : `did you mean ${near}?`;
    return wrong(`${place}.${unknown}`, `there is no field ${unknown}`, listed(fields), action);
  }
  for (const [name, { type, required }] of Object.entries(fields)) {
    const value = body[name];
    if (value === undefined && required) {
      return wrong(`${place}.${name}`, `${name} is missing`, type);
    }
    if (value !== undefined && !isOf(type, value)) return mistyped(`${place}.${name}`, type);
  }
  return undefined;
}

function isOf(type: Type, value: unknown): boolean {
  if (type === 'a text') return typeof value === 'string';
  if (type === 'a number') return typeof value === 'number';
  if (type === 'true or false') return typeof value === 'boolean';
  return type === 'a JSON value' || isJsonObject(value);
}

function unknownKind(place: string, kind: string): Problem {
  const near = nearName(kind, [...names, 'at']);
  const action = near === undefined ? 'name one of these in the edit' : `did you mean ${near}?`;
  const expected = `one of ${names.join(', ')}, and at for its time`;
  return wrong(`${place}.${kind}`, `${kind} is not a kind of edit`, expected, action);
}

function mistyped(where: string, type: Type): Problem {
  return wrong(where, 'the value is of the wrong type', type);
}

function listed(fields: Fields): string {
  return `only ${Object.keys(fields).join(', ')}`;
}

function wrong(where: string, message: string, expected: string, action?: string): Problem {
  const advice = action ?? 'correct the edit';
  return { code: 'BAD_USER_INPUT', where, message, expected, action: advice };
}
