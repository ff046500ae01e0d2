/** Reads `@type`: one class of the language and any supplemental types. Used by the reader. */
import type { Json } from '../../model/json.ts';
import { lastSegment } from '../dtmi.ts';
import { adviceFor } from '../near-name.ts';
import { shown } from '../value-check.ts';
import type { Scope } from './context.ts';
import { own } from './element.ts';
import { cotypeMayStand, identifierOf, strangerOf } from './names.ts';
import { type Findings, ruleName } from './problem.ts';
import type { CotypeRule, PropertyRule } from './rules.ts';

/** What `@type` says of an element. */
export interface Types {
  readonly type: string;
  readonly cotypes: readonly CotypeRule[];
  /** Whether there is a type that the language does not know and that may bring properties. */
  readonly strange: boolean;
}

/** What `@type` may leave out or hold. */
export interface TypeOptions {
  /** The rule of the property that holds the element, which may imply its class. */
  readonly rule?: PropertyRule | undefined;
  readonly undefinedAllowed: boolean;
}

/** The types of an element; undefined, with problems, when they do not give it one class. */
export function readTypes(
  value: Json | undefined,
  scope: Scope,
  options: TypeOptions,
  at: { readonly where: string; readonly findings: Findings },
): Types | undefined {
  const names: readonly Json[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const classes = new Set<string>();
  const cotypes: CotypeRule[] = [];
  let strange = false;
  let bad = false;
  for (const name of names) {
    const kind = typeof name === 'string' ? meaningOf(name, scope) : undefined;
    if (kind?.type !== undefined) classes.add(kind.type);
    else if (kind?.cotype !== undefined) cotypes.push(kind.cotype);
    else if (typeof name === 'string' && mayStand(name, scope, options)) strange = true;
    else {
      bad = true;
      refuseName(name, scope, at);
    }
  }
  if (bad) return undefined;
  const [type = impliedType(value, options.rule), second] = classes;
  if (type !== undefined && second === undefined) return { type, cotypes, strange };
  at.findings.add(type === undefined ? 'typeMissing' : 'multipleMaterialTypes', at.where, {
    message: `@type is ${value === undefined ? 'missing' : shown(names.join(', '))}`,
    expected: 'one class of the language, and supplemental types beside it',
  });
  return undefined;
}

/** The class that follows from the property, where `@type` is left out altogether. */
function impliedType(value: Json | undefined, rule: PropertyRule | undefined): string | undefined {
  return value === undefined && rule?.inferable === true ? rule.classes?.[0] : undefined;
}

function meaningOf(
  name: string,
  scope: Scope,
): { readonly type?: string; readonly cotype?: CotypeRule } | undefined {
  const id = identifierOf(name, scope);
  if (id === undefined) return undefined;
  const cotype = scope.cotypes.get(id);
  if (cotype !== undefined) return cotype.abstract === true ? undefined : { cotype };
  const type = lastSegment(id);
  const known = id === `dtmi:dtdl:class:${type};${scope.language.version}`;
  const rule = known ? own(scope.language.classes, type) : undefined;
  // Of some classes, such as Integer, there are only the language's own elements.
  const closed = own(scope.language.elements, type) !== undefined;
  return rule === undefined || rule.abstract === true || closed ? undefined : { type };
}

function mayStand(name: string, scope: Scope, options: TypeOptions): boolean {
  return cotypeMayStand(strangerOf(name, scope), scope, options.undefinedAllowed);
}

function refuseName(
  name: Json,
  scope: Scope,
  { where, findings }: { readonly where: string; readonly findings: Findings },
): void {
  const kind = typeof name === 'string' ? strangerOf(name, scope) : undefined;
  const rule = kind === undefined ? 'typeNotString' : ruleName('type', kind);
  const known = Object.keys(scope.language.classes);
  const otherwise = 'correct @type, or add its context';
  findings.add(rule, where, {
    message: `${shown(name)} is not a type that may stand here`,
    expected: 'a type of the language or of an extension in @context',
    action:
      typeof name === 'string'
        ? adviceFor(name, [...known, ...scope.terms.keys()], otherwise)
        : otherwise,
  });
}
