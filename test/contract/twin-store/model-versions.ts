/** Contract: models are decommissioned, and twins get those that come after them. */
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Twin } from '../../../src/model/twin.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, contractModels, feed, isChecked, pump, pumpModel, tank } from './ontology.ts';

const next = 'dtmi:test:Pump;2';
const nextModel: JsonObject = {
  ...pumpModel,
  '@id': next,
  contents: [
    { '@type': 'Property', name: 'level', schema: 'double' },
    { '@type': 'Relationship', name: 'feeds', target: next },
  ],
};

export function modelVersionContract(subject: Subject): void {
  const states = async () =>
    (await subject.store.models()).map(({ id, decommissioned }) => [id, decommissioned ?? false]);
  const order = contractModels.map((model) => model['@id']);

  describe('a decommissioned model', () => {
    test('keeps its place, its document and its state over a restart, and can come back', async () => {
      const before = await subject.store.models();
      await subject.store.decommissionModel(pump, true);
      await subject.restart();
      expect(await states()).toEqual(order.map((id) => [id, id === pump]));
      await subject.store.decommissionModel(pump, true);
      await subject.store.addModels(contractModels);
      expect(await states()).toEqual(order.map((id) => [id, id === pump]));
      await subject.store.decommissionModel(pump, false);
      await subject.restart();
      expect(await subject.store.models()).toEqual(before);
    });

    test('is told of like every change of the models', async () => {
      const told: (boolean | undefined)[] = [];
      subject.store.onModels((models) =>
        told.push(models.find(({ id }) => id === pump)?.decommissioned),
      );
      await subject.store.decommissionModel(pump, true);
      await subject.store.decommissionModel(pump, true);
      await subject.store.decommissionModel(pump, false);
      expect(told).toEqual([true, undefined]);
    });

    test('is one that is there', async () => {
      const unknown = subject.store.decommissionModel(next, true);
      await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND', where: next });
    });

    test('leaves its twins as they are, and under the rules no other twin gets it', async () => {
      await subject.store.addModels([nextModel]);
      await subject.store.commit([add('a'), { addTwin: { id: 't', model: tank } }]);
      await subject.store.decommissionModel(pump, true);
      await subject.restart();
      const kept: Change[] = [
        { set: { twin: 'a', property: 'level', value: 2 } },
        { observe: { twin: 'a', path: 'name', value: 'x', time: 1 } },
        { putTwin: { id: 'a', model: pump, properties: { level: 3 } } },
      ];
      expect((await subject.store.commit(kept)).rejected).toEqual([]);
      if (!isChecked(subject.store)) return;
      for (const change of [add('b'), { putTwin: { id: 't', model: pump } }]) {
        await expect(subject.store.commit([change])).rejects.toMatchObject({
          code: 'VALIDATION_FAILED',
          message: expect.stringContaining(
            `the model ${pump} is decommissioned: no new twin may have it; expected a twin of ${next}`,
          ),
        });
      }
      await subject.store.decommissionModel(next, true);
      await expect(subject.store.commit([add('b')])).rejects.toThrow(/use another model/);
      await subject.store.decommissionModel(pump, false);
      await subject.store.commit([add('b')]);
    });

    test('is removed once no twin has it, and comes back as any other', async () => {
      await subject.store.decommissionModel(tank, true);
      await subject.store.removeModel(tank);
      const [again] = contractModels.filter((model) => model['@id'] === tank);
      await subject.store.addModels([again as JsonObject]);
      await subject.restart();
      expect(await states()).toEqual(order.map((id) => [id, false]));
    });
  });

  describe('twins that are replaced together', () => {
    const given = ({ id, stamps }: Pick<Twin, 'id' | 'stamps'>) => ({
      ...{ id, model: next, properties: { level: 7 }, stamps },
    });

    test('have their content and stamps over a restart, and are judged when all have it', async () => {
      await subject.store.addModels([nextModel]);
      await subject.store.commit([add('a'), add('b'), feed('a', 'b'), feed('b', 'a')]);
      const reading = { twin: 'a', path: 'level', value: 7, time: 50, sequence: 2, writer: 'w' };
      await subject.store.commit([{ observe: reading }]);
      const twins = (await subject.store.twins(['a', 'b'])) as Twin[];
      const { revision } = await subject.store.commit([{ replaceTwins: twins.map(given) }]);
      await subject.restart();
      expect(await subject.store.twins(['a', 'b'])).toMatchObject([
        {
          ...{ model: next, properties: { level: 7 }, revision },
          stamps: { level: { time: 50, sequence: 2, writer: 'w' } },
        },
        { model: next, stamps: {} },
      ]);
      await subject.store.commit([{ observe: { ...reading, value: 1, time: 49 } }]);
      expect((await subject.store.twins(['a']))[0]?.properties).toEqual({ level: 7 });
      expect((await subject.store.find({ models: [next] })).items).toHaveLength(2);
      expect((await subject.store.find({ models: [pump] })).items).toEqual([]);
    });

    test('stay as they are when one is not there', async () => {
      await subject.store.commit([add('a')]);
      const replaceTwins = [given({ id: 'a', stamps: {} }), given({ id: 'none', stamps: {} })];
      await expect(subject.store.commit([{ replaceTwins }])).rejects.toMatchObject({
        code: 'NOT_FOUND',
        where: 'none',
      });
      expect((await subject.store.twins(['a']))[0]?.model).toBe(pump);
    });
  });

  test('a twin that is put keeps the stamps of values that stay, and others are newer', async () => {
    const observe = (path: string, value: string | number, time: number): Change => ({
      observe: { twin: 'a', path, value, time },
    });
    const future = Date.now() + 1e9;
    await subject.store.commit([
      ...[add('a', { on: true }), observe('level', 5, 50), observe('name', 'x', future)],
      observe('part/level', 1, 50),
    ]);
    const properties = { level: 5, name: 'y' };
    await subject.store.commit([{ putTwin: { id: 'a', model: tank, properties } }]);
    const [put] = await subject.store.twins(['a']);
    expect(put?.stamps).toEqual({ level: { time: 50 }, name: { time: expect.any(Number) } });
    await subject.store.commit([observe('level', 4, 49), observe('name', 'x', future)]);
    expect((await subject.store.twins(['a']))[0]?.properties).toEqual(properties);
    await subject.store.commit([observe('level', 6, 51), observe('name', 'z', future + 1)]);
    expect((await subject.store.twins(['a']))[0]?.properties).toEqual({ level: 6, name: 'z' });
  });
}
