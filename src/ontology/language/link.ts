/**
 * Fills in the references between elements: to others of the batch, to elements of the language
 * itself, or to nothing, which is a problem. Used by `language.ts` after all models are read.
 */
import { lastSegment } from '../dtmi.ts';
import { nearName } from '../near-name.ts';
import { adviceOnTerm, expectedValue } from './advice.ts';
import type { Element, Reference, Value } from './element.ts';
import type { Findings } from './problem.ts';
import type { Reader } from './read.ts';
import type { ContextRules, LanguageRules, Rules } from './rules.ts';

/**
 * Fills in every reference that was read; gives the identifiers of what is missing. `broken` are
 * those of models of the batch of which no element could be made.
 */
export function linkReferences(
  reader: Reader,
  rules: Rules,
  broken: ReadonlySet<string>,
): Set<string> {
  const { findings } = reader;
  const standard = standardElements(rules);
  const missing = new Set<string>();
  const advice = adviceFor(reader);
  for (const reference of reader.references) {
    const target = reader.definitions.get(reference.to) ?? standard.get(reference.to);
    if (target !== undefined) put(reference, target);
    else {
      missing.add(reference.to);
      if (broken.has(reference.to)) refuseBroken(reference, findings);
      else if (reference.term) refuseTerm(reference, findings);
      else refuse(reference, { action: advice(reference.to), rules, findings });
    }
  }
  return missing;
}

/** The search for a near name passes over all definitions, so only the first misses get one. */
const mostAdvice = 100;

function adviceFor({ definitions }: Reader): (id: string) => string {
  const given = new Map<string, string>();
  return (id) => {
    const known = given.get(id);
    if (known !== undefined) return known;
    const near = given.size < mostAdvice ? nearName(id, definitions.keys()) : undefined;
    const action =
      near === undefined ? 'load the model that defines it too' : `did you mean ${near}?`;
    given.set(id, action);
    return action;
  };
}

function put({ from, property, where }: Reference, element: Element): void {
  const values = from.objects.get(property) ?? [];
  values.push({ element, referred: true, where } satisfies Value);
  from.objects.set(property, values);
}

function refuse(
  { where, to }: Reference,
  { action, rules, findings }: { action: string; rules: Rules; findings: Findings },
): void {
  const reserved = reservedPrefixes(rules).some((prefix) => to.startsWith(prefix));
  const rule = reserved ? 'undefinedReservedId' : 'unresolvedReference';
  findings.add(rule, where, {
    message: `${to.slice(0, 256)} is not defined`,
    expected: 'an element of the language or of a model that is loaded with it or before it',
    action,
  });
}

/** Refuses a term that names no element, such as a class or a property. */
function refuseTerm({ where, to, from: { language }, rule }: Reference, findings: Findings): void {
  const name = lastSegment(to);
  findings.add('badType', where, {
    message: `${name} is no value that may stand here`,
    expected: expectedValue(rule, language),
    action: adviceOnTerm(name, rule, { language, terms: new Map() }),
  });
}

function refuseBroken({ to, where }: Reference, findings: Findings): void {
  findings.add('unresolvedReference', where, {
    message: `${to.slice(0, 256)} has problems of its own`,
    expected: 'a model without problems',
    action: 'correct that model first',
  });
}

/** Beginnings of identifiers that the language and its extensions keep for themselves. */
function reservedPrefixes({ languages, extensions }: Rules): readonly string[] {
  return [...Object.values(languages), ...Object.values(extensions)].flatMap(
    (each) => each.reserved,
  );
}

let standardOf: { readonly rules: Rules; readonly elements: Map<string, Element> } | undefined;

/** The language's own elements: primitive schemas, units and their enumerations. */
export function standardElements(rules: Rules): ReadonlyMap<string, Element> {
  if (standardOf?.rules === rules) return standardOf.elements;
  const elements = new Map<string, Element>();
  for (const language of Object.values(rules.languages)) addElements(elements, language, language);
  for (const extension of Object.values(rules.extensions)) {
    const language = rules.languages[extension.version];
    if (language !== undefined) addElements(elements, extension, language);
  }
  standardOf = { rules, elements };
  return elements;
}

function addElements(
  elements: Map<string, Element>,
  { elements: groups, objects = {} }: ContextRules,
  language: LanguageRules,
): void {
  for (const [group, ids] of Object.entries(groups)) {
    const members = ids.map((id) => standardElement(id, group, language));
    for (const member of members) elements.set(member.id as string, member);
  }
  for (const [id, fields] of Object.entries(objects)) {
    elements.get(id)?.objects.set('fields', fieldsOf(fields, language, elements));
  }
  for (const id of groups.Enum ?? []) {
    const members = (groups[lastSegment(id)] ?? []).map((each) => elements.get(each));
    const known = members.filter((member) => member !== undefined);
    elements.get(id)?.objects.set(
      'enumValues',
      known.map((element) => ({ element, referred: true, where: undefined })),
    );
  }
}

function standardElement(id: string, group: string, language: LanguageRules): Element {
  const isClass = Object.hasOwn(language.classes, group);
  const name = lastSegment(id);
  return {
    id,
    type: isClass ? group : group === 'Geospatial' ? 'Object' : 'EnumValue',
    cotypes: [],
    language,
    where: id,
    given: new Set(),
    partition: undefined,
    ...(!isClass && { memberOf: group }),
    literals: new Map([
      ['name', name],
      ['enumValue', name],
    ]),
    objects: new Map(),
  };
}

/** The fields of an object schema of the language, each of a primitive schema. */
function fieldsOf(
  fields: Readonly<Record<string, string>>,
  language: LanguageRules,
  elements: ReadonlyMap<string, Element>,
): Value[] {
  return Object.entries(fields).map(([name, primitive]) => {
    const field = standardElement(name, 'Field', language);
    const id = language.terms.find((term) => lastSegment(term) === primitive);
    const schema = id === undefined ? undefined : elements.get(id);
    const value = { referred: true, where: undefined };
    if (schema !== undefined) field.objects.set('schema', [{ ...value, element: schema }]);
    return { ...value, element: field };
  });
}
