/** Contract: models come in whole batches, do not change, and stay while they are used. */
import { describe, expect, test } from 'vitest';
import type { Subject } from '../twin-store.contract.ts';
import { add, contractModels, pump, pumpModel, tank } from './ontology.ts';

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
      await subject.store.addModels([reordered, reordered]);
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
      });
      await subject.store.commit([{ removeTwin: { twin: 'a' } }]);
      await subject.store.removeModel(tank);
      await subject.restart();
      expect(await ids()).not.toContain(tank);
      await expect(subject.store.removeModel(tank)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await subject.store.addModels([{ ...pumpModel, '@id': tank, displayName: 'New' }]);
      expect(await ids()).toContain(tank);
    });
  });
}
