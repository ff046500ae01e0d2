/**
 * Reads literal values, plain (`5`) or as JSON-LD value objects (`{"@value": 5}`), and judges them
 * by their rule. Used by the reader.
 */
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { primitives } from '../primitives.ts';
import { shown } from '../value-check.ts';
import { type Findings, ruleName } from './problem.ts';
import type { PropertyRule } from './rules.ts';

const xsdTypes: Readonly<Record<string, string>> = {
  'xsd:string': 'string',
  'xsd:boolean': 'boolean',
  'xsd:integer': 'integer',
  'http://www.w3.org/2001/XMLSchema#string': 'string',
  'http://www.w3.org/2001/XMLSchema#boolean': 'boolean',
  'http://www.w3.org/2001/XMLSchema#integer': 'integer',
};

/** Where a literal stands, and where its problems go. */
export interface LiteralPlace {
  readonly where: string;
  readonly findings: Findings;
  /** Whether keywords without a meaning here are refused. */
  readonly strict: boolean;
}

const valueKeywords: Readonly<Record<string, string>> = {
  '@context': 'valueObjectContext',
  '@graph': 'valueObjectGraph',
  '@id': 'valueObjectId',
  '@language': 'valueObjectLanguage',
};

/** The value of a literal property; undefined, with problems, when it breaks its rule. */
export function readLiteral(
  value: Json,
  rule: PropertyRule,
  { where, findings, strict }: LiteralPlace,
): Json | undefined {
  const datatype = rule.datatype ?? 'literal';
  const refuse = (kind: string, expected = `one ${datatype}`) => {
    findings.add(kind, where, { message: `the value is ${shown(value)}`, expected });
    return undefined;
  };
  const values: readonly Json[] = Array.isArray(value) ? value : [value];
  if (values.length !== 1) return refuse(`${datatype}MultipleValues`);
  let literal = values[0] as Json;
  let type: Json | undefined;
  if (isJsonObject(literal)) {
    const flaw = flawOfValueObject(literal, strict);
    if (flaw !== undefined) return refuse(flaw, 'an object of @value and @type');
    type = literal['@type'];
    literal = literal['@value'] as Json;
  }
  if (type !== undefined) {
    const flaw = flawOfType(type, literal, rule);
    if (flaw !== undefined) return refuse(flaw);
  }
  const flaw = flawOfLiteral(literal, rule);
  if (flaw === undefined) return literal;
  return refuse(flaw.rule, flaw.expected);
}

function flawOfValueObject(value: JsonObject, strict: boolean): string | undefined {
  if (!('@value' in value)) return 'objectNoValue';
  for (const key of Object.keys(value)) {
    if (key === '@value' || key === '@type') continue;
    if (!key.startsWith('@')) return 'valueObjectInvalidProp';
    const rule = valueKeywords[key];
    if (strict || (rule !== undefined && key !== '@language')) return rule ?? 'valueObjectKeyword';
  }
  return undefined;
}

function flawOfType(type: Json, literal: Json, rule: PropertyRule): string | undefined {
  const types = Array.isArray(type) ? type : [type];
  const named = typeof types[0] === 'string' ? xsdTypes[types[0]] : undefined;
  if (types.length !== 1) return 'literalTypeNotSingular';
  if (named === undefined) return 'literalTypeUnknown';
  if (rule.datatype !== undefined && named !== rule.datatype)
    return ruleName(`${rule.datatype}TypeNot`, rule.datatype);
  const kind = named === 'integer' ? 'number' : named;
  return typeof literal === kind ? undefined : ruleName(`${named}ValueNot`, named);
}

function flawOfLiteral(
  literal: Json,
  rule: PropertyRule,
): { readonly rule: string; readonly expected: string } | undefined {
  const { datatype, low, high } = rule;
  if (literal === null) return { rule: 'propertyValueNull', expected: `a ${datatype ?? 'value'}` };
  if (datatype === undefined) {
    const plain = typeof literal === 'string' || Number.isInteger(literal);
    return plain ? undefined : { rule: 'literalNotValid', expected: 'a string or a whole number' };
  }
  const primitive = primitives.get(datatype);
  if (primitive !== undefined && !primitive.accepts(literal)) {
    return { rule: ruleName(`${datatype}Not`, datatype), expected: primitive.expected };
  }
  if (typeof literal === 'number') {
    const within = literal >= (low ?? -Infinity) && literal <= (high ?? Infinity);
    const expected = low === high ? `${low}` : `${low ?? 'any'} … ${high ?? 'any'}`;
    return within ? undefined : { rule: 'valueOutOfRange', expected };
  }
  return typeof literal === 'string' ? flawOfText(literal, rule) : undefined;
}

/** Why a text breaks the length or pattern of its rule. */
export function flawOfText(
  text: string,
  rule: PropertyRule,
): { readonly rule: string; readonly expected: string } | undefined {
  if (rule.maxLength !== undefined && text.length > rule.maxLength) {
    return { rule: 'stringTooLong', expected: `at most ${rule.maxLength} characters` };
  }
  if (rule.pattern !== undefined && !patternOf(rule.pattern).test(text)) {
    return { rule: 'stringInvalid', expected: `a text of the form ${rule.pattern}` };
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

/** The compiled form of a rule's pattern. */
export function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const made = new RegExp(source);
  patterns.set(source, made);
  return made;
}
