/**
 * Reads literal values, plain (`5`) or as JSON-LD value objects (`{"@value": 5}`), and judges them
 * by their rule. Used by the reader.
 */
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { primitives } from '../primitives.ts';
import { shown } from '../value-check.ts';
import { own } from './element.ts';
import { type Findings, ruleName, withArticle } from './problem.ts';
import type { PropertyRule } from './rules.ts';

/** Of each datatype, the word for it in names of rules and the JSON type of its values. */
const datatypes: Readonly<Record<string, { readonly word: string; readonly type: string }>> = {
  string: { word: 'string', type: 'string' },
  boolean: { word: 'boolean', type: 'boolean' },
  integer: { word: 'integer', type: 'number' },
  decimal: { word: 'numeric', type: 'number' },
  duration: { word: 'duration', type: 'string' },
};
const xsd = /^(?:xsd:|http:\/\/www\.w3\.org\/2001\/XMLSchema#)(\w+)$/;

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
  const word = wordOf(rule.datatype);
  const refuse = (kind: string, expected = `one ${word}`) => {
    findings.add(kind, where, { message: `the value is ${shown(value)}`, expected });
    return undefined;
  };
  const values: readonly Json[] = Array.isArray(value) ? value : [value];
  if (values.length !== 1) return refuse(`${word}MultipleValues`);
  let literal = values[0] as Json;
  if (isJsonObject(literal)) {
    const flaw = flawOfValueObject(literal, { strict, word });
    if (flaw !== undefined) return refuse(flaw, 'an object of @value and @type');
    const mistyped = flawOfType(literal, rule);
    if (mistyped !== undefined) return refuse(mistyped);
    literal = literal['@value'] as Json;
  }
  const flaw = flawOfLiteral(literal, rule);
  if (flaw === undefined) return literal;
  return refuse(flaw.rule, flaw.expected);
}

/** The word for a datatype in names of rules; `literal` where there is none. */
export function wordOf(datatype: string | undefined): string {
  return datatype === undefined ? 'literal' : (own(datatypes, datatype)?.word ?? datatype);
}

function flawOfValueObject(
  value: JsonObject,
  { strict, word }: { readonly strict: boolean; readonly word: string },
): string | undefined {
  if (!('@value' in value)) return `${word}ObjectNoValue`;
  for (const key of Object.keys(value)) {
    if (key === '@value' || key === '@type') continue;
    if (!key.startsWith('@')) return 'valueObjectInvalidProp';
    const rule = valueKeywords[key];
    if (strict || (rule !== undefined && key !== '@language')) return rule ?? 'valueObjectKeyword';
  }
  return undefined;
}

function flawOfType(object: JsonObject, rule: PropertyRule): string | undefined {
  const [type, value] = [object['@type'], object['@value']];
  const types = type === undefined ? [] : Array.isArray(type) ? type : [type];
  if (types.length > 1 || (type !== undefined && types.length === 0)) {
    return 'literalTypeNotSingular';
  }
  const [given] = types;
  const named = typeof given === 'string' ? xsd.exec(given)?.[1] : undefined;
  const datatype = rule.datatype ?? named;
  if (datatype === undefined) return given === undefined ? undefined : 'literalNotValid';
  const word = wordOf(datatype);
  if (given !== undefined && named !== datatype) return ruleName(`${word}TypeNot`, word);
  const known = own(datatypes, datatype);
  if (known === undefined) return 'literalNotValid';
  const whole = datatype !== 'integer' || Number.isInteger(value);
  if (whole && typeof value === known.type) return undefined;
  return ruleName(`${word}ValueNot`, word === 'duration' ? 'string' : word);
}

function flawOfLiteral(
  literal: Json,
  rule: PropertyRule,
): { readonly rule: string; readonly expected: string } | undefined {
  const { datatype } = rule;
  if (literal === null)
    return { rule: 'propertyValueNull', expected: withArticle(datatype ?? 'value') };
  if (datatype === undefined) {
    const plain = typeof literal !== 'object';
    return plain ? undefined : { rule: 'literalNotValid', expected: 'a string or a whole number' };
  }
  const word = wordOf(datatype);
  const kind = own(datatypes, datatype)?.type;
  const primitive = primitives.get(datatype === 'decimal' ? 'double' : datatype);
  if (primitive !== undefined && !primitive.accepts(literal)) {
    const form = datatype === 'duration' && typeof literal === kind;
    const flaw = ruleName(`${word}Not`, datatype === 'duration' ? 'string' : word);
    return { rule: form ? 'durationInvalid' : flaw, expected: primitive.expected };
  }
  if (typeof literal === 'number') return flawOfNumber(literal, rule);
  return typeof literal === 'string' ? flawOfText(literal, rule) : undefined;
}

function flawOfNumber(
  number: number,
  { low, high }: PropertyRule,
): { readonly rule: string; readonly expected: string } | undefined {
  const [below, above] = [number < (low ?? -Infinity), number > (high ?? Infinity)];
  if (!below && !above) return undefined;
  if (low === high) return { rule: 'valueNotExact', expected: `${low}` };
  const range = low !== undefined && high !== undefined;
  const rule = ruleName(
    `value${below ? 'Below' : 'Above'}`,
    range ? 'range' : below ? 'min' : 'max',
  );
  return { rule, expected: `${low ?? 'any'} … ${high ?? 'any'}` };
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
