/** The checked store: the ontology's rules hold whatever the adapter. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const context = 'dtmi:dtdl:context;3';
const asset = {
  '@id': 'dtmi:test:Asset;1',
  '@type': 'Interface',
  '@context': context,
  contents: [{ '@type': 'Property', name: 'level', schema: 'double' }],
};
const pump = { ...asset, '@id': 'dtmi:test:Pump;1', extends: asset['@id'], contents: [] };

let path: string;
let store: CheckedStore;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-checked-'));
  store = await checkedStore(await embeddedStore({ path }), []);
});
afterEach(async () => {
  await store.close();
  await rm(path, { recursive: true });
});

describe('the checked store', () => {
  test('finds the subtypes of a model, unless exactly that model is wanted', async () => {
    await store.addModels([pump, asset]);
    await store.commit([
      { addTwin: { id: 'a', model: asset['@id'] } },
      { addTwin: { id: 'p', model: pump['@id'] } },
    ]);
    const found = async (exact: boolean) => {
      const { items } = await store.find({ models: [asset['@id']], exact });
      return items.map(({ id }) => id);
    };
    expect(await found(false)).toEqual(['a', 'p']);
    expect(await found(true)).toEqual(['a']);
    const count = [{ function: 'count' as const }];
    expect(await store.aggregate({ models: [asset['@id']], measures: count })).toEqual([
      { keys: [], values: [2] },
    ]);
  });

  test('names the nearest model when a query asks for one that is not there', async () => {
    await store.addModels([asset]);
    const wanted = store.find({ models: ['dtmi:test:Aset;1'] });
    await expect(wanted).rejects.toMatchObject({
      message:
        'NOT_FOUND models: there is no model dtmi:test:Aset;1; ' +
        'expected the DTMI of a loaded interface; did you mean dtmi:test:Asset;1?',
    });
    const exact = store.aggregate({ models: ['dtmi:far:Off;9'], exact: true, measures: [] });
    await expect(exact).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('; load the model first'),
    });
  });

  test.each([
    'Asset',
    'asset',
    'Aset',
    'test:Asset',
    'dtmi:test:Asset',
    'dtmi:test:Asset;12',
    'dtmi:com:example:city:Asset;1',
  ])('takes %s for the model of that name', async (named) => {
    await store.addModels([asset, pump]);
    const wanted = store.find({ models: [named] });
    await expect(wanted).rejects.toThrow(`there is no model ${named}; expected the DTMI`);
    await expect(wanted).rejects.toThrow(`did you mean ${asset['@id']}?`);
  });

  test('refuses models that do not resolve, with every problem, and adds none of them', async () => {
    const wrong = { ...asset, '@id': 'dtmi:test:Wrong;1', contents: [{ '@type': 'Property' }] };
    await expect(store.addModels([asset, wrong])).rejects.toMatchObject({
      name: 'LinchpinError',
      problems: expect.arrayContaining([
        expect.objectContaining({ where: expect.stringContaining('dtmi:test:Wrong;1') }),
      ]),
    });
    await expect(store.addModels([pump])).rejects.toMatchObject({ name: 'LinchpinError' });
    expect(await store.models()).toEqual([]);
    expect(store.catalogue().interfaces.size).toBe(0);
  });

  test('has the catalogue of its models at once, and again after a restart', async () => {
    await Promise.all([store.addModels([asset]), store.addModels([pump])]);
    expect(store.catalogue().isA(pump['@id'], asset['@id'])).toBe(true);
    await store.close();
    store = await checkedStore(await embeddedStore({ path }), []);
    expect([...store.catalogue().subtypes(asset['@id'])].sort()).toEqual([
      asset['@id'],
      pump['@id'],
    ]);
  });

  test('keeps a model that others extend', async () => {
    await store.addModels([asset, pump]);
    await expect(store.removeModel(asset['@id'])).rejects.toMatchObject({
      code: 'CONFLICT',
      where: asset['@id'],
      message: expect.stringContaining('other models need the model dtmi:test:Asset;1'),
    });
    await store.removeModel(pump['@id']);
    await store.removeModel(asset['@id']);
    expect(store.catalogue().interfaces.size).toBe(0);
    await expect(store.removeModel(asset['@id'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('refuses twins that do not fit their model, and still knows it when a removal fails', async () => {
    await store.addModels([asset]);
    const commit = (level: unknown) =>
      store.commit([
        { putTwin: { id: 'a', model: asset['@id'], properties: { level: level as number } } },
      ]);
    await commit(1);
    await expect(commit('high')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(commit(Number.NaN)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(store.removeModel(asset['@id'])).rejects.toMatchObject({ code: 'CONFLICT' });
    await commit(2);
    const unknown = store.commit([{ addTwin: { id: 'b', model: pump['@id'] } }]);
    await expect(unknown).rejects.toMatchObject({ code: 'VALIDATION_FAILED', where: 'b' });
  });
});
