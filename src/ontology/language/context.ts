/**
 * Reads `@context` into a scope: the version of the language and the terms that are known in it.
 * Used by the reader at the top of each model and wherever an element has a context of its own.
 */
import type { Json } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { isDtmi, lastSegment } from '../dtmi.ts';
import type { Findings } from './problem.ts';
import type { ContextRules, CotypeRule, LanguageRules, Rules } from './rules.ts';

/** What names mean in a part of a document. */
export interface Scope {
  readonly language: LanguageRules;
  /** Identifiers by term. */
  readonly terms: ReadonlyMap<string, string>;
  /** Supplemental types by identifier. */
  readonly cotypes: ReadonlyMap<string, CotypeRule>;
  /** Beginnings of identifiers that authors may not use. */
  readonly reserved: readonly string[];
  /** Whether every context is known; where not, unknown names may come from the unknown ones. */
  readonly complete: boolean;
}

/** Under which rules contexts are read. */
export interface ContextOptions {
  readonly rules: Rules;
  /** Whether contexts and names that the language does not know may stand; its own rule where absent. */
  readonly undefinedAllowed?: boolean | undefined;
  readonly maxVersion?: number | undefined;
}

const coreContext = /^dtmi:dtdl:context;(\d+)(?:\.\d+)?$/;

/** How far a list of contexts is read. */
interface Progress {
  readonly scope: Scope | undefined;
  /** Contexts so far that stand for their version by themselves. */
  readonly implicit: readonly ContextRules[];
  /** Whether an extension came that does not: the core context may not follow it. */
  readonly affiliated: boolean;
  /** Whether the core context is there. */
  readonly core: boolean;
}

/** The scope of a context inside another; undefined, with problems, when it cannot be used. */
export function scopeOf(
  context: Json,
  where: string,
  findings: Findings,
  options: ContextOptions & { readonly outer?: Scope },
): Scope | undefined {
  const entries = Array.isArray(context) ? (context as readonly Json[]) : [context];
  let progress: Progress = {
    scope: options.outer,
    implicit: [],
    affiliated: false,
    core: options.outer !== undefined,
  };
  for (const entry of entries) {
    const next = read(entry, progress, options);
    if (typeof next === 'string') {
      findings.add(next, where, wrongContext(entry));
      return undefined;
    }
    progress = next;
  }
  if (progress.core) return progress.scope;
  findings.add('missingDtdlContext', where, wrongContext(context));
  return undefined;
}

/** Reads one context after others; gives the rule it breaks where it does. */
function read(
  entry: Json,
  progress: Progress,
  options: ContextOptions & { readonly outer?: Scope },
): Progress | string {
  if (isJsonObject(entry)) return 'disallowedLocalContext';
  if (typeof entry !== 'string') return 'invalidContext';
  const version = coreContext.exec(entry)?.[1];
  if (version !== undefined) return readCore(version, progress, options);
  const rules = options.rules.extensions[entry];
  const { scope } = progress;
  if (rules?.implicit === true) {
    const language = scope?.language ?? options.rules.languages[rules.version];
    if (language === undefined) return 'disallowedContextVersion';
    const inside = extended(scope ?? languageScope(language), rules);
    return { ...progress, scope: inside, implicit: [...progress.implicit, rules] };
  }
  if (scope === undefined) return 'missingDtdlContext';
  if (rules !== undefined) return { ...progress, scope: extended(scope, rules), affiliated: true };
  const flaw = flawOfUnknown(entry, options.undefinedAllowed ?? scope.language.undefinedAllowed);
  return flaw ?? { ...progress, scope: { ...scope, complete: false }, affiliated: true };
}

function readCore(
  version: string,
  { implicit, affiliated }: Progress,
  { rules, outer, maxVersion = Infinity }: ContextOptions & { readonly outer?: Scope },
): Progress | string {
  const language = rules.languages[version];
  if (affiliated) return 'dtdlContextFollowsAffiliate';
  if (language === undefined || language.version > maxVersion) return 'disallowedContextVersion';
  if (outer !== undefined && outer.language.version < language.version) {
    return 'disallowedVersionDefinition';
  }
  const scope = implicit.reduce(extended, languageScope(language));
  return { scope, implicit, affiliated, core: true };
}

function flawOfUnknown(specifier: string, allowed: boolean): string | undefined {
  if (!specifier.startsWith('dtmi:')) return 'nonDtmiContextSpecifier';
  if (!isDtmi(specifier)) return 'invalidContextSpecifier';
  if (!specifier.includes(';')) return 'missingContextVersion';
  return allowed ? undefined : 'unresolvableContext';
}

/** Scopes are shared by all models with the same contexts. */
const languageScopes = new WeakMap<LanguageRules, Scope>();
const extendedScopes = new WeakMap<Scope, Map<ContextRules, Scope>>();

function languageScope(language: LanguageRules): Scope {
  const known = languageScopes.get(language);
  if (known !== undefined) return known;
  const scope = {
    language,
    terms: new Map(language.terms.map(termOf)),
    cotypes: byId(language),
    reserved: language.reserved,
    complete: true,
  };
  languageScopes.set(language, scope);
  return scope;
}

function extended(scope: Scope, rules: ContextRules): Scope {
  const made = extendedScopes.get(scope) ?? new Map<ContextRules, Scope>();
  const known = made.get(rules);
  if (known !== undefined) return known;
  const wider = {
    ...scope,
    terms: new Map([...scope.terms, ...rules.terms.map(termOf)]),
    cotypes: new Map([...scope.cotypes, ...byId(rules)]),
    reserved: [...scope.reserved, ...rules.reserved],
  };
  extendedScopes.set(scope, made.set(rules, wider));
  return wider;
}

function termOf(text: string): [string, string] {
  const split = text.indexOf('=');
  return split < 0 ? [lastSegment(text), text] : [text.slice(0, split), text.slice(split + 1)];
}

function byId(rules: ContextRules): Map<string, CotypeRule> {
  return new Map(Object.values(rules.cotypes).map((rule) => [rule.id, rule]));
}

function wrongContext(context: Json) {
  const text = JSON.stringify(context)?.slice(0, 128) ?? 'missing';
  const four = text.includes('dtmi:dtdl:context;4');
  return {
    message: four ? 'the model is written in DTDL version 4' : `@context holds ${text}`,
    expected: 'dtmi:dtdl:context;2 or dtmi:dtdl:context;3 first, then extensions of the language',
    action: four ? 'versions 2 and 3 can be judged: write it in one of these' : 'correct @context',
  };
}
