/**
 * Reads `@context` into a scope: the version of the language and the terms that are known in it.
 * Used by the reader at the top of each model and wherever an element has a context of its own.
 */
import type { Json } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { isDtmi, lastSegment } from '../dtmi.ts';
import { limitedLanguage } from './limits.ts';
import { patternOf } from './literals.ts';
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
  /** Limit contexts that may be used, with a version or without; all that are known where absent. */
  readonly acceptableLimits?: readonly string[] | undefined;
}

const coreContext = /^dtmi:dtdl:context;(\d+)(?:\.(\d+))?(#.*)?$/;
const corePrefix = 'dtmi:dtdl:context;';

/** How far a list of contexts is read. */
interface Progress {
  readonly scope: Scope | undefined;
  /** Contexts so far that stand for their version by themselves. */
  readonly implicit: readonly ContextRules[];
  /** Whether an extension came that does not: the core context may not follow it. */
  readonly affiliated: boolean;
  /** Whether the core context is there. */
  readonly core: boolean;
  /** Whether the next context must say which limits hold. */
  readonly limitless: boolean;
}

type Options = ContextOptions & { readonly outer?: Scope };

/** The scope of a context inside another; undefined, with problems, when it cannot be used. */
export function scopeOf(
  context: Json,
  where: string,
  findings: Findings,
  options: Options,
): Scope | undefined {
  const entries = Array.isArray(context) ? (context as readonly Json[]) : [context];
  const refuse = (rule: string, value: Json, step = '') => {
    findings.stop(rule, `${where}/@context${step}`, wrongContext(value, options.rules));
    return undefined;
  };
  if (entries.length === 0 && options.outer === undefined) return refuse('emptyContext', context);
  let progress: Progress = {
    scope: options.outer,
    implicit: [],
    affiliated: false,
    core: options.outer !== undefined,
    limitless: false,
  };
  for (const [index, entry] of entries.entries()) {
    const next = progress.limitless
      ? readLimits(entry, progress, options)
      : read(entry, progress, options);
    const step = entries === context ? `/${index}` : '';
    if (typeof next === 'string') return refuse(next, entry, step);
    progress = next;
  }
  if (progress.limitless) return refuse('missingLimitContext', context);
  return progress.core ? progress.scope : refuse('missingDtdlContext', context);
}

/** Reads one context after others; gives the rule it breaks where it does. */
function read(entry: Json, progress: Progress, options: Options): Progress | string {
  const { scope } = progress;
  if (isJsonObject(entry)) {
    return scope === undefined ? 'missingDtdlContext' : 'disallowedLocalContext';
  }
  if (typeof entry !== 'string') return 'invalidContext';
  if (entry.startsWith(corePrefix)) return readCore(entry, progress, options);
  const rules = options.rules.extensions[entry];
  if (rules?.implicit === true) {
    const language = scope?.language ?? options.rules.languages[rules.version];
    if (language === undefined) return 'unrecognizedContextVersion';
    const inside = extended(scope ?? languageScope(language), rules);
    return { ...progress, scope: inside, implicit: [...progress.implicit, rules] };
  }
  if (scope === undefined) return 'missingDtdlContext';
  if (rules !== undefined) return { ...progress, scope: extended(scope, rules), affiliated: true };
  if (options.rules.limits[entry] !== undefined) return 'misplacedLimitContext';
  const allowed = options.undefinedAllowed ?? scope.language.undefinedAllowed;
  const flaw = flawOfUnknown(entry, scope.language, { allowed, rules: options.rules });
  return flaw ?? { ...progress, scope: { ...scope, complete: false }, affiliated: true };
}

function readCore(
  entry: string,
  { implicit, affiliated }: Progress,
  { rules, outer, maxVersion = Infinity }: Options,
): Progress | string {
  const [matched, version = '', minor = '0', fragment = ''] = coreContext.exec(entry) ?? [];
  if (affiliated) return 'dtdlContextFollowsAffiliate';
  if (matched === undefined) return 'invalidContextSpecifier';
  if (!fragments.includes(fragment)) return 'invalidContextFragment';
  const limitable = Object.values(rules.limits).some((each) => String(each.version) === version);
  if (fragment !== '' && !limitable) return 'disallowedContextFragment';
  if (fragment === '#limits') return 'misplacedLimitContext';
  const language = rules.languages[version];
  if (language === undefined || Number(minor) > 0) return 'unrecognizedContextVersion';
  if (language.version > maxVersion) return 'disallowedContextVersion';
  if (outer !== undefined && outer.language.version < language.version) {
    return 'disallowedVersionDefinition';
  }
  const scope = implicit.reduce(extended, languageScope(language));
  return { scope, implicit, affiliated, core: true, limitless: fragment === '#limitless' };
}

const fragments: readonly string[] = ['', '#limitless', '#limits'];

/** Reads the context after `#limitless`, which says whose limits hold. */
function readLimits(
  entry: Json,
  progress: Progress,
  { rules, acceptableLimits }: Options,
): Progress | string {
  const { scope, implicit } = progress;
  if (scope === undefined || typeof entry !== 'string') return 'missingLimitContext';
  const { language } = scope;
  const [core, version, , fragment = ''] = coreContext.exec(entry) ?? [];
  if (core !== undefined) {
    if (!fragments.includes(fragment)) return 'invalidContextFragment';
    const same = fragment !== '#limitless' && version === String(language.version);
    return same ? { ...progress, limitless: false } : 'missingLimitContext';
  }
  if (entry.includes('#')) return 'invalidContextSpecifier';
  const limits = rules.limits[entry];
  if (limits?.version !== language.version) return 'missingLimitContext';
  const [name = '', number = ''] = entry.split(';');
  const accepts = (each: string) => each === name || each === `${name};${number}`;
  if (acceptableLimits?.some(accepts) === false) return 'disallowedLimitContext';
  const inside = languageScope(limitedLanguage(language, limits));
  return { ...progress, scope: implicit.reduce(extended, inside), limitless: false };
}

function flawOfUnknown(
  specifier: string,
  { identifier }: LanguageRules,
  { allowed, rules }: { readonly allowed: boolean; readonly rules: Rules },
): string | undefined {
  if (!specifier.startsWith('dtmi:')) return 'nonDtmiContextSpecifier';
  if (!isDtmi(specifier)) return 'invalidContextSpecifier';
  if (!patternOf(identifier.pattern).test(specifier)) return 'invalidContextSpecifierForVersion';
  const [name, version] = specifier.split(';');
  if (version === undefined) return 'missingContextVersion';
  if (allowed) return undefined;
  const contexts = [...Object.keys(rules.extensions), ...Object.keys(rules.limits)];
  const known = contexts.some((each) => each.split(';')[0] === name);
  return known ? 'unresolvableContextVersion' : 'unresolvableContextSpecifier';
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

function wrongContext(context: Json, { languages }: Rules) {
  const versions = Object.keys(languages).map((version) => `dtmi:dtdl:context;${version}`);
  return {
    message: `@context holds ${JSON.stringify(context)?.slice(0, 128) ?? 'nothing'}`,
    expected: `${versions.join(' or ')} first, then limits or extensions of the language`,
  };
}
