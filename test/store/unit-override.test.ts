/** Comparisons in a unit where each twin may say its own (`Override`): as if each were asked alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Compare, Predicate } from '../../src/query/query.ts';
import { withSubtypes } from '../../src/store/checked/subtypes.ts';
import { override, quantity } from '../ontology/models.ts';

const heat = [
  quantity('Temperature', 'heat', 'degreeCelsius'),
  override('heatUnit', 'heat', 'TemperatureUnit'),
];
const interfaceOf = (name: string, contents: readonly object[], more: object = {}) => ({
  '@context': [
    'dtmi:dtdl:context;3',
    'dtmi:dtdl:extension:quantitativeTypes;1',
    'dtmi:dtdl:extension:annotation;1',
    'dtmi:dtdl:extension:overriding;1',
  ],
  '@id': `dtmi:test:${name};1`,
  '@type': 'Interface',
  contents,
  ...more,
});
const { catalogue, problems } = resolveOntology([
  interfaceOf('Stove', heat),
  interfaceOf('Plain', [quantity('Temperature', 'heat', 'kelvin')]),
  interfaceOf('House', [
    { '@type': 'Component', name: 'stove', schema: 'dtmi:test:Stove;1' },
    quantity('IonizingRadiationDose', 'dose', 'gray'),
    override('doseUnit', 'dose', 'IonizingRadiationDoseUnit'),
    { '@type': 'Relationship', name: 'warms', properties: heat },
  ]),
] as never);

const twin = (id: string, model: string, properties: object): Change => ({
  addTwin: { id, model: `dtmi:test:${model};1`, properties: properties as JsonObject },
});

function queriesOf(changes: readonly Change[]) {
  const graph = graphAfter(emptyGraph(), changes);
  return withSubtypes(
    graphQueries(() => graph),
    () => catalogue,
  );
}

/** The ids of the twins of which a predicate holds. */
async function found(changes: readonly Change[], where: Predicate): Promise<string[]> {
  const { items } = await queriesOf(changes).find({ where });
  return items.map(({ id }) => id);
}

const compare = (path: string, operator: Compare['operator'], value: number, unit: string) => ({
  kind: 'compare' as const,
  path,
  operator,
  value,
  unit,
});

describe('a comparison in a unit', () => {
  const boiling = [
    twin('celsius', 'Stove', { heat: 100 }),
    twin('fahrenheit', 'Stove', { heat: 212, heatUnit: 'degreeFahrenheit' }),
    twin('kelvin', 'Stove', { heat: 373.15, heatUnit: 'kelvin' }),
    twin('cold', 'Stove', { heat: 100, heatUnit: 'kelvin' }),
    twin('plain', 'Plain', { heat: 373.15 }),
    twin('house', 'House', { stove: { heat: 212, heatUnit: 'degreeFahrenheit' } }),
    twin('none', 'Stove', { heatUnit: 'kelvin' }),
  ];
  const hot = ['celsius', 'fahrenheit', 'kelvin', 'plain'];

  test('goes by the unit that each twin says', async () => {
    expect(problems).toEqual([]);
    expect(await found(boiling, compare('heat', 'eq', 100, 'degreeCelsius'))).toEqual(hot);
    expect(await found(boiling, compare('heat', 'gt', 200, 'degreeFahrenheit'))).toEqual(hot);
    expect(await found(boiling, compare('heat', 'lt', 200, 'kelvin'))).toEqual(['cold']);
    const listed = {
      kind: 'in',
      path: 'heat',
      values: [0, 212],
      unit: 'degreeFahrenheit',
    } as const;
    expect(await found(boiling, listed)).toEqual(hot);
    expect(await found(boiling, { kind: 'not', of: listed })).toEqual(['cold', 'house', 'none']);
  });

  test('does so within components and of relationships', async () => {
    expect(await found(boiling, compare('stove/heat', 'eq', 100, 'degreeCelsius'))).toEqual([
      'house',
    ]);
    const warms = (target: string, properties: JsonObject): Change => ({
      addRelationship: { source: 'house', target, name: 'warms', properties },
    });
    const queries = queriesOf([
      ...boiling,
      warms('celsius', { heat: 100 }),
      warms('kelvin', { heat: 100, heatUnit: 'kelvin' }),
    ]);
    const where = compare('heat', 'lt', 200, 'kelvin');
    const { items } = await queries.findRelationships({ where });
    expect(items.map(({ target }) => target)).toEqual(['kelvin']);
  });

  test('leaves out what is in a unit that does not convert', async () => {
    const doses = [
      twin('gray', 'House', { dose: 1 }),
      twin('sievert', 'House', { dose: 1, doseUnit: 'sievert' }),
    ];
    expect(await found(doses, compare('dose', 'eq', 1000, 'milligray'))).toEqual(['gray']);
    expect(await found(doses, compare('dose', 'eq', 1000, 'millisievert'))).toEqual(['sievert']);
  });

  test('finds what each twin’s own value, converted by definition, says', async () => {
    const inKelvin: Record<string, (value: number) => number> = {
      kelvin: (value) => value,
      degreeCelsius: (value) => value + 273.15,
      degreeFahrenheit: (value) => ((value + 459.67) * 5) / 9,
    };
    const unit = fc.constantFrom('kelvin', 'degreeCelsius', 'degreeFahrenheit');
    const stove = fc.record({ heat: fc.integer({ min: -300, max: 700 }), own: fc.option(unit) });
    const asked = fc.record({ limit: fc.integer({ min: -300, max: 700 }), unit });
    await fc.assert(
      fc.asyncProperty(
        fc.array(stove, { maxLength: 8 }),
        asked,
        async (stoves, { limit, unit }) => {
          const changes = stoves.map(({ heat, own }, i) =>
            twin(`t${i}`, 'Stove', { heat, ...(own && { heatUnit: own }) }),
          );
          const over = ({ heat, own }: (typeof stoves)[number]) =>
            (inKelvin[own ?? 'degreeCelsius']?.(heat) ?? 0) - (inKelvin[unit]?.(limit) ?? 0);
          // Equal but for the last digit: either answer is right.
          fc.pre(stoves.every((each) => over(each) === 0 || Math.abs(over(each)) > 1e-9));
          const expected = stoves.flatMap((each, i) => (over(each) > 1e-9 ? [`t${i}`] : []));
          expect(await found(changes, compare('heat', 'gt', limit, unit))).toEqual(expected);
        },
      ),
    );
  });
});
