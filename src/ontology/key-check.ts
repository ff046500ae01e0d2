/**
 * Refuses keys that an object of a model's text has twice: parsed JSON keeps the last and hides the
 * other. Used by `documents.ts` and by the readers of imports.
 */
import type { Problem } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { JsonSource } from '../model/json-source.ts';
import { repeatedKeys, repeatsKeys } from '../model/repeated-keys.ts';
import { type LanguageProblem, modelOf } from './language/problem.ts';

/** Where a text stands. */
export interface TextOrigin {
  readonly file: string;
  /** The line of the file on which it begins. */
  readonly line: number;
}

/** A key that stands twice, and the model that has it: its DTMI, empty where that is not known. */
export interface KeyProblem {
  readonly problem: Problem;
  readonly model: string;
}

/** The keys that stand twice in a text; `value` is what it was parsed to. */
export function problemsOfKeys(
  text: string,
  value: Json,
  { file, line }: TextOrigin,
): KeyProblem[] {
  if (!repeatsKeys(text, value)) return [];
  const source = new JsonSource(text, line);
  return repeatedKeys(text, value).map(({ key, at, firstAt, path }) => {
    const first = source.place(firstAt);
    const again = `is given twice, first on line ${first.line}, column ${first.column}`;
    const problem: LanguageProblem = {
      code: 'VALIDATION_FAILED',
      rule: 'duplicateKey',
      where: path,
      message: `the key ${key.slice(0, 128)} ${again} (duplicateKey)`,
      expected: 'each key once in an object',
      action: 'remove one of the two, or rename it',
    };
    return { problem: source.problemAt(at, file, problem), model: modelOf(problem) };
  });
}
