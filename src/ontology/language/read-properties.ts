/**
 * Reads the properties of an element by the rules of its class and types: literals and texts as
 * values, elements through the reader, references for later. Used by `read.ts`.
 */
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { lastSegment } from '../dtmi.ts';
import { nearName } from '../near-name.ts';
import { shown } from '../value-check.ts';
import { adviceOnProperty, adviceOnTerm, expectedValue } from './advice.ts';
import type { Scope } from './context.ts';
import { type Element, type Reference, ruleOf, type Value } from './element.ts';
import { flawOfText, readLiteral, wordOf } from './literals.ts';
import { flawOfProperty, identifierOf, propertyName, referenceOf, strangerOf } from './names.ts';
import { type Findings, stepTo } from './problem.ts';
import type { PropertyRule } from './rules.ts';
import { readText } from './texts.ts';
import type { Types } from './types.ts';

/** What surrounds an element. */
export interface Surroundings {
  readonly scope: Scope | undefined;
  readonly where: string;
  /** The interface that holds it. */
  readonly partition?: string | undefined;
  /** The rule of the property that holds it. */
  readonly rule?: PropertyRule | undefined;
}

/** What reads the elements inside properties: the reader of whole models. */
export interface ElementReader {
  readonly findings: Findings;
  /** Where references are put until they are filled in. */
  readonly references: Reference[];
  readElement(json: JsonObject, around: Surroundings): Element | undefined;
  /** Whether names that the language does not know may stand. */
  undefinedAllowed(scope: Scope): boolean;
}

/** Of so many times as many values as there may be, the first are read, and not a million. */
const farTooMany = 10;

interface Inside {
  readonly reader: ElementReader;
  readonly scope: Scope;
  readonly types: Types;
}

/** One property and what its value must be. */
interface Input {
  readonly name: string;
  readonly value: Json;
  readonly rule: PropertyRule;
  readonly where: string;
}

/** Reads all properties of an element's JSON into it. */
export function readProperties(json: JsonObject, element: Element, inside: Inside): void {
  const { findings } = inside.reader;
  for (const [key, value] of Object.entries(json)) {
    if (key.startsWith('@')) {
      judgeKeyword(key, element, inside);
      continue;
    }
    const name = propertyName(identifierOf(key, inside.scope), element);
    const rule = name === undefined ? undefined : ruleOf(element, name);
    if (name === undefined || rule === undefined || rule.maxCount === 0) {
      judgeStranger({ key, value, element }, { ...inside, typed: '@type' in json });
    } else if (element.given.has(name)) {
      const message = `${name} is given twice`;
      const expected = 'each property once';
      const place = element.where + stepTo(key);
      findings.add('duplicatePropertyName', place, { message, expected, ofKey: true });
    } else {
      element.given.add(name);
      readProperty(element, { name, value, rule, where: `${element.where}/${name}` }, inside);
    }
  }
}

function judgeKeyword(key: string, element: Element, { reader, scope }: Inside): void {
  if (key === '@context' || key === '@id' || key === '@type') return;
  if (!scope.language.strictKeywords && key !== '@graph') return;
  const rule = key === '@graph' ? 'graphDisallowed' : 'keywordDisallowed';
  reader.findings.add(rule, element.where + stepTo(key), {
    message: `the keyword ${key.slice(0, 64)} may not stand here`,
    expected: '@context, @id and @type only',
    ofKey: true,
  });
}

function judgeStranger(
  given: { readonly key: string; readonly value: Json; readonly element: Element },
  { reader, scope, types, typed }: Inside & { readonly typed: boolean },
): void {
  const { key, element } = given;
  const kind = strangerOf(key, scope);
  const flaw = flawOfProperty(kind, scope, { strangeCotype: types.strange, typed });
  if (flaw === undefined) return;
  const known = Object.entries(scope.language.classes[element.type]?.properties ?? {})
    .filter(([, rule]) => rule.maxCount !== 0)
    .map(([name]) => name);
  const near = nearName(key, known);
  const meant = near === undefined ? undefined : `did you mean ${near}?`;
  reader.findings.add(flaw, element.where + stepTo(key), {
    ofKey: true,
    message: `${element.type} has no property ${key.slice(0, 128)}`,
    expected: `one of ${known.join(', ')}`,
    action: adviceOnProperty(given, scope) ?? meant,
  });
}

function readProperty(element: Element, input: Input, inside: Inside): void {
  if (input.rule.kind === 'object') {
    readObjects(element, input, inside);
    return;
  }
  const literal = readValue(input, inside);
  if (literal !== undefined) element.literals.set(input.name, literal);
}

