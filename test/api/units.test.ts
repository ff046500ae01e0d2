/** Values in the unit that is asked for, of twins, components and relationships. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../src/model/path.ts';
import { openApi, type TestApi } from './api-fixture.ts';
import { stoveModels } from './stove.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await api.store.addModels(stoveModels);
  const stove = { heat: 212, heatUnit: 'degreeFahrenheit' };
  await api.store.commit([
    { addTwin: { id: 'stove', model: 'dtmi:test:Stove;1', properties: { heat: 20 } } },
    {
      addTwin: {
        id: 'house',
        model: 'dtmi:test:House;1',
        properties: { stove, box: { width: 2 }, size: 9 },
      },
    },
    {
      addRelationship: {
        source: 'house',
        target: 'stove',
        name: 'warms',
        properties: { heat: 50, heatUnit: 'kelvin' },
      },
    },
  ]);
});
afterAll(() => api.close());

/** What `property` of a twin gives. */
async function asked(twin: string, args: string): Promise<unknown> {
  const { data, errors } = await api.ask(`{ twin(id: "${twin}") { property(${args}) } }`);
  return errors[0]?.message ?? valueAt(data, 'twin/property');
}

describe('a property in a unit', () => {
  test.each([
    ['stove', 'name: "heat"', 20],
    ['stove', 'name: "heat", unit: "degreeCelsius"', 20],
    ['stove', 'name: "heat", unit: "kelvin"', 293.15],
    ['stove', 'name: "heat", unit: "degreeFahrenheit"', 68],
    ['house', 'name: "stove/heat", unit: "degreeCelsius"', 100],
    ['house', 'name: "box/width", unit: "centimetre"', 200],
    // Other models know it.
    ['stove', 'name: "size", unit: "metre"', null],
  ])('of %s, %s, is %s', async (twin, args, value) => {
    expect(await asked(twin, args)).toBe(value);
  });

  test.each([
    ['name: "stove/heat", unit: "degreCelsius"', 'unit: there is no unit degreCelsius; exp'],
    ['name: "stove/heat", unit: "degreCelsius"', 'did you mean degreeCelsius?'],
    ['name: "stove/heat", unit: "metre"', 'stove/heat is in degreeFahrenheit, which is not comp'],
    ['name: "size", unit: "metre"', 'the model says no unit of size'],
    ['name: "box", unit: "metre"', 'the model says no unit of box'],
    ['name: "stove", unit: "kelvin"', 'the model says no unit of stove'],
    ['name: "sice", unit: "metre"', 'BAD_USER_INPUT name: '],
  ])('%s is refused', async (args, message) => {
    expect(await asked('house', args)).toContain('BAD_USER_INPUT ');
    expect(await asked('house', args)).toContain(message);
  });

  test('is of components and relationships too, by what they say themselves', async () => {
    const { data, errors } = await api.ask(`{
      twin(id: "house") {
        components { property(name: "heat", unit: "degreeCelsius") }
        relationships(name: "warms") {
          nodes { heat: property(name: "heat", unit: "degreeCelsius") plain: property(name: "heat") }
        }
      }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      twin: {
        components: [{ property: 100 }],
        relationships: { nodes: [{ heat: -223.15, plain: 50 }] },
      },
    });
  });

  test('is by the unit that the twin said at that time, in the past', async () => {
    const { revision } = await api.store.commit([
      { set: { twin: 'stove', property: 'heatUnit', value: 'kelvin' } },
    ]);
    const { data } = await api.ask(`{
      twin(id: "stove") { property(name: "heat", unit: "kelvin") }
      asOf(revision: ${revision - 1}) { twin(id: "stove") { property(name: "heat", unit: "kelvin") } }
    }`);
    expect(data).toEqual({
      twin: { property: 20 },
      asOf: { twin: { property: 293.15 } },
    });
    await api.store.commit([{ set: { twin: 'stove', property: 'heatUnit', value: null } }]);
  });
});

describe('a model', () => {
  test('says which property tells the unit of another, and what else its types say', async () => {
    const { data } = await api.ask(`{
      stove: model(id: "dtmi:test:Stove;1") {
        properties { name unit unitFrom annotates overrides }
        telemetry { name index }
      }
      house: model(id: "dtmi:test:House;1") {
        properties { name schema }
        commands { name idempotent ttl }
      }
    }`);
    expect(data.stove).toEqual({
      properties: [
        {
          name: 'heat',
          unit: 'degreeCelsius',
          unitFrom: 'heatUnit',
          annotates: null,
          overrides: null,
        },
        {
          name: 'heatUnit',
          unit: null,
          unitFrom: null,
          annotates: 'heat',
          overrides: 'unit',
        },
      ],
      telemetry: [{ name: 'smoke', index: 3 }],
    });
    const width = {
      '@type': ['Field', 'Length', 'Required'],
      name: 'width',
      schema: 'double',
      unit: 'metre',
    };
    const colour = { name: 'colour', schema: 'string' };
    expect(data.house).toMatchObject({
      properties: [{ schema: { '@type': 'Object', fields: [width, colour] } }, {}],
      commands: [{ name: 'read', idempotent: true, ttl: 'PT1M' }],
    });
  });
});

describe('a commit', () => {
  test('is refused without a required field, or with a unit of another quantity', async () => {
    const edit = async (property: string, value: unknown, twin = 'house') => {
      const { errors } = await api.ask(
        'mutation ($input: CommitInput!) { commit(input: $input) { revision } }',
        { input: { changes: [{ set: { twin, property, value } }] } },
      );
      return errors[0];
    };
    expect(await edit('box', { colour: 'red' })).toMatchObject({
      message: expect.stringContaining('house/box: the object has no width'),
      extensions: { code: 'VALIDATION_FAILED' },
    });
    expect(await edit('stove/heatUnit', 'metre')).toMatchObject({
      message: expect.stringContaining('a unit of heat: one of kelvin, degreeCelsius'),
      extensions: { code: 'VALIDATION_FAILED' },
    });
    expect(await edit('box', { width: 2, colour: 'red' })).toBeUndefined();
  });
});
