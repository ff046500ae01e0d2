/** The little ontology of the contract suite, and changes on it. */
import type { Change } from '../../../src/model/change.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { TwinStore } from '../../../src/store/twin-store.ts';

export const pump = 'dtmi:test:Pump;1';
export const tank = 'dtmi:test:Tank;1';
export const part = 'dtmi:test:Part;1';

const property = (name: string, schema: string) => ({ '@type': 'Property', name, schema });

export const partModel: JsonObject = {
  '@id': part,
  '@type': 'Interface',
  '@context': 'dtmi:dtdl:context;3',
  contents: [property('level', 'double'), property('name', 'string')],
};

export const pumpModel: JsonObject = {
  '@id': pump,
  '@type': 'Interface',
  '@context': 'dtmi:dtdl:context;3',
  contents: [
    property('level', 'double'),
    property('name', 'string'),
    property('on', 'boolean'),
    { '@type': 'Component', name: 'part', schema: part },
    {
      '@type': 'Relationship',
      name: 'feeds',
      properties: [property('capacity', 'double')],
    },
    { '@type': 'Relationship', name: 'cools' },
  ],
};

export const tankModel: JsonObject = { ...pumpModel, '@id': tank };

export const contractModels: readonly JsonObject[] = [partModel, pumpModel, tankModel];

/** Adds a pump. */
export function add(id: string, properties: JsonObject = {}): Change {
  return { addTwin: { id, model: pump, properties } };
}

/** Adds a relationship, with the id that is given when none is. */
export function feed(source: string, target: string): Change {
  return { addRelationship: { source, target, name: 'feeds' } };
}

/** Names that a store must take as they are. */
export const hostileIds: readonly string[] = [
  'Ünïcödé',
  '😀🏭',
  'a/b',
  'a+b#c',
  "Robert'); DROP TABLE twins;--",
  '`) DETACH DELETE (n) //',
  '"quoted\\"',
  '__proto__',
  'constructor',
  ' leading and trailing ',
  '\u200bzero-width',
  'שלום',
  '0',
  'null',
  'x'.repeat(256),
  '語'.repeat(256),
];

/** Whether the ontology's rules hold, so that only what fits the models is taken. */
export function isChecked(store: TwinStore): boolean {
  return 'catalogue' in store;
}
