/** Imports and bulk edits where models are out of use. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { updateOf } from '../../src/flows/bulk-changes.ts';
import { editTwins } from '../../src/flows/bulk-edit.ts';
import { load } from '../../src/flows/load.ts';
import { plantStore } from '../api/api-fixture.ts';
import { models } from '../api/plant.ts';

const pump = 'dtmi:test:Pump;1';
const device = 'dtmi:test:Device;1';
const next = { ...models[2], '@id': 'dtmi:test:Pump;2' };
const twin = { $dtId: 'new', $metadata: { $model: pump } };
const file = (...items: unknown[]) => ({
  name: 'plant.ndjson',
  bytes: new TextEncoder().encode(items.map((item) => `${JSON.stringify(item)}\n`).join('')),
});

let plant: Awaited<ReturnType<typeof plantStore>>;
beforeEach(async () => {
  plant = await plantStore();
  await plant.store.decommissionModel(pump, true);
});
afterEach(() => plant.remove());

describe('an import of a model that is decommissioned', () => {
  test('leaves it so, and its twins that are there are taken as they are', async () => {
    const result = await load(plant.store, [
      file(...models, {
        ...{ $dtId: 'pump-2', $metadata: { $model: pump }, power: 30, label: 'south' },
      }),
    ]);
    expect(result).toMatchObject({ models: 3, twins: 1, unchanged: 4, rejected: [] });
    expect(plant.store.model(pump)?.decommissioned).toBe(true);
  });

  test.each([true, false])('takes no new twin of it (dry run: %s)', async (dryRun) => {
    const reason = {
      code: 'VALIDATION_FAILED',
      where: 'plant.ndjson:2',
      message: `new: the model ${pump} is decommissioned: no new twin may have it`,
    };
    const { twins, rejected } = await load(plant.store, [file(next, twin)], { dryRun });
    expect({ twins, rejected }).toMatchObject({
      ...{ twins: 0, rejected: [{ ...reason, action: 'use dtmi:test:Pump;2' }] },
    });
  });
});

test('a bulk edit gives no twin a model that is decommissioned, and edits those that have it', async () => {
  const edit = (from: string, update: Parameters<typeof updateOf>[0], dryRun: boolean) =>
    editTwins(
      plant.store,
      { filter: { models: [from], exact: true }, ...updateOf(update) },
      { dryRun },
    );
  const become = { set: [], setModel: pump };
  expect(await edit(device, become, true)).toMatchObject({ matched: 2, refused: 2, changed: 0 });
  await expect(edit(device, become, false)).rejects.toThrow(/is decommissioned/);
  const label = { set: [{ property: 'label', value: 'x' }] };
  expect(await edit(pump, label, false)).toMatchObject({ changed: 2 });
});

test('a bulk edit of the model keeps what is known of when values were observed', async () => {
  await plant.store.decommissionModel(pump, false);
  await plant.store.addModels([next]);
  const observe = (value: number, time: number) => ({
    observe: { twin: 'pump-1', path: 'power', value, time },
  });
  await plant.store.commit([observe(11, 50)]);
  const update = updateOf({ set: [], setModel: next['@id'] });
  await editTwins(plant.store, { filter: { models: [pump] }, ...update });
  await plant.store.commit([observe(12, 49)]);
  const [twinAfter] = await plant.store.twins(['pump-1']);
  expect(twinAfter).toMatchObject({ model: next['@id'], properties: { power: 11 } });
});
