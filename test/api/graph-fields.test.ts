import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('relationships', () => {
  test('of a twin are seen from either side', async () => {
    const { data } = await api.ask(`{
      twin(id: "tank-1") {
        out: relationships { nodes { id name target { id } } }
        in: relationships(direction: IN) { nodes { source { id } property(name: "share") } }
        both: relationships(direction: BOTH, first: 2) { pageInfo { hasNextPage } }
        named: relationships(name: "feeds", direction: OUT, first: 0) { nodes { id } }
      }
    }`);
    expect(data).toEqual({
      twin: {
        out: { nodes: [{ id: 'feeds:line-1', name: 'feeds', target: { id: 'line-1' } }] },
        in: {
          nodes: [
            { source: { id: 'pump-1' }, property: 0.25 },
            { source: { id: 'pump-2' }, property: null },
          ],
        },
        both: { pageInfo: { hasNextPage: true } },
        named: { nodes: [] },
      },
    });
  });

  test('of the graph are found by their ends and properties', async () => {
    const { data } = await api.ask(`{
      from: relationships(source: "pump-1") { nodes { id properties revision } }
      to: relationships(target: "tank-1", name: "feeds") { nodes { source { id } } }
      heavy: relationships(where: {property: "share", gt: 0.1}) { nodes { source { id } } }
      started: relationships(where: {property: "$source", startsWith: "tank"}) { nodes { id } }
    }`);
    expect(data).toEqual({
      from: { nodes: [{ id: 'feeds:tank-1', properties: { share: 0.25 }, revision: 1 }] },
      to: { nodes: [{ source: { id: 'pump-1' } }, { source: { id: 'pump-2' } }] },
      heavy: { nodes: [{ source: { id: 'pump-1' } }] },
      started: { nodes: [{ id: 'feeds:line-1' }] },
    });
  });

  test('come in the order that was asked for', async () => {
    const { data } = await api.ask(`{
      relationships(orderBy: [{property: "$target"}, {property: "share"}]) { nodes { source { id } } }
      twin(id: "tank-1") {
        relationships(direction: IN, orderBy: [{property: "$source", order: DESC}]) { nodes { source { id } } }
        heavy: relationships(direction: IN, where: {property: "share", gt: 0.1}) { nodes { source { id } } }
      }
    }`);
    const nodes = (...ids: string[]) => ({ nodes: ids.map((id) => ({ source: { id } })) });
    expect(data).toEqual({
      relationships: nodes('tank-1', 'pump-1', 'pump-2'),
      twin: { relationships: nodes('pump-2', 'pump-1'), heavy: nodes('pump-1') },
    });
  });
});

