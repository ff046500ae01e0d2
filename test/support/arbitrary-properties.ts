/** Properties of any kind, and hints of any kind for them, for tests of how they are kept. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Hint } from '../../src/store/neo4j/hints.ts';

const types = [
  'boolean',
  'integer',
  'long',
  'float',
  'double',
  'string',
  'date',
  'dateTime',
  'time',
  'duration',
  'point',
];

const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
const date = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), two(13), two(32))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${month}-${day}`);
const time = fc
  .tuple(
    two(24),
    two(60),
    two(61),
    fc.constantFrom('', '.5', '.000', '.123', '.120000', '.123456789', '.1234567891'),
    fc.constantFrom('Z', '+01:00', '-05:30', '+00:00', '-00:00', '+18:00', '+23:59', ''),
  )
  .map(([hour, minute, second, fraction, zone]) => `${hour}:${minute}:${second}${fraction}${zone}`);

/** Texts, many of which are nearly or quite dates, durations or numbers. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '`', '"', "'", '\\', '\u0000', '\ud800', '9223372036854775807', '007', '-0'),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  date,
  time,
  fc.tuple(date, time).map(([day, clock]) => `${day}T${clock}`),
  fc.constantFrom('P1Y', 'P14M', 'P2W', 'PT90M', 'PT1H30M', 'P1DT0.5S', 'PT0S', 'P0.5Y', 'PT1.50S'),
);

const point = fc
  .array(fc.double({ noNaN: true, min: -200, max: 200 }), { minLength: 1, maxLength: 4 })
  .map((coordinates) => ({ type: 'Point', coordinates }));

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 1, 2 ** 53, -(2 ** 63), 1e300),
);

const name = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'id',
    'id_',
    'model',
    'model__',
    'c/d',
    '~1',
    '',
    'type',
    'coordinates',
  ),
  fc.constantFrom('__proto__', 'constructor', '_exact', '_stamps', 'x`) DETACH DELETE n //', '$'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.oneof(text, number, fc.boolean(), fc.constant(null), point),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.oneof(
      ...[text, number, fc.boolean(), point].map((each) => fc.array<Json>(each, { maxLength: 3 })),
    ),
    tie('object'),
  ),
  object: objectOf(tie('value')),
})).value;

function objectOf(values: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  return fc
    .array(fc.tuple(name, values), { maxLength: 5 })
    .map((entries) => Object.fromEntries(entries));
}

/** Properties of a twin or relationship, as JSON would bring them. */
export const arbitraryProperties: fc.Arbitrary<JsonObject> = objectOf(value).map((properties) =>
  // JSON knows no -0.
  JSON.parse(JSON.stringify(properties)),
);

/** A model's view of them: each name, at whatever depth, has one of some types. */
export const arbitraryHint: fc.Arbitrary<Hint> = fc
  .array(fc.constantFrom(...types, undefined), { minLength: 1, maxLength: 8 })
  .map((chosen) => {
    const hintOf = (key: string, depth: number): Hint => {
      const type = chosen[(key.length + depth + (key.codePointAt(0) ?? 0)) % chosen.length];
      return {
        ...(type !== undefined && { type, element: { type } }),
        child: (child) => (depth > 5 ? undefined : hintOf(child, depth + 1)),
      };
    };
    return hintOf('', 0);
  });
