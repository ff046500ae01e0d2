/**
 * JSON text to values without loss: a whole number that a double cannot hold exactly is refused
 * instead of rounded, and so is nesting that no format here needs. Used by every JSON reader.
 */
import type { Problem } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { jsonFault } from '../model/json-fault.ts';
import { JsonSource } from '../model/json-source.ts';
import { numberLoss } from '../model/number-text.ts';

/** What a JSON text may hold, and where it stands. */
export interface JsonTextOptions {
  /** Python writes `NaN` and `Infinity`, which are not JSON: read them as null. */
  readonly pythonNumbers?: boolean;
  /** The line in its file on which the text begins; 1 by default. */
  readonly firstLine?: number;
}

const maxDepth = 200;
const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?\d[\d.eE+-]*|-?Infinity|NaN|[[\]{}]/g;

/** A parsed value in a box, because null is a value too. */
export interface Parsed {
  readonly value: Json;
}

/** The value of a JSON text, or the problem with the place `name:line:column`. */
export function parseJson(
  text: string,
  name: string,
  options: JsonTextOptions = {},
): Parsed | Problem {
  const sourceOf = (written: string) => new JsonSource(written, options.firstLine);
  const lossy = mayLose(text) ? firstLoss(text, options.pythonNumbers === true) : undefined;
  if (lossy !== undefined) return sourceOf(text).problemAt(lossy.offset, name, lossy.problem);
  const standard = options.pythonNumbers ? withoutNaN(text) : text;
  try {
    return { value: JSON.parse(standard) as Json };
  } catch (error) {
    const { offset, reason } = jsonFault(error, standard);
    return sourceOf(standard).problemAt(offset, name, {
      code: 'BAD_USER_INPUT',
      where: '',
      message: `this is not JSON (${reason})`,
      expected: 'a complete JSON text',
      action: 'correct the text, or export the file again',
    });
  }
}

/** A text that has none of these loses nothing, and most have none. */
const risky = /\d{16}|\d[eE]|Infinity|NaN/;

function mayLose(text: string): boolean {
  return risky.test(text) || hasManyOpenings(text);
}

function hasManyOpenings(text: string): boolean {
  let count = 0;
  for (const opening of ['{', '[']) {
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
      if (++count > maxDepth) return true;
    }
  }
  return false;
}

interface Loss {
  readonly offset: number;
  readonly problem: Problem;
}

function firstLoss(text: string, pythonNumbers: boolean): Loss | undefined {
  let depth = 0;
  for (const match of text.matchAll(token)) {
    const [part] = match;
    if (part === '[' || part === '{') depth++;
    else if (part === ']' || part === '}') depth--;
    else if (!part.startsWith('"') && !isExact(part, pythonNumbers)) {
      return { offset: match.index, problem: inexact(part) };
    }
    if (depth > maxDepth) return { offset: match.index, problem: tooDeep };
  }
  return undefined;
}

const tooDeep: Problem = {
  code: 'LIMIT_EXCEEDED',
  where: '',
  message: 'the JSON is nested too deeply',
  expected: `at most ${maxDepth} levels`,
};

function inexact(number: string): Problem {
  const shown = number.length > 40 ? `${number.slice(0, 40)}…` : number;
  return {
    code: 'BAD_USER_INPUT',
    where: '',
    message: `the number ${shown} cannot be kept exactly`,
    expected: 'a finite number, and a whole number that a 64-bit float holds exactly (2^53)',
    action: 'write the number as a string, and give the property a string schema',
  };
}

/** What is no number at all is left to `JSON.parse`, which says so. */
function isExact(part: string, pythonNumbers: boolean): boolean {
  if (Number.isNaN(Number(part))) return true;
  if (part.endsWith('y')) return pythonNumbers;
  return numberLoss(part) === undefined;
}

function withoutNaN(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  return text.replace(token, (part) => (/^(NaN|-?Infinity)$/.test(part) ? 'null' : part));
}
