import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../src/model/path.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

/** The ids that `twins(…)` gives. */
async function ids(args: string): Promise<unknown> {
  const { data, errors } = await api.ask(`{ twins(${args}) { nodes { id } } }`);
  expect(errors).toEqual([]);
  return (valueAt(data, 'twins/nodes') as { id: string }[]).map(({ id }) => id);
}

describe('a twin', () => {
  test('shows its id, model, properties and components', async () => {
    const { data } = await api.ask(`{
      twin(id: "pump-1") {
        id model properties
        power: property(name: "power")
        target: property(name: "thermostat/target")
        none: property(name: "noise")
        interface { id displayName }
        components { name model properties property(name: "target") }
      }
    }`);
    expect(data).toEqual({
      twin: {
        id: 'pump-1',
        model: 'dtmi:test:Pump;1',
        properties: { power: 10, label: 'north', thermostat: { target: 20 } },
        power: 10,
        target: 20,
        none: null,
        interface: { id: 'dtmi:test:Pump;1', displayName: null },
        components: [
          {
            name: 'thermostat',
            model: 'dtmi:test:Thermostat;1',
            properties: { target: 20 },
            property: 20,
          },
        ],
      },
    });
  });

  test('shows a declared component that has no values yet', async () => {
    const { data } = await api.ask('{ twin(id: "pump-2") { components { name properties } } }');
    expect(data).toEqual({ twin: { components: [{ name: 'thermostat', properties: {} }] } });
  });

  test('tells when it changed and when a value was observed', async () => {
    const observed = Date.parse('2026-01-01T00:00:00Z');
    const { revision } = await api.store.commit([
      { observe: { twin: 'line-1', path: 'power', value: 6, time: Date.now() + 1000 } },
      { addTwin: { id: 'dated', model: 'dtmi:test:Device;1' } },
      { observe: { twin: 'dated', path: 'power', value: 1, time: observed } },
    ]);
    const { data } = await api.ask(
      '{ twin(id: "dated") { revision updatedAt power: observedAt(name: "power") label: observedAt(name: "label") } }',
    );
    expect(data).toEqual({
      twin: {
        revision,
        updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        power: '2026-01-01T00:00:00.000Z',
        label: null,
      },
    });
    await api.store.commit([{ removeTwin: { twin: 'dated' } }]);
  });

  test('is null when there is none', async () => {
    expect((await api.ask('{ twin(id: "nobody") { id } }')).data).toEqual({ twin: null });
  });
});

