/** Predicates as the ontology reads them: units, places, and what relationships lead to. */
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Compare, Predicate } from '../../src/query/query.ts';
import { withSubtypes } from '../../src/store/checked/subtypes.ts';

const contexts = ['dtmi:dtdl:context;3', 'dtmi:dtdl:extension:quantitativeTypes;1'];
const interfaceOf = (name: string, contents: readonly object[], more: object = {}) => ({
  '@id': `dtmi:test:${name};1`,
  '@type': 'Interface',
  '@context': contexts,
  contents,
  ...more,
});
const temperature = (name: string, unit: string) => ({
  '@type': ['Property', 'Temperature'],
  name,
  schema: 'double',
  unit,
});
const relationship = (name: string, target: string, properties: object[] = []) => ({
  '@type': 'Relationship',
  name,
  target: `dtmi:test:${target};1`,
  properties,
});
const { catalogue, problems } = resolveOntology(
  [
    interfaceOf('Device', [
      temperature('heat', 'degreeCelsius'),
      { '@type': 'Property', name: 'place', schema: 'point' },
      relationship('feeds', 'Device', [temperature('loss', 'kelvin')]),
    ]),
    interfaceOf('Pump', [{ '@type': 'Property', name: 'flow', schema: 'double' }], {
      extends: 'dtmi:test:Device;1',
    }),
    interfaceOf('Oven', [temperature('heat', 'degreeFahrenheit')]),
    interfaceOf('Shelf', [{ '@type': 'Property', name: 'heat', schema: 'double' }]),
    interfaceOf('Room', [
      relationship('holds', 'Device'),
      { '@type': 'Property', name: 'area', schema: 'double' },
    ]),
  ] as never,
  [],
);
const twin = (id: string, model: string, properties: object = {}) => ({
  addTwin: { id, model: `dtmi:test:${model};1`, properties: properties as never },
});
const graph = graphAfter(emptyGraph(), [
  twin('pump', 'Pump', { heat: 100, flow: 1 }),
  twin('device', 'Device', { heat: 20, place: { type: 'Point', coordinates: [2.3522, 48.8566] } }),
  twin('oven', 'Oven', { heat: 212 }),
  twin('shelf', 'Shelf', { heat: 212 }),
  twin('room', 'Room', { area: 9 }),
  { addRelationship: { source: 'room', target: 'pump', name: 'holds' } },
  {
    addRelationship: { source: 'pump', target: 'device', name: 'feeds', properties: { loss: 300 } },
  },
]);
const queries = withSubtypes(
  graphQueries(() => graph),
  () => catalogue,
);
const model = (name: string) => [`dtmi:test:${name};1`];

/** The ids of the twins of which a predicate holds. */
async function found(where: Predicate, models?: string[]): Promise<string[]> {
  const { items } = await queries.find({ where, ...(models && { models }) });
  return items.map(({ id }) => id);
}

const heat = (operator: Compare['operator'], value: number, unit: string): Compare => ({
  kind: 'compare',
  path: 'heat',
  operator,
  value,
  unit,
});

test('the little ontology is sound', () => expect(problems).toEqual([]));

describe('a unit', () => {
  test('is converted to that of each model, and leaves out what has none', async () => {
    expect(await found(heat('eq', 100, 'degreeCelsius'))).toEqual(['oven', 'pump']);
    expect(await found(heat('gt', 373.14, 'kelvin'))).toEqual(['oven', 'pump']);
    expect(await found(heat('lt', 70, 'degreeFahrenheit'))).toEqual(['device']);
    expect(await found(heat('ne', 212, 'degreeFahrenheit'), model('Device'))).toEqual(['device']);
    const listed = {
      kind: 'in',
      path: 'heat',
      values: [68, 212],
      unit: 'degreeFahrenheit',
    } as const;
    expect(await found(listed)).toEqual(['device', 'oven', 'pump']);
  });

  test('counts for relationships and in the twins that they lead to', async () => {
    const where = {
      kind: 'compare',
      path: 'loss',
      operator: 'eq',
      value: 80.33,
      unit: 'degreeFahrenheit',
    } as const;
    expect((await queries.findRelationships({ where })).items).toHaveLength(1);
    const cool = heat('lt', 300, 'kelvin');
    expect(await found({ kind: 'related', along: ['feeds'], where: cool })).toEqual(['pump']);
  });

  test.each([
    [
      heat('gt', 1, 'furlong'),
      'BAD_USER_INPUT where.unit: there is no unit furlong; expected one of kelvin, degreeCelsius, degreeFahrenheit; name one of these units, or none',
    ],
    [
      heat('gt', 1, 'degreCelsius'),
      'BAD_USER_INPUT where.unit: there is no unit degreCelsius; expected one of kelvin, degreeCelsius, degreeFahrenheit; did you mean degreeCelsius?',
    ],
    [
      heat('gt', 1, 'metre'),
      'BAD_USER_INPUT where.unit: heat is in degreeCelsius, degreeFahrenheit, which is not comparable with metre; expected one of kelvin, degreeCelsius, degreeFahrenheit; name one of these units, or none',
    ],
    [
      { ...heat('gt', 1, 'metre'), path: 'area' },
      'BAD_USER_INPUT where.unit: the models say no unit of area; expected a comparison without a unit',
    ],
  ] as const)('%j is refused', async (where, message) => {
    await expect(queries.find({ where })).rejects.toThrow(message);
  });
});

