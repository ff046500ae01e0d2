/** Contract: names are taken as they are, whatever they would mean in a query language or a program. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, hostileIds, isChecked, pump } from './ontology.ts';

const context = 'dtmi:dtdl:context;3';

/** Names of DTDL that a store could take for its own, or for a program's. */
const dtdlNames = [
  ...['id', 'model', 'revision', 'updatedAt', 'stamps', 'properties', 'type', 'name', 'labels'],
  ...['source', 'target', 'json', 'value', 'key', 'Twin', 'Model', 'Commit', 'elementId', 'nodes'],
  ...['MATCH', 'WHERE', 'null', 'true', 'toString', 'valueOf', 'hasOwnProperty', 'constructor'],
  ...['prototype', 'a', 'A', 'a_b', 'a__b', 'x'.repeat(512)],
];

/** Models that differ only in what a label may not hold. */
const likeModels = [
  ...[
    'dtmi:test:A_B;1',
    'dtmi:test:A:B;1',
    'dtmi:test:A:B;2',
    'dtmi:test:A:B;12',
    'dtmi:test:AB;1',
  ],
  ...['dtmi:test:a_b;1', 'dtmi:test:a:b;1', 'dtmi:test:A:B_1;1', 'dtmi:test:A__B;1', 'dtmi:A_B;1'],
  ...['dtmi:test:Twin;1', 'dtmi:Twin;1', 'dtmi:other:Twin;1', 'dtmi:Model;1', 'dtmi:test:Commit;1'],
];

/** Names that only a store without rules is asked to keep. */
const anyNames = [
  ...hostileIds,
  ...['', ' ', 'a/b', 'a.b', '$id', '$model', ':Label', '`', '``', '"', "'", '\\', '{}', '\n', '0'],
  ...['a\u0301', '\u00e1', '😀', '\u202ertl'],
];

const interfaceOf = (id: string, more: object = {}) =>
  ({ '@id': id, '@type': 'Interface', '@context': context, ...more }) as JsonObject;

export function nameContract(subject: Subject): void {
  describe('names', () => {
    test('of twins that look alike are those of different twins', async () => {
      const alike = [
        'é',
        'e\u0301',
        'a',
        'A',
        'a ',
        ' a',
        'a\u200b',
        'ａ',
        'ß',
        'ss',
        '1',
        '01',
        '1.0',
      ];
      await subject.store.commit(alike.map((id, level) => add(id, { level })));
      await subject.store.commit(
        alike.map((id, i) => ({ set: { twin: id, property: 'name', value: `${i}` } })),
      );
      await subject.restart();
      const twins = await subject.store.twins(alike);
      expect(twins.map((twin) => twin?.properties)).toEqual(
        alike.map((_, level) => ({ level, name: `${level}` })),
      );
      expect((await subject.store.find({ ids: ['A'] })).items).toHaveLength(1);
    });

    test('of twins and relationships are changed and removed by exactly those names', async () => {
      const feeds = (source: string, target: string, id: string) => ({
        addRelationship: { source, target, name: 'feeds', id },
      });
      const next = (i: number) => hostileIds[(i + 1) % hostileIds.length] as string;
      await subject.store.commit([
        ...hostileIds.map((id) => add(id)),
        ...hostileIds.map((id, i) => feeds(id, next(i), next(i))),
      ]);
      await subject.store.commit(
        hostileIds.map((source, i) => ({
          setRelationship: { source, id: next(i), property: 'capacity', value: i },
        })),
      );
      await subject.store.commit(
        hostileIds
          .slice(1)
          .map((source, i) => ({ removeRelationship: { source, id: next(i + 1) } })),
      );
      await subject.store.commit(hostileIds.slice(2).map((twin) => ({ removeTwin: { twin } })));
      await subject.restart();
      const snapshot = await subject.store.snapshot();
      expect(snapshot.size).toEqual({ twins: 2, relationships: 1 });
      const key = { source: hostileIds[0] as string, id: hostileIds[1] as string };
      expect(snapshot.relationship(key)?.properties).toEqual({ capacity: 0 });
    });

    test('of properties and map keys may be any that the language allows', async () => {
      const model = 'dtmi:test:Named;1';
      const map = {
        '@type': 'Map',
        mapKey: { name: 'k', schema: 'string' },
        mapValue: { name: 'v', schema: 'integer' },
      };
      const contents = [
        ...dtdlNames.map((name) => ({ '@type': 'Property', name, schema: 'integer' })),
        { '@type': 'Property', name: 'keys', schema: map },
      ];
      await subject.store.addModels([interfaceOf(model, { contents })]);
      const whole = Object.fromEntries(dtdlNames.map((name, i): [string, Json] => [name, i]));
      const properties = { ...whole, keys: whole };
      await subject.store.commit([{ addTwin: { id: 'a', model, properties } }]);
      await subject.restart();
      const [a] = await subject.store.twins(['a']);
      expect(Object.entries(a?.properties ?? {})).toEqual(
        expect.arrayContaining(Object.entries(properties)),
      );
      expect(a?.properties).toEqual(properties);
    });

    test('of relationships may be any that the language allows', async () => {
      const model = 'dtmi:test:Linked;1';
      const contents = dtdlNames.map((name) => ({ '@type': 'Relationship', name }));
      await subject.store.addModels([interfaceOf(model, { contents })]);
      await subject.store.commit([
        { addTwin: { id: 'a', model } },
        ...dtdlNames.map((name) => ({
          addRelationship: { source: 'a', target: 'a', name, id: 'r'.concat(name.slice(0, 99)) },
        })),
      ]);
      await subject.restart();
      for (const name of dtdlNames) {
        const { items } = await subject.store.findRelationships({ names: [name] });
        expect(items.map((each) => each.name)).toEqual([name]);
      }
    });

    test('of models that look alike are those of different models', async () => {
      await subject.store.addModels(likeModels.map((id) => interfaceOf(id)));
      await subject.store.commit(
        likeModels.map((model) => ({ addTwin: { id: `a ${model}`, model } })),
      );
      await subject.restart();
      for (const model of likeModels) {
        const { items } = await subject.store.find({ models: [model], exact: true });
        expect(items.map(({ id }) => id)).toEqual([`a ${model}`]);
      }
    });

    test('may be anything at all where there are no rules', async () => {
      if (isChecked(subject.store)) return;
      const named = (name: string): JsonObject => Object.fromEntries([[name, name]]);
      const { store } = subject;
      await store.commit(
        anyNames.map((name, i) => ({
          addTwin: {
            id: `${i}`,
            model: name || pump,
            properties: { ...named(name), in: named(name) },
          },
        })),
      );
      await store.commit(
        anyNames.map((name, i) => ({
          addRelationship: {
            source: '0',
            target: '0',
            name: name || 'x',
            id: `${i}`,
            properties: named(name),
          },
        })),
      );
      const check = async () => {
        const snapshot = await subject.store.snapshot();
        anyNames.forEach((name, i) => {
          const twin = snapshot.twin(`${i}`);
          expect(twin?.model).toBe(name || pump);
          expect(Object.entries(twin?.properties ?? {})).toContainEqual([name, name]);
          expect(Object.entries(twin?.properties.in ?? {})).toEqual([[name, name]]);
          const relationship = snapshot.relationship({ source: '0', id: `${i}` });
          expect(relationship?.name).toBe(name || 'x');
          expect(Object.entries(relationship?.properties ?? {})).toEqual([[name, name]]);
        });
      };
      await check();
      await subject.restart();
      await check();
    });
  });
}
