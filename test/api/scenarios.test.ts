import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
let digest: string;
let revision: number;
beforeAll(async () => {
  api = await openApi();
  const graph = await api.store.snapshot();
  [digest, revision] = [graphDigest(graph), graph.revision];
});
afterAll(() => api.close());

async function ask(query: string, variables: object = {}): Promise<JsonObject> {
  const { data, errors } = await api.ask(query, variables);
  expect(errors).toEqual([]);
  return data;
}

/** Keeps a scenario; gives its id. */
async function create(input: string): Promise<string> {
  const data = await ask(`mutation { createScenario(input: ${input}) { scenario { id } } }`);
  return (data as { createScenario: { scenario: { id: string } } }).createScenario.scenario.id;
}

const edits = `[
  {set: {twin: "pump-1", property: "power", value: 99}}
  {addTwin: {id: "pump-3", model: "dtmi:test:Pump;1", properties: {power: 1}}}
  {addRelationship: {source: "pump-3", target: "tank-1", name: "feeds"}}
  {removeTwin: {twin: "pump-2"}}
  {set: {twin: "line-1", property: "power", value: 50, at: "PT1H"}}
  {outage: {twin: "pump-1", from: "PT2H"}}
]`;

describe('Query.scenario', () => {
  beforeAll(() => create(`{name: "flood", edits: ${edits}, seed: 3, horizon: "P2D"}`));

  test('has all that can be asked of a graph', async () => {
    const data = await ask(
      `{ scenario(id: "flood") { ...all paths(from: "pump-3", to: "line-1") { length }
           forecast(failed: ["pump-1", "pump-3"], twins: ["line-1"]) { nodes { probability } }
           rows(query: "SELECT T.$dtId FROM DIGITALTWINS T WHERE T.power = 1") { nodes } } }
       fragment all on Graph {
         revision
         twin(id: "pump-1") { property(name: "power") relationships { nodes { target { id } } } }
         twins(model: "dtmi:test:Pump;1", first: 5) {
           nodes { id relationships(first: 3) { nodes { target { id } } } }
         }
         aggregate(model: "dtmi:test:Device;1", measures: [{function: SUM, property: "power"}]) { values }
         relationships(name: "feeds", first: 9) { nodes { source { id } } }
       }`,
    );
    const tank = { nodes: [{ target: { id: 'tank-1' } }] };
    expect(data).toMatchObject({
      scenario: {
        revision,
        twin: { property: 99, relationships: tank },
        twins: { nodes: ['pump-1', 'pump-3'].map((id) => ({ id, relationships: tank })) },
        aggregate: [{ values: [150] }],
        relationships: { nodes: ['pump-1', 'pump-3', 'tank-1'].map((id) => ({ source: { id } })) },
        paths: [{ length: 2 }],
        forecast: { nodes: [{ probability: expect.any(Number) }] },
        rows: { nodes: [{ $dtId: 'pump-3' }] },
      },
    });
  });

  test('tells what it is made of', async () => {
    const data = await ask(
      '{ scenario(id: "flood") { id name base seed horizonSeconds editCount edits parent { id } createdAt } }',
    );
    expect(data).toMatchObject({
      scenario: {
        ...{ name: 'flood', base: revision, seed: 3, horizonSeconds: 172_800, editCount: 6 },
        edits: expect.arrayContaining([
          { set: { twin: 'line-1', property: 'power', value: 50 }, at: 3600 },
          { outage: { twin: 'pump-1', from: 7200 } },
        ]),
        ...{ id: expect.stringMatching(/^[0-9a-f]{64}$/), parent: null },
        createdAt: expect.stringMatching(/^20.*Z$/),
      },
    });
  });

  test('at a time shows what has taken effect by then', async () => {
    const power = 'twin(id: "line-1") { property(name: "power") }';
    const data = await ask(
      `{ early: scenario(id: "flood", at: "PT59M") { ${power} } late: scenario(id: "flood", at: 3600) { ${power} } }`,
    );
    const of = (property: number) => ({ twin: { property } });
    expect(data).toEqual({ early: of(5), late: of(50) });
  });

  test('simulates its edits against its base, with more of them', async () => {
    const shown = 'scenario revision affectedCount affected { twinId effect time }';
    const data = await ask(
      `{ scenario(id: "flood") { id simulate { ${shown} }
          more: simulate(edits: [{outage: {twin: "line-1"}}]) { scenario affected { twinId time } } } }`,
    );
    const { scenario } = data as { scenario: { id: string; simulate: JsonObject } };
    expect(scenario.simulate).toMatchObject({ scenario: scenario.id, revision });
    const reached = expect.arrayContaining([{ twinId: 'pump-1', effect: 'FAILS', time: 7200 }]);
    expect(scenario.simulate.affected).toEqual(reached);
    expect(scenario).toMatchObject({
      more: { affected: expect.arrayContaining([{ twinId: 'line-1', time: 0 }]) },
    });
  });

  test('differs from its base by what its edits changed', async () => {
    const data = await ask(
      `{ scenario(id: "flood") { diff {
          twinCount relationshipCount
          twins { nodes { kind twinId from { property(name: "power") } to { property(name: "power") }
            properties { property from to } } }
          relationships { nodes { kind source id properties { property from to } } }
          first: twins(first: 1) { nodes { twinId } pageInfo { hasNextPage } }
        } } }`,
    );
    const { diff } = (data as { scenario: { diff: JsonObject } }).scenario;
    expect(diff).toMatchObject({ twinCount: 4, relationshipCount: 2 });
    expect(diff.first).toEqual({ nodes: [{ twinId: 'line-1' }], pageInfo: { hasNextPage: true } });
    const power = (from: number | null, to: number | null) => ({ property: 'power', from, to });
    expect((diff.twins as JsonObject).nodes).toMatchObject([
      { kind: 'UPDATED', twinId: 'line-1', properties: [power(5, 50)] },
      { kind: 'UPDATED', twinId: 'pump-1', from: { property: 10 }, to: { property: 99 } },
      {
        ...{ kind: 'REMOVED', twinId: 'pump-2', to: null },
        properties: expect.arrayContaining([power(30, null)]),
      },
      {
        ...{ kind: 'ADDED', twinId: 'pump-3', from: null },
        properties: [{ property: '$model', from: null, to: 'dtmi:test:Pump;1' }, power(null, 1)],
      },
    ]);
    expect((diff.relationships as JsonObject).nodes).toMatchObject([
      { kind: 'REMOVED', source: 'pump-2', id: 'feeds:tank-1' },
      { kind: 'ADDED', source: 'pump-3', id: 'feeds:tank-1' },
    ]);
  });

  test('differs from a revision and from another scenario', async () => {
    await create('{name: "dry", edits: [{set: {twin: "pump-1", property: "power", value: 98}}]}');
    const { revision: later } = await api.store.commit([
      { set: { twin: 'tank-1', property: 'label', value: 'vat' } },
    ]);
    const shown = 'twins { nodes { twinId properties { property from to } } }';
    const data = await ask(
      `query ($later: Revision!) {
        scenario(id: "dry") { from: diff(scenario: "flood") { twinCount } diff(revision: $later) { ${shown} } }
      }`,
      { later },
    );
    const [power, label] = [
      { property: 'power', from: 10, to: 98 },
      { property: 'label', from: 'vat', to: 'tank' },
    ];
    expect(data).toEqual({
      scenario: {
        from: { twinCount: 4 },
        diff: {
          twins: {
            nodes: [
              { twinId: 'pump-1', properties: [power] },
              { twinId: 'tank-1', properties: [label] },
            ],
          },
        },
      },
    });
    await api.store.commit([{ set: { twin: 'tank-1', property: 'label', value: 'tank' } }]);
  });
});

