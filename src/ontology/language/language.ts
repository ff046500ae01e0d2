/**
 * The language: judges a batch of models by its rules and gives their elements.
 * Called by `resolve.ts` and by the conformance runner.
 */
import type { JsonObject } from '../../model/json.ts';
import { isDtmi } from '../dtmi.ts';
import type { Element } from './element.ts';
import { judge } from './judge.ts';
import { linkReferences, standardElements } from './link.ts';
import { Findings, type LanguageProblem } from './problem.ts';
import { Reader } from './read.ts';
import { languageRules } from './rules.ts';

/** What came of a batch of models. */
export interface Judgement {
  /** For each document its element, undefined where none could be made. */
  readonly models: readonly Model[];
  /** All elements by identifier. */
  readonly definitions: ReadonlyMap<string, Element>;
  /** The language's own elements by identifier. */
  readonly standard: ReadonlyMap<string, Element>;
  readonly problems: readonly LanguageProblem[];
  /** Of these, the ones that the reference parser names: it stops after the first step with any. */
  readonly first: readonly LanguageProblem[];
  /** Identifiers that are referred to and not defined. */
  readonly missing: ReadonlySet<string>;
}

/** A document and what was read from it. */
export interface Model {
  readonly document: JsonObject;
  /** Its DTMI, or its position where it has none: the first part of the places of its problems. */
  readonly where: string;
  readonly element: Element | undefined;
}

/** How strictly models are judged. */
export interface JudgeOptions {
  /** Whether unknown contexts and names may stand; each version's own rule where absent. */
  readonly undefinedAllowed?: boolean | undefined;
  /** The latest version of the language that may be used; all that can be judged where absent. */
  readonly maxVersion?: number | undefined;
  /** Limit contexts that may be used; all that are known where absent. */
  readonly acceptableLimits?: readonly string[] | undefined;
}

/** Judges models together: references lead from one to another. */
export function judgeModels(
  documents: readonly JsonObject[],
  options: JudgeOptions = {},
): Judgement {
  const rules = languageRules();
  const findings = new Findings();
  const reader = new Reader(findings, { rules, ...options });
  const models = documents.map((document, index) => {
    const id = document?.['@id'];
    const where = typeof id === 'string' && isDtmi(id) ? id : `model ${index}`;
    const element = reader.readModel(document, where);
    findings.endStep();
    return { document, where, element };
  });
  const broken = models.filter(({ element }) => element === undefined).map(({ where }) => where);
  const missing = linkReferences(reader, rules, new Set(broken));
  findings.endStep();
  judge(reader.elements, findings);
  return {
    models,
    definitions: reader.definitions,
    standard: standardElements(rules),
    problems: findings.problems,
    first: findings.first,
    missing,
  };
}
