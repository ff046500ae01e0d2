/**
 * Compiles a condition to a function of a row, once per query, in the three-valued logic that
 * `rows-query.ts` tells. Called by the search, for each part of a condition on its own.
 */
import { isJsonObject, type Json, sameJson } from '../../model/json.ts';
import type { Field } from '../fields.ts';
import type { Comparison } from '../query.ts';
import type { Condition, Operand, Property, ValueKind } from './rows-query.ts';

/** Whether a condition holds for a row; undefined where that is unknown. */
type RowTest<Row> = (row: Row) => boolean | undefined;

/** What a condition needs to know of the rows. */
export interface RowFields<Row> {
  getter(property: Property): Field<Row>;
  /** Whether the named twin is of the model, or of one that extends it unless `exact`. */
  isOfModel(of: string, model: string, exact: boolean): (row: Row) => boolean;
}

/** The test of a condition. */
export function conditionTest<Row>(condition: Condition, fields: RowFields<Row>): RowTest<Row> {
  const read = (operand: Operand): Field<Row> => {
    if (operand.kind === 'property') return fields.getter(operand);
    const { value } = operand;
    return () => value;
  };
  switch (condition.kind) {
    case 'and':
      return all(condition.of.map((part) => conditionTest(part, fields)));
    case 'or':
      return any(condition.of.map((part) => conditionTest(part, fields)));
    case 'not':
      return not(conditionTest(condition.of, fields));
    case 'compare':
      return pairTest(read(condition.left), read(condition.right), comparisons[condition.operator]);
    case 'in':
      return inTest(read(condition.operand), condition.values);
    case 'text':
      return pairTest(read(condition.operand), read(condition.part), texts[condition.operator]);
    case 'holds':
      return pairTest(read(condition.operand), read(condition.element), holds);
    case 'is':
      return isTest(read(condition.operand), kinds[condition.value]);
    case 'model':
      return fields.isOfModel(condition.of, condition.model, condition.exact);
  }
}

function all<Row>(tests: readonly RowTest<Row>[]): RowTest<Row> {
  return (row) => {
    let result: boolean | undefined = true;
    for (const test of tests) {
      const holds = test(row);
      if (holds === false) return false;
      if (holds === undefined) result = undefined;
    }
    return result;
  };
}

function any<Row>(tests: readonly RowTest<Row>[]): RowTest<Row> {
  return (row) => {
    let result: boolean | undefined = false;
    for (const test of tests) {
      const holds = test(row);
      if (holds === true) return true;
      if (holds === undefined) result = undefined;
    }
    return result;
  };
}

function not<Row>(test: RowTest<Row>): RowTest<Row> {
  return (row) => {
    const holds = test(row);
    return holds === undefined ? undefined : !holds;
  };
}

type Pair = (left: Json, right: Json) => boolean | undefined;

function pairTest<Row>(left: Field<Row>, right: Field<Row>, pair: Pair): RowTest<Row> {
  return (row) => {
    const a = left(row);
    if (a === undefined) return undefined;
    const b = right(row);
    return b === undefined ? undefined : pair(a, b);
  };
}

const comparisons: Readonly<Record<Comparison, Pair>> = {
  eq: (a, b) => sameJson(a, b),
  ne: (a, b) => !sameJson(a, b),
  lt: ordered((a, b) => a < b),
  lte: ordered((a, b) => a <= b),
  gt: ordered((a, b) => a > b),
  gte: ordered((a, b) => a >= b),
};

function ordered(pair: <V extends number | string>(a: V, b: V) => boolean): Pair {
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return pair(a, b);
    return typeof a === 'string' && typeof b === 'string' ? pair(a, b) : undefined;
  };
}

const texts = {
  startsWith: textPair((text, part) => text.startsWith(part)),
  endsWith: textPair((text, part) => text.endsWith(part)),
  contains: textPair((text, part) => text.includes(part)),
} as const;

function textPair(pair: (text: string, part: string) => boolean): Pair {
  return (a, b) => (typeof a === 'string' && typeof b === 'string' ? pair(a, b) : undefined);
}

const holds: Pair = (list, element) =>
  Array.isArray(list) ? list.some((item) => sameJson(item, element)) : undefined;

function inTest<Row>(read: Field<Row>, values: readonly Json[]): RowTest<Row> {
  const wanted = new Set(values);
  return (row) => {
    const value = read(row);
    return value === undefined ? undefined : wanted.has(value);
  };
}

const kinds: Readonly<Record<ValueKind, (value: Json) => boolean>> = {
  defined: () => true,
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  object: isJsonObject,
  primitive: (value) => typeof value !== 'object' || value === null,
};

function isTest<Row>(read: Field<Row>, isKind: (value: Json) => boolean): RowTest<Row> {
  return (row) => {
    const value = read(row);
    return value !== undefined && isKind(value);
  };
}