describe('the scenarios that are kept', () => {
  test('come newest first, page by page, and lead to their parents', async () => {
    const parent = await create('{seed: 11}');
    const child = await create(`{name: "child", base: {scenario: "${parent}"}, seed: 12}`);
    const data = await ask(
      '{ scenarios(first: 2) { nodes { id name seed parent { id seed } } pageInfo { hasNextPage endCursor } } }',
    );
    const { scenarios } = data as { scenarios: JsonObject & { pageInfo: { endCursor: string } } };
    expect(scenarios).toMatchObject({
      nodes: [
        { id: child, name: 'child', seed: 12, parent: { id: parent, seed: 11 } },
        { id: parent, name: null, seed: 11, parent: null },
      ],
      pageInfo: { hasNextPage: true },
    });
    const next = await ask(
      'query ($after: String) { scenarios(first: 1, after: $after) { nodes { name } } }',
      { after: scenarios.pageInfo.endCursor },
    );
    expect(next).toEqual({ scenarios: { nodes: [{ name: 'dry' }] } });
    await ask(`mutation { deleteScenario(input: {id: "${parent}"}) { id deleted } }`);
    expect(await ask('{ scenario(id: "child") { seed parent { id } } }')).toEqual({
      scenario: { seed: 12, parent: null },
    });
  });

  test('are edited by name, which moves on', async () => {
    const old = await create(
      '{name: "moving", edits: [{set: {twin: "line-1", property: "power", value: 1}}, {outage: {twin: "pump-1"}}]}',
    );
    const data = await ask(
      `mutation { editScenario(input: {id: "moving", remove: [1], replace: [{position: 0, edit: {set: {twin: "line-1", property: "power", value: 2}}}],
          edits: [{scale: {twin: "line-1", property: "power", factor: 3}}]}) {
        scenario { name editCount parent { id name } twin(id: "line-1") { property(name: "power") } } } }`,
    );
    expect(data).toEqual({
      editScenario: {
        scenario: {
          ...{ name: 'moving', editCount: 2, parent: { id: old, name: null } },
          twin: { property: 6 },
        },
      },
    });
  });

  test('are what a what-if starts from', async () => {
    const id = await create('{edits: [{outage: {twin: "pump-1"}}], horizon: "PT1H"}');
    const data = await ask(
      `mutation { runWhatIf(input: {scenario: "${id}", edits: [{outage: {twin: "pump-2"}}]}) { affected { twinId } } }`,
    );
    const affected = ['pump-2', 'tank-1', 'line-1'].map((twinId) => ({ twinId }));
    expect(data).toEqual({ runWhatIf: { affected } });
  });

  test('leave the live graph as it was', async () => {
    const set = { twin: 'tank-1', property: 'label', value: 'tank' };
    const graph = await api.services.history.graphAt(revision);
    expect(graphDigest(graph)).toBe(digest);
    expect((await api.store.snapshot()).twin('tank-1')?.properties.label).toBe(set.value);
  });
});

