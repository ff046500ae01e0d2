/** Queries for what no model knows are refused, with the name that was meant. */
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/model/build-graph.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphQueries } from '../../src/query/graph-queries.ts';
import type { Predicate } from '../../src/query/query.ts';
import { withSubtypes } from '../../src/store/checked/subtypes.ts';

const context = 'dtmi:dtdl:context;3';
const property = (name: string, schema: unknown) => ({ '@type': 'Property', name, schema });
const interfaceOf = (name: string, contents: readonly object[], more: object = {}) => ({
  '@id': `dtmi:test:${name};1`,
  '@type': 'Interface',
  '@context': context,
  contents,
  ...more,
});
const object = {
  '@type': 'Object',
  fields: [
    { name: 'street', schema: 'string' },
    { name: 'number', schema: 'integer' },
  ],
};
const map = {
  '@type': 'Map',
  mapKey: { name: 'key', schema: 'string' },
  mapValue: { name: 'value', schema: object },
};
const state = {
  '@type': 'Enum',
  valueSchema: 'string',
  enumValues: [{ name: 'open', enumValue: 'open' }],
};
const { catalogue, problems } = resolveOntology(
  [
    interfaceOf('Place', [property('address', object), property('size', 'double')]),
    interfaceOf('Ward', [property('beds', 'integer')], { extends: 'dtmi:test:Place;1' }),
    interfaceOf('Meter', [
      property('size', 'string'),
      property('offices', map),
      property('serial', 'long'),
      property('tags', { '@type': 'Array', elementSchema: 'string' }),
      property('position', 'point'),
      property('state', state),
      { '@type': 'Component', name: 'part', schema: 'dtmi:test:Place;1' },
      { '@type': 'Relationship', name: 'powers', properties: [property('share', 'double')] },
      { '@type': 'Relationship', name: 'cools' },
    ]),
  ] as never,
  [],
);
const graph = buildGraph({ twins: [], relationships: [], revision: 1 });
const queries = withSubtypes(
  graphQueries(() => graph),
  () => catalogue,
);
const exists = (path: string): Predicate => ({ kind: 'exists', path, exists: true });
const compared = (path: string, value: string | number | boolean): Predicate => ({
  kind: 'compare',
  path,
  operator: 'eq',
  value,
});
const models = (...names: string[]) => names.map((name) => `dtmi:test:${name};1`);

test('the little ontology is sound', () => expect(problems).toEqual([]));

describe('a path', () => {
  test.each([
    'beds',
    'address/street',
    'part/address/street',
    'offices/any/number',
    'position/coordinates',
    '$id',
    'tags',
  ])('%s is known', async (path) => {
    expect((await queries.find({ where: exists(path) })).items).toEqual([]);
  });

  test.each([
    ['bedz', 'did you mean beds?'],
    ['addr', 'did you mean address?'],
    ['address/stret', 'below address; did you mean address/street?'],
    ['part/adress/street', 'did you mean part/address/street?'],
    ['offices/any/numbr', 'did you mean offices/any/number?'],
    ['size/big', 'expected nothing below size'],
    ['tags/0', 'expected nothing below tags'],
    ['powers', 'a property powers'],
  ])('%s is refused: %s', async (path, said) => {
    const refusal = { code: 'BAD_USER_INPUT', message: expect.stringContaining(said) };
    await expect(queries.find({ where: exists(path) })).rejects.toMatchObject(refusal);
    await expect(queries.find({ orderBy: [{ path }] })).rejects.toMatchObject(refusal);
  });

  test('is looked for in all parts of a filter', async () => {
    const where: Predicate = {
      kind: 'or',
      of: [exists('beds'), { kind: 'not', of: { kind: 'and', of: [exists('bedz')] } }],
    };
    await expect(queries.find({ where })).rejects.toMatchObject({ where: 'where' });
  });

  test('counts when the models asked for have it, or a subtype of them', async () => {
    const where = exists('beds');
    expect((await queries.find({ models: models('Place'), where })).items).toEqual([]);
    await expect(queries.find({ models: models('Place'), exact: true, where })).rejects.toThrow(
      'no twin of dtmi:test:Place;1 has a property beds',
    );
    await expect(queries.find({ models: models('Meter', 'Place'), exact: true, where }))
      .rejects //
      .toThrow('no such model has a property beds');
  });
});

describe('a value', () => {
  test.each<[Predicate, string]>([
    [compared('beds', '5'), 'beds is never "5"; expected a number'],
    [compared('state', 5), 'state is never 5; expected one of "open"'],
    [compared('size', true), 'expected a number or a string'],
    [compared('$revision', '2026'), '$revision is never "2026"; expected a number'],
    [{ kind: 'in', path: 'beds', values: [1, 'two'] }, 'beds is never "two"'],
    [{ kind: 'text', path: 'beds', operator: 'contains', value: '1' }, 'expected a number'],
  ])('%j is refused: %s', async (where, said) => {
    await expect(queries.find({ where })).rejects.toThrow(said);
  });

  test.each<[Predicate]>([
    [compared('size', 5)],
    [compared('size', 'XL')],
    [compared('serial', '9223372036854775807')],
    [compared('serial', 1)],
    [compared('position', 'anything')],
  ])('%j is one that some model allows', async (where) => {
    expect((await queries.find({ where })).items).toEqual([]);
  });
});

describe('aggregates and relationships', () => {
  test('groups and measures need properties that are there, sums need numbers', async () => {
    const count = [{ function: 'count' as const }];
    await expect(queries.aggregate({ groupBy: ['bedz'], measures: count })).rejects.toMatchObject({
      where: 'groupBy',
    });
    const measure = (name: 'sum' | 'count', path: string) =>
      queries.aggregate({ measures: [{ function: name, path }] });
    await expect(measure('sum', 'bedz')).rejects.toThrow('did you mean beds?');
    await expect(measure('sum', 'state')).rejects.toThrow('state holds no number');
    expect(await measure('count', 'state')).toEqual([{ keys: [], values: [0] }]);
  });

  test('names of relationships are declared ones', async () => {
    const meant = 'did you mean powers?';
    const names = ['cools', 'power'];
    await expect(queries.findRelationships({ names })).rejects.toThrow(meant);
    await expect(queries.paths({ from: 'a', along: names })).rejects.toThrow(meant);
    const request = { twin: 'a', direction: 'out' as const };
    await expect(queries.relationshipsOf([request, { ...request, names }])).rejects.toThrow(meant);
    expect((await queries.findRelationships({ names: ['powers'] })).items).toEqual([]);
  });

  test('properties of relationships are those of the names asked for', async () => {
    const where = exists('share');
    expect((await queries.findRelationships({ where })).items).toEqual([]);
    await expect(queries.findRelationships({ names: ['cools'], where })).rejects.toThrow(
      'no relationship cools has a property share',
    );
  });
});

test('without any models nothing can be known, and nothing is refused', async () => {
  const empty = withSubtypes(
    graphQueries(() => graph),
    () => resolveOntology([]).catalogue,
  );
  expect((await empty.find({ where: exists('bedz') })).items).toEqual([]);
  expect((await empty.findRelationships({ names: ['any'] })).items).toEqual([]);
});