function readValue(
  { value, rule, where }: Input,
  { reader: { findings }, scope }: Inside,
): Json | undefined {
  const at = { where, findings, strict: scope.language.strictKeywords };
  const word = rule.kind === 'iri' ? 'identifier' : wordOf(rule.datatype);
  if (Array.isArray(value) && value.length === 0) {
    if ((rule.minCount ?? 0) === 0) return undefined;
    findings.add(`${word}CountBelowMin`, where, {
      message: 'there are no values',
      expected: 'one',
    });
    return undefined;
  }
  if (rule.kind === 'literal') return readLiteral(value, rule, at);
  if (rule.kind === 'text') return readText(value, rule, at);
  const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const flaw = values.length > 1 ? 'MultipleValues' : flawOfIri(values[0] as Json, rule, scope);
  if (flaw === undefined) return identifierOf(String(values[0]), scope);
  findings.add(`identifier${flaw}`, where, {
    message: `the value is ${shown(value)}`,
    expected: 'one DTMI',
  });
  return undefined;
}

function flawOfIri(value: Json, rule: PropertyRule, scope: Scope): string | undefined {
  if (typeof value !== 'string') return 'NotString';
  const iri = referenceOf(value, scope);
  if (iri === undefined) return 'NotDtmi';
  const flaw = flawOfText(iri, rule);
  return flaw && (flaw.rule === 'stringTooLong' ? 'TooLong' : 'Invalid');
}

function readObjects(element: Element, input: Input, inside: Inside): void {
  const given = Array.isArray(input.value) ? (input.value as readonly Json[]) : [input.value];
  const { maxCount = Infinity } = input.rule;
  const values = given.length > maxCount * farTooMany ? given.slice(0, maxCount) : given;
  const made: Value[] = [];
  element.objects.set(input.name, made);
  judgeCount(given.length, input, inside);
  const names = values.length > 1 ? new Set<string>() : undefined;
  for (const [position, value] of values.entries()) {
    const where = `${input.where}${stepOf(value, position, names)}`;
    const child = readObject(element, { ...input, value, where }, inside);
    if (child !== undefined) made.push({ element: child, referred: false, where });
  }
}

/** The step to a value: its name, or its position among several, `names` being those before it. */
function stepOf(value: Json, position: number, names: Set<string> | undefined): string {
  const name = isJsonObject(value) ? value.name : undefined;
  if (typeof name === 'string' && names?.has(name) !== true) {
    names?.add(name);
    return stepTo(name);
  }
  return names === undefined ? '' : `/${position}`;
}

function judgeCount(count: number, { rule, where }: Input, { reader }: Inside): void {
  const { minCount = 0, maxCount = Infinity } = rule;
  if (count >= minCount && count <= maxCount) return;
  const tooMany = maxCount === 1 ? 'objectMultipleValues' : 'objectCountAboveMax';
  reader.findings.add(count < minCount ? 'objectCountBelowMin' : tooMany, where, {
    message: count === 1 ? 'there is 1 value' : `there are ${count} values`,
    expected: expectedCount(minCount, maxCount),
  });
}

function expectedCount(least: number, most: number): string {
  if (most === Infinity) return `at least ${least}`;
  if (least === 0) return `at most ${most}`;
  return least === most ? `exactly ${most}` : `${least} to ${most}`;
}

function readObject(from: Element, input: Input, inside: Inside): Element | undefined {
  const { value, rule, where, name } = input;
  const { findings, references } = inside.reader;
  if (isJsonObject(value)) return readInline(from, value, input, inside);
  const id = typeof value === 'string' ? referenceOf(value, inside.scope) : undefined;
  const term = value !== id;
  if (id !== undefined) references.push({ from, property: name, rule, to: id, term, where });
  else {
    const kind = typeof value === 'string' ? 'badDtmiOrTerm' : 'refNotStringOrObject';
    findings.add(kind, where, {
      message: `the value is ${shown(value)}`,
      expected: expectedValue(rule, inside.scope.language),
      action: typeof value === 'string' ? adviceOnTerm(value, rule, inside.scope) : undefined,
    });
  }
  return undefined;
}

function readInline(
  { partition }: Element,
  json: JsonObject,
  { rule, where }: Input,
  { reader, scope }: Inside,
): Element | undefined {
  const refuse = (kind: string, message: string, expected: string) => {
    reader.findings.stop(kind, where, { message, expected });
    return undefined;
  };
  const keys = Object.keys(json);
  if (keys.length === 1 && keys[0] === '@id') {
    const message = 'the reference is an object that holds only @id';
    reader.findings.add('idReference', where, { message, expected: 'the DTMI as a string' });
    return undefined;
  }
  if (json['@id'] === undefined) {
    if (rule.needsId) return refuse('missingRequiredId', 'it has no @id', 'an element with @id');
    const { segment } = rule;
    const key = keys.find((each) => lastSegment(identifierOf(each, scope) ?? '') === segment);
    const flaw = segment === undefined ? undefined : flawOfSegment(key && json[key]);
    if (flaw) return refuse(flaw, `it has no ${segment}`, `an element with @id or ${segment}`);
  }
  return reader.readElement(json, { scope, where, partition, rule });
}

/** The rule that the name of a value without identifier breaks, which stands for one. */
function flawOfSegment(value: Json | undefined): string | undefined {
  if (value === undefined) return 'missingDtmiSegPropertyValue';
  const only = Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
  const literal = isJsonObject(only) ? only['@value'] : only;
  const fits = typeof literal === 'string' || typeof literal === 'number';
  return fits ? undefined : 'dtmiSegPropertyNotStringOrNumber';
}
