/** A twin's own word on a unit: who may say it, what may be said, and what it does to values. */
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import type { Change } from '../../src/model/change.ts';
import type { Problem } from '../../src/model/errors.ts';
import type { Json } from '../../src/model/json.ts';
import type { ValueContent } from '../../src/ontology/catalogue.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { inUnit, unitOf } from '../../src/ontology/in-unit.ts';
import { pathTarget } from '../../src/ontology/path-target.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphOf, model, override, property, quantity } from './models.ts';

const contexts = {
  '@context': [
    'dtmi:dtdl:context;3',
    'dtmi:dtdl:extension:quantitativeTypes;1',
    'dtmi:dtdl:extension:annotation;1',
    'dtmi:dtdl:extension:overriding;1',
  ],
};
const heat = quantity('Temperature', 'heat', 'degreeCelsius');
const heatUnit = override('heatUnit', 'heat', 'TemperatureUnit');
const { catalogue, problems } = resolveOntology([
  model('Plain', [heat], contexts),
  model('Free', [heatUnit], { ...contexts, extends: 'dtmi:test:Plain;1' }),
  model('Both', [], { ...contexts, extends: ['dtmi:test:Free;1', 'dtmi:test:Plain;1'] }),
  model('Freer', [property('size', 'double')], { ...contexts, extends: 'dtmi:test:Free;1' }),
  model(
    'House',
    [
      { '@type': 'Component', name: 'stove', schema: 'dtmi:test:Free;1' },
      quantity('IonizingRadiationDose', 'dose', 'milligray'),
      override('doseUnit', 'dose', 'IonizingRadiationDoseUnit'),
      override('lostUnit', 'lost', 'TemperatureUnit'),
      { '@type': 'Relationship', name: 'warms', properties: [heat, heatUnit] },
      property('rooms', {
        '@type': 'Map',
        mapKey: { name: 'room', schema: 'string' },
        mapValue: {
          name: 'size',
          schema: {
            '@type': 'Object',
            fields: [{ ...quantity('Length', 'width', 'metre'), '@type': ['Field', 'Length'] }],
          },
        },
      }),
      property('walls', {
        '@type': 'Map',
        mapKey: { name: 'room', schema: 'string' },
        mapValue: { ...quantity('Length', 'height', 'foot'), '@type': ['MapValue', 'Length'] },
      }),
    ],
    contexts,
  ),
]);
const content = (name: string, of: string) =>
  catalogue.interface(`dtmi:test:${name};1`)?.contents.get(of) as ValueContent;
const check = checkOf(catalogue);
const graph = graphOf([
  ['free', 'Freer', { heat: 300, heatUnit: 'kelvin' }],
  ['house', 'House'],
  ['plain', 'Plain', { heat: 20 }],
]);

function refused(...changes: Change[]): readonly Problem[] {
  return applyChanges(graph, changes, { revision: 2, now: 0, check, skipRefused: true }).rejected;
}

const set = (twin: string, name: string, value: Json): Change => ({
  set: { twin, property: name, value },
});

