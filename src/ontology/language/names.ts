/**
 * Says what a type or property name in a document means: a term or DTMI of the language, or a
 * stranger, which some versions allow in some places. Used by the reader.
 */
import { isDtmi, lastSegment } from '../dtmi.ts';
import type { Scope } from './context.ts';
import { type Element, own } from './element.ts';
import { patternOf } from './literals.ts';
import { ruleName } from './problem.ts';
import type { Stranger } from './rules.ts';

/** The identifier of a name: of a term in scope, or the name itself if it is a DTMI. */
export function identifierOf(name: string, scope: Scope): string | undefined {
  return scope.terms.get(name) ?? (isDtmi(name) ? name : undefined);
}

/** The identifier of an element that is referred to by a term, or by a DTMI of this version's form. */
export function referenceOf(name: string, scope: Scope): string | undefined {
  const { pattern } = scope.language.identifier;
  return (
    scope.terms.get(name) ?? (isDtmi(name) && patternOf(pattern).test(name) ? name : undefined)
  );
}

/** The short name of a property identifier, if it is one of the element's. */
export function propertyName(id: string | undefined, element: Element): string | undefined {
  if (id === undefined) return undefined;
  const name = lastSegment(id);
  if (id.startsWith('dtmi:dtdl:property:')) {
    const version = id.slice(id.indexOf(';') + 1);
    return version === String(element.language.version) ? name : undefined;
  }
  const brought = element.cotypes.some((cotype) => own(cotype.properties, name) !== undefined);
  return brought ? name : undefined;
}

/** What kind of stranger a name is where it means nothing. */
export function strangerOf(name: string, scope: Scope): Stranger {
  if (scope.terms.has(name)) return 'irrelevantDtmiOrTerm';
  if (name.startsWith('dtmi:')) return isDtmi(name) ? 'irrelevantDtmiOrTerm' : 'invalidDtmi';
  return name.includes(':') ? 'notDtmiNorTerm' : 'undefinedTerm';
}

/**
 * Whether a stranger may stand as a supplemental type. Where undefined extensions are allowed, it
 * may come from a context that is not known, so one must be there.
 */
export function cotypeMayStand(kind: Stranger, scope: Scope, allowed: boolean): boolean {
  const { alwaysAsCotype, neverAsCotype } = scope.language.strangers;
  if (alwaysAsCotype.includes(kind)) return true;
  return !neverAsCotype.includes(kind) && allowed && !scope.complete;
}

/**
 * The rule that a stranger breaks as a property, if any: likewise, and it may only stand beside a
 * type that may bring it. `typed` is whether the element names its types.
 */
export function flawOfProperty(
  kind: Stranger,
  scope: Scope,
  beside: { readonly strangeCotype: boolean; readonly typed: boolean },
): string | undefined {
  const { alwaysAsProperty, neverAsProperty } = scope.language.strangers;
  const always = alwaysAsProperty.includes(kind);
  if (!always && (neverAsProperty.includes(kind) || scope.complete)) {
    return ruleName('property', kind);
  }
  if (beside.strangeCotype) return undefined;
  return beside.typed ? 'noTypeThatAllows' : 'inferredTypeDoesNotAllow';
}
