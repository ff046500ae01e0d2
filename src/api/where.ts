/** The `where` input of the API as a predicate of the query tree. Called by list fields and `changes`. */
import { LinchpinError } from '../model/errors.ts';
import type { Comparison, Predicate } from '../query/query.ts';
import type { WhereInput } from './filter-input.ts';
import { relatedOf, withinOf } from './route.ts';

const comparisons: readonly Comparison[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'];
const texts = ['startsWith', 'endsWith', 'contains'] as const;
const operators = [...comparisons, ...texts, 'in', 'exists', 'near'] as const;

/** The predicate of a filter; `BAD_USER_INPUT` with the place of what cannot be understood. */
export function predicateOf(input: WhereInput, place = 'where'): Predicate {
  const parts: Predicate[] = [];
  if (input.and) parts.push({ kind: 'and', of: listOf(input.and, `${place}.and`) });
  if (input.or) parts.push({ kind: 'or', of: listOf(input.or, `${place}.or`) });
  if (input.not) parts.push({ kind: 'not', of: predicateOf(input.not, `${place}.not`) });
  if (input.related) parts.push(relatedOf(input.related, `${place}.related`, predicateOf));
  if (input.within) parts.push(withinOf(input.within, `${place}.within`, predicateOf));
  parts.push(...tests(input, place));
  const [only] = parts;
  if (only === undefined) {
    throw bad(place, 'the filter is empty', 'a test, related, within, and, or, or not');
  }
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
  if (input.unit != null && !given.some((operator) => isInUnits(operator))) {
    throw bad(`${place}.unit`, 'a unit is of a number that is compared', 'eq, gt, in and the like');
  }
  if (input.ignoreCase != null && !texts.some((operator) => given.includes(operator))) {
    throw bad(`${place}.ignoreCase`, 'it is about texts', `one of ${texts.join(', ')}`);
  }
  return [...comparisonsOf(input, property, place), ...othersOf(input, property, place)];
}

function isInUnits(operator: (typeof operators)[number]): boolean {
  return operator === 'in' || comparisons.some((comparison) => comparison === operator);
}

function comparisonsOf(input: WhereInput, path: string, place: string): Predicate[] {
  const unit = input.unit == null ? {} : { unit: input.unit };
  const compared: Predicate[] = [];
  for (const operator of comparisons) {
    if (input[operator] === undefined) continue;
    const value = required(input[operator], `${place}.${operator}`);
    compared.push({ kind: 'compare', path, operator, value, ...unit });
  }
  if (input.in !== undefined) {
    const values = required(input.in, `${place}.in`).map((value) => value ?? null);
    compared.push({ kind: 'in', path, values, ...unit });
  }
  return compared;
}

function othersOf(input: WhereInput, path: string, place: string): Predicate[] {
  const tested: Predicate[] = [];
  const letters = input.ignoreCase === true ? { ignoreCase: true } : {};
  for (const operator of texts) {
    if (input[operator] === undefined) continue;
    const value = required(input[operator], `${place}.${operator}`);
    tested.push({ kind: 'text', path, operator, value, ...letters });
  }
  if (input.exists !== undefined) {
    tested.push({ kind: 'exists', path, exists: required(input.exists, `${place}.exists`) });
  }
  if (input.near !== undefined) {
    const { point, metres } = required(input.near, `${place}.near`);
    const [longitude, latitude] = point;
    if (longitude === undefined || latitude === undefined || point.length !== 2) {
      throw bad(`${place}.near.point`, 'it has not two numbers', '[longitude, latitude]');
    }
    tested.push({ kind: 'near', path, point: [longitude, latitude], metres });
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
