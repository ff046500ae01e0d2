/** A model with a property of every DTDL schema, and for each of them values at its edges. */
import type { Json, JsonObject } from '../../../src/model/json.ts';

export const everything = 'dtmi:test:Everything;1';
export const anything = 'dtmi:test:Anything;1';

const array = (elementSchema: unknown) => ({ '@type': 'Array', elementSchema });
const map = (schema: unknown) => ({
  '@type': 'Map',
  mapKey: { name: 'key', schema: 'string' },
  mapValue: { name: 'value', schema },
});
const object = (fields: Readonly<Record<string, unknown>>) => ({
  '@type': 'Object',
  fields: Object.entries(fields).map(([name, schema]) => ({ name, schema })),
});
const oneOf = (valueSchema: string, values: readonly Json[]) => ({
  '@type': 'Enum',
  valueSchema,
  enumValues: values.map((enumValue, index) => ({ name: `value${index}`, enumValue })),
});

const ring = [
  [0, 0],
  [1, 0],
  [1, 1.5],
  [0, 0],
];
const hole = [
  [0.2, 0.1],
  [0.3, 0.1],
  [0.3, 0.2],
  [0.2, 0.1],
];
const geometry = (type: string, coordinates: Json): JsonObject => ({ type, coordinates });

const doubles = [
  0.1,
  5e-324,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  123456789.12345679,
];

/** Text that a store must not read anything into. */
export const texts: readonly string[] = [
  '',
  ' ',
  'null',
  'true',
  '1',
  '2026-01-01',
  'PT1H',
  '{"a":1}',
  '[]',
  'it\'s "quoted" `so` \\ \\u0041 $parameter {braces}',
  "'}) DETACH DELETE n //",
  '\u0001\t\n\r\u001f\u007f\u0085\u2028\u2029',
  '\ufeff\u200b\u202e\u2066שלום',
  'é',
  'e\u0301',
  '😀\uffff',
  'long '.repeat(20_000),
];

/** Each property's schema, and values that it has to keep. */
const schemas: Readonly<Record<string, readonly [schema: unknown, values: readonly Json[]]>> = {
  aBoolean: ['boolean', [true, false]],
  anInteger: ['integer', [0, 1, -2147483648, 2147483647]],
  aLong: [
    'long',
    [0, 1, 9007199254740991, -9007199254740991, '1', '9223372036854775807', '-9223372036854775808'],
  ],
  aFloat: ['float', [0.1, -3.4028234663852886e38, 1.401298464324817e-45, 16777217]],
  aDouble: ['double', doubles],
  aString: ['string', texts],
  aDate: ['date', ['2024-02-29', '0001-01-01', '9999-12-31']],
  aTime: ['time', ['23:59:60Z', '00:00:00.000Z', '12:30:00.123456789123+14:00', '12:30:00-00:00']],
  aDateTime: [
    'dateTime',
    [
      '2026-03-01T12:00:00Z',
      '2026-03-01T12:00:00.000Z',
      '2026-03-01T12:00:00+05:45',
      '0001-01-01T00:00:00.1234567891-23:59',
      '2016-12-31T23:59:60Z',
    ],
  ],
  aDuration: [
    'duration',
    ['PT1H30M', 'P1Y2M10DT2H30M', 'P2W', 'PT0.5S', 'P0D', 'PT90M', 'PT5400S'],
  ],
  aPoint: ['point', [geometry('Point', [8.5, 47.25]), geometry('Point', [-180, -90, 12.5])]],
  aLine: [
    'lineString',
    [
      geometry('LineString', [
        [0, 0],
        [1.5, 2],
      ]),
    ],
  ],
  aPolygon: ['polygon', [geometry('Polygon', [ring]), geometry('Polygon', [ring, hole])]],
  manyPoints: ['multiPoint', [geometry('MultiPoint', [[1, 2]]), geometry('MultiPoint', [])]],
  manyLines: ['multiLineString', [geometry('MultiLineString', [ring, hole])]],
  manyPolygons: ['multiPolygon', [geometry('MultiPolygon', [[ring, hole], [ring]])]],
  anIntEnum: [oneOf('integer', [1, -5]), [1, -5]],
  aTextEnum: [oneOf('string', ['open', 'half shut']), ['open', 'half shut']],
  numbers: [array('double'), [[], [1], [1, 2.5, -3], [0.1, 1e300]]],
  longs: [
    array('long'),
    [
      [1, 2],
      [1, '9223372036854775807'],
      ['1', '2'],
    ],
  ],
  flags: [array('boolean'), [[true, false], []]],
  names: [array('string'), [['a', ''], ['2026-01-01'], []]],
  grid: [array(array('integer')), [[[1, 2], [], [3]], [[]], []]],
  readings: [
    array(object({ at: 'dateTime', value: 'double' })),
    [[{ at: '2026-01-01T00:00:00Z', value: 1 }, { value: 2 }, {}], []],
  ],
  tables: [array(map('integer')), [[{ a: 1 }, {}, { b: 2, c: 3 }]]],
  place: [
    object({ street: 'string', number: 'integer', inner: object({ codes: array('string') }) }),
    [{}, { street: 'High Street', number: 7 }, { inner: {} }, { inner: { codes: ['x', ''] } }],
  ],
  labels: [map('string'), [{}, { a: '1', Z9: '' }, { toString: 'x', valueOf: 'y', id: 'z' }]],
  offices: [
    map(object({ beds: 'integer', tags: array('string') })),
    [{ a: { beds: 1, tags: [] }, b: {} }, {}],
  ],
  series: [map(array('double')), [{ a: [1, 2], b: [] }]],
  nested: [map(map('double')), [{ a: { b: 1.5, c: 2 }, d: {} }]],
};

const properties = Object.entries(schemas).map(([name, [schema]]) => ({
  '@type': 'Property',
  name,
  schema,
}));

/** A model with all of them, in its own contents, a component and a relationship. */
export const everySchema: readonly JsonObject[] = [
  {
    '@id': everything,
    '@type': 'Interface',
    '@context': 'dtmi:dtdl:context;3',
    contents: [
      ...properties,
      { '@type': 'Component', name: 'part', schema: anything },
      { '@type': 'Relationship', name: 'feeds', properties },
    ],
  },
  {
    '@id': anything,
    '@type': 'Interface',
    '@context': 'dtmi:dtdl:context;3',
    contents: properties,
  },
] as unknown as readonly JsonObject[];

/** Each value with the property it belongs to, and an id made of both. */
export const everyValue: readonly { readonly id: string; readonly name: string; value: Json }[] =
  Object.entries(schemas).flatMap(([name, [, values]]) =>
    values.map((value, index) => ({ id: `${name}-${index}`, name, value })),
  );