describe('along relationships', () => {
  test('a model stands for its subtypes', async () => {
    const held = { kind: 'related', along: ['holds'] } as const;
    expect(await found({ ...held, models: model('Device') })).toEqual(['room']);
    expect(await found({ ...held, models: model('Device'), exact: true })).toEqual([]);
  });

  test.each([
    [
      { kind: 'related', along: ['cools'] },
      'BAD_USER_INPUT along: no model declares a relationship cools; expected one of feeds, holds; correct the name',
    ],
    [
      { kind: 'related', along: ['feds'] },
      'BAD_USER_INPUT along: no model declares a relationship feds; expected one of feeds, holds; did you mean feeds?',
    ],
    [
      { kind: 'related', along: ['holds'], where: { kind: 'exists', path: 'area', exists: true } },
      'BAD_USER_INPUT where: no twin there has a property area; expected one of heat, place, flow; correct the path',
    ],
    [
      { kind: 'related', along: ['holds'], where: { kind: 'exists', path: 'flo', exists: true } },
      'BAD_USER_INPUT where: no twin there has a property flo; expected one of heat, place, flow; did you mean flow?',
    ],
    [
      {
        kind: 'related',
        along: ['feeds'],
        relationship: { kind: 'exists', path: 'los', exists: true },
      },
      'BAD_USER_INPUT where: no relationship feeds has a property los; expected one of loss; did you mean loss?',
    ],
    [
      { kind: 'related', models: model('Pmup') },
      'NOT_FOUND models: there is no model dtmi:test:Pmup;1; expected the DTMI of a loaded interface; did you mean dtmi:test:Pump;1?',
    ],
    [
      { kind: 'within', from: 'room', through: { kind: 'exists', path: 'flo', exists: true } },
      'BAD_USER_INPUT where: no model has a property flo; expected one of',
    ],
  ] as const)('%j is refused', async (where, message) => {
    await expect(queries.find({ where })).rejects.toThrow(message);
  });

  test('a way that leads nowhere from the models asked for is refused', async () => {
    const asked = queries.find({
      models: model('Oven'),
      where: { kind: 'related', along: ['holds'] },
    });
    await expect(asked).rejects.toThrow(
      'BAD_USER_INPUT along: no relationship holds leads anywhere from there; expected a relationship that the models of the twins have, on this side of them; correct the names or the direction',
    );
    const back = { kind: 'related', along: ['holds'], direction: 'in' } as const;
    expect(await found(back, model('Device'))).toEqual(['pump']);
  });
});

describe('a time', () => {
  const begin = Date.parse('2026-11-21T14:22:00Z');
  const changed = graphAfter(graph, [{ set: { twin: 'pump', property: 'flow', value: 2 } }], {
    now: begin,
  });
  const asked = withSubtypes(
    graphQueries(() => changed),
    () => catalogue,
  );
  const at = (operator: Compare['operator'], value: string | number | boolean): Compare => ({
    kind: 'compare',
    path: '$updatedAt',
    operator,
    value,
  });
  const ids = async (where: Predicate) => (await asked.find({ where })).items.map(({ id }) => id);

  test('of the last change is compared in ISO 8601, or in epoch milliseconds', async () => {
    expect(await ids(at('gte', '2026-11-21T14:22:00Z'))).toEqual(['pump']);
    expect(await ids(at('gt', '2026-11-21T14:22:00Z'))).toEqual([]);
    expect(await ids(at('gt', '2026-11-21T16:21:59.999+02:00'))).toEqual(['pump']);
    expect(await ids(at('eq', begin))).toEqual(['pump']);
    const times = ['2026-11-21T14:22Z', 7];
    expect(await ids({ kind: 'in', path: '$updatedAt', values: times })).toEqual(['pump']);
    const flowing = { kind: 'related', along: ['holds'], where: at('gte', begin) } as const;
    expect(await ids(flowing)).toEqual(['room']);
    const later = { ...flowing, where: at('gte', '2026-11-21T14:22:01Z') };
    expect(await ids(later)).toEqual([]);
  });

  test.each([
    [at('gt', '2026-11-21T14:22:00'), '"2026-11-21T14:22:00"'],
    [at('gt', '2026-02-30T00:00:00Z'), '"2026-02-30T00:00:00Z"'],
    [at('gt', 'yesterday'), '"yesterday"'],
    [at('gt', true), 'true'],
    [{ kind: 'text', path: '$updatedAt', operator: 'startsWith', value: '2026' }, '"2026"'],
  ] as const)('%j is refused', async (where, shown) => {
    await expect(asked.find({ where })).rejects.toThrow(
      `BAD_USER_INPUT where: $updatedAt is never ${shown}; expected a comparison with an ISO 8601 time and its zone, such as 2026-05-01T12:00:00Z, or with epoch milliseconds`,
    );
  });
});

describe('a place', () => {
  const near = (path: string): Predicate => ({
    kind: 'near',
    path,
    point: [2.35, 48.85],
    metres: 1e4,
  });

  test('is a property with a geospatial schema', async () => {
    expect(await found(near('place'))).toEqual(['device']);
    await expect(queries.find({ where: near('heat') })).rejects.toThrow(
      'BAD_USER_INPUT where: heat is no place; expected a property with a geospatial schema',
    );
    await expect(queries.find({ where: near('plase') })).rejects.toThrow('did you mean place?');
  });
});
