/**
 * Reads JSON text without losing anything in silence: what `JSON.parse` would round, overwrite or
 * hide comes back as a flaw, with the top-level key it lies under. Called by `decode`.
 */
import type { Json } from '../model/json.ts';
import { numberLoss } from '../model/number-text.ts';
import { prototypeKeys } from '../model/path.ts';

/** Objects and lists may be nested this deep. */
export const maxDepth = 32;

/** What is wrong with a part of valid JSON text. */
export interface JsonFlaw {
  /** The key of the outermost object that the part is under; absent when all of it is concerned. */
  readonly key?: string;
  readonly message: string;
  readonly action: string;
}

/** A value, and what its text lost on the way to it. */
export interface ReadJson {
  readonly value: Json;
  readonly flaws: readonly JsonFlaw[];
}

/** The value of a text and the flaws of its parts; a `SyntaxError` when it is not JSON. */
export function readJson(text: string): ReadJson {
  const value = JSON.parse(text) as Json;
  return { value, flaws: flawsOf(text) };
}

/** The tokens of JSON that matter here: strings (with the colon of a key), numbers, brackets. */
const token = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|(-?\d[\d.eE+-]*)|([[\]{}])/g;

function flawsOf(text: string): JsonFlaw[] {
  const flaws: JsonFlaw[] = [];
  /** The keys met in each open object; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let key: string | undefined;
  const add = (flaw: Flaw | undefined): void => {
    if (flaw !== undefined) flaws.push(key === undefined ? flaw : { key, ...flaw });
  };
  for (const [, string, colon, number, bracket] of text.matchAll(token)) {
    if (number !== undefined) add(numberFlaw(number));
    else if (string !== undefined && colon !== undefined) {
      const name = JSON.parse(string) as string;
      if (open.length === 1) key = name;
      add(keyFlaw(name, open.at(-1)));
    } else if (string !== undefined) add(stringFlaw(string));
    else if (bracket === '{' || bracket === '[') {
      if (open.length === maxDepth) return [...flaws, tooDeep];
      open.push(bracket === '{' ? new Set() : undefined);
    } else open.pop();
  }
  return flaws;
}

type Flaw = Omit<JsonFlaw, 'key'>;

const tooDeep: Flaw = {
  message: `objects and lists are nested more than ${maxDepth} deep`,
  action: 'send flat properties, or fewer levels',
};

function keyFlaw(name: string, met: Set<string> | undefined): Flaw | undefined {
  if (prototypeKeys.has(name)) {
    return { message: `the key ${name} is not allowed`, action: 'give the property another name' };
  }
  if (met?.has(name) === true) {
    return { message: `the key ${name} is there twice`, action: 'send each key once' };
  }
  met?.add(name);
  return undefined;
}

function stringFlaw(string: string): Flaw | undefined {
  if (!string.includes('\\u') || (JSON.parse(string) as string).isWellFormed()) return undefined;
  return { message: 'the text holds a lone surrogate', action: 'send well-formed Unicode' };
}

function numberFlaw(text: string): Flaw | undefined {
  switch (numberLoss(text)) {
    case undefined:
      return undefined;
    case 'overflow':
      return { message: `${text} is too large for a double`, action: 'send it in a larger unit' };
    case 'underflow':
      return { message: `${text} is too small for a double`, action: 'send it in a smaller unit' };
    case 'rounding':
      return {
        message: `${text} would be rounded to ${BigInt(Number(text))}`,
        action: 'send a whole number beyond 2^53 as text, "9007199254740993", to a long',
      };
  }
}
