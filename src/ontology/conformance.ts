/**
 * Measures how well the language is judged on the public DTDL test suites: one JSON document per
 * line, `{file, case}`. Behind `linchpin ontology check --cases FILE`.
 */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { LinchpinError } from '../model/errors.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { type Case, expectedRules, judgeCase } from './conformance-case.ts';
import { instancesOf } from './conformance-instances.ts';
import type { LanguageProblem } from './language/problem.ts';

/** The figures the command prints; the four about ids and instances only where there are such. */
export interface Conformance {
  readonly cases: number;
  /** Cases that are accepted or refused as the file says. */
  readonly agree: number;
  readonly falseAccept: number;
  readonly falseReject: number;
  readonly seconds: number;
  /** Refused cases that name error ids, and those where only such were found. */
  readonly errorIdCases?: number;
  readonly errorIdAgree?: number;
  /** Values to judge by a schema, and those judged as the file says. */
  readonly instanceCases?: number;
  readonly instanceAgree?: number;
  readonly failures: readonly Disagreement[];
}

/** A case that came out otherwise than the suite says. */
export interface Disagreement {
  readonly file: string;
  /** Position among the file's cases. */
  readonly index: number;
  readonly expected: 'accept' | 'refuse';
  /** The rules that were found to be broken. */
  readonly rules: readonly string[];
  /** Values that were judged differently, as text. */
  readonly instances?: readonly string[];
}

/** Which cases to run. */
export interface ConformanceOptions {
  /** Only the cases of this DTDL version. */
  readonly version?: number;
}

/** Runs the cases of a file. Throws `NOT_FOUND` and `BAD_USER_INPUT` for what is no such file. */
export async function conformance(
  path: string,
  { version }: ConformanceOptions = {},
): Promise<Conformance> {
  if (!existsSync(path)) throw unusable('NOT_FOUND', path, 'there is no such file');
  const started = performance.now();
  const tally = new Tally();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    number++;
    if (line.trim() === '') continue;
    const { file, cases } = readLine(line, `${path}:${number}`);
    if (version !== undefined && !file.endsWith(`V${version}.json`)) continue;
    for (const [index, each] of cases.entries()) tally.run(file, index, each);
  }
  return tally.result((performance.now() - started) / 1000);
}

function readLine(line: string, where: string): { file: string; cases: readonly Case[] } {
  const value = parsed(line);
  if (!isJsonObject(value) || typeof value.file !== 'string' || value.case === undefined) {
    throw unusable('BAD_USER_INPUT', where, 'the line is not a case');
  }
  return { file: value.file, cases: [value.case].flat() as unknown as readonly Case[] };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function unusable(code: 'NOT_FOUND' | 'BAD_USER_INPUT', where: string, message: string) {
  const expected = 'a conformance file: one JSON document {file, case} per line';
  return new LinchpinError({ code, where, message, expected, action: 'give another file' });
}

/** Counts how the cases came out. */
class Tally {
  readonly #cases = { all: 0, falseAccept: 0, falseReject: 0 };
  readonly #ids = { all: 0, agree: 0 };
  readonly #instances = { all: 0, agree: 0 };
  readonly #failures: Disagreement[] = [];

  run(file: string, index: number, each: Case): void {
    const judgement = judgeCase(each);
    const rules = [...new Set(judgement.problems.map(({ rule }) => rule))];
    const accepted = rules.length === 0;
    this.#cases.all++;
    if (accepted && !each.valid) this.#cases.falseAccept++;
    if (!accepted && each.valid) this.#cases.falseReject++;
    this.#countIds(expectedRules(each), judgement.first);
    const instances = each.instances ?? [];
    const wrong = instancesOf(instances, judgement);
    this.#instances.all += instances.length;
    this.#instances.agree += instances.length - wrong.length;
    if (accepted === each.valid && wrong.length === 0) return;
    const expected = each.valid ? 'accept' : 'refuse';
    const values = wrong.length > 0 && { instances: wrong };
    this.#failures.push({ file, index, expected, rules, ...values });
  }

  /**
   * As the suite's own test does: every error that is found must be among those expected, which
   * also hold what other parsers of the language may find instead.
   */
  #countIds(expected: ReadonlySet<string>, found: readonly LanguageProblem[]): void {
    if (expected.size === 0) return;
    this.#ids.all++;
    if (found.length > 0 && found.every(({ rule }) => expected.has(rule))) this.#ids.agree++;
  }

  result(seconds: number): Conformance {
    const { all: cases, falseAccept, falseReject } = this.#cases;
    const [ids, instances] = [this.#ids, this.#instances];
    return {
      cases,
      agree: cases - falseAccept - falseReject,
      falseAccept,
      falseReject,
      seconds,
      ...(ids.all > 0 && { errorIdCases: ids.all, errorIdAgree: ids.agree }),
      ...(instances.all > 0 && { instanceCases: instances.all, instanceAgree: instances.agree }),
      failures: this.#failures,
    };
  }
}