describe('Mutation.mergeScenario', () => {
  const merge = 'mutation ($input: MergeScenarioInput!) { mergeScenario(input: $input) {';

  test('lists conflicts in its error, or of a dry run as fields, and what it leaves out', async () => {
    const id = await create(
      '{edits: [{set: {twin: "line-1", property: "power", value: 1}}, {outage: {twin: "pump-1"}}]}',
    );
    const set = { twin: 'line-1', property: 'power', value: 2 };
    const { revision: present } = await api.store.commit([{ set }]);
    const { data, errors } = await api.ask(`${merge} revision } }`, { input: { id } });
    expect(data).toBeNull();
    const conflict = { twin: 'line-1', property: 'power', base: 5, scenario: 1, present: 2 };
    expect(errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      where: 'line-1/power',
      problems: [{ code: 'CONFLICT', ...conflict }],
    });
    const shown =
      'revision changed repeated conflicts { twin relationship property base scenario present } leftOut { position edit reason }';
    const dry = await ask(`${merge} ${shown} } }`, { input: { id, dryRun: true } });
    const leftOut = [
      {
        ...{ position: 1, edit: { outage: { twin: 'pump-1' } } },
        reason: 'an outage is of a run only',
      },
    ];
    expect(dry).toEqual({
      mergeScenario: {
        ...{ revision: present, changed: 0, repeated: false, leftOut },
        conflicts: [{ ...conflict, relationship: null }],
      },
    });
    const input = { id, prefer: 'SCENARIO', ifRevision: present, operationId: 'merge-1' };
    const done = await ask(`${merge} revision changed scenario { id } } }`, { input });
    expect(done).toEqual({
      mergeScenario: { revision: present + 1, changed: 1, scenario: { id } },
    });
    const again = await ask(`${merge} revision repeated } }`, { input });
    expect(again).toEqual({ mergeScenario: { revision: present + 1, repeated: true } });
  });
});

describe('what is not there or cannot be', () => {
  test.each([
    ['{ scenario(id: "flod") { id } }', 'NOT_FOUND', /there is no scenario flod; .*mean flood\?$/],
    [
      '{ scenario(id: "flood") { diff(revision: 1, scenario: "dry") { twinCount } } }',
      'BAD_USER_INPUT',
      /at most one of revision and scenario/,
    ],
    [
      '{ scenario(id: "flood") { diff(revision: 100000) { twinCount } } }',
      'BAD_USER_INPUT',
      /diff.revision: the graph of revision 100000 cannot be read/,
    ],
    ['{ scenario(id: "flood", at: -1) { id } }', 'BAD_USER_INPUT', /at: /],
    [
      'mutation { createScenario(input: {edits: [{removeTwin: {twin: "pomp-1"}}]}) { scenario { id } } }',
      'NOT_FOUND',
      /pomp-1: there is no twin pomp-1; .*did you mean pump-1\?$/,
    ],
    [
      'mutation { createScenario(input: {edits: [{removeTwin: {twin: "pump-1"}}, {removeTwin: {twin: "pump-1"}}]}) { scenario { id } } }',
      'NOT_FOUND',
      /there is no twin pump-1; .*; leave this out, or what removes the twin before it$/,
    ],
    [
      'mutation { createScenario(input: {horizon: "P1D", horizonSeconds: 5}) { scenario { id } } }',
      'BAD_USER_INPUT',
      /the horizon is given twice/,
    ],
    [
      'mutation { deleteScenario(input: {id: "nothing"}) { id } }',
      'NOT_FOUND',
      /there is no scenario nothing/,
    ],
    [
      'mutation { mergeScenario(input: {id: "nothing"}) { revision } }',
      'NOT_FOUND',
      /there is no scenario nothing/,
    ],
    [`{ scenario(id: "${'x'.repeat(5_000)}") { id } }`, 'NOT_FOUND', /there is no scenario xxx/],
    ['{ scenario(id: "ä \\u0001/") { id } }', 'NOT_FOUND', /there is no scenario ä/],
  ])('%s is refused', async (query, code, message) => {
    const { errors } = await api.ask(query);
    expect(errors[0]?.extensions.code).toBe(code);
    expect(errors[0]?.message).toMatch(message);
  });
});