describe('paths', () => {
  test('lead from one twin to another', async () => {
    const { data } = await api.ask(`{
      paths(from: "pump-1", to: "line-1", along: ["feeds"]) {
        length twins { id } relationships { id source { id } }
      }
    }`);
    expect(data).toEqual({
      paths: [
        {
          length: 2,
          twins: [{ id: 'pump-1' }, { id: 'tank-1' }, { id: 'line-1' }],
          relationships: [
            { id: 'feeds:tank-1', source: { id: 'pump-1' } },
            { id: 'feeds:line-1', source: { id: 'tank-1' } },
          ],
        },
      ],
    });
  });

  test('lead to all that is reached, against the direction too', async () => {
    const { data } = await api.ask(`{
      paths(from: "line-1", direction: IN, maxHops: 2) { length twins { id } }
    }`);
    expect(data).toMatchObject({
      paths: [
        { length: 1, twins: [{ id: 'line-1' }, { id: 'tank-1' }] },
        { length: 2, twins: [{ id: 'line-1' }, { id: 'tank-1' }, { id: 'pump-1' }] },
        { length: 2, twins: [{ id: 'line-1' }, { id: 'tank-1' }, { id: 'pump-2' }] },
      ],
    });
  });

  test('are narrowed by hops, by what they pass and by how short they are', async () => {
    const { data, errors } = await api.ask(`{
      far: paths(from: "line-1", direction: IN, hops: {min: 2, max: 3}) { twins { id } }
      none: paths(from: "pump-1", to: "line-1", through: {property: "label", eq: "north"}) { length }
      shared: paths(from: "pump-1", relationship: {property: "share", exists: true}) { length }
      short: paths(from: "pump-1", to: "pump-2", direction: BOTH, mode: SHORTEST) { length }
    }`);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      far: [{ twins: { length: 3 } }, { twins: { length: 3 } }],
      none: [],
      shared: [{ length: 1 }],
      short: [{ length: 2 }],
    });
  });

  test.each([
    [
      'maxHops: 2, hops: {max: 3}',
      'BAD_USER_INPUT maxHops: the hops are given twice; expected hops or maxHops',
    ],
    [
      'hops: {min: 3, max: 2}',
      'BAD_USER_INPUT hops: there is nothing from 3 to 2 hops; expected min up to max',
    ],
  ])('with %s are refused', async (args, message) => {
    const { errors } = await api.ask(`{ paths(from: "pump-1", ${args}) { length } }`);
    expect(errors[0]?.message).toBe(message);
  });

  test('of more than 100 hops are refused', async () => {
    const { errors } = await api.ask('{ paths(from: "pump-1", maxHops: 101) { length } }');
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', where: 'maxHops' });
  });
});

describe('aggregates', () => {
  test('count all twins when nothing else is said', async () => {
    expect((await api.ask('{ aggregate { keys values } }')).data).toEqual({
      aggregate: [{ keys: [], values: [4] }],
    });
  });

  test('are computed for each group', async () => {
    const { data } = await api.ask(`{
      aggregate(
        groupBy: ["$model"]
        where: {property: "power", exists: true}
        measures: [{function: COUNT}, {function: SUM, property: "power"}, {function: MAX, property: "power"}]
      ) { keys values }
    }`);
    expect(data).toEqual({
      aggregate: [
        { keys: ['dtmi:test:Device;1'], values: [1, 5, 5] },
        { keys: ['dtmi:test:Pump;1'], values: [2, 40, 30] },
      ],
    });
  });

  test('are computed over relationships, and of what is within reach', async () => {
    const { data, errors } = await api.ask(`{
      aggregateRelationships(groupBy: ["$name", "$target"], measures: [{function: COUNT}, {function: SUM, property: "share"}]) { keys values }
      aggregate(
        where: {within: {of: "line-1", direction: IN}}
        measures: [
          {function: COUNT_DISTINCT, property: "$model"}
          {function: PERCENTILE, property: "power", percent: 25}
        ]
      ) { values }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      aggregateRelationships: [
        { keys: ['feeds', 'line-1'], values: [1, 0] },
        { keys: ['feeds', 'tank-1'], values: [2, 0.25] },
      ],
      aggregate: [{ values: [2, 15] }],
    });
  });

  test.each([
    ['{function: PERCENTILE, property: "power"}', 'PERCENTILE needs a percent'],
    ['{function: SUM, property: "power", percent: 5}', 'sum has no percent'],
  ])('of %s are refused', async (measure, message) => {
    const { errors } = await api.ask(`{ aggregate(measures: [${measure}]) { values } }`);
    expect(errors[0]?.message).toBe(
      `BAD_USER_INPUT measures[0].percent: ${message}; expected a percent from 0 to 100 for PERCENTILE, and for no other function`,
    );
  });

  test('need a property, except for counting', async () => {
    const { errors } = await api.ask('{ aggregate(measures: [{function: AVG}]) { values } }');
    expect(errors[0]?.message).toBe(
      'BAD_USER_INPUT measures[0].property: avg needs a property; expected the path of a numeric property',
    );
  });
});

test('the revision is that of the last commit', async () => {
  const revision = await api.store.revision();
  expect((await api.ask('{ revision }')).data).toEqual({ revision });
});
