/**
 * What to do about names that a document cannot use as it stands, but the language knows: which
 * extension its @context lacks, which type brings a property, which terms a value may be. Called
 * by the rules only where there is a problem.
 */
import { lastSegment } from '../dtmi.ts';
import { nearName } from '../near-name.ts';
import { listed } from '../value-check.ts';
import type { Scope } from './context.ts';
import { type Element, own, placeOf } from './element.ts';
import { withArticle } from './problem.ts';
import {
  type ContextRules,
  type CotypeRule,
  type LanguageRules,
  languageRules,
  type PropertyRule,
} from './rules.ts';

type Extension = readonly [specifier: string, rules: ContextRules];

/** The extensions of a DTDL version: the language's own before those of partners, the latest first. */
function extensionsOf(version: number): readonly Extension[] {
  const all = Object.entries(languageRules().extensions);
  const rank = ([specifier, { implicit }]: Extension) =>
    (implicit === true ? 0 : 1000) + Number(specifier.split(';')[1]);
  return all.filter(([, rules]) => rules.version === version).sort((a, b) => rank(b) - rank(a));
}

/** What to do about a name in `@type` that is no type in scope; `known` are the names that are. */
export function adviceOnType(
  name: string,
  scope: Scope,
  known: readonly string[],
): string | undefined {
  const { language } = scope;
  const [instance, another] = own(language.elements, name) ?? [];
  if (instance !== undefined && another === undefined) {
    return `write "${lastSegment(instance)}" in place of the object`;
  }
  const extensions = extensionsOf(language.version);
  const typesIn = ([, { cotypes }]: Extension) =>
    Object.values(cotypes).filter(({ abstract }) => abstract !== true);
  const bringing = (type: string) =>
    extensions.find((each) =>
      typesIn(each).some(({ id }) => id === type || lastSegment(id) === type),
    );
  const extension = bringing(name);
  if (extension !== undefined) return listing(extension, scope);
  const elsewhere = extensions.flatMap(typesIn).map(({ id }) => lastSegment(id));
  const near = nearName(name, [...known, ...elsewhere]);
  if (near === undefined) return undefined;
  const its = known.includes(near) ? undefined : bringing(near);
  return `did you mean ${near}?${its ? ` Then ${listing(its, scope)}` : ''}`;
}

/** How a document lists an extension that it does not list, or in an earlier version. */
function listing([specifier]: Extension, { cotypes }: Scope): string {
  const [name, version] = specifier.split(';');
  const isOlder = [...cotypes.keys()].some((id) => id.startsWith(`${name}:v`));
  if (isOlder) return `raise ${name} in @context to version ${version}`;
  return `add "${specifier}" to @context`;
}

/** A property that an element has and its class and types do not. */
interface Given {
  readonly key: string;
  readonly value: unknown;
  readonly element: Element;
}

/** What to do about a property that only a supplemental type brings; undefined where none does. */
export function adviceOnProperty(given: Given, scope: Scope): string | undefined {
  const here = bringers(given, scope.cotypes.values());
  if (here.length > 0) return typed(given, here);
  for (const extension of extensionsOf(scope.language.version)) {
    const there = bringers(given, Object.values(extension[1].cotypes));
    if (there.length > 0) return `${listing(extension, scope)}; ${typed(given, there)}`;
  }
  return undefined;
}

/** The types that may be added to the element and bring the property. */
function bringers({ key, element }: Given, cotypes: Iterable<CotypeRule>): CotypeRule[] {
  return [...cotypes].filter(
    (cotype) =>
      cotype.abstract !== true &&
      own(cotype.properties, key) !== undefined &&
      placeOf(element, cotype) === 'right',
  );
}

function typed({ key, value, element }: Given, brought: readonly CotypeRule[]): string {
  const quantities = brought.filter(({ properties }) => properties[key]?.memberOf !== undefined);
  if (quantities.length === 0) return `${key} comes with a type: ${typesWith(element, brought)}`;
  const needs = 'a unit needs a semantic type of its quantity';
  const unit = lastSegment(String(value));
  const fitting = quantities.filter(({ properties }) =>
    unitsOf(properties[key]?.memberOf ?? '', element.language).includes(unit),
  );
  if (fitting.length > 0) {
    // Distances, too, are in units of length: the type that the units are named after comes first.
    const named = ({ properties, isA }: CotypeRule) =>
      properties[key]?.memberOf === `${isA[0]}Unit` ? 0 : 1;
    return `${needs}: ${typesWith(
      element,
      fitting.sort((a, b) => named(a) - named(b)),
    )}`;
  }
  return `${needs}, one of ${listed(quantities.map(({ isA }) => String(isA[0])))}`;
}

/** `@type` of an element with a further type, and what could stand for that. */
function typesWith({ type, cotypes }: Element, [first, ...others]: readonly CotypeRule[]): string {
  const names = [type, ...cotypes.map(({ isA }) => isA[0]), ...(first?.with ?? []), first?.isA[0]];
  const quoted = [...new Set(names)].map((name) => `"${name}"`).join(', ');
  const instead = others.length === 0 ? '' : ` (or ${others.map(({ isA }) => isA[0]).join(', ')})`;
  return `"@type": [${quoted}]${instead}`;
}

/** The terms of the units of a class of units, in the language or its extensions. */
export function unitsOf(units: string, { version, elements }: LanguageRules): readonly string[] {
  const groups = [elements, ...extensionsOf(version).map(([, rules]) => rules.elements)];
  const ids = groups.map((each) => own(each, units)).find((each) => each !== undefined);
  return ids?.map(lastSegment) ?? [];
}

/** The terms of the language that may be values by a rule. */
function termsOf({ classes = [], memberOf }: PropertyRule, language: LanguageRules): string[] {
  if (memberOf !== undefined) return [...unitsOf(memberOf, language)];
  return Object.entries(language.elements).flatMap(([group, ids]) => {
    const isA = own(language.classes, group)?.isA ?? (group === 'Geospatial' ? ['Schema'] : []);
    return classes.some((each) => isA.includes(each)) ? ids.map(lastSegment) : [];
  });
}

/** What the value of a property may be, where it is neither an element nor a name for one. */
export function expectedValue(rule: PropertyRule, language: LanguageRules): string {
  const terms = termsOf(rule, language);
  if (rule.memberOf !== undefined && terms.length > 0) return `one of ${listed(terms)}`;
  const what = rule.classes === undefined ? 'an element' : withArticle(rule.classes);
  return terms.length === 0 ? `${what} or its DTMI` : `${what}, its DTMI, or ${listed(terms)}`;
}

/** What to do about a value that is no term for what the rule wants. */
export function adviceOnTerm(
  name: string,
  rule: PropertyRule,
  { language, terms }: Pick<Scope, 'language' | 'terms'>,
): string | undefined {
  const fitting = termsOf(rule, language);
  const near = nearName(name, fitting.length > 0 ? fitting : terms.keys());
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** The classes that an element of one of these can be given in `@type`. */
export function expectedTypes(classes: readonly string[], language: LanguageRules): string {
  const concrete = Object.entries(language.classes).filter(
    ([name, { isA, abstract }]) =>
      abstract !== true &&
      own(language.elements, name) === undefined &&
      classes.some((each) => isA.includes(each)),
  );
  const names = concrete.map(([name]) => name);
  return names.length < 2 ? withArticle(classes) : `one of ${listed(names)}`;
}
