import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';
import { changes, models } from './waterworks.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await api.store.addModels(models);
  await api.store.commit(changes);
});
afterAll(() => api.close());

/** What is answered, which has to be without errors. */
async function answer(query: string, variables?: object) {
  const { data, errors } = await api.ask(query, variables);
  expect(errors).toEqual([]);
  return data;
}

async function refused(query: string) {
  const { errors } = await api.ask(query);
  return errors.map(({ message, extensions }) => `${extensions.code} ${message}`);
}

describe('a list of an interface', () => {
  test('has the twins of its subtypes too, each as what it is', async () => {
    // The plant has pumps as well, so both are called by one more segment.
    const data = await answer(`{
      waterworksPumps(orderBy: {property: "name"}) {
        nodes { __typename id name pressure ... on CentrifugalPump { speed } }
      }
      assets { nodes { id __typename ... on Tank { level } ... on WaterworksPump { pressure } } }
      exact: waterworksPumps(exact: true) { nodes { id } }
    }`);
    expect(data).toEqual({
      waterworksPumps: {
        nodes: [
          { __typename: 'CentrifugalPump', id: 'north', name: 'North', pressure: 250, speed: 1500 },
          { __typename: 'ExactWaterworksPump', id: 'south', name: 'South', pressure: 400 },
        ],
      },
      assets: {
        nodes: [
          { id: 'basin', __typename: 'Tank', level: 3 },
          { id: 'north', __typename: 'CentrifugalPump', pressure: 250 },
          { id: 'south', __typename: 'ExactWaterworksPump', pressure: 400 },
        ],
      },
      exact: { nodes: [{ id: 'south' }] },
    });
  });

  test('is paged as every list is', async () => {
    const data = await answer(`{
      assets(first: 1) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } }
    }`);
    const page = data.assets as { pageInfo: { endCursor: string; hasNextPage: boolean } };
    expect(page.pageInfo.hasNextPage).toBe(true);
    const { endCursor } = page.pageInfo;
    const next = await answer(
      `query ($after: String) { assets(after: $after) { nodes { id } pageInfo { hasNextPage } } }`,
      { after: endCursor },
    );
    expect(next).toEqual({
      assets: { nodes: [{ id: 'north' }, { id: 'south' }], pageInfo: { hasNextPage: false } },
    });
  });

  test('is narrowed by each kind of property, by unit, and by the generic filter', async () => {
    const ids = async (filter: string) => {
      const { found } = await answer(`{ found: waterworksPumps(${filter}) { nodes { id } } }`);
      return (found as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    };
    expect(await ids('pressure: {gt: 300}')).toEqual(['south']);
    expect(await ids('pressure: {gt: 3.5, unit: bar}')).toEqual(['south']);
    expect(await ids('name: {startsWith: "n", ignoreCase: true}')).toEqual(['north']);
    expect(await ids('status: open')).toEqual(['north']);
    expect(await ids('status: [open, true_]')).toEqual(['north', 'south']);
    expect(await ids('serial: {eq: 7}')).toEqual(['south']);
    expect(await ids('speed: {exists: false}')).toEqual(['south']);
    expect(await ids('first_: {eq: true}, first: 5')).toEqual(['north']);
    expect(await ids('id: {eq: "P-1"}')).toEqual(['north']);
    expect(await ids('position: {near: {point: [13.4, 52.5], metres: 10}}')).toEqual(['north']);
    expect(await ids('commissioned: {lt: "2021-01-01T00:00:00Z"}')).toEqual(['north']);
    expect(
      await ids(
        'pressure: {lt: 300}, where: {related: {along: ["near"], where: {property: "name", eq: "South"}}}',
      ),
    ).toEqual(['north']);
  });

  test('refuses what its types do not allow, before anything is asked', async () => {
    expect(await refused('{ waterworksPumps(pressure: {gt: "high"}) { nodes { id } } }')).toEqual([
      expect.stringContaining('BAD_USER_INPUT Float cannot represent non numeric value: "high"'),
    ]);
    expect(await refused('{ waterworksPumps { nodes { presure } } }')).toEqual([
      expect.stringContaining('Did you mean "pressure"'),
    ]);
    expect(await refused('{ waterworksPumps(pressure: {}) { nodes { id } } }')).toEqual([
      expect.stringContaining('nothing is said about pressure'),
    ]);
  });
});

describe('a twin by its id', () => {
  test('is there if it is of that interface', async () => {
    const data = await answer(`{
      waterworksPump(id: "north") { id name }
      centrifugalPump(id: "south") { id }
      tank(id: "nobody") { id }
      asset(id: "basin") { __typename name }
    }`);
    expect(data).toEqual({
      waterworksPump: { id: 'north', name: 'North' },
      centrifugalPump: null,
      tank: null,
      asset: { __typename: 'Tank', name: 'Basin' },
    });
  });

  test('tells a leap second as the second after it', async () => {
    const model = 'dtmi:waterworks:Tank;1';
    const properties = { commissioned: '2017-01-01T00:59:60.5+01:00' };
    await api.store.commit([{ addTwin: { id: 'leap', model, properties } }]);
    const data = await answer('{ tank(id: "leap") { commissioned } }');
    await api.store.commit([{ removeTwin: { twin: 'leap' } }]);
    expect(data).toEqual({ tank: { commissioned: '2017-01-01T00:00:00.500Z' } });
  });

  test('has values of every kind', async () => {
    const data = await answer(`{
      centrifugalPump(id: "north") {
        id_ constructor first commissioned position status serial runs
        limits { low bands { key value } }
        tags { key value }
      }
      south: waterworksPump(id: "south") { id_ constructor status serial runs limits { low } tags { key } motor { temperature } }
    }`);
    expect(data).toEqual({
      centrifugalPump: {
        id_: 'P-1',
        constructor: 'Smith',
        first: true,
        commissioned: '2020-05-01T10:00:00.000Z',
        position: { type: 'Point', coordinates: [13.4, 52.5] },
        status: 'open',
        serial: '9007199254740993',
        runs: [1, 2.5],
        limits: {
          low: 1.5,
          bands: [
            [
              { key: 'green', value: 0.5 },
              { key: 'red', value: 0.1 },
            ],
            [],
          ],
        },
        tags: [
          { key: 'zone', value: 'A' },
          { key: 'owner', value: 'city' },
        ],
      },
      south: {
        id_: null,
        constructor: null,
        status: 'true_',
        serial: 7,
        runs: null,
        limits: null,
        tags: null,
        motor: null,
      },
    });
  });

  test('gives numbers in the unit that is asked for, components too', async () => {
    const data = await answer(`{
      waterworksPump(id: "north") {
        pressure
        bar: pressure(unit: bar)
        speed(unit: revolutionPerSecond)
        motor { temperature fahrenheit: temperature(unit: degreeFahrenheit) }
      }
    }`);
    expect(data).toEqual({
      waterworksPump: {
        pressure: 250,
        bar: 2.5,
        speed: 25,
        motor: { temperature: 60, fahrenheit: 140 },
      },
    });
  });

  test('leads to its targets, with what the relationships have', async () => {
    const data = await answer(`{
      waterworksPump(id: "north") {
        feeds { edges { share node_ relationship { id name } node { __typename name ... on Tank { level } } } }
        near { nodes { __typename id ... on Asset { name } } }
      }
      waterworksPumps { nodes { id feeds(where: {property: "share", gt: 0.5}) { nodes { id } } } }
    }`);
    expect(data).toEqual({
      waterworksPump: {
        feeds: {
          edges: [
            {
              share: 0.75,
              node_: 'valve 3',
              relationship: { id: 'feeds:basin', name: 'feeds' },
              node: { __typename: 'Tank', name: 'Basin', level: 3 },
            },
          ],
        },
        near: { nodes: [{ __typename: 'ExactWaterworksPump', id: 'south', name: 'South' }] },
      },
      waterworksPumps: {
        nodes: [
          { id: 'north', feeds: { nodes: [{ id: 'basin' }] } },
          { id: 'south', feeds: { nodes: [] } },
        ],
      },
    });
  });

  test('is the same twin in the generic fields', async () => {
    const data = await answer(`{
      tank(id: "basin") { twin { id model relationships(direction: IN) { nodes { source { id } } } } }
    }`);
    expect(data).toEqual({
      tank: {
        twin: {
          id: 'basin',
          model: 'dtmi:waterworks:Tank;1',
          relationships: { nodes: [{ source: { id: 'north' } }, { source: { id: 'south' } }] },
        },
      },
    });
  });
});

test('the past is asked like the present', async () => {
  const revision = await api.store.revision();
  await api.store.commit([{ set: { twin: 'basin', property: 'level', value: 4 } }]);
  const data = await answer(
    `query ($revision: Revision) {
      tank(id: "basin") { level }
      asOf(revision: $revision) {
        tank(id: "basin") { level }
        tanks(level: {lt: 3.5}) { nodes { level } }
        waterworksPump(id: "south") { feeds { nodes { ... on Tank { level } } } }
      }
    }`,
    { revision },
  );
  await api.store.commit([{ set: { twin: 'basin', property: 'level', value: 3 } }]);
  expect(data).toEqual({
    tank: { level: 4 },
    asOf: {
      tank: { level: 3 },
      tanks: { nodes: [{ level: 3 }] },
      waterworksPump: { feeds: { nodes: [{ level: 3 }] } },
    },
  });
});

test('a page costs no more than the twins that the model allows', async () => {
  const nested = (name: string) => {
    const within = (inner: string) => `nodes { ... on Asset { ${name} { ${inner} } } }`;
    return `{ assets(first: 200) { ${within(within('nodes { id }'))} } }`;
  };
  await answer(nested('partOf'));
  const { errors } = await api.ask(nested('near'));
  expect(errors[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
});

test('a list asks the store as often as the generic one does', async () => {
  const explained = async (query: string) => {
    const response = await api.post(JSON.stringify({ query, extensions: { explain: true } }));
    const { extensions } = (await response.json()) as {
      extensions: { explain: { storeCalls: number } };
    };
    return extensions.explain.storeCalls;
  };
  const typed = '{ assets { nodes { id feeds { nodes { id feeds { nodes { id } } } } } } }';
  const generic = `{ twins(model: "dtmi:waterworks:Asset;1") { nodes { id
    relationships(name: "feeds") { nodes { target { id
      relationships(name: "feeds") { nodes { target { id } } } } } } } } }`;
  expect(await explained(typed)).toBe(await explained(generic));
});
