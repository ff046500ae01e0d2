/** Required fields: an object without one is refused where it comes to be, and nowhere else. */
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import type { Change } from '../../src/model/change.ts';
import type { Problem } from '../../src/model/errors.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Json } from '../../src/model/json.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { graphOf, model, property } from './models.ts';

const field = (name: string, schema: Json, ...types: string[]) => ({
  '@type': ['Field', ...types],
  name,
  schema,
});
const place = {
  '@type': 'Object',
  fields: [
    field('x', 'double', 'Required'),
    field('y', 'double', 'Required'),
    field('note', 'string'),
  ],
};
const route = {
  '@type': 'Object',
  fields: [
    field('start', place),
    field('stops', { '@type': 'Array', elementSchema: place }),
    field('named', {
      '@type': 'Map',
      mapKey: { name: 'key', schema: 'string' },
      mapValue: { name: 'value', schema: place },
    }),
  ],
};
/** A place that may hold another one. */
const nested = {
  '@type': 'Object',
  '@id': 'dtmi:test:Nested;1',
  fields: [field('x', 'double', 'Required'), field('inner', 'dtmi:test:Nested;1')],
};
const { catalogue, problems } = resolveOntology([
  model('Spot', [property('place', place)], {
    '@context': ['dtmi:dtdl:context;3', 'dtmi:dtdl:extension:requirement;1'],
  }),
  model(
    'Van',
    [
      property('place', place),
      property('route', route),
      property('nested', 'dtmi:test:Nested;1'),
      property('speed', 'double'),
      { '@type': 'Component', name: 'spot', schema: 'dtmi:test:Spot;1' },
      { '@type': 'Relationship', name: 'near', properties: [property('place', place)] },
    ],
    {
      '@context': ['dtmi:dtdl:context;4', 'dtmi:dtdl:extension:requirement;1'],
      schemas: [nested],
    },
  ),
]);
const check = checkOf(catalogue);

function refused(graph: TwinGraph, ...changes: Change[]): readonly Problem[] {
  return applyChanges(graph, changes, { revision: 2, now: 0, check, skipRefused: true }).rejected;
}

const whole = { x: 1, y: 2 };
const vans = graphOf([
  ['van', 'Van', { place: whole }],
  ['bare', 'Van'],
  ['old', 'Van', { place: { x: 1 }, route: { start: { note: 'yard' } } }],
]);
const set = (twin: string, name: string, value: Json): Change => ({
  set: { twin, property: name, value },
});
const add = (properties: Record<string, Json>): Change => ({
  addTwin: { id: 'new', model: 'dtmi:test:Van;1', properties: properties as never },
});

describe('an object with required fields', () => {
  test('may be absent as a whole, and may lack the other fields', () => {
    expect(problems).toEqual([]);
    expect(refused(vans, add({}))).toEqual([]);
    expect(refused(vans, set('van', 'place', null))).toEqual([]);
    expect(refused(vans, set('van', 'place/x', 3), set('bare', 'place', whole))).toEqual([]);
  });

  test('is refused without one, with its place', () => {
    expect(refused(vans, add({ place: { x: 1 } }))).toEqual([
      {
        code: 'VALIDATION_FAILED',
        where: 'new/place',
        message: 'the object has no y',
        expected: 'an object with the field y, which the model requires',
        action: 'send the whole object at once',
        index: 0,
      },
    ]);
    expect(refused(vans, set('bare', 'place/x', 1))).toMatchObject([{ where: 'bare/place' }]);
    expect(refused(vans, set('van', 'place/y', null))).toMatchObject([{ where: 'van/place' }]);
  });

  test.each<[string, Json, string]>([
    ['route', { start: { x: 1 } }, 'van/route/start'],
    ['route', { stops: [whole, { y: 2 }] }, 'van/route/stops/1'],
    ['route', { named: { home: whole, depot: {} } }, 'van/route/named/depot'],
    ['nested', { x: 1, inner: { x: 2, inner: {} } }, 'van/nested/inner/inner'],
    ['spot', { place: { x: 1 } }, 'van/spot/place'],
  ])('is refused within %s %j', (name, value, where) => {
    expect(refused(vans, set('van', name, value))).toMatchObject([{ where }]);
  });

  test('is refused in a relationship too', () => {
    const near = (properties: Record<string, Json>): Change => ({
      addRelationship: { source: 'van', target: 'bare', name: 'near', properties },
    });
    expect(refused(vans, near({ place: { y: 1 } }))).toMatchObject([
      { where: 'van/near:bare/place' },
    ]);
    expect(refused(vans, near({ place: whole }))).toEqual([]);
  });

  test('is not held against changes and readings of what lacked it before', () => {
    const reading: Change = { observe: { twin: 'old', path: 'place/x', value: 2, time: 1 } };
    const speed: Change = { observe: { twin: 'old', path: 'speed', value: 2, time: 1 } };
    const note = set('old', 'route/start/note', 'gate');
    expect(refused(vans, reading, speed, note)).toEqual([]);
    expect(refused(vans, set('old', 'place/x', null))).toMatchObject([
      { where: 'old/place', message: 'the object has no x' },
    ]);
  });
});
