/**
 * Bytes that come piece by piece to text and lines, so that a file of any size can be read in
 * little memory. Used by the readers of record files.
 */
import { LinchpinError, type Problem } from '../model/errors.ts';
import { badEncoding, encodingOf, lineOfBadByte } from '../model/text-encoding.ts';
import type { Line } from './text.ts';

/** A file that is read from its beginning as often as `chunks` is called. */
export interface ChunkedFile {
  readonly name: string;
  /** How many bytes it takes on disk. */
  readonly size: number;
  /** Its content in order; `onRead` is told of the bytes taken from the disk. */
  chunks(onRead?: (bytes: number) => void): AsyncIterable<Uint8Array>;
}

/** The longest line or row, in characters: nothing longer is held in memory. */
export const maxLine = 16_000_000;

/**
 * The text of a file without its byte order mark, piece by piece. Throws `BAD_USER_INPUT` with the
 * line of the first byte that is no text.
 */
export async function* textPieces(
  file: ChunkedFile,
  onRead?: (bytes: number) => void,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let lines = 0;
  let tail = new Uint8Array();
  for await (const chunk of file.chunks(onRead)) {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    const text = decoded(decoder, chunk);
    if (text === undefined) {
      const line = lines + lineOfBadByte(Buffer.concat([tail, chunk]));
      throw new LinchpinError(badEncoding(`${file.name}:${line}`));
    }
    yield text;
    lines += lineFeedsIn(text);
    tail = incompleteEnd(chunk);
  }
  const end = decoder === undefined ? '' : decoded(decoder);
  if (end === undefined) throw new LinchpinError(badEncoding(`${file.name}:${lines + 1}`));
  if (end !== '') yield end;
}

/** Undefined for bytes that are no text; without bytes, what is left at the end. */
function decoded(decoder: TextDecoder, bytes?: Uint8Array): string | undefined {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

function lineFeedsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** The bytes at the end that may begin a character of which the rest is yet to come. */
function incompleteEnd(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = chunk.subarray(-3).findLastIndex((byte) => byte >= 0xc0);
  return start < 0 ? new Uint8Array() : chunk.slice(-3).slice(start);
}

/** Cuts text that comes in pieces into lines, whatever ends them (LF, CRLF, CR). */
export class LineSplitter {
  readonly #name: string;
  #rest = '';
  #number = 1;
  /** Whether the last piece ended with CR, so that an LF may follow that ends the same line. */
  #afterReturn = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** The lines that this piece completes. `LIMIT_EXCEEDED` for one longer than `maxLine`. */
  *feed(text: string): Generator<Line> {
    let start = this.#afterReturn && text.startsWith('\n') ? 1 : 0;
    this.#afterReturn = text.endsWith('\r');
    const hasReturns = text.includes('\r');
    for (;;) {
      const end = hasReturns ? endOfLine(text, start) : text.indexOf('\n', start);
      if (end < 0) break;
      yield { number: this.#number++, text: this.#rest + text.slice(start, end) };
      this.#rest = '';
      start = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > maxLine) throw new LinchpinError(tooLong(this.#name, this.#number));
  }

  /** The line that nothing ends. */
  *end(): Generator<Line> {
    if (this.#rest !== '') yield { number: this.#number, text: this.#rest };
  }
}

function endOfLine(text: string, start: number): number {
  const [feed, back] = [text.indexOf('\n', start), text.indexOf('\r', start)];
  return feed < 0 || (back >= 0 && back < feed) ? back : feed;
}

/** The problem of a line or row that is too long to be one. */
export function tooLong(name: string, line: number): Problem {
  return {
    code: 'LIMIT_EXCEEDED',
    where: `${name}:${line}`,
    message: `the line has more than ${maxLine} characters`,
    expected: 'one item a line',
    action: 'check that the file is of this format; nothing of it was taken',
  };
}
