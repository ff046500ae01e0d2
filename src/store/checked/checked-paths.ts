/**
 * Judges the property paths of a query and what they are compared with, before an executor sees
 * them: a path that no model knows, or a text where all declare a number, finds nothing silently.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { pathSegments } from '../../model/path.ts';
import type { EnumValue, Schema } from '../../ontology/catalogue.ts';
import { geometries } from '../../ontology/geojson.ts';
import type { PathTarget } from '../../ontology/path-target.ts';
import { primitives } from '../../ontology/primitives.ts';
import { enumMismatch, shown } from '../../ontology/value-check.ts';
import type { Compare, Grouping, In, Near, Order, Predicate } from '../../query/query.ts';
import { type NameScope, targetsOf } from './known-names.ts';
import { isTime } from './time-comparison.ts';
import { byMeaning, meaningOf } from './value-meanings.ts';

/** What a value can be for a comparison. */
type Type = 'number' | 'string' | 'boolean';

const metadata: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['$id', 'string'],
  ['$model', 'string'],
  ['$name', 'string'],
  ['$source', 'string'],
  ['$target', 'string'],
  ['$revision', 'number'],
  ['$updatedAt', 'number'],
]);

/** A predicate about one value of a record. */
export type ValueTest = Extract<Predicate, { readonly path: string }>;

/**
 * The test as an executor is to take it: by meaning, where the models say that of all its values.
 * Refuses one of a path that nothing in scope has, or of a value that it never holds.
 */
export function checkedTest<T extends ValueTest>(test: T, scope: NameScope): T {
  if (!isJudged(test.path)) return test;
  if (test.kind === 'near') {
    checkGeometry(test.path, scope);
    return test;
  }
  const targets = targetsIn(test.path, scope, 'where');
  const meaning = targets && isComparison(test) ? meaningOf(targets) : undefined;
  if (meaning !== undefined) return byMeaning(test as T & (Compare | In), meaning);
  if (targets !== undefined) checkEnumValues(test, targets);
  const types = targets ? typesAmong(targets) : ownType(test.path);
  for (const value of valuesOf(test)) checkValue(test.path, types, value);
  return test;
}

/** Whether values are compared as they are; one that names a unit compares numbers. */
function isComparison(test: ValueTest): test is Compare | In {
  return (test.kind === 'compare' || test.kind === 'in') && test.unit === undefined;
}

/** Refuses keys of an order that nothing in scope has. */
export function checkOrder(orderBy: readonly Order[] | undefined, scope: NameScope): void {
  for (const { path } of orderBy ?? []) if (isJudged(path)) typesOf(path, scope, 'orderBy');
}

/** Refuses groups and measures of what nothing in scope has, and sums of what is no number. */
export function checkGrouping({ groupBy, measures }: Grouping, scope: NameScope): void {
  for (const path of groupBy ?? []) if (isJudged(path)) typesOf(path, scope, 'groupBy');
  for (const { function: name, path } of measures) {
    if (path === undefined || !isJudged(path)) continue;
    const types = typesOf(path, scope, 'measures');
    if (name.startsWith('count') || types === undefined || types.has('number')) continue;
    throw bad('measures', `${path} holds no number, so it has no ${name}`, 'a numeric property');
  }
}

/** Whether the ontology has a say: malformed paths are the executor's to refuse. */
function isJudged(path: string): boolean {
  if (typeof path !== 'string') return false;
  return path.startsWith('$') ? metadata.has(path) : pathSegments(path).length > 0;
}

/** The types that values of a path can have; undefined where any can be there. */
function typesOf(path: string, scope: NameScope, where: string): ReadonlySet<Type> | undefined {
  const targets = targetsIn(path, scope, where);
  return targets ? typesAmong(targets) : ownType(path);
}

/** What the models declare at a path; undefined where they have no say. */
function targetsIn(
  path: string,
  scope: NameScope,
  where: string,
): readonly PathTarget[] | undefined {
  if (metadata.has(path) || scope.catalogue.interfaces.size === 0) return undefined;
  return targetsOf(path, scope, where);
}

function ownType(path: string): ReadonlySet<Type> | undefined {
  const own = metadata.get(path);
  return own && new Set([own]);
}

function typesAmong(targets: readonly PathTarget[]): ReadonlySet<Type> | undefined {
  const types = targets.map(typeOf);
  return types.includes(undefined) ? undefined : new Set(types as Type[]);
}

function checkGeometry(path: string, scope: NameScope): void {
  if (path.startsWith('$')) throw bad('where', `${path} is no place`, 'the path of a geometry');
  if (scope.catalogue.interfaces.size === 0 || targetsOf(path, scope, 'where').some(isPlace))
    return;
  throw bad('where', `${path} is no place`, 'a property with a geospatial schema');
}

function isPlace(target: PathTarget): boolean {
  if (target.kind !== 'value') return true;
  return target.schema.kind === 'primitive' && geometries.has(target.schema.name);
}

function typeOf(target: PathTarget): Type | undefined {
  return target.kind === 'value' ? typeOfSchema(target.schema) : undefined;
}

function typeOfSchema(schema: Schema): Type | undefined {
  if (schema.kind === 'enum') return schema.valueSchema === 'integer' ? 'number' : 'string';
  return schema.kind === 'primitive' ? primitives.get(schema.name)?.type : undefined;
}

/** The values that a test compares with; null is the executor's to refuse. */
function valuesOf(test: Exclude<ValueTest, Near>): readonly Json[] {
  if (test.kind === 'in') return test.values.filter((value) => value !== null);
  if (test.kind === 'exists') return [];
  return test.value === null ? [] : [test.value];
}

/** Refuses values that none of the enumerations has which a path leads to, where all are such. */
function checkEnumValues(test: Exclude<ValueTest, Near>, targets: readonly PathTarget[]): void {
  const isEquality = test.kind === 'compare' && (test.operator === 'eq' || test.operator === 'ne');
  if (!isEquality && test.kind !== 'in') return;
  const known: EnumValue[] = [];
  for (const target of targets) {
    if (target.kind !== 'value' || target.schema.kind !== 'enum') return;
    known.push(...target.schema.values);
  }
  for (const value of valuesOf(test)) {
    const found = enumMismatch(known, value);
    if (found === undefined) continue;
    const { expected, action } = found;
    throw bad('where', `${test.path} is never ${shown(value)}`, expected, action);
  }
}

const words = { number: 'a number', string: 'a string', boolean: 'true or false' } as const;
const timeWords =
  'a comparison with an ISO 8601 time and its zone, such as 2026-05-01T12:00:00Z, or with epoch milliseconds';

function checkValue(path: string, types: ReadonlySet<Type> | undefined, value: Json): void {
  if (types === undefined || types.has(typeof value as Type)) return;
  const expected = [...types].map((type) => words[type]).join(' or ');
  throw bad('where', `${path} is never ${shown(value)}`, isTime(path) ? timeWords : expected);
}

function bad(where: string, message: string, expected: string, action?: string): LinchpinError {
  const advice = action !== undefined && { action };
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected, ...advice });
}
