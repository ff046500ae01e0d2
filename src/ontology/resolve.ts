/**
 * Resolves DTDL documents into the catalogue: every interface with all it inherits.
 * Called by the checked store when models change, by the loader and by `ontology check`.
 */
import type { Problem } from '../model/errors.ts';
import type { JsonObject } from '../model/json.ts';
import { problemsOfBindings } from './bindings.ts';
import type { Binding, Catalogue, Content, Interface } from './catalogue.ts';
import { interfaceOf } from './interface-of.ts';
import { type Element, objectOf, objectsOf } from './language/element.ts';
import { lineage } from './language/inheritance.ts';
import { judgeModels } from './language/language.ts';
import { modelOf } from './language/problem.ts';

/** What came of some documents. */
export interface Resolved {
  /** The interfaces that are right; those with problems, or built on such, are left out. */
  readonly catalogue: Catalogue;
  readonly problems: readonly Problem[];
}

/** Resolves documents, each one interface; problems name the model, the element and the rule. */
export function resolveOntology(
  documents: readonly JsonObject[],
  bindings: readonly Binding[] = [],
): Resolved {
  const judgement = judgeModels(documents);
  const refused = new Set(judgement.problems.map(modelOf));
  const elements = [...judgement.definitions.values()].filter(({ type }) => type === 'Interface');
  const right: Element[] = [];
  const problems: Problem[] = [...judgement.problems];
  for (const element of elements) {
    if (refused.has(modelOf(element))) continue;
    const reason = [...foundations(element)].find((each) => refused.has(modelOf(each)));
    if (reason === undefined) right.push(element);
    else problems.push(builtOnRefused(element, reason));
  }
  const documentsByPlace = new Map(
    judgement.models.map(({ where, document }) => [where, document]),
  );
  const interfaces = interfacesOf(right, (element) => documentsByPlace.get(modelOf(element)) ?? {});
  const catalogue = catalogueOf(interfaces, bindings);
  return { catalogue, problems: [...problems, ...problemsOfBindings(catalogue)] };
}

/** All interfaces that an interface needs: those it extends and those of its components. */
function foundations(element: Element): ReadonlySet<Element> {
  const found = new Set([element]);
  for (const each of found) {
    for (const parent of objectsOf(each, 'extends')) found.add(parent);
    for (const content of objectsOf(each, 'contents')) {
      const schema = content.type === 'Component' ? objectOf(content, 'schema') : undefined;
      if (schema !== undefined) found.add(schema);
    }
  }
  return found;
}

function builtOnRefused(element: Element, reason: Element): Problem {
  return {
    code: 'VALIDATION_FAILED',
    where: element.where,
    message: `it is built on ${reason.id ?? reason.where}, which has problems`,
    expected: 'only interfaces without problems',
    action: 'correct that interface first',
  };
}

function interfacesOf(
  elements: readonly Element[],
  documentOf: (element: Element) => JsonObject,
): Map<string, Interface> {
  const own = new Map(
    elements.map((element) => [element, interfaceOf(element, documentOf(element))]),
  );
  const interfaces = new Map<string, Interface>();
  for (const [element, mine] of own) {
    const ancestors = new Set<string>();
    const contents = new Map<string, Content>();
    for (const each of lineage(element)) {
      const part = own.get(each);
      if (part === undefined) continue;
      ancestors.add(part.id);
      for (const [name, content] of part.contents) contents.set(name, content);
    }
    interfaces.set(mine.id, { ...mine, ancestors, contents });
  }
  return interfaces;
}

function catalogueOf(
  interfaces: ReadonlyMap<string, Interface>,
  bindings: readonly Binding[],
): Catalogue {
  const subtypes = subtypesOf(interfaces);
  const none: ReadonlySet<string> = new Set();
  return {
    interfaces,
    bindings,
    interface: (id) => interfaces.get(id),
    isA: (model, ancestor) => interfaces.get(model)?.ancestors.has(ancestor) ?? false,
    subtypes: (id) => subtypes.get(id) ?? none,
  };
}

function subtypesOf(interfaces: ReadonlyMap<string, Interface>): Map<string, Set<string>> {
  const subtypes = new Map<string, Set<string>>();
  for (const { id, ancestors } of interfaces.values()) {
    for (const ancestor of ancestors) {
      const found = subtypes.get(ancestor);
      if (found === undefined) subtypes.set(ancestor, new Set([id]));
      else found.add(id);
    }
  }
  return subtypes;
}
