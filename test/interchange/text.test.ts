import { describe, expect, test } from 'vitest';
import { linesOf, textOf } from '../../src/interchange/text.ts';

const bytes = (...values: number[]) => ({ name: 'a.txt', bytes: Uint8Array.from(values) });

describe('text of a file', () => {
  test('loses its byte order mark', () => {
    expect(textOf(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('a');
    expect(textOf(bytes(0xff, 0xfe, 0x61, 0))).toBe('a');
    expect(textOf(bytes(0xfe, 0xff, 0, 0x61))).toBe('a');
  });

  test('is refused at the line of the first byte that is not UTF-8', () => {
    expect(textOf(bytes(0x61, 10, 0xc3, 0xa9, 10, 0xe9, 10))).toEqual({
      code: 'BAD_USER_INPUT',
      where: 'a.txt:3',
      message: 'the text is not UTF-8',
      expected: 'UTF-8, or UTF-16 with a byte order mark',
      action: 'convert the file to UTF-8',
    });
  });

  test('has lines whatever ends them', () => {
    expect([...linesOf('a\nb\r\nc\rd\n\ne')]).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
      { number: 3, text: 'c' },
      { number: 4, text: 'd' },
      { number: 5, text: '' },
      { number: 6, text: 'e' },
    ]);
  });
});
