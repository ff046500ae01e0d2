import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonInput } from '../../src/api/json-input.ts';
import { durationSeconds, isoDuration } from '../../src/model/duration.ts';
import { isDeeper } from '../../src/model/json.ts';

describe('a duration', () => {
  test('is read in weeks, days, hours, minutes and seconds', () => {
    expect(durationSeconds('P30D')).toBe(2_592_000);
    expect(durationSeconds('P1W')).toBe(604_800);
    expect(durationSeconds('PT1H30M')).toBe(5_400);
    expect(durationSeconds('P1DT0.5S')).toBe(86_400.5);
  });

  test.each(['P', 'PT', 'P1M', 'P1Y', '1D', 'P-1D', 'P1DT', 'PT1D', '', ' P1D', 5, null])(
    'is not %j',
    (text) => {
      expect(() => durationSeconds(text)).toThrow('is not a duration');
    },
  );

  test('is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.nat(), (seconds) => {
        expect(durationSeconds(isoDuration(seconds))).toBe(seconds);
      }),
    );
  });
});

describe('JSON from a client', () => {
  test('is kept as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        expect(jsonInput(value)).toEqual(value);
      }),
      { numRuns: 30 },
    );
  });

  test('holds no number that is not one, and no __proto__ at any depth', () => {
    expect(() => jsonInput({ a: [Number.NaN] })).toThrow('BAD_USER_INPUT JSON: the number');
    expect(() => jsonInput([Number.POSITIVE_INFINITY])).toThrow('too large for a double');
    expect(() => jsonInput(JSON.parse('[{"a": {"__proto__": 1}}]'))).toThrow('__proto__');
    expect(() => jsonInput(undefined)).toThrow('undefined is not a JSON value');
  });
});

test('the depth of a value is that of its deepest list or object', () => {
  const depth = (value: unknown): number =>
    typeof value !== 'object' || value === null
      ? 0
      : 1 + Math.max(0, ...Object.values(value).map(depth));
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(6), (value, limit) => {
      expect(isDeeper(value, limit)).toBe(depth(value) > limit);
    }),
  );
});
