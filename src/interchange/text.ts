/** Bytes to text and lines, for every reader of a text format: byte order marks, encodings, sizes. */
import type { Problem } from '../model/errors.ts';
import type { SourceFile } from './document.ts';

/** The most bytes of one file: a string cannot hold much more. */
const maxBytes = 500_000_000;

/** The text of a file without its byte order mark, or why it has none. */
export function textOf(file: SourceFile): string | Problem {
  if (file.bytes.length > maxBytes) {
    return {
      code: 'LIMIT_EXCEEDED',
      where: file.name,
      message: `the file has ${file.bytes.length} bytes`,
      expected: `at most ${maxBytes}`,
      action: 'split it into several files',
    };
  }
  try {
    return new TextDecoder(encodingOf(file.bytes), { fatal: true }).decode(file.bytes);
  } catch {
    return badEncoding(`${file.name}:${lineOfBadByte(file.bytes)}`);
  }
}

/** The problem of a file whose bytes are no text. */
export function badEncoding(where: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where,
    message: 'the text is not UTF-8',
    expected: 'UTF-8, or UTF-16 with a byte order mark',
    action: 'convert the file to UTF-8',
  };
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

/** The encoding by the byte order mark at the beginning; UTF-8 without one. */
export function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** The line of the first byte that is not UTF-8, by decoding line after line. */
export function lineOfBadByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [line, start] = [1, 0];
  while (start < bytes.length) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
    line++;
  }
  return line;
}