describe('a property that overrides a unit', () => {
  test('is known beside the one that it is of, also in a subtype alone', () => {
    expect(problems).toEqual([]);
    expect(content('Free', 'heatUnit')).toMatchObject({ annotates: 'heat', overrides: 'unit' });
    expect(content('Freer', 'heat').unitFrom).toBe('heatUnit');
    expect(content('Plain', 'heat').unitFrom).toBeUndefined();
    expect(content('Freer', 'heat')).toBe(content('Free', 'heat'));
    expect(content('Both', 'heat')).toBe(content('Free', 'heat'));
    const warms = catalogue.interface('dtmi:test:House;1')?.contents.get('warms');
    expect(warms).toMatchObject({ kind: 'relationship' });
    const { properties } = warms as { properties: ReadonlyMap<string, ValueContent> };
    expect(properties.get('heat')?.unitFrom).toBe('heatUnit');
  });

  test('is found by paths, also within a component', () => {
    const contents = catalogue.interface('dtmi:test:House;1')?.contents ?? new Map();
    const target = pathTarget(contents, { segments: ['stove', 'heat'], catalogue });
    expect(target).toMatchObject({ unit: 'degreeCelsius', unitFrom: 'stove/heatUnit' });
  });

  test('is no part of objects and maps, whose fields and values have units of their own', () => {
    const contents = catalogue.interface('dtmi:test:House;1')?.contents ?? new Map();
    const end = (path: string) => pathTarget(contents, { segments: path.split('/'), catalogue });
    expect(end('rooms/hall/width')).toMatchObject({ kind: 'value', unit: 'metre' });
    expect(end('walls/hall')).toMatchObject({ kind: 'value', unit: 'foot' });
    for (const path of ['rooms', 'rooms/hall', 'walls', 'stove']) {
      expect(end(path)).not.toHaveProperty('unit');
    }
  });

  test('takes the units of that quantity, and what the language declares with them', () => {
    expect(refused(set('free', 'heatUnit', 'degreeFahrenheit'))).toEqual([]);
    expect(refused(set('house', 'stove', { heat: 1, heatUnit: 'kelvin' }))).toEqual([]);
    expect(refused(set('house', 'doseUnit', 'sievert'))).toEqual([]);
    // What it annotates is not there, so that nothing more is known of it than its schema.
    expect(refused(set('house', 'lostUnit', 'kelvin'))).toEqual([]);
  });

  test('takes nothing else, in twins, components and relationships', () => {
    expect(refused(set('free', 'heatUnit', 'kelvn'))).toEqual([
      {
        code: 'VALIDATION_FAILED',
        where: 'free/heatUnit',
        message: 'the value is "kelvn"',
        expected: 'a unit of heat: one of kelvin, degreeCelsius, degreeFahrenheit',
        action: 'did you mean kelvin?',
        index: 0,
      },
    ]);
    const warms: Change = {
      addRelationship: {
        source: 'house',
        target: 'free',
        name: 'warms',
        properties: { heatUnit: 'metre' },
      },
    };
    const found = refused(
      set('house', 'stove/heatUnit', 'metre'),
      set('house', 'doseUnit', 'kelvin'),
      set('house', 'doseUnit', 3),
      warms,
    );
    expect(found.map(({ where }) => where)).toEqual([
      'house/stove/heatUnit',
      'house/doseUnit',
      'house/doseUnit',
      'house/warms:free/heatUnit',
    ]);
  });
});

describe('a value in a unit', () => {
  const own = { heat: 300, heatUnit: 'kelvin' };
  const free = content('Free', 'heat');
  const ask = (value: Json | undefined, unit: string, properties = {}, of = free) =>
    inUnit(value, { content: of, unit, properties });

  test('is converted from that of the model, or from that of the twin', () => {
    expect(ask(26.85, 'kelvin')).toBe(300);
    expect(ask(300, 'degreeCelsius', own)).toBeCloseTo(26.85, 12);
    expect(ask(300, 'degreeFahrenheit', own)).toBeCloseTo(80.33, 12);
    expect(ask(300, 'kelvin', own)).toBe(300);
    expect(ask(300, 'kelvin', own, content('Plain', 'heat'))).toBe(573.15);
  });

  test('is null where there is none, and a number where a twin holds it as text', () => {
    expect(ask(null, 'kelvin')).toBeNull();
    expect(ask(undefined, 'kelvin')).toBeNull();
    expect(ask('26.85', 'kelvin')).toBe(300);
  });

  test('is that of the model where the twin’s own word is no unit', () => {
    expect(unitOf(free, { heatUnit: 'metre' })).toBe('degreeCelsius');
    expect(unitOf(free, {})).toBe('degreeCelsius');
  });

  test.each([
    [1, 'kelvn', {}, 'there is no unit kelvn; expected one of kelvin, degreeCelsius, deg'],
    [null, 'kelvn', {}, 'did you mean kelvin?'],
    [1, 'metre', own, 'heat is in kelvin, which is not comparable with metre'],
    ['hot', 'kelvin', {}, 'the value of heat is "hot", which is no number'],
    [{}, 'kelvin', {}, 'the value of heat is an object, which is no number'],
  ] as const)('%j in %s is refused', (value, unit, properties, message) => {
    expect(() => ask(value as Json, unit, properties)).toThrow('BAD_USER_INPUT unit: ');
    expect(() => ask(value as Json, unit, properties)).toThrow(message);
  });

  test('is refused of a property without one, and from gray to sievert', () => {
    expect(() => ask(1, 'metre', {}, content('Freer', 'size'))).toThrow(
      'BAD_USER_INPUT unit: the model says no unit of size; expected a property whose model names its unit; leave the unit out',
    );
    const dose = content('House', 'dose');
    expect(ask(1, 'microgray', {}, dose)).toBe(1000);
    expect(ask(1, 'microsievert', { doseUnit: 'millisievert' }, dose)).toBe(1000);
    expect(() => ask(1, 'gray', { doseUnit: 'sievert' }, dose)).toThrow('dose is in sievert');
  });
});
