/** Numbers of twins that get another model come into the units of that, or are refused. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { add, plantForEach } from './migration-fixture.ts';

const contexts = [
  'dtmi:dtdl:context;4',
  'dtmi:dtdl:extension:quantitativeTypes;2',
  'dtmi:dtdl:extension:annotation;2',
  'dtmi:dtdl:extension:overriding;2',
];
const model = (id: string, contents: JsonObject[]) =>
  ({ '@context': contexts, '@id': id, '@type': 'Interface', contents }) as unknown as JsonObject;
const measured = (name: string, type: string, unit: string, schema = 'double', kind = 'Property') =>
  ({ '@type': [kind, type], name, unit, schema }) as JsonObject;
const heatUnit: JsonObject = {
  ...{ '@type': ['Property', 'ValueAnnotation', 'Override'], name: 'heatUnit' },
  ...{ annotates: 'heat', overrides: 'unit', schema: 'TemperatureUnit' },
};
const heated = (unit: string) => [measured('heat', 'Temperature', unit), heatUnit];
const plainNumber = (name: string): JsonObject => ({ '@type': 'Property', name, schema: 'double' });
const coil = (id: string): JsonObject => ({ '@type': 'Component', name: 'coil', schema: id });
const field = (unit: string) => measured('length', 'Length', unit, 'double', 'Field');
const legs = (unit: string): JsonObject => ({
  ...{ '@type': 'Property', name: 'legs' },
  schema: { '@type': 'Array', elementSchema: { '@type': 'Object', fields: [field(unit)] } },
});
const one = 'dtmi:test:Heater;1';
const two = 'dtmi:test:Heater;2';
const models = [
  model('dtmi:test:Coil;1', heated('degreeCelsius')),
  model('dtmi:test:Coil;2', heated('degreeFahrenheit')),
  model(one, [
    ...[measured('rated', 'Power', 'kilowatt'), ...heated('degreeCelsius')],
    ...[measured('width', 'Length', 'centimetre'), legs('metre'), coil('dtmi:test:Coil;1')],
    ...[measured('mass', 'Mass', 'kilogram'), plainNumber('rate'), plainNumber('age')],
    measured('energy', 'Energy', 'kilojoule', 'long'),
  ]),
  model(two, [
    ...[measured('ratedPower', 'Power', 'watt'), ...heated('degreeFahrenheit')],
    ...[measured('width', 'Length', 'metre', 'integer'), legs('centimetre')],
    ...[coil('dtmi:test:Coil;2'), plainNumber('mass'), measured('rate', 'Power', 'watt')],
    ...[plainNumber('age'), measured('energy', 'Energy', 'joule', 'long')],
  ]),
];

const plant = plantForEach();
beforeEach(async () => {
  await plant.store.addModels(models);
});
const rename = [{ from: 'rated', to: 'ratedPower' }];
const up = (more: object = {}, options = {}) =>
  plant.migrate({ from: one, to: two, rename, ...more }, options);
const migrated = async (properties: JsonObject, more: object = {}) => {
  await plant.store.commit([add('h', properties, one)]);
  await up(more);
  return (await plant.twin('h')).properties;
};
const reasons = async (properties: JsonObject, more: object = {}) => {
  await plant.store.commit([add('h', properties, one)]);
  const { matched, refused, rejected } = await up(more, { dryRun: true });
  expect([matched, refused]).toEqual([1, 1]);
  await expect(up(more)).rejects.toMatchObject({ problems: rejected });
  return rejected;
};

describe('a number of a twin that is migrated', () => {
  test('is converted where its path stays, where it is renamed and within components and arrays', async () => {
    const coilOf = { heat: 100 };
    const before = { rated: 9, heat: 20, width: 200, coil: coilOf, legs: [{ length: 1.5 }, {}] };
    expect(await migrated({ ...before, age: 3, energy: 2 })).toEqual({
      ...{ ratedPower: 9000, heat: 68, width: 2, coil: { heat: 212 } },
      ...{ legs: [{ length: 150 }, {}], age: 3, energy: 2000 },
    });
  });

  test('moves into a component and out of it in the units of both', async () => {
    const swap = [
      { from: 'heat', to: 'coil/heat' },
      { from: 'coil/heat', to: 'heat' },
    ];
    const found = await migrated({ heat: 100, coil: { heat: 0 } }, { rename: swap });
    expect(found).toEqual({ heat: 32, coil: { heat: 212 } });
  });

  test('stays where the twin says its own unit, and follows it where that comes or goes', async () => {
    const own = { heat: 300, heatUnit: 'kelvin' };
    expect(await migrated(own)).toEqual(own);
    await plant.store.commit([add('gone', { ...own, coil: own }, one)]);
    await up({ remove: ['heatUnit', 'coil/heatUnit'] });
    const gone = { heat: 80.33, coil: { heat: 80.33 } };
    expect((await plant.twin('gone')).properties).toEqual(gone);
    await plant.store.commit([add('come', { heat: 0 }, one)]);
    await up({ set: { heatUnit: 'kelvin' } });
    const come = { heat: 273.15, heatUnit: 'kelvin' };
    expect((await plant.twin('come')).properties).toEqual(come);
  });

  test('keeps its stamp', async () => {
    await plant.store.commit([add('h', {}, one)]);
    const reading = { twin: 'h', path: 'rated', value: 9, time: 1000, sequence: 3 };
    await plant.store.commit([{ observe: reading }]);
    await up();
    const { properties, stamps } = await plant.twin('h');
    expect(properties).toEqual({ ratedPower: 9000 });
    expect(stamps).toEqual({ ratedPower: { time: 1000, sequence: 3 } });
  });

  test('is refused where whole numbers are wanted and it is none, with what it would be', async () => {
    expect(await reasons({ width: 150 })).toMatchObject([
      {
        ...{ code: 'VALIDATION_FAILED', where: 'h/width' },
        message: '150 centimetre is 1.5 metre',
        expected: expect.stringContaining('a whole number'),
        action: 'name width under remove, and a value of width under set if it is to have one',
      },
    ]);
  });

  test('of 64 bits stays exact, or is refused', async () => {
    expect(await migrated({ energy: '9007199254741' })).toEqual({ energy: '9007199254741000' });
    await plant.store.commit([add('long', { energy: '1234567890123456789' }, one)]);
    await expect(up()).rejects.toThrow(
      /long\/energy: "1234567890123456789" kilojoule does not con/,
    );
  });

  test('is refused where one side has no unit or another quantity, all at once', async () => {
    const found = await reasons(
      { mass: 5, rate: 2, rated: 1, heat: 1 },
      { rename: [{ from: 'rated', to: 'coil/heat' }] },
    );
    expect(found.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      `h/mass: mass is in kilogram until now, and mass of ${two} is in no unit`,
      `h/rate: rate is in no unit until now, and rate of ${two} is in watt`,
      `h/coil/heat: rated is in kilowatt until now, and coil/heat of ${two} is in degreeFahrenheit, which is not comparable`,
    ]);
    expect(found[0]?.action).toMatch(/remove, .* set .*, or name mass under relabel/);
  });

  test('stays as it is where that is asked for', async () => {
    const relabel = ['mass', 'rate', 'ratedPower', 'coil'];
    const before = { mass: 5, rate: 2, coil: { heat: 1 } };
    expect(await migrated({ ...before, rated: 9 }, { relabel })).toEqual({
      ...{ ...before, ratedPower: 9 },
    });
    await expect(up({ relabel: ['rated'] })).rejects.toThrow(
      /^BAD_USER_INPUT input.relabel: .* a property rated/,
    );
  });
});
