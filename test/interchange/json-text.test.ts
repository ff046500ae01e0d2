import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/interchange/json-text.ts';

describe('JSON text', () => {
  test('gives the value that JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(parseJson(text, 'a.json')).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  test('refuses 2^53 + 1 instead of rounding it, and says where', () => {
    expect(parseJson('{\n  "serial": 9007199254740993\n}', 'a.json')).toEqual({
      code: 'BAD_USER_INPUT',
      where: 'a.json:2:13',
      line: 2,
      column: 13,
      message: 'the number 9007199254740993 cannot be kept exactly',
      expected: 'a finite number, and a whole number that a 64-bit float holds exactly (2^53)',
      action: 'write the number as a string, and give the property a string schema',
    });
  });

  test('keeps whole numbers that a double holds, and refuses every other', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (number) => {
        const parsed = parseJson(`[${number}]`, 'a.json');
        const double = Number(number);
        const exact = BigInt(double) === number || String(double) === `${number}`;
        expect('value' in parsed).toBe(exact);
      }),
    );
  });

  test('leaves digits within strings alone', () => {
    const text = '["9007199254740993 \\" 1e999", "NaN"]';
    expect(parseJson(text, 'a.json')).toEqual({ value: JSON.parse(text) });
  });

  test('refuses a number that overflows, and NaN', () => {
    expect(parseJson('[1e400]', 'a.json')).toMatchObject({
      message: 'the number 1e400 cannot be kept exactly',
    });
    expect(parseJson('[NaN]', 'a.json')).toMatchObject({ where: 'a.json:1:2' });
  });

  test('reads NaN and Infinity of Python as null where asked to', () => {
    const parsed = parseJson('{"a": NaN, "b": [-Infinity, "NaN"]}', 'a.json', {
      pythonNumbers: true,
    });
    expect(parsed).toEqual({ value: { a: null, b: [null, 'NaN'] } });
  });

  test('refuses nesting without end', () => {
    const deep = '['.repeat(100_000);
    expect(parseJson(deep, 'a.json')).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  test.each([
    ['{\n"a": 1,\n"b" 2\n}', 'a.json:3:5'],
    ['{\n"a": 1,\n"b": x\n}\n\n', 'a.json:3:6'],
    ['{"a":\r\n[1,\r\n2', 'a.json:3:2'],
    ['', 'a.json:1:1'],
  ])('names the line and column of a fault in %j', (text, where) => {
    expect(parseJson(text, 'a.json')).toMatchObject({ code: 'BAD_USER_INPUT', where });
  });
});
