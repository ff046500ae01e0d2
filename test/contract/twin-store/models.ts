/** Contract: models come in whole batches, do not change, and stay while they are used. */
import { describe, expect, test } from 'vitest';
import type { Subject } from '../twin-store.contract.ts';
import { add, contractModels, part, partModel, pump, pumpModel, tank } from './ontology.ts';

const valve = {
  '@id': 'dtmi:test:Valve;1',
  '@type': 'Interface',
  '@context': 'dtmi:dtdl:context;3',
};

export function modelContract(subject: Subject): void {
  const ids = async () => (await subject.store.models()).map(({ id }) => id);

  describe('models', () => {
    test('are kept as they were given, in the order they came', async () => {
      await subject.store.addModels([valve]);
      await subject.restart();
      const models = await subject.store.models();
      expect(models.map(({ document }) => document)).toEqual([...contractModels, valve]);
      expect(models.every(({ addedAt }) => addedAt > 0)).toBe(true);
    });

    test('that are known and equal are no news, whatever the order of their keys', async () => {
      const reordered = Object.fromEntries(Object.entries(pumpModel).reverse());
      const spaced = JSON.parse(JSON.stringify(pumpModel, null, 4));
      expect(await subject.store.addModels([reordered, spaced, reordered])).toEqual([]);
      expect(await ids()).toHaveLength(contractModels.length);
    });

    test('that are new are given back, once each, without those that are known', async () => {
      const again = Object.fromEntries(Object.entries(valve).reverse());
      const added = await subject.store.addModels([valve, pumpModel, again]);
      expect(added).toMatchObject([{ id: valve['@id'], document: valve }]);
      expect(await ids()).toHaveLength(contractModels.length + 1);
    });

    test('are refused with all that is wrong with a batch, and none of it is added', async () => {
      const batch = [
        valve,
        { ...pumpModel, displayName: 'Another' },
        { '@type': 'Interface' },
        { ...valve, comment: 'not the same' },
        { ...partModel, displayName: 'Another' },
      ];
      await expect(subject.store.addModels(batch)).rejects.toMatchObject({
        problems: [
          { code: 'CONFLICT', where: pump, message: `another model is known as ${pump}`, index: 1 },
          { code: 'BAD_USER_INPUT', where: '@id', index: 2 },
          {
            code: 'CONFLICT',
            where: valve['@id'],
            message: `two different models are called ${valve['@id']}`,
            index: 3,
          },
          { code: 'CONFLICT', where: part, index: 4 },
        ],
      });
      await subject.restart();
      expect(await ids()).toHaveLength(contractModels.length);
    });

    test('that are known and differ are a conflict, and nothing of the batch is added', async () => {
      const changed = { ...pumpModel, displayName: 'Another' };
      await expect(subject.store.addModels([valve, changed])).rejects.toMatchObject({
        code: 'CONFLICT',
        where: pump,
      });
      await expect(
        subject.store.addModels([valve, { ...valve, comment: 'not the same' }]),
      ).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await ids()).toHaveLength(contractModels.length);
    });

    test('without an id are refused', async () => {
      await expect(subject.store.addModels([{ '@type': 'Interface' }])).rejects.toMatchObject({
        name: 'LinchpinError',
      });
    });

    test('are removed once no twin uses them', async () => {
      await subject.store.commit([{ addTwin: { id: 'a', model: tank } }, add('b')]);
      await expect(subject.store.removeModel(tank)).rejects.toMatchObject({
        code: 'CONFLICT',
        where: tank,
        message: expect.stringMatching(
          `1 twin\\(s\\) use the model ${tank}: a; .*migrateTwins.*decommissionModel`,
        ),
      });
      await subject.store.commit([{ removeTwin: { twin: 'a' } }]);
      await subject.store.removeModel(tank);
      await subject.restart();
      expect(await ids()).not.toContain(tank);
      await expect(subject.store.removeModel(tank)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await subject.store.addModels([{ ...pumpModel, '@id': tank, displayName: 'New' }]);
      expect(await ids()).toContain(tank);
    });

    test('that many twins use stay, and the refusal names two of them', async () => {
      await subject.store.commit([add('a'), add('b'), add('c')]);
      await expect(subject.store.removeModel(pump)).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringMatching(/3 twin\(s\) use the model .*: [abc], [abc], …/),
      });
      await subject.restart();
      expect(await ids()).toContain(pump);
    });
  });
}
