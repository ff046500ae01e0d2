import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import type { Schema } from '../../src/ontology/catalogue.ts';
import { valueCheck } from '../../src/ontology/value-check.ts';

const primitive = (name: string): Schema => ({ kind: 'primitive', name });

const cases: readonly [name: string, accepted: Json[], refused: Json[]][] = [
  ['boolean', [true, false], ['true', 1, null]],
  ['integer', [0, -2147483648, 2147483647], [2147483648, 1.5, '1', null]],
  [
    'long',
    [2 ** 53 - 1, '9223372036854775807', '-9223372036854775808'],
    [2 ** 53, '9223372036854775808', '1.0', '', 1.5],
  ],
  ['byte', [-128, 127], [128, -129, 1.5, '1']],
  ['short', [-32768, 32767], [32768, '1']],
  ['unsignedByte', [0, 255], [-1, 256, 0.5]],
  ['unsignedShort', [0, 65535], [-1, 65536]],
  ['unsignedInteger', [0, 4294967295], [-1, 4294967296]],
  ['unsignedLong', [0, '18446744073709551615'], [-1, '-1', '18446744073709551616', 2 ** 53]],
  ['decimal', ['0', '-12.50', '+1.', '1'.repeat(40)], [1, '01', '.5', '', '1e3', '0x1']],
  ['bytes', ['', 'SGVsbG8='], ['SGVsbG8', 'SGVsbG8==', 'SG=VsbG8', 1]],
  ['uuid', ['123e4567-E89B-12d3-a456-426614174000'], ['123e4567e89b12d3a456426614174000', 1]],
  ['float', [0, 3.4e38, 3.4028235e38, -1.5], [3.5e38, Number.NaN, Number.POSITIVE_INFINITY, '1']],
  ['double', [0, 1.7e308, 5], [Number.NaN, Number.NEGATIVE_INFINITY, '1', true]],
  ['string', ['', 'a'], [1, null, ['a']]],
  ['date', ['2024-02-29', '0001-01-01'], ['2023-02-29', '2024-13-01', '0000-01-01', '2024-2-9']],
  ['time', ['00:00:00Z', '23:59:59.5+02:00'], ['24:00:00Z', '12:00:00', '12:60:00Z']],
  [
    'dateTime',
    ['2024-02-29T12:00:00Z'],
    ['2024-02-29', '2024-02-29T12:00:00', '2024-02-30T12:00:00Z'],
  ],
  ['duration', ['P1Y2M3DT4H5M6.5S', 'P2W', 'PT0.5S'], ['P', 'PT', 'P1S', '1H', 'P1.5Y2M', 'P1Y2W']],
  [
    'point',
    [{ type: 'Point', coordinates: [8.5, 47.4] }],
    [
      [8.5, 47.4],
      { type: 'Point', coordinates: [8.5] },
      { type: 'LineString', coordinates: [8.5, 47.4] },
    ],
  ],
  [
    'multiPoint',
    [{ type: 'MultiPoint', coordinates: [] }],
    [{ type: 'MultiPoint', coordinates: [1, 2] }],
  ],
  [
    'lineString',
    [
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
    [{ type: 'LineString', coordinates: [[0, 0]] }],
  ],
  [
    'polygon',
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
    ],
  ],
  [
    'multiLineString',
    [
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
    ],
    [{ type: 'MultiLineString', coordinates: [[0, 0]] }],
  ],
  [
    'multiPolygon',
    [
      {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        ],
      },
    ],
    [{ type: 'MultiPolygon', coordinates: [[[0, 0]]] }],
  ],
];

describe('values of primitive and geospatial schemas', () => {
  it.each(cases)('%s', (name, accepted, refused) => {
    const check = valueCheck(primitive(name));
    for (const value of accepted) expect(check(value), JSON.stringify(value)).toBeUndefined();
    for (const value of refused) expect(check(value), JSON.stringify(value)).toBeDefined();
  });

  it('advise a decimal string for a whole number that JSON cannot hold exactly', () => {
    expect(valueCheck(primitive('long'))(2 ** 53 + 2)?.action).toContain('decimal string');
  });
});

const text = primitive('string');
const pair: Schema = {
  kind: 'object',
  fields: new Map<string, Schema>([
    ['on', primitive('boolean')],
    ['levels', { kind: 'array', element: primitive('double') }],
  ]),
};

describe('values of complex schemas', () => {
  it('name the part that does not fit', () => {
    expect(valueCheck(pair)({ on: true, levels: [1, 'two'] })).toMatchObject({
      path: 'levels/1',
      expected: 'a finite number',
    });
    expect(valueCheck(pair)({ onn: true })).toMatchObject({ action: 'did you mean on?' });
  });

  it('of an enum are its values and not its names', () => {
    const schema: Schema = {
      kind: 'enum',
      valueSchema: 'integer',
      values: [{ name: 'low', value: 1 }],
    };
    expect(valueCheck(schema)(1)).toBeUndefined();
    expect(valueCheck(schema)('low')?.action).toBe("send the enum's value 1, not its name");
  });

  it('of a map have keys that follow the grammar of names', () => {
    const check = valueCheck({ kind: 'map', value: text });
    expect(check({ a: 'x', a_1: 'y' })).toBeUndefined();
    for (const key of ['', '1a', 'a_', 'a-b', 'a'.repeat(513), '__proto__']) {
      expect(check(JSON.parse(`{${JSON.stringify(key)}: "x"}`) as Json), key).toBeDefined();
    }
  });
});

/** A schema together with the values it must accept. */
const valued: fc.Arbitrary<[Schema, fc.Arbitrary<Json>]> = fc.letrec<{
  schema: [Schema, fc.Arbitrary<Json>];
}>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<[Schema, fc.Arbitrary<Json>]>(
      [primitive('boolean'), fc.boolean()],
      [primitive('integer'), fc.integer()],
      [primitive('double'), fc.double({ noNaN: true, noDefaultInfinity: true })],
      [primitive('long'), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
      [text, fc.string()],
      [
        primitive('dateTime'),
        fc
          .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
          .map((date) => date.toISOString()),
      ],
    ),
    tie('schema').map(([element, values]) => [
      { kind: 'array', element },
      fc.array(values, { maxLength: 4 }),
    ]),
    tie('schema').map(([value, values]) => [
      { kind: 'map', value },
      fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), values, { maxKeys: 3 }),
    ]),
    tie('schema').map(([field, values]) => [
      { kind: 'object', fields: new Map([['a', field]]) },
      fc.record({ a: values }, { requiredKeys: [] }),
    ]),
  ) as fc.Arbitrary<[Schema, fc.Arbitrary<Json>]>,
})).schema;

describe('any schema', () => {
  it('accepts its values, also once they went through JSON', () => {
    fc.assert(
      fc.property(
        valued.chain(([schema, values]) => values.map((value) => [schema, value] as const)),
        ([schema, value]) => {
          const check = valueCheck(schema);
          expect(check(value)).toBeUndefined();
          expect(check(JSON.parse(JSON.stringify(value)) as Json)).toBeUndefined();
        },
      ),
    );
  });

  it('judges any JSON without throwing', () => {
    fc.assert(
      fc.property(valued, fc.jsonValue(), ([schema], value) => {
        const found = valueCheck(schema)(value as Json);
        expect(found === undefined || found.expected.length > 0).toBe(true);
      }),
    );
  });
});
