/** Problems of models: a refusal with the name of the rule, in the terms of the language. */
import type { Problem } from '../../model/errors.ts';

/** A problem of a model; `rule` is the last segment of the reference parser's error id. */
export interface LanguageProblem extends Problem {
  readonly rule: string;
  /** Whether the key at the end of `where` is wrong, and not its value. */
  readonly ofKey?: true;
}

/** The model of a place in it: the DTMI or position that its `where` begins with. */
export function modelOf({ where }: { readonly where: string }): string {
  return where.split('/', 1)[0] ?? where;
}

/** What a problem says beside its rule and place. */
export interface Finding {
  readonly message: string;
  readonly expected: string;
  readonly action?: string | undefined;
  /** Whether the key at the end of the place is wrong, and not its value. */
  readonly ofKey?: true;
}

/** The step of a place that leads to a name or key, however long that is. */
export function stepTo(name: string): string {
  return `/${name.slice(0, 64)}`;
}

/** Names of classes as alternatives, with the article of the first: `an Enum or Object`. */
export function withArticle(names: string | readonly string[]): string {
  const words = typeof names === 'string' ? names : names.join(' or ');
  return /^(?:[aeio]|un(?!i))/i.test(words) ? `an ${words}` : `a ${words}`;
}

/** The name of a rule with the kind of its case: `propertyUndefinedTerm`. */
export function ruleName(rule: string, kind: string): string {
  return `${rule}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** Collects the problems of a batch of models. */
export class Findings {
  readonly problems: LanguageProblem[] = [];
  #first: readonly LanguageProblem[] | undefined;

  add(rule: string, where: string, finding: Finding): void {
    this.problems.push({
      code: 'VALIDATION_FAILED',
      rule,
      where,
      message: `${finding.message} (${rule})`,
      expected: finding.expected,
      ...(finding.action !== undefined && { action: finding.action }),
      ...(finding.ofKey && { ofKey: true }),
    });
  }

  /** Adds a problem that the reference parser of the language stops at. */
  stop(rule: string, where: string, finding: Finding): void {
    this.add(rule, where, finding);
    this.endStep();
  }

  /** Says that a step ends, after which the reference parser goes on only if there are no problems. */
  endStep(): void {
    if (this.problems.length > 0) this.#first ??= [...this.problems];
  }

  /** The problems that the reference parser names, which stops where this one goes on. */
  get first(): readonly LanguageProblem[] {
    return this.#first ?? this.problems;
  }
}
