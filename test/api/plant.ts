/** A little plant for the tests of the API: two pumps that feed a tank, which feeds a line. */
import type { Change } from '../../src/model/change.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Binding } from '../../src/ontology/catalogue.ts';

const context = 'dtmi:dtdl:context;3';

export const models: readonly JsonObject[] = [
  {
    '@context': context,
    '@id': 'dtmi:test:Device;1',
    '@type': 'Interface',
    displayName: { en: 'Device', de: 'Gerät' },
    description: 'Anything that runs.',
    contents: [
      { '@type': 'Property', name: 'power', schema: 'double', writable: true },
      { '@type': 'Property', name: 'label', schema: 'string', writable: true },
      { '@type': 'Telemetry', name: 'noise', schema: 'double' },
      {
        '@type': 'Relationship',
        name: 'feeds',
        target: 'dtmi:test:Device;1',
        properties: [{ '@type': 'Property', name: 'share', schema: 'double' }],
      },
    ],
  },
  {
    '@context': context,
    '@id': 'dtmi:test:Thermostat;1',
    '@type': 'Interface',
    contents: [{ '@type': 'Property', name: 'target', schema: 'double', writable: true }],
  },
  {
    '@context': context,
    '@id': 'dtmi:test:Pump;1',
    '@type': 'Interface',
    extends: 'dtmi:test:Device;1',
    contents: [
      { '@type': 'Component', name: 'thermostat', schema: 'dtmi:test:Thermostat;1' },
      { '@type': 'Command', name: 'stop' },
    ],
  },
];

/** What is fed needs at least one of what feeds it. */
export const bindings: readonly Binding[] = [
  {
    relationship: 'feeds',
    interface: 'dtmi:test:Device;1',
    dependent: 'target',
    group: 'flow',
  },
];

/** pump-1 and pump-2 feed tank-1, which feeds line-1. */
export const changes: readonly Change[] = [
  {
    addTwin: {
      id: 'pump-1',
      model: 'dtmi:test:Pump;1',
      properties: { power: 10, label: 'north', thermostat: { target: 20 } },
    },
  },
  {
    addTwin: { id: 'pump-2', model: 'dtmi:test:Pump;1', properties: { power: 30, label: 'south' } },
  },
  { addTwin: { id: 'tank-1', model: 'dtmi:test:Device;1', properties: { label: 'tank' } } },
  { addTwin: { id: 'line-1', model: 'dtmi:test:Device;1', properties: { power: 5 } } },
  {
    addRelationship: {
      source: 'pump-1',
      target: 'tank-1',
      name: 'feeds',
      properties: { share: 0.25 },
    },
  },
  { addRelationship: { source: 'pump-2', target: 'tank-1', name: 'feeds' } },
  { addRelationship: { source: 'tank-1', target: 'line-1', name: 'feeds' } },
];
