/** Bytes to text and lines, for every reader of a text format. */
import type { Problem } from '../model/errors.ts';
import { decodedText, sizeProblem } from '../model/text-encoding.ts';
import type { SourceFile } from './document.ts';

/** The text of a file without its byte order mark, or the problem with the line of a bad byte. */
export function textOf({ name, bytes }: SourceFile): string | Problem {
  return sizeProblem(name, bytes.length) ?? decodedText(bytes, name);
}

/** A line of a text, without what ends it. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The lines of a text, whatever ends them (LF, CRLF, CR), one at a time. */
export function* linesOf(text: string): Generator<Line> {
  const end = /\r\n|\n|\r/g;
  let [start, number] = [0, 1];
  for (let found = end.exec(text); found !== null; found = end.exec(text)) {
    yield { number, text: text.slice(start, found.index) };
    start = end.lastIndex;
    number++;
  }
  if (start < text.length) yield { number, text: text.slice(start) };
}
