/**
 * Makes the catalogue of interface elements that are right: each interface with all it inherits.
 * Interfaces of an earlier catalogue are taken over as they are where nothing of them changed.
 * Used by `resolve.ts`.
 */
import type { JsonObject } from '../model/json.ts';
import type { Binding, Catalogue, Content, Interface } from './catalogue.ts';
import { interfaceOf } from './interface-of.ts';
import { type Element, idOf, objectsOf } from './language/element.ts';
import { withOverrides } from './overrides.ts';

/** Where interfaces come from. */
export interface InterfaceSource {
  /** The document that holds an interface element. */
  readonly documentOf: (element: Element) => JsonObject;
  /** An earlier catalogue, to take interfaces from. */
  readonly before?: Catalogue | undefined;
}

/** Interfaces by DTMI; of one and the same document on the same parents it is the earlier one. */
export function wholeInterfaces(
  elements: readonly Element[],
  { documentOf, before }: InterfaceSource,
): Map<string, Interface> {
  const made = new Map<Element, Interface>();
  const whole = (element: Element): Interface => {
    const known = made.get(element);
    if (known !== undefined) return known;
    const document = documentOf(element);
    const parents = objectsOf(element, 'extends').map(whole);
    const earlier = before?.interface(idOf(element));
    const same =
      earlier?.document === document &&
      parents.every((parent) => before?.interface(parent.id) === parent);
    const result = same ? earlier : withInherited(element, document, parents);
    made.set(element, result);
    return result;
  };
  return new Map(elements.map((element) => [idOf(element), whole(element)]));
}

/** What an interface that declares nothing inherits from one parent is the parent's own table. */
function withInherited(
  element: Element,
  document: JsonObject,
  parents: readonly Interface[],
): Interface {
  const own = interfaceOf(element, document);
  const [first] = parents;
  const shared = parents.length === 1 && own.contents.size === 0 ? first?.contents : undefined;
  const joined = (): ReadonlyMap<string, Content> => {
    const all = new Map(own.contents);
    for (const { contents } of parents) for (const [name, each] of contents) all.set(name, each);
    return withOverrides(all);
  };
  const ancestors = new Set([own.id]);
  for (const parent of parents) for (const each of parent.ancestors) ancestors.add(each);
  return { ...own, ancestors, contents: shared ?? joined() };
}

/** The catalogue of interfaces. */
export function catalogueOf(
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
