/**
 * Judges the properties of twins against an interface, whole or only where they changed.
 * Checks are compiled once per interface, when first needed, and kept. Used by `check.ts`.
 */
import type { Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Catalogue, Content, ValueContent } from './catalogue.ts';
import { adviceFor } from './near-name.ts';
import { overrideCheck } from './overrides.ts';
import { requiredCheck } from './required-check.ts';
import { listed, type Mismatch, valueCheck } from './value-check.ts';

/** The problems of a set of properties; those of `before` that are still the same are passed over. */
export type PropertyCheck = (
  properties: JsonObject,
  where: string,
  before?: JsonObject,
) => readonly Problem[];

const none: readonly Problem[] = [];

/** What is wrong with a value; with what it was before, only what was not wrong already. */
type PartCheck = (value: Json, before: Json | undefined) => Mismatch | undefined;

type Part =
  | { readonly kind: 'value'; readonly check: PartCheck }
  | { readonly kind: 'component'; readonly model: string }
  | { readonly kind: 'other'; readonly content: string };

/** Gives the property check of an interface, undefined for a model that is not in the catalogue. */
export function interfaceChecks(
  catalogue: Catalogue,
): (model: string) => PropertyCheck | undefined {
  const made = new Map<string, PropertyCheck>();
  const checkFor = (model: string): PropertyCheck | undefined => {
    const known = made.get(model);
    if (known !== undefined) return known;
    const contents = catalogue.interface(model)?.contents;
    if (contents === undefined) return undefined;
    const check = partsCheck(partsOf(contents), model, checkFor);
    made.set(model, check);
    return check;
  };
  return checkFor;
}

/** The check of properties given by name, as relationships have them. */
export function contentsCheck(
  contents: ReadonlyMap<string, Content>,
  owner: string,
): PropertyCheck {
  return partsCheck(partsOf(contents), owner, () => undefined);
}

/** Interfaces keep their contents when the ontology changes around them, and so their checks. */
const compiled = new WeakMap<ReadonlyMap<string, Content>, ReadonlyMap<string, Part>>();

function partsOf(contents: ReadonlyMap<string, Content>): ReadonlyMap<string, Part> {
  const known = compiled.get(contents);
  if (known !== undefined) return known;
  const parts = new Map(
    [...contents].map(([name, content]) => [name, partOf(content, contents)] as const),
  );
  compiled.set(contents, parts);
  return parts;
}

function partOf(content: Content, contents: ReadonlyMap<string, Content>): Part {
  switch (content.kind) {
    case 'property':
    case 'telemetry':
      return { kind: 'value', check: partCheck(content, contents) };
    case 'component':
      return { kind: 'component', model: content.schema };
    default:
      return { kind: 'other', content: content.kind };
  }
}

function partCheck(content: ValueContent, contents: ReadonlyMap<string, Content>): PartCheck {
  const fits = valueCheck(content.schema);
  const overrides = overrideCheck(content, contents);
  const isWhole = requiredCheck(content.schema);
  if (overrides === undefined && isWhole === undefined) return fits;
  return (value, before) => overrides?.(value) ?? fits(value) ?? isWhole?.(value, before);
}

function partsCheck(
  parts: ReadonlyMap<string, Part>,
  owner: string,
  componentCheck: (model: string) => PropertyCheck | undefined,
): PropertyCheck {
  const judge = (name: string, value: Json, before: Json | undefined): readonly Problem[] => {
    const part = parts.get(name);
    if (part === undefined) return [unknownName(name, parts, owner)];
    if (part.kind === 'other') return [notAValue(name, part.content)];
    if (part.kind === 'value') {
      const found = part.check(value, before);
      return found === undefined ? none : [mismatched(name, found)];
    }
    if (!isJsonObject(value)) return [notAComponent(name, part.model)];
    const check = componentCheck(part.model);
    return check?.(value, name, isJsonObject(before) ? before : undefined) ?? none;
  };
  return (properties, where, before) => {
    let problems: Problem[] | undefined;
    for (const name in properties) {
      const value = properties[name] as Json;
      const old = before?.[name];
      if (old === value && old !== undefined) continue;
      const found = judge(name, value, old);
      if (found.length === 0) continue;
      problems ??= [];
      for (const each of found) problems.push({ ...each, where: `${where}/${each.where}` });
    }
    return problems ?? none;
  };
}

function mismatched(name: string, found: Mismatch): Problem {
  const { path, message, expected, action } = found;
  return {
    code: 'VALIDATION_FAILED',
    where: path === '' ? name : `${name}/${path}`,
    message,
    expected,
    action: action ?? 'send a value of that form, or change the model',
  };
}

function unknownName(name: string, parts: ReadonlyMap<string, Part>, owner: string): Problem {
  const values = [...parts].filter(([, part]) => part.kind !== 'other').map(([key]) => key);
  return {
    code: 'VALIDATION_FAILED',
    where: name.slice(0, 128),
    message: `${owner} has no such property`,
    expected: values.length === 0 ? 'no properties at all' : `one of ${listed(values)}`,
    action: adviceFor(name, values, 'leave it out, or add it to the model'),
  };
}

function notAValue(name: string, kind: string): Problem {
  return {
    code: 'VALIDATION_FAILED',
    where: name,
    message: `${name} is a ${kind} of the model, which holds no value`,
    expected: 'a property, telemetry or component',
    action: kind === 'relationship' ? 'add a relationship instead' : 'leave it out',
  };
}

function notAComponent(name: string, model: string): Problem {
  return {
    code: 'VALIDATION_FAILED',
    where: name,
    message: `${name} is a component and needs an object`,
    expected: `an object with properties of ${model}`,
    action: 'put the properties of the component in an object',
  };
}
