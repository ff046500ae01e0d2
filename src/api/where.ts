/** The `where` input of the API as a predicate of the query tree. Called by list fields and `changes`. */
import { LinchpinError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { Comparison, Predicate } from '../query/query.ts';

/** A filter as GraphQL hands it over. Everything in one object must hold. */
export interface WhereInput {
  readonly and?: WhereInput[] | null | undefined;
  readonly or?: WhereInput[] | null | undefined;
  readonly not?: WhereInput | null | undefined;
  readonly property?: string | null | undefined;
  readonly eq?: Json | undefined;
  readonly ne?: Json | undefined;
  readonly lt?: Json | undefined;
  readonly lte?: Json | undefined;
  readonly gt?: Json | undefined;
  readonly gte?: Json | undefined;
  readonly in?: (Json | undefined)[] | null | undefined;
  readonly exists?: boolean | null | undefined;
  readonly startsWith?: string | null | undefined;
  readonly endsWith?: string | null | undefined;
  readonly contains?: string | null | undefined;
}

const comparisons: readonly Comparison[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'];
const texts = ['startsWith', 'endsWith', 'contains'] as const;
const operators = [...comparisons, ...texts, 'in', 'exists'] as const;

/** The predicate of a filter; `BAD_USER_INPUT` with the place of what cannot be understood. */
export function predicateOf(input: WhereInput, place = 'where'): Predicate {
  const parts: Predicate[] = [];
  if (input.and) parts.push({ kind: 'and', of: listOf(input.and, `${place}.and`) });
  if (input.or) parts.push({ kind: 'or', of: listOf(input.or, `${place}.or`) });
  if (input.not) parts.push({ kind: 'not', of: predicateOf(input.not, `${place}.not`) });
  parts.push(...tests(input, place));
  const [only] = parts;
  if (only === undefined) throw bad(place, 'the filter is empty', 'a test, and, or, or not');
  return parts.length === 1 ? only : { kind: 'and', of: parts };
}

function listOf(inputs: readonly WhereInput[], place: string): readonly Predicate[] {
  if (inputs.length === 0) throw bad(place, 'the list is empty', 'at least one filter');
  return inputs.map((input, index) => predicateOf(input, `${place}[${index}]`));
}

/** The tests of one property. */
function tests(input: WhereInput, place: string): Predicate[] {
  const given = operators.filter((operator) => input[operator] !== undefined);
  const { property } = input;
  if (property == null) {
    if (given.length === 0) return [];
    throw bad(place, `${given[0]} has no property to test`, 'property: "its/path"');
  }
  if (property === '') throw bad(`${place}.property`, 'the path is empty', 'a property path');
  if (given.length === 0) {
    throw bad(place, `nothing is said about ${property}`, `one of ${operators.join(', ')}`);
  }
  return testsOf(input, property, place);
}

function testsOf(input: WhereInput, path: string, place: string): Predicate[] {
  const tested: Predicate[] = [];
  for (const operator of comparisons) {
    if (input[operator] === undefined) continue;
    const value = required(input[operator], `${place}.${operator}`);
    tested.push({ kind: 'compare', path, operator, value });
  }
  for (const operator of texts) {
    if (input[operator] === undefined) continue;
    const value = required(input[operator], `${place}.${operator}`);
    tested.push({ kind: 'text', path, operator, value });
  }
  if (input.in !== undefined) {
    const values = required(input.in, `${place}.in`).map((value) => value ?? null);
    tested.push({ kind: 'in', path, values });
  }
  if (input.exists !== undefined) {
    tested.push({ kind: 'exists', path, exists: required(input.exists, `${place}.exists`) });
  }
  return tested;
}

function required<T>(value: T | null | undefined, place: string): T {
  if (value != null) return value;
  const expected = 'a value, or exists: false for properties without one';
  throw bad(place, 'null compares with nothing', expected);
}

function bad(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