describe('twins', () => {
  test('are found by model, with subtypes unless exact', async () => {
    expect(await ids('model: "dtmi:test:Device;1"')).toEqual([
      'line-1',
      'pump-1',
      'pump-2',
      'tank-1',
    ]);
    expect(await ids('model: "dtmi:test:Device;1", exact: true')).toEqual(['line-1', 'tank-1']);
    expect(await ids('model: "dtmi:test:Pump;1"')).toEqual(['pump-1', 'pump-2']);
  });

  test('are found by what their properties say', async () => {
    expect(await ids('where: {property: "power", gte: 10}')).toEqual(['pump-1', 'pump-2']);
    expect(await ids('where: {property: "thermostat/target", exists: true}')).toEqual(['pump-1']);
    expect(
      await ids('where: {or: [{property: "label", eq: "tank"}, {property: "$id", eq: "line-1"}]}'),
    ).toEqual(['line-1', 'tank-1']);
    expect(await ids('where: {property: "label", contains: "out"}')).toEqual(['pump-2']);
  });

  test('are found by the twins around them', async () => {
    expect(
      await ids('where: {related: {along: ["feeds"], where: {property: "label", eq: "tank"}}}'),
    ).toEqual(['pump-1', 'pump-2']);
    expect(await ids('where: {related: {direction: IN, count: {gte: 2}}}')).toEqual(['tank-1']);
    expect(await ids('where: {related: {quantifier: NONE}}')).toEqual(['line-1']);
    expect(await ids('where: {related: {relationship: {property: "share", gt: 0.2}}}')).toEqual([
      'pump-1',
    ]);
    expect(
      await ids('where: {related: {hops: {min: 2}, where: {property: "$id", eq: "line-1"}}}'),
    ).toEqual(['pump-1', 'pump-2']);
    expect(
      await ids(
        'where: {related: {direction: IN, hops: {max: 2}, model: "dtmi:test:Pump;1", quantifier: ALL}}, model: "dtmi:test:Device;1", exact: true',
      ),
    ).toEqual(['tank-1']);
  });

  test('are found within reach of another', async () => {
    expect(await ids('where: {within: {of: "pump-1", hops: {max: 2}}}')).toEqual([
      'line-1',
      'tank-1',
    ]);
    expect(
      await ids('model: "dtmi:test:Pump;1", where: {within: {of: "line-1", direction: IN}}'),
    ).toEqual(['pump-1', 'pump-2']);
    expect(
      await ids('where: {within: {of: "pump-1", through: {property: "label", eq: "x"}}}'),
    ).toEqual(['tank-1']);
    const { errors } = await api.ask('{ twins(where: {within: {of: "pump-l"}}) { nodes { id } } }');
    expect(errors[0]?.message).toBe(
      'NOT_FOUND within: there is no twin pump-l; did you mean pump-1?',
    );
  });

  test('are found by texts whatever their letters', async () => {
    expect(await ids('where: {property: "label", startsWith: "SO", ignoreCase: true}')).toEqual([
      'pump-2',
    ]);
    expect(await ids('where: {property: "label", startsWith: "SO"}')).toEqual([]);
  });

  test('come in the order that was asked for', async () => {
    expect(
      await ids('orderBy: [{property: "power", order: DESC}], where: {property: "power", gt: 0}'),
    ).toEqual(['pump-2', 'pump-1', 'line-1']);
  });

  test('come in pages, forwards and backwards', async () => {
    const page = `query ($after: String) {
      twins(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
    }`;
    const { data: one } = await api.ask(page);
    const after = valueAt(one, 'twins/pageInfo/endCursor');
    const { data: two } = await api.ask(page, { after });
    expect(one).toMatchObject({
      twins: {
        nodes: [{ id: 'line-1' }, { id: 'pump-1' }, { id: 'pump-2' }],
        pageInfo: { hasNextPage: true },
      },
    });
    expect(two).toMatchObject({
      twins: { nodes: [{ id: 'tank-1' }], pageInfo: { hasNextPage: false } },
    });
    expect(await ids('last: 2')).toEqual(['pump-2', 'tank-1']);
  });

  test.each([
    ['twins(where: {property: "powr", gt: 1}) { nodes { id } }', 'where', 'power?'],
    ['twins(orderBy: [{property: "lable"}]) { nodes { id } }', 'orderBy', 'label?'],
    ['aggregate(groupBy: ["lable"]) { keys }', 'groupBy', 'label?'],
    ['aggregate(measures: [{function: SUM, property: "powr"}]) { values }', 'measures', 'power?'],
    ['twins(where: {related: {along: ["feds"]}}) { nodes { id } }', 'along', 'feeds?'],
    [
      'twins(where: {related: {where: {property: "powr", gt: 1}}}) { nodes { id } }',
      'where',
      'power?',
    ],
    ['relationships(orderBy: [{property: "shar"}]) { nodes { id } }', 'orderBy', 'share?'],
    ['aggregateRelationships(groupBy: ["shar"]) { keys }', 'groupBy', 'share?'],
    ['relationships(name: "feds") { nodes { id } }', 'name', 'feeds?'],
    ['paths(from: "pump-1", along: ["feds"]) { length }', 'along', 'feeds?'],
    ['twin(id: "pump-1") { relationships(name: "feds") { nodes { id } } }', 'name', 'feeds?'],
    ['twin(id: "pump-1") { property(name: "powr") }', 'name', 'power?'],
    ['twin(id: "pump-1") { observedAt(name: "powr") }', 'name', 'power?'],
    ['twin(id: "pump-1") { components { property(name: "targt") } }', 'name', 'target?'],
    ['relationships { nodes { property(name: "shar") } }', 'name', 'share?'],
  ])('%s is refused with the name that was meant', async (query, where, meant) => {
    const { errors } = await api.ask(`{ ${query} }`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', where });
    expect(errors[0]?.message).toContain(`did you mean ${meant}`);
  });

  test('of many models give null for what another model has', async () => {
    const query = '{ twin(id: "line-1") { property(name: "thermostat/target") } }';
    expect(await api.ask(query)).toMatchObject({ data: { twin: { property: null } }, errors: [] });
  });

  test('of an unknown model are refused with the nearest name', async () => {
    const { errors } = await api.ask('{ twins(model: "dtmi:test:Pmup;1") { nodes { id } } }');
    expect(errors[0]?.message).toContain('dtmi:test:Pump;1');
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });
});
