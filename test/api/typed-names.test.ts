import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rootNames } from '../../src/api/typed/root-names.ts';
import { claim, typeNames } from '../../src/api/typed/type-names.ts';

const none: ReadonlySet<string> = new Set();
const named = (ids: readonly string[], taken = none) => Object.fromEntries(typeNames(ids, taken));

describe('the name of a type', () => {
  test('is the last segment of the DTMI, with a capital', () => {
    expect(named(['dtmi:com:example:Pump;1', 'dtmi:com:example:hvac_unit;2'])).toEqual({
      'dtmi:com:example:Pump;1': 'Pump',
      'dtmi:com:example:hvac_unit;2': 'Hvac_unit',
    });
  });

  test('takes more segments on both sides where two would be called alike', () => {
    expect(named(['dtmi:a:x:Pump;1', 'dtmi:b:x:Pump;1', 'dtmi:c:y:Pump;1', 'dtmi:Tank;1'])).toEqual(
      {
        'dtmi:a:x:Pump;1': 'AXPump',
        'dtmi:b:x:Pump;1': 'BXPump',
        'dtmi:c:y:Pump;1': 'YPump',
        'dtmi:Tank;1': 'Tank',
      },
    );
  });

  test('takes more segments where the generic schema has it', () => {
    expect(named(['dtmi:com:example:Twin;1'], new Set(['Twin']))).toEqual({
      'dtmi:com:example:Twin;1': 'ExampleTwin',
    });
    expect(named(['dtmi:Twin;1'], new Set(['Twin']))).toEqual({ 'dtmi:Twin;1': 'Twin_' });
  });

  test('is left to another ontology by the one of the package', () => {
    expect(named(['dtmi:linchpin:water:Pump;1', 'dtmi:org:brick:Pump;1'])).toEqual({
      'dtmi:org:brick:Pump;1': 'Pump',
      'dtmi:linchpin:water:Pump;1': 'WaterPump',
    });
  });

  test('stays when a version is added, which ends in its number', () => {
    const versions = ['dtmi:x:Pump;2', 'dtmi:x:Pump;10', 'dtmi:x:Pump;2.5', 'dtmi:x:Pump'];
    expect(named(versions)).toEqual({
      'dtmi:x:Pump': 'Pump',
      'dtmi:x:Pump;2': 'Pump_2',
      'dtmi:x:Pump;2.5': 'Pump_2_5',
      'dtmi:x:Pump;10': 'Pump_10',
    });
    expect(named(['dtmi:x:Pump;2', 'dtmi:y:Pump_2;1', 'dtmi:x:Pump;1'])).toEqual({
      'dtmi:x:Pump;1': 'Pump',
      'dtmi:x:Pump;2': 'Pump_2_',
      'dtmi:y:Pump_2;1': 'Pump_2',
    });
  });

  test('of paths that differ in capitals only ends in an underscore', () => {
    const names = Object.values(named(['dtmi:x:pump;1', 'dtmi:x:Pump;1']));
    expect(names).toEqual(['XPump', 'XPump_']);
  });

  const segment = fc.constantFrom(
    'a',
    'A',
    'b',
    'Pump',
    'pump',
    'x_y',
    'linchpin',
    'Pump_2',
    'aPump',
  );
  const dtmi = fc
    .tuple(
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', ';1', ';2', ';1.2'),
    )
    .map(([segments, version]) => `dtmi:${segments.join(':')}${version}`);

  test('is one that no other type has, the same whatever the order, and legal', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(dtmi, { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (ids, seed) => {
          const names = typeNames(ids, new Set(['Pump', 'A']));
          expect(new Set(names.values()).size).toBe(ids.length);
          for (const name of names.values()) expect(name).toMatch(/^[A-Za-z][_A-Za-z0-9]*$/);
          expect(names.values()).not.toContain('Pump');
          const shuffled = ids
            .map((id) => ({ id, key: seed.next().value as number }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ id }) => id);
          expect([...typeNames(shuffled, new Set(['Pump', 'A']))]).toEqual([...names]);
        },
      ),
    );
  });
});

describe('the names of root fields', () => {
  test('are the type’s in small letters, and its plural by rule', () => {
    const names = rootNames(['Pump', 'HVACUnit', 'AHU', 'Battery', 'Relay', 'Box', 'Pump_2'], none);
    expect(Object.fromEntries(names)).toEqual({
      Pump: { one: 'pump', many: 'pumps' },
      HVACUnit: { one: 'hvacUnit', many: 'hvacUnits' },
      AHU: { one: 'ahu', many: 'ahus' },
      Battery: { one: 'battery', many: 'batteries' },
      Relay: { one: 'relay', many: 'relays' },
      Box: { one: 'box', many: 'boxes' },
      Pump_2: { one: 'pump_2', many: 'pumps_2' },
    });
  });

  test('end in an underscore where another field has them', () => {
    const names = rootNames(['Row', 'Pump', 'Pumps'], new Set(['rows']));
    expect(Object.fromEntries(names)).toEqual({
      Row: { one: 'row', many: 'rows_' },
      Pump: { one: 'pump', many: 'pumps_' },
      Pumps: { one: 'pumps', many: 'pumpses' },
    });
  });
});

test('a name is claimed once', () => {
  const claimed = new Set(['Pump']);
  expect([claim('Pump', claimed), claim('Pump', claimed), claim('Tank', claimed)]).toEqual([
    'Pump_',
    'Pump__',
    'Tank',
  ]);
});
