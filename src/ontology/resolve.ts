/**
 * Resolves DTDL documents into the catalogue: every interface with all it inherits.
 * Called by the checked store when models change, by the loader and by `ontology check`.
 */
import type { Problem } from '../model/errors.ts';
import type { JsonObject } from '../model/json.ts';
import { problemsOfBindings } from './bindings.ts';
import type { Binding, Catalogue } from './catalogue.ts';
import { type Added, type Ground, judgeAdded } from './judge-added.ts';
import { type Element, objectOf, objectsOf } from './language/element.ts';
import { type Judgement, judgeModels } from './language/language.ts';
import { modelOf } from './language/problem.ts';
import { catalogueOf, wholeInterfaces } from './make-catalogue.ts';

/** What came of some documents. */
export interface Resolved {
  /** The interfaces that are right; those with problems, or built on such, are left out. */
  readonly catalogue: Catalogue;
  readonly problems: readonly Problem[];
  /** What more documents may be added to; undefined where models have problems. */
  readonly ground?: Ground;
}

/**
 * Resolves documents, each one interface; problems name the model, the element and the rule.
 * `before` is what came of earlier documents: what is new is judged alone where that is enough,
 * and interfaces that stay what they were are the same objects.
 */
export function resolveOntology(
  documents: readonly JsonObject[],
  bindings: readonly Binding[] = [],
  before?: Resolved,
): Resolved {
  const added = before?.ground && judgeAdded(before.ground, documents);
  return added === undefined
    ? resolveAll(documents, bindings, before)
    : resolveAdded(added, before?.ground as Ground, bindings);
}

function resolveAll(
  documents: readonly JsonObject[],
  bindings: readonly Binding[],
  before: Resolved | undefined,
): Resolved {
  const judgement = judgeModels(documents);
  const refused = new Set(judgement.problems.map(modelOf));
  const elements = interfacesIn(judgement).filter((each) => !refused.has(modelOf(each)));
  const problems: Problem[] = [...judgement.problems];
  const right = elements.filter((element) => {
    const reason = refused.size === 0 ? undefined : foundationIn(refused, element);
    if (reason !== undefined) problems.push(builtOnRefused(element, reason));
    return reason === undefined;
  });
  const documentOf = documentsOf(judgement);
  const interfaces = wholeInterfaces(right, { documentOf, before: before?.catalogue });
  const catalogue = catalogueOf(interfaces, bindings);
  const resolved = { catalogue, problems: [...problems, ...problemsOfBindings(catalogue)] };
  if (problems.length > 0) return resolved;
  const identifiers = new Set(judgement.definitions.keys());
  return { ...resolved, ground: { documents: new Set(documents), identifiers, catalogue } };
}

/** The ground with what was added to it; nothing of that has problems. */
function resolveAdded(
  { documents, judgement }: Added,
  ground: Ground,
  bindings: readonly Binding[],
): Resolved {
  const documentOf = documentsOf(judgement);
  const before = ground.catalogue;
  const found = wholeInterfaces(interfacesIn(judgement), { documentOf, before });
  const catalogue = catalogueOf(new Map([...before.interfaces, ...found]), bindings);
  return {
    catalogue,
    problems: problemsOfBindings(catalogue),
    ground: {
      documents: new Set([...ground.documents, ...documents]),
      identifiers: new Set([...ground.identifiers, ...judgement.definitions.keys()]),
      catalogue,
    },
  };
}

function interfacesIn({ definitions }: Judgement): readonly Element[] {
  return [...definitions.values()].filter(({ type }) => type === 'Interface');
}

/** Gives the document that an element stands in. */
function documentsOf({ models }: Judgement): (element: Element) => JsonObject {
  const documents = new Map(models.map(({ where, document }) => [where, document]));
  return (element) => documents.get(modelOf(element)) ?? {};
}

function foundationIn(refused: ReadonlySet<string>, element: Element): Element | undefined {
  return [...foundations(element)].find((each) => refused.has(modelOf(each)));
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
