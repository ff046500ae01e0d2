/** Contract, of the checked store alone: what the models say holds at every commit. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Subject } from '../twin-store.contract.ts';
import { part } from './ontology.ts';

const context = 'dtmi:dtdl:context;3';
const [asset, pump, machine, other] = [
  'dtmi:test:Asset;1',
  'dtmi:test:Centrifugal;1',
  'dtmi:test:Machine;1',
  'dtmi:test:Other;1',
];

const relationship = (name: string, more: object = {}) => ({
  '@type': 'Relationship',
  name,
  ...more,
});

const models = [
  { '@id': asset, contents: [{ '@type': 'Property', name: 'level', schema: 'double' }] },
  { '@id': machine, extends: asset },
  { '@id': pump, extends: machine },
  {
    '@id': other,
    contents: [
      relationship('drives', { target: asset }),
      relationship('anything', { maxMultiplicity: 2 }),
      relationship('one', { maxMultiplicity: 1, target: machine }),
    ],
  },
].map((model) => ({ '@type': 'Interface', '@context': context, ...model })) as JsonObject[];

const add = (id: string, model: string) => ({ addTwin: { id, model } });
const link = (name: string, target: string, id = `${name}:${target}`) => ({
  addRelationship: { source: 'o', target, name, id },
});
const put = (name: string, target: string, id: string) => ({
  putRelationship: { source: 'o', target, name, id },
});
const remove = (id: string) => ({ removeRelationship: { source: 'o', id } });

export function ruleContract(subject: Subject): void {
  const prepare = async () => {
    await subject.store.addModels(models);
    await subject.store.commit([
      ...[add('a', asset), add('m', machine), add('p', pump), add('p2', pump), add('o', other)],
    ]);
  };
  const refused = (message: string) => ({
    code: 'VALIDATION_FAILED',
    message: expect.stringContaining(message),
  });

  describe('the rules', () => {
    test('let a relationship reach its target model and what extends it, and nothing else', async () => {
      await prepare();
      await subject.store.commit([link('drives', 'a'), link('drives', 'm'), link('drives', 'p')]);
      await expect(subject.store.commit([link('drives', 'o')])).rejects.toMatchObject(
        refused('the target o is a dtmi:test:Other;1'),
      );
      await expect(subject.store.commit([put('one', 'a', 'drives:m')])).rejects.toMatchObject(
        refused('the target a is a dtmi:test:Asset;1'),
      );
      const undeclared = { addRelationship: { source: 'a', target: 'p', name: 'drives' } };
      await expect(subject.store.commit([undeclared])).rejects.toMatchObject(
        refused('declares no relationship "drives"'),
      );
    });

    test('judge a twin’s relationships again when its model changes', async () => {
      await prepare();
      await subject.store.commit([link('one', 'p')]);
      const become = (model: string) => subject.store.commit([{ putTwin: { id: 'p', model } }]);
      await become(machine);
      await expect(become(asset)).rejects.toMatchObject(refused('the target p is a'));
      await subject.restart();
      await expect(become(asset)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    });

    test('allow as many relationships as maxMultiplicity, at every step and over a restart', async () => {
      await prepare();
      await subject.store.commit([link('anything', 'a', '1'), link('anything', 'a', '2')]);
      await subject.restart();
      const third = link('anything', 'p', '3');
      await expect(subject.store.commit([third])).rejects.toMatchObject(
        refused('o would have 3 relationships anything'),
      );
      await subject.store.commit([remove('1'), third]);
      await expect(subject.store.commit([third, remove('2')])).rejects.toMatchObject({
        problems: [{ code: 'CONFLICT' }],
      });
      await expect(subject.store.commit([put('anything', 'a', 'new')])).rejects.toMatchObject(
        refused('at most 2 (maxMultiplicity)'),
      );
      await subject.store.commit([put('anything', 'm', '3')]);
      const { rejected } = await subject.store.commit(
        [link('one', 'p'), link('one', 'm'), link('one', 'p2')],
        { skipRefused: true },
      );
      expect(rejected.map(({ index }) => index)).toEqual([1, 2]);
    });

    test('list what does not resolve beside what conflicts, and add nothing of the batch', async () => {
      await prepare();
      const lone = { ...models[1], '@id': 'dtmi:test:Lone;1', extends: 'dtmi:test:None;1' };
      const batch = [{ ...models[0], displayName: 'Another' }, lone, { ...models[2], '@id': 'x' }];
      await expect(subject.store.addModels(batch as JsonObject[])).rejects.toMatchObject({
        problems: expect.arrayContaining([
          expect.objectContaining({ code: 'CONFLICT', where: asset, index: 0 }),
          expect.objectContaining({ message: expect.stringContaining('dtmi:test:None;1') }),
          expect.objectContaining({ message: expect.stringContaining('@id is "x"') }),
        ]),
      });
      await subject.restart();
      expect(await subject.store.models()).toHaveLength(3 + models.length);
    });

    test('keep a model that another extends or has as a component', async () => {
      await prepare();
      for (const [needed, by] of [
        [machine, pump],
        [part, 'dtmi:test:Pump;1'],
      ] as const) {
        await expect(subject.store.removeModel(needed)).rejects.toMatchObject({
          code: 'CONFLICT',
          where: needed,
          message: expect.stringMatching(`other models need the model ${needed}: .*${by}`),
        });
      }
      await subject.restart();
      expect(await subject.store.models()).toHaveLength(3 + models.length);
    });

    test('hold for many who write at once', async () => {
      await prepare();
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, i) => subject.store.commit([link('anything', 'a', `${i}`)])),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      expect((await subject.store.snapshot()).size.relationships).toBe(2);
    });

    test('make a model in a query stand for what extends it', async () => {
      await prepare();
      const found = async (model: string, exact: boolean) =>
        (await subject.store.find({ models: [model], exact })).items.map(({ id }) => id);
      expect(await found(asset, false)).toEqual(['a', 'm', 'p', 'p2']);
      expect(await found(machine, false)).toEqual(['m', 'p', 'p2']);
      expect(await found(machine, true)).toEqual(['m']);
    });
  });
}
