import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxDepth, readJson } from '../../src/telemetry/read-json.ts';

test('whatever a JSON writer makes of safe values is read as it is, without a flaw', () => {
  const safe = fc
    .jsonValue({ maxDepth: 5 })
    .filter((value) => !/__proto__|constructor|prototype|\\u/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(safe, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(readJson(text)).toEqual({ value: JSON.parse(text), flaws: [] });
    }),
  );
});

test('a whole number is flawed exactly when a double neither holds it nor prints like it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (number) => {
      const double = Number(number);
      const held = BigInt(double) === number || String(double) === String(number);
      expect(readJson(`{"n":${number}}`).flaws).toHaveLength(held ? 0 : 1);
    }),
  );
});

test.each([
  ['{"n":9007199254740993}', 'n', '9007199254740993 would be rounded to 9007199254740992'],
  ['{"n":1e309}', 'n', '1e309 is too large for a double'],
  ['{"n":-1e309}', 'n', '-1e309 is too large for a double'],
  ['{"n":1e-400}', 'n', '1e-400 is too small for a double'],
  [`{"n":${'9'.repeat(400)}}`, 'n', `${'9'.repeat(400)} is too large for a double`],
  ['{"a":1,"a":2}', 'a', 'the key a is there twice'],
  ['{"a":1,"\\u0061":2}', 'a', 'the key a is there twice'],
  ['{"a":{"b":[{"c":1,"c":1}]}}', 'a', 'the key c is there twice'],
  ['{"a":1,"__proto__":{"x":1}}', '__proto__', 'the key __proto__ is not allowed'],
  ['{"a":{"constructor":1}}', 'a', 'the key constructor is not allowed'],
  ['{"a":"\\ud800"}', 'a', 'the text holds a lone surrogate'],
  ['[9007199254740993]', undefined, '9007199254740993 would be rounded to 9007199254740992'],
])('%s has its flaw under its key', (text, key, message) => {
  const { flaws } = readJson(text);
  expect(flaws).toHaveLength(1);
  expect(flaws[0]).toMatchObject({ message });
  expect(flaws[0]?.key).toBe(key);
});

test.each([
  '0',
  '-0',
  '0e5',
  '0.0e-999',
  '9007199254740992',
  '1e20',
  '0.1',
  '3.14159265358979323846',
])('%s loses nothing', (text) => expect(readJson(text).flaws).toEqual([]));

test('numbers and brackets inside text are text', () => {
  expect(readJson('{"a":"9007199254740993 {\\"a\\": [[[","b":"\\\\"}').flaws).toEqual([]);
});

test('nesting is allowed to its limit, and a depth bomb is a flaw of all', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(readJson(nested(maxDepth)).flaws).toEqual([]);
  for (const depth of [maxDepth + 1, 100_000]) {
    const { flaws } = readJson(`{"a":1,"b":${nested(depth)}}`);
    expect(flaws).toEqual([
      {
        message: 'objects and lists are nested more than 32 deep',
        action: 'send flat properties, or fewer levels',
      },
    ]);
  }
});

test.each(['', '{', "{'a':1}", 'NaN', 'Infinity', '1,5', '0x10', '01', 'nul', '{"a":1}x'])(
  '%j is a syntax error',
  (text) => expect(() => readJson(text)).toThrow(SyntaxError),
);
