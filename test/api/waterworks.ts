/** A little waterworks for the tests of the typed schema: every kind of content once. */
import type { Change } from '../../src/model/change.ts';
import type { JsonObject } from '../../src/model/json.ts';

const context = ['dtmi:dtdl:context;3', 'dtmi:dtdl:extension:quantitativeTypes;1'];
const id = (name: string, version = 1) => `dtmi:waterworks:${name};${version}`;

const asset: JsonObject = {
  '@context': context,
  '@id': id('Asset'),
  '@type': 'Interface',
  displayName: { en: 'Asset', de: 'Anlage' },
  description: { en: 'Anything that is kept.', de: 'Alles, was unterhalten wird.' },
  schemas: [
    {
      '@id': id('asset:Status'),
      '@type': 'Enum',
      valueSchema: 'integer',
      enumValues: [
        { name: 'open', enumValue: 1 },
        { name: 'closed', enumValue: 2 },
        { name: 'true', enumValue: 3 },
      ],
    },
  ],
  contents: [
    {
      '@type': 'Property',
      name: 'name',
      schema: 'string',
      displayName: { en: 'Name', de: 'Bezeichnung' },
    },
    { '@type': 'Property', name: 'id', schema: 'string' },
    { '@type': 'Property', name: 'constructor', schema: 'string' },
    { '@type': 'Property', name: 'first', schema: 'boolean' },
    { '@type': 'Property', name: 'commissioned', schema: 'dateTime' },
    { '@type': 'Property', name: 'position', schema: 'point' },
    { '@type': 'Property', name: 'status', schema: id('asset:Status') },
    {
      '@type': 'Relationship',
      name: 'feeds',
      target: id('Asset'),
      properties: [
        { '@type': 'Property', name: 'share', schema: 'double' },
        { '@type': 'Property', name: 'node', schema: 'string' },
      ],
    },
    { '@type': 'Relationship', name: 'near' },
    { '@type': 'Relationship', name: 'partOf', target: id('Asset'), maxMultiplicity: 1 },
  ],
};

const pump: JsonObject = {
  '@context': context,
  '@id': id('Pump'),
  '@type': 'Interface',
  extends: id('Asset'),
  contents: [
    { '@type': ['Property', 'Pressure'], name: 'pressure', schema: 'double', unit: 'kilopascal' },
    {
      '@type': ['Telemetry', 'AngularVelocity'],
      name: 'speed',
      schema: 'integer',
      unit: 'revolutionPerMinute',
    },
    { '@type': 'Property', name: 'serial', schema: 'long' },
    { '@type': 'Property', name: 'runs', schema: { '@type': 'Array', elementSchema: 'double' } },
    {
      '@type': 'Property',
      name: 'limits',
      schema: {
        '@type': 'Object',
        fields: [
          { name: 'low', schema: 'double' },
          {
            name: 'bands',
            schema: {
              '@type': 'Array',
              elementSchema: {
                '@type': 'Map',
                mapKey: { name: 'band', schema: 'string' },
                mapValue: { name: 'width', schema: 'double' },
              },
            },
          },
        ],
      },
    },
    {
      '@type': 'Property',
      name: 'tags',
      schema: {
        '@type': 'Map',
        mapKey: { name: 'tag', schema: 'string' },
        mapValue: { name: 'value', schema: 'string' },
      },
    },
    { '@type': 'Component', name: 'motor', schema: id('Motor') },
    { '@type': 'Command', name: 'stop' },
  ],
};

export const models: readonly JsonObject[] = [
  asset,
  pump,
  {
    '@context': context,
    '@id': id('Motor'),
    '@type': 'Interface',
    contents: [
      {
        '@type': ['Property', 'Temperature'],
        name: 'temperature',
        schema: 'double',
        unit: 'degreeCelsius',
      },
    ],
  },
  { '@context': context, '@id': id('CentrifugalPump'), '@type': 'Interface', extends: id('Pump') },
  {
    '@context': context,
    '@id': id('Tank'),
    '@type': 'Interface',
    extends: id('Asset'),
    contents: [{ '@type': 'Property', name: 'level', schema: 'double' }],
  },
];

const limits = { low: 1.5, bands: [{ green: 0.5, red: 0.1 }, {}] };

/** north and south feed the basin; north is near south. */
export const changes: readonly Change[] = [
  {
    addTwin: {
      id: 'north',
      model: id('CentrifugalPump'),
      properties: {
        name: 'North',
        id: 'P-1',
        constructor: 'Smith',
        first: true,
        commissioned: '2020-05-01T12:00:00+02:00',
        position: { type: 'Point', coordinates: [13.4, 52.5] },
        status: 1,
        pressure: 250,
        speed: 1500,
        serial: '9007199254740993',
        runs: [1, 2.5],
        limits,
        tags: { zone: 'A', owner: 'city' },
        motor: { temperature: 60 },
      },
    },
  },
  {
    addTwin: {
      id: 'south',
      model: id('Pump'),
      properties: { name: 'South', status: 3, pressure: 400, serial: 7 },
    },
  },
  { addTwin: { id: 'basin', model: id('Tank'), properties: { name: 'Basin', level: 3 } } },
  {
    addRelationship: {
      source: 'north',
      target: 'basin',
      name: 'feeds',
      properties: { share: 0.75, node: 'valve 3' },
    },
  },
  { addRelationship: { source: 'south', target: 'basin', name: 'feeds' } },
  { addRelationship: { source: 'north', target: 'south', name: 'near' } },
];
