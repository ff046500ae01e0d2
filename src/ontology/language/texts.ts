/**
 * Reads localised texts: a string, a map by language tag, or a list of value objects.
 * Used by the reader for `displayName` and `description`.
 */
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { LocalisedText } from '../catalogue.ts';
import { shown } from '../value-check.ts';
import type { LiteralPlace } from './literals.ts';
import { stepTo } from './problem.ts';
import type { PropertyRule } from './rules.ts';

const languageTag = /^[a-z]{2,4}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/;
const defaultTag = 'en';

/** The text by language tag; undefined, with problems, when it breaks its rule. */
export function readText(
  value: Json,
  rule: PropertyRule,
  { where, findings, strict }: LiteralPlace,
): LocalisedText | undefined {
  const text: Record<string, string> = {};
  const into: Into = { text, rule, strict, step: '' };
  const flaw = isJsonObject(value) ? readMap(value, into) : readList(value, into);
  if (flaw === undefined) return text;
  const most = rule.maxLength ?? 'any number of';
  findings.add(flaw, where + into.step, {
    ...(keyFlaws.has(flaw) && { ofKey: true }),
    message: `the text is ${shown(value)}`,
    expected: `a string of at most ${most} characters, or such strings by language tag ("en-US")`,
  });
  return undefined;
}

const keyFlaws: ReadonlySet<string> = new Set(['langMapObjKeyword', 'langStringInvalidCode']);

interface Into {
  readonly text: Record<string, string>;
  readonly rule: PropertyRule;
  readonly strict: boolean;
  /** Leads from the property to the text that is being read. */
  step: string;
}

/** Reads texts by language tag; gives the rule they break. */
function readMap(value: JsonObject, into: Into): string | undefined {
  const keys = Object.keys(value);
  if (keys.length === 2 && '@value' in value && '@language' in value)
    return 'langTagValueInLangMap';
  for (const tag of keys) {
    const each = value[tag];
    into.step = stepTo(tag);
    if (tag.startsWith('@')) return 'langMapObjKeyword';
    if (!languageTag.test(tag)) return 'langStringInvalidCode';
    if (typeof each !== 'string') return 'langStringValueNotString';
    const flaw = put(tag, each, into);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

/** Reads a text, or several, each a string or a value object. */
function readList(value: Json, into: Into): string | undefined {
  const several = Array.isArray(value);
  for (const [index, each] of (several ? (value as readonly Json[]) : [value]).entries()) {
    into.step = several ? `/${index}` : '';
    const flaw = isJsonObject(each)
      ? readValueObject(each, into)
      : typeof each === 'string'
        ? put(defaultTag, each, into)
        : 'langStringElementNotStringOrObject';
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

const elementKeywords: Readonly<Record<string, string>> = {
  '@context': 'langStringElementContext',
  '@id': 'langStringElementId',
  '@graph': 'langStringElementGraph',
};

function readValueObject(value: JsonObject, into: Into): string | undefined {
  const { '@value': text, '@language': tag = defaultTag } = value;
  if (typeof tag !== 'string' || tag === '') return 'langStringElementCodeNotString';
  if (!languageTag.test(tag)) return 'langStringElementInvalidCode';
  if (text === undefined) return 'langStringElementNoValue';
  if (typeof text !== 'string') return 'langStringElementValueNotString';
  for (const key of Object.keys(value)) {
    if (key === '@value' || key === '@language') continue;
    if (!key.startsWith('@')) return 'langStringElementInvalidProp';
    const rule = elementKeywords[key];
    if (rule !== undefined) return rule;
    if (into.strict) return key === '@type' ? 'langStringElementType' : 'langStringElementKeyword';
  }
  return put(tag, text, into);
}

function put(tag: string, each: string, { text, rule }: Into): string | undefined {
  if (each.length > (rule.maxLength ?? Infinity)) return 'langStringValueTooLong';
  if (Object.hasOwn(text, tag)) return 'langStringElementCodeNotUnique';
  text[tag] = each;
  return undefined;
}
