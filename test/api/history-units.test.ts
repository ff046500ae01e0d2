/** Past values in the unit that is asked for, each by the unit that it was in at its time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { valueAt } from '../../src/model/path.ts';
import { openApi, type TestApi } from './api-fixture.ts';
import { stoveModels } from './stove.ts';

const begin = Date.parse('2027-03-01T12:00:00Z');
/** What was observed at which second: temperatures, and once that they are in kelvin from now on. */
const observed: readonly [number, string, number | string][] = [
  [0, 'heat', 0],
  [10, 'heat', 100],
  [20, 'heatUnit', 'kelvin'],
  [20, 'heat', 300],
  [70, 'heat', 400],
];

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await api.store.addModels(stoveModels);
  await api.services.history.graphAt(await api.store.revision());
  await api.store.commit([{ addTwin: { id: 'kelvin', model: 'dtmi:test:Stove;1' } }]);
  for (const [seconds, path, value] of observed) {
    const time = begin + seconds * 1000;
    await api.store.commit([{ observe: { twin: 'kelvin', path, value, time } }]);
  }
});
afterAll(() => api.close());

describe('a history in a unit', () => {
  const points = async (args: string, twin = 'kelvin') => {
    const { data, errors } = await api.ask(
      `{ twin(id: "${twin}") { history(property: "heat", ${args}) { last avg min max count } } }`,
    );
    return errors[0]?.message ?? valueAt(data, 'twin/history');
  };

  test('has each value converted from the unit that it was in then', async () => {
    const found = (await points('unit: "degreeCelsius"')) as { last: number; avg: number }[];
    expect(found.map(({ last }) => last)).toEqual([0, 100, 26.85, 126.85]);
    expect(found.map(({ avg }) => avg)).toEqual([0, 100, 26.85, 126.85]);
    const plain = (await points(`from: "${new Date(begin).toISOString()}"`)) as { last: number }[];
    expect(plain.map(({ last }) => last)).toEqual([0, 100, 300, 400]);
  });

  test('has buckets of the converted values', async () => {
    const args = `unit: "kelvin", from: "${new Date(begin).toISOString()}", every: "PT1M"`;
    const average = (273.15 + 373.15 + 300) / 3;
    expect(await points(args)).toEqual([
      { last: 300, avg: expect.closeTo(average, 9), min: 273.15, max: 373.15, count: 3 },
      { last: 400, avg: 400, min: 400, max: 400, count: 1 },
    ]);
  });

  test('is by the unit before the time that is asked for', async () => {
    const from = new Date(begin + 60_000).toISOString();
    expect(await points(`unit: "degreeCelsius", from: "${from}"`)).toMatchObject([
      { last: 126.85 },
    ]);
    const to = new Date(begin + 15_000).toISOString();
    expect(await points(`unit: "kelvin", to: "${to}"`)).toMatchObject([
      { last: 273.15 },
      { last: 373.15 },
    ]);
  });

  test('is by the unit that a twin was added with, also for what was observed before', async () => {
    const properties = { heat: 1, heatUnit: 'kelvin' };
    const time = Date.parse('2020-01-01T00:00:00Z');
    await api.store.commit([{ addTwin: { id: 'late', model: 'dtmi:test:Stove;1', properties } }]);
    await api.store.commit([{ observe: { twin: 'late', path: 'heat', value: 300, time } }]);
    expect(await points('unit: "degreeCelsius"', 'late')).toMatchObject([
      { last: 26.85 },
      { last: -272.15 },
    ]);
  });

  test('is by the model that the twin had when a value was committed', async () => {
    const [stove] = stoveModels as readonly [JsonObject];
    const [heat, ...others] = stove.contents as readonly JsonObject[];
    const [old, next] = ['dtmi:test:Oven;1', 'dtmi:test:Oven;2'];
    const contents = [{ ...heat, unit: 'degreeFahrenheit' }, ...others];
    const versions = [
      { ...stove, '@id': old },
      { ...stove, '@id': next, contents },
    ];
    await api.store.addModels(versions as JsonObject[]);
    await api.store.commit([{ addTwin: { id: 'next', model: old } }]);
    const observe = async (seconds: number, value: number) => {
      const time = begin + seconds * 1000;
      await api.store.commit([{ observe: { twin: 'next', path: 'heat', value, time } }]);
    };
    await observe(0, 0);
    await observe(10, 100);
    const { errors } = await api.ask(
      `mutation { migrateTwins(input: {from: "${old}", to: "${next}"}) { changed } }`,
    );
    expect(errors).toEqual([]);
    await observe(20, 32);
    // What comes late comes from a source that knows the new model.
    await observe(5, 212);
    const found = (await points('unit: "degreeCelsius"', 'next')) as { last: number }[];
    expect(found.map(({ last }) => last)).toEqual([0, 100, 100, 0]);
  });

  test('is refused for a wrong unit', async () => {
    expect(await points('unit: "metre"', 'kelvin')).toContain(
      'BAD_USER_INPUT unit: heat is in kelvin, which is not',
    );
    const { errors } = await api.ask(
      '{ twin(id: "kelvin") { history(property: "sice", unit: "metre") { last } } }',
    );
    expect(errors[0]?.message).toContain('BAD_USER_INPUT property: ');
  });
});
