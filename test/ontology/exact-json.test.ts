import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExactJson } from '../../src/ontology/exact-json.ts';
import { NumberText } from '../../src/ontology/primitives.ts';
import { valueCheck } from '../../src/ontology/value-check.ts';

describe('JSON read exactly', () => {
  it('is what JSON.parse gives, where numbers are written as they are printed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(readExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps the text of numbers that would lose some of it', () => {
    for (const text of ['1.0', '-0', '1e2', '9223372036854775807', '0.10']) {
      expect(readExactJson(` ${text} `), text).toEqual(new NumberText(text));
    }
    expect(readExactJson('{"__proto__": [1, 2.0]}')).toEqual(
      JSON.parse('{"__proto__": [1, {"text": "2.0"}]}'),
    );
  });

  it('refuses what is not JSON', () => {
    for (const text of ['', '{ 23 ]', '[1,]', '// 1', '$$', '{"a" 1}']) {
      expect(() => readExactJson(text), text).toThrow(SyntaxError);
    }
  });
});

describe('values as JSON is written', () => {
  const fits = (name: string, text: string) =>
    valueCheck({ kind: 'primitive', name }, 'json')(readExactJson(text)) === undefined;

  it('are whole numbers only without a point, and unsigned ones only without a sign', () => {
    expect(['1', '-0', '1.0', '1e2'].map((text) => fits('integer', text))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(['0', '-0', '255', '256'].map((text) => fits('unsignedByte', text))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('are longs to the last one, and not as text', () => {
    expect(fits('long', '9223372036854775807')).toBe(true);
    expect(fits('long', '9223372036854775808')).toBe(false);
    expect(fits('long', '"3"')).toBe(false);
    expect(fits('unsignedLong', '18446744073709551615')).toBe(true);
    expect(fits('double', '1e400')).toBe(false);
  });

  it('are of an enum only as its values are written', () => {
    const check = valueCheck(
      { kind: 'enum', valueSchema: 'integer', values: [{ name: 'one', value: 1 }] },
      'json',
    );
    expect(check(readExactJson('1'))).toBeUndefined();
    expect(check(readExactJson('1.0'))?.message).toBe('the value is 1.0');
  });
});
