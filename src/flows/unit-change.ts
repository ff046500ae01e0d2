/**
 * Numbers that come from a property in one unit to one in another, as a twin gets another model:
 * converted, or refused where they cannot be. Called by `migratedTwin` for all that stays or moves.
 */
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isWithin } from '../model/path.ts';
import { converted } from '../model/units.ts';
import type { Catalogue, Schema } from '../ontology/catalogue.ts';
import { numberOf, unitOf } from '../ontology/in-unit.ts';
import { type PathTarget, pathTarget } from '../ontology/path-target.ts';
import { primitives } from '../ontology/primitives.ts';
import { shown, valueCheck } from '../ontology/value-check.ts';
import { type UnitRefusal, unitRefusals } from './unit-refusals.ts';

/** Another path for a property. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** The two sides of a twin that gets another model. */
export interface Sides {
  readonly before: JsonObject;
  /** What it comes to, with its numbers as they were: units that a twin says itself are read here. */
  readonly after: JsonObject;
  /** Paths of the new content whose numbers stay, whatever their unit. */
  readonly relabel: readonly string[];
  /** Takes what stands in the way of a value, by its path in the new content. */
  refuse(path: string, problem: UnitRefusal): void;
}

/** A value as it is at another path of the new model, in the units of that. */
export type UnitChange = (value: Json, path: Rename, sides: Sides) => Json;

/** What is known of one number: the schema around it, and its unit. */
interface Place {
  readonly schema: Schema;
  readonly unit: string | undefined;
}

/** The change from one model to another. Where either knows nothing of a path, values stay. */
export function unitChange(catalogue: Catalogue, from: string, to: string): UnitChange {
  const oldEnd = ends(catalogue, from);
  const newEnd = ends(catalogue, to);
  const change: UnitChange = (value, path, sides) => {
    if (sides.relabel.some((each) => isWithin(path.to, each))) return value;
    const [old, next] = [oldEnd(path.from), newEnd(path.to)];
    if (old.kind === 'unknown' || next.kind === 'unknown') return value;
    if (isJsonObject(value)) {
      return mapped(value, (part, key) =>
        change(part, { from: `${path.from}/${key}`, to: `${path.to}/${key}` }, sides),
      );
    }
    if (old.kind === 'open' || next.kind === 'open') return value;
    const here = { schema: old.schema, unit: unitOf(old, sides.before) };
    const there = { schema: next.schema, unit: unitOf(next, sides.after) };
    const refuse = (problem: UnitRefusal) => sides.refuse(path.to, problem);
    const said = { ...path, model: to, refuse };
    return inPlace(value, here, there, (number, at, goal) => inNewUnit(number, at, goal, said));
  };
  return change;
}

/** Ends of paths of a model, each looked for once. */
function ends(catalogue: Catalogue, model: string): (path: string) => PathTarget {
  const contents = catalogue.interface(model)?.contents ?? new Map();
  const known = new Map<string, PathTarget>();
  return (path) => {
    const found = known.get(path) ?? pathTarget(contents, { segments: path.split('/'), catalogue });
    known.set(path, found);
    return found;
  };
}

type Leaf = (value: Json, from: Place, to: Place) => Json;

/** A value that may be an array, which no path leads into. */
function inPlace(value: Json, from: Place, to: Place, leaf: Leaf): Json {
  if (!Array.isArray(value) && !isJsonObject(value)) return leaf(value, from, to);
  const into = (part: Json, key?: string) => {
    const [here, there] = [partOf(from, key), partOf(to, key)];
    return here === undefined || there === undefined ? part : inPlace(part, here, there, leaf);
  };
  return Array.isArray(value) ? value.map((part) => into(part)) : mapped(value as JsonObject, into);
}

function partOf({ schema, unit }: Place, key: string | undefined): Place | undefined {
  if (schema.kind === 'primitive') {
    return schema.again && partOf({ schema: schema.again(), unit }, key);
  }
  if (key === undefined) {
    return schema.kind === 'array' ? { schema: schema.element, unit } : undefined;
  }
  if (schema.kind === 'map') return { schema: schema.value, unit: schema.facts?.unit };
  const field = schema.kind === 'object' ? schema.fields.get(key) : undefined;
  if (field === undefined || schema.kind !== 'object') return undefined;
  return { schema: field, unit: schema.facts?.get(key)?.unit };
}

function mapped(object: JsonObject, partOf: (part: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, part]) => [key, partOf(part as Json, key)]),
  );
}

interface Said extends Rename {
  /** DTMI of the new model. */
  readonly model: string;
  refuse(problem: UnitRefusal): void;
}

/** A number in the unit of its new place; itself where that is refused. */
function inNewUnit(
  value: Json,
  { unit: old }: Place,
  { schema, unit: next }: Place,
  { refuse, ...names }: Said,
): Json {
  const number = old === next ? undefined : numberOf(value);
  if (number === undefined) return value;
  const units = { ...names, old, next };
  const refused = (problem: UnitRefusal) => {
    refuse(problem);
    return value;
  };
  if (old === undefined || next === undefined) return refused(unitRefusals.oneUnit(units));
  const result = converted(number, old, next);
  if (result === undefined) return refused(unitRefusals.otherQuantity(units));
  const said = `${shown(value)} ${old}`;
  if (isExact(schema) && digits(value) > 15) return refused(unitRefusals.tooLong(said, units));
  const fits = valueCheck(schema);
  const mismatch = fits(result);
  if (mismatch === undefined) return result;
  // Decimals are text, and so are whole numbers beyond those that a double can hold.
  if (fits(String(result)) === undefined) return String(result);
  return refused(unitRefusals.unfit(`${said} is ${result} ${next}`, mismatch.expected, units));
}

/** Whether every digit of a value counts. */
function isExact(schema: Schema): boolean {
  if (schema.kind !== 'primitive') return false;
  return schema.name === 'decimal' || primitives.get(schema.name)?.whole === true;
}

function digits(value: Json): number {
  return String(value).replace(/[+.-]/g, '').replace(/^0+/, '').length;
}
