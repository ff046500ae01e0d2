/**
 * A JSON text in which values are found where they stand, to name the line and column of what is
 * wrong. It looks only into what it is asked for, so that a right text costs nothing, and a large
 * one with an error not much more; jsonc-parser's tree takes several times as long and ends the stack
 * where JSON is deep. Used by `ontology/model-place.ts` and by the readers of models.
 */
import type { Problem } from './errors.ts';

/** A place in a text: line and column from 1, columns in UTF-16 units, as editors count them. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A member of an object, or an item of an array with its position as key. */
export interface Member {
  readonly key: string;
  /** Offset of the key's first quote; of an item, that of the item. */
  readonly keyAt: number;
  /** Offset of the value. */
  readonly valueAt: number;
}

/** A text that `JSON.parse` takes, or several such one after another. */
export class JsonSource {
  readonly #text: string;
  readonly #firstLine: number;
  readonly #members = new Map<number, readonly Member[]>();
  #lines: readonly number[] | undefined;

  /** `firstLine` is the line of its file on which the text begins. */
  constructor(text: string, firstLine = 1) {
    this.#text = text;
    this.#firstLine = firstLine;
  }

  /** The offset of the value that begins at an offset or after blanks. */
  valueFrom(offset: number): number {
    return afterBlanks(this.#text, offset);
  }

  /** Whether the value at an offset is an array. */
  isArray(offset: number): boolean {
    return this.#text[offset] === '[';
  }

  /** The members of the object or array at an offset, in order; none of any other value. */
  members(offset: number): readonly Member[] {
    const known = this.#members.get(offset);
    if (known !== undefined) return known;
    const read = [...membersAt(this.#text, offset)];
    this.#members.set(offset, read);
    return read;
  }

  /** The text that a member `name` of the object at an offset holds; the last one, as in parsed JSON. */
  stringIn(offset: number, name: string): string | undefined {
    let found: number | undefined;
    if (this.#text[offset] !== '{') return undefined;
    for (const { key, valueAt } of membersAt(this.#text, offset)) if (key === name) found = valueAt;
    return found === undefined || this.#text[found] !== '"'
      ? undefined
      : stringAt(this.#text, found);
  }

  /** The line and column of an offset. */
  place(offset: number): TextPlace {
    this.#lines ??= lineStarts(this.#text);
    let [low, high] = [0, this.#lines.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#lines[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return { line: this.#firstLine + low, column: offset - (this.#lines[low] as number) + 1 };
  }

  /** A problem at an offset: its `where` begins with file, line and column, as editors open them. */
  problemAt(offset: number, file: string, problem: Problem): Problem {
    const { line, column } = this.place(offset);
    const inside = problem.where === '' ? '' : ` ${problem.where}`;
    return { ...problem, where: `${file}:${line}:${column}${inside}`, line, column };
  }
}

/** The members of the object or array at an offset of a text; none of any other value. */
export function* membersAt(text: string, offset: number): Generator<Member> {
  const isObject = text[offset] === '{';
  if (!isObject && text[offset] !== '[') return;
  let at = afterBlanks(text, offset + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index++) {
    const valueAt = isObject ? afterBlanks(text, afterColon(text, afterString(text, at))) : at;
    const key = isObject ? stringAt(text, at) : String(index);
    yield { key, keyAt: at, valueAt };
    at = afterBlanks(text, afterValue(text, valueAt));
    if (text[at] === ',') at = afterBlanks(text, at + 1);
  }
}

/** The offset after the string that begins at one. */
export function afterString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** The first offset from one on that holds no blank. */
export function afterBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function stringAt(text: string, start: number): string {
  return JSON.parse(text.slice(start, afterString(text, start))) as string;
}

function afterColon(text: string, start: number): number {
  return afterBlanks(text, start) + 1;
}

/** The offset after the value at one; nesting of any depth is passed over without recursion. */
function afterValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === '"') at = afterString(text, at) - 1;
    else if (depth > 0 || !isEnd(text, at + 1)) continue;
    if (depth <= 0) return at + 1;
  }
  return text.length;
}

/** Whether a number, `true`, `false` or `null` ends before an offset. */
function isEnd(text: string, at: number): boolean {
  const char = text[at];
  return char === ',' || char === '}' || char === ']' || isBlank(text.charCodeAt(at));
}

function lineStarts(text: string): number[] {
  const starts = [0];
  const end = /\r\n|\n|\r/g;
  while (end.exec(text) !== null) starts.push(end.lastIndex);
  return starts;
}
