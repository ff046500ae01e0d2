/** Reads `@type`: one class of the language and any supplemental types. Used by the reader. */
import type { Json } from '../../model/json.ts';
import { lastSegment } from '../dtmi.ts';
import { shown } from '../value-check.ts';
import { adviceOnType, expectedTypes } from './advice.ts';
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
  const names = namesIn(value);
  const classes = new Set<string>();
  const cotypes: CotypeRule[] = [];
  let strange = false;
  let bad = false;
  for (const [index, name] of names.entries()) {
    const kind = typeof name === 'string' ? meaningOf(name, scope) : undefined;
    const unfit = typeof name === 'string' ? unfitOf(name, scope) : undefined;
    if (kind?.type !== undefined) classes.add(kind.type);
    else if (kind?.cotype !== undefined) cotypes.push(kind.cotype);
    else if (typeof name === 'string' && !unfit && mayStand(name, scope, options)) strange = true;
    else {
      bad = true;
      const step = names === value ? `/${index}` : '';
      refuseName(name, scope, { ...at, where: `${at.where}/@type${step}` });
    }
  }
  if (bad) return undefined;
  const [type = impliedType(value, options.rule), second] = classes;
  if (type !== undefined && second === undefined) return { type, cotypes, strange };
  const rule = type === undefined ? 'badType' : 'multipleMaterialTypes';
  const { classes: held } = options.rule ?? {};
  const wanted = held ? expectedTypes(held, scope.language) : 'one class of the language';
  at.findings.add(rule, `${at.where}/@type`, {
    message: `@type is ${value === undefined ? 'missing' : shown(names.join(', '))}`,
    expected: `${wanted}, and supplemental types beside it`,
    action: second === undefined ? undefined : `keep one of ${[...classes].join(', ')}`,
  });
  return undefined;
}

/** The names in `@type`; what is neither a name nor a list has none. */
export function namesIn(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [value] : [];
}

/** The classes of the language among the names in `@type`. */
export function classesIn(value: Json | undefined, scope: Scope): readonly string[] {
  return namesIn(value).flatMap((name) => {
    const type = typeof name === 'string' ? classOf(identifierOf(name, scope), scope) : undefined;
    return type === undefined ? [] : [type];
  });
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
  const type = classOf(id, scope);
  if (type === undefined) return undefined;
  const rule = own(scope.language.classes, type);
  // Of some classes, such as Integer, there are only the language's own elements.
  const closed = own(scope.language.elements, type)?.some(
    (each) => own(scope.language.objects, each) === undefined,
  );
  return rule === undefined || rule.abstract === true || closed ? undefined : { type };
}

/** The class an identifier stands for, abstract ones too. */
function classOf(id: string | undefined, { language }: Scope): string | undefined {
  if (id === undefined) return undefined;
  const type = lastSegment(id);
  const known = id === `dtmi:dtdl:class:${type};${language.version}`;
  return known && own(language.classes, type) !== undefined ? type : undefined;
}

/** The rule that a known name breaks as a type: an abstract one, or a class that has no use here. */
function unfitOf(name: string, scope: Scope): string | undefined {
  const id = identifierOf(name, scope);
  if (id === undefined) return undefined;
  if (scope.cotypes.get(id)?.abstract === true) return 'abstractSupplementalType';
  const unit = id.startsWith('dtmi:standard:class:');
  return unit || classOf(id, scope) !== undefined ? 'badType' : undefined;
}

function mayStand(name: string, scope: Scope, options: TypeOptions): boolean {
  return cotypeMayStand(strangerOf(name, scope), scope, options.undefinedAllowed);
}

function refuseName(
  name: Json,
  scope: Scope,
  { where, findings }: { readonly where: string; readonly findings: Findings },
): void {
  const unfit = typeof name === 'string' ? unfitOf(name, scope) : 'typeNotString';
  const rule = unfit ?? ruleName('type', strangerOf(String(name), scope));
  findings.add(rule, where, {
    message: `${shown(name)} is not a type that may stand here`,
    expected: 'a type of the language or of an extension in @context',
    action: typeof name === 'string' ? adviceOnType(name, scope, typesIn(scope)) : undefined,
  });
}

/** The terms that are types. */
function typesIn(scope: Scope): string[] {
  return [...scope.terms.keys()].filter((term) => meaningOf(term, scope) !== undefined);
}
