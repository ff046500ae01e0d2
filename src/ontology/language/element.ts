/**
 * An element of the language as it was read: every name resolved to its class or property,
 * references to other elements filled in. Made by the reader, judged by the rules, turned into
 * the catalogue's interfaces by `interface-of.ts`.
 */
import type { Json } from '../../model/json.ts';
import type { CotypeRule, LanguageRules, PropertyRule } from './rules.ts';

/** An element, its properties by short name. */
export interface Element {
  /** DTMI; undefined for an element that was given none. */
  readonly id: string | undefined;
  /** Material class without namespace and version: `Telemetry`, `Double`. */
  readonly type: string;
  /** Supplemental types. */
  readonly cotypes: readonly CotypeRule[];
  readonly language: LanguageRules;
  /** Place in the document: the model and the path within it. */
  readonly where: string;
  /** The interface that holds it; undefined for elements of the language itself. */
  readonly partition: string | undefined;
  /** For a member of one of the language's enumerations: which. */
  readonly memberOf?: string;
  /** Short names of the properties that the document gives it, right or wrong. */
  readonly given: Set<string>;
  /** Properties whose values are literals or localised texts, by short name. */
  readonly literals: Map<string, Json>;
  /** Properties whose values are elements, by short name. */
  readonly objects: Map<string, Value[]>;
}

/** An element under a property, inline or referred to. */
export interface Value {
  readonly element: Element;
  readonly referred: boolean;
  /** The place of the value in the document, inline or not; undefined in the language's own. */
  readonly where: string | undefined;
}

/** A reference that was read and not yet filled in. */
export interface Reference {
  readonly from: Element;
  readonly property: string;
  readonly rule: PropertyRule;
  readonly to: string;
  /** Whether it is given as a term of the language. */
  readonly term: boolean;
  /** Its own place in the document. */
  readonly where: string;
}

/** The single element under a property, undefined where there is none. */
export function objectOf(element: Element, property: string): Element | undefined {
  return element.objects.get(property)?.[0]?.element;
}

/** All elements under a property. */
export function objectsOf(element: Element, property: string): readonly Element[] {
  return element.objects.get(property)?.map((value) => value.element) ?? [];
}

/** The identifier of an element that passed the rule that it has one. */
export function idOf(element: Element | undefined): string {
  if (element?.id === undefined) throw new TypeError('this element of the language has an id');
  return element.id;
}

/** Whether an element is of a class or of one that specialises it. */
export function isOf(element: Element, name: string): boolean {
  return element.language.classes[element.type]?.isA.includes(name) ?? false;
}

/** The rule for a property of an element: its class's, or one of its supplemental types'. */
export function ruleOf(
  { language, type, cotypes }: Pick<Element, 'language' | 'type' | 'cotypes'>,
  property: string,
): PropertyRule | undefined {
  const ofClass = own(language.classes[type]?.properties, property);
  if (ofClass !== undefined) return ofClass;
  const brings = cotypes.find((cotype) => own(cotype.properties, property) !== undefined);
  return brings?.properties[property];
}

/** Whether a type may be added to an element by the element's class and its DTDL version. */
export function placeOf(element: Element, cotype: CotypeRule): 'right' | 'version' | 'class' {
  let place: 'version' | 'class' = 'class';
  for (const each of cotype.on) {
    const name = each.slice(0, each.indexOf(';'));
    if (!isOf(element, name) && !element.cotypes.some(({ isA }) => isA.includes(name))) continue;
    if (each.endsWith(`;${element.language.version}`)) return 'right';
    place = 'version';
  }
  return place;
}

/** A field of a record that may be named like one of its prototype. */
export function own<T>(
  record: Readonly<Record<string, T>> | undefined,
  key: string,
): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
