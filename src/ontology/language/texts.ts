/**
 * Reads localised texts: a string, a map by language tag, or a list of value objects.
 * Used by the reader for `displayName` and `description`.
 */
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { LocalisedText } from '../catalogue.ts';
import { shown } from '../value-check.ts';
import type { LiteralPlace } from './literals.ts';
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
  const add = (tag: Json, each: Json | undefined): string | undefined => {
    if (typeof tag !== 'string' || !languageTag.test(tag)) return 'langStringInvalidCode';
    if (typeof each !== 'string') return 'langStringValueNotString';
    if (each.length > (rule.maxLength ?? Infinity)) return 'langStringValueTooLong';
    if (Object.hasOwn(text, tag)) return 'langStringNotUnique';
    text[tag] = each;
    return undefined;
  };
  const flaw = readAll(value, { add, strict });
  if (flaw === undefined) return text;
  const most = rule.maxLength ?? 'any number of';
  findings.add(flaw, where, {
    message: `the text is ${shown(value)}`,
    expected: `a string of at most ${most} characters, or such strings by language tag ("en-US")`,
  });
  return undefined;
}

interface Into {
  /** Adds a text; gives the rule it breaks. */
  add(tag: Json, text: Json | undefined): string | undefined;
  readonly strict: boolean;
}

function readAll(value: Json, into: Into): string | undefined {
  if (Array.isArray(value)) {
    return firstFlaw(value as readonly Json[], (each) =>
      isJsonObject(each) ? readValueObject(each, into) : into.add(defaultTag, each),
    );
  }
  if (!isJsonObject(value)) return into.add(defaultTag, value);
  if ('@value' in value) {
    return '@language' in value ? 'langTagValueInLangMap' : readValueObject(value, into);
  }
  return firstFlaw(Object.entries(value), ([tag, text]) =>
    tag.startsWith('@') ? 'langMapObjKeyword' : into.add(tag, text),
  );
}

function readValueObject(value: JsonObject, { add, strict }: Into): string | undefined {
  if (!('@value' in value)) return 'langStringElementNoValue';
  const strangers = Object.keys(value).filter((key) => key !== '@value' && key !== '@language');
  if (strangers.includes('@graph')) return 'langStringElementGraph';
  if (strangers.some((key) => !key.startsWith('@'))) return 'langStringElementInvalidProp';
  if (strict && strangers.length > 0) return 'langStringElementKeyword';
  return add(value['@language'] ?? defaultTag, value['@value']);
}

function firstFlaw<T>(
  items: readonly T[],
  flawOf: (item: T) => string | undefined,
): string | undefined {
  for (const item of items) {
    const flaw = flawOf(item);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}
