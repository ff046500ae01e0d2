/** The text that the bytes of a file are: byte order marks, encodings, sizes. Used by all who read files. */
import type { Problem } from './errors.ts';

/** The most bytes of one file: a string cannot hold much more. */
const maxBytes = 500_000_000;

/** The problem of a file that is larger than a text can be; undefined for others. */
export function sizeProblem(name: string, bytes: number): Problem | undefined {
  if (bytes <= maxBytes) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    where: name,
    message: `the file has ${bytes} bytes`,
    expected: `at most ${maxBytes}`,
    action: 'split it into several files',
  };
}

/** The text of a file's bytes without its byte order mark, or the problem with the line of a bad byte. */
export function decodedText(bytes: Uint8Array, name: string): string | Problem {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return badEncoding(`${name}:${lineOfBadByte(bytes)}`);
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
