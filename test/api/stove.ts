/** A stove whose unit of temperature each twin may say itself, and a house that has one. */
import type { JsonObject } from '../../src/model/json.ts';

const contexts = [
  'dtmi:dtdl:context;4',
  'dtmi:dtdl:extension:quantitativeTypes;2',
  'dtmi:dtdl:extension:annotation;2',
  'dtmi:dtdl:extension:overriding;2',
  'dtmi:dtdl:extension:requirement;1',
  'dtmi:dtdl:extension:mqtt;3',
];
const quantity = (type: string, name: string, unit: string, kind = 'Property') => ({
  '@type': [kind, type],
  name,
  schema: 'double',
  unit,
});
const heat = quantity('Temperature', 'heat', 'degreeCelsius');
const heatUnit = {
  '@type': ['Property', 'ValueAnnotation', 'Override'],
  name: 'heatUnit',
  annotates: 'heat',
  overrides: 'unit',
  schema: 'TemperatureUnit',
};
const box = {
  '@type': 'Object',
  fields: [
    { ...quantity('Length', 'width', 'metre', 'Field'), '@type': ['Field', 'Length', 'Required'] },
    { '@type': 'Field', name: 'colour', schema: 'string' },
  ],
};
const interfaceOf = (name: string, contents: readonly object[]) =>
  ({
    '@context': contexts,
    '@id': `dtmi:test:${name};1`,
    '@type': 'Interface',
    contents,
  }) as unknown as JsonObject;
export const stoveModels: readonly JsonObject[] = [
  interfaceOf('Stove', [
    heat,
    heatUnit,
    { '@type': ['Telemetry', 'Indexed'], name: 'smoke', schema: 'double', index: 3 },
  ]),
  interfaceOf('House', [
    { '@type': 'Component', name: 'stove', schema: 'dtmi:test:Stove;1' },
    { '@type': 'Property', name: 'box', schema: box },
    { '@type': 'Property', name: 'size', schema: 'double' },
    { '@type': 'Relationship', name: 'warms', properties: [heat, heatUnit] },
    { '@type': ['Command', 'Idempotent', 'Cacheable'], name: 'read', ttl: 'PT1M' },
  ]),
];
