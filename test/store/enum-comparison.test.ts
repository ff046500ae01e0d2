/** Comparisons with values of enumerations: what none of them has is refused, as writes refuse it. */
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Predicate } from '../../src/query/query.ts';
import { withSubtypes } from '../../src/store/checked/subtypes.ts';

const enumOf = (valueSchema: string, values: object) => ({
  '@type': 'Enum',
  valueSchema,
  enumValues: Object.entries(values).map(([name, enumValue]) => ({ name, enumValue })),
});
const interfaceOf = (name: string, properties: object) => ({
  '@context': 'dtmi:dtdl:context;3',
  '@id': `dtmi:test:${name};1`,
  '@type': 'Interface',
  contents: Object.entries(properties).map(([key, schema]) => ({
    '@type': 'Property',
    name: key,
    schema,
  })),
});
const { catalogue, problems } = resolveOntology([
  interfaceOf('Pump', {
    criticality: enumOf('string', { high: 'H', low: 'L' }),
    level: enumOf('integer', { one: 1, two: 2 }),
    mixed: enumOf('string', { on: 'ON' }),
  }),
  interfaceOf('Valve', { criticality: enumOf('string', { highest: 'X' }), mixed: 'string' }),
] as never);
const properties = { criticality: 'H', level: 2, mixed: 'ON' };
const graph = graphAfter(emptyGraph(), [
  { addTwin: { id: 'pump', model: 'dtmi:test:Pump;1', properties } },
]);
const queries = withSubtypes(
  graphQueries(() => graph),
  () => catalogue,
);
const pump = ['dtmi:test:Pump;1'];
const compared = (path: string, value: string | number, operator: 'eq' | 'ne' | 'gt' = 'eq') =>
  ({ kind: 'compare', path, operator, value }) as const;

test('the little ontology is sound', () => expect(problems).toEqual([]));

describe('a value that an enumeration does not have is refused', () => {
  test.each<[Predicate, string]>([
    [
      compared('criticality', 'high'),
      'BAD_USER_INPUT where: criticality is never "high"; expected one of "H", "L"; send the enum\'s value "H", not its name',
    ],
    [compared('criticality', 'M', 'ne'), 'criticality is never "M"; expected one of "H", "L"'],
    [
      { kind: 'in', path: 'criticality', values: ['H', 'low'] },
      'criticality is never "low"; expected one of "H", "L"; send the enum\'s value "L", not its name',
    ],
    [
      compared('level', 'two'),
      'level is never "two"; expected one of 1, 2; send the enum\'s value 2, not its name',
    ],
    [{ kind: 'not', of: compared('level', 3) }, 'level is never 3; expected one of 1, 2'],
  ])('%j', async (where, message) => {
    await expect(queries.find({ where, models: pump })).rejects.toThrow(message);
  });

  test('by the enumerations of all models in scope', async () => {
    await expect(queries.find({ where: compared('criticality', 'M') })).rejects.toThrow(
      'criticality is never "M"; expected one of "H", "L", "X"',
    );
  });
});

test.each<[Predicate, string[]]>([
  [compared('criticality', 'H'), ['pump']],
  [compared('criticality', 'X'), []],
  [compared('criticality', 'X', 'ne'), ['pump']],
  [compared('criticality', 'A', 'gt'), ['pump']],
  [compared('mixed', 'on'), []],
  [{ kind: 'in', path: 'level', values: [2, 1] }, ['pump']],
])('%j finds %j', async (where, ids) => {
  const { items } = await queries.find({ where });
  expect(items.map(({ id }) => id)).toEqual(ids);
});
