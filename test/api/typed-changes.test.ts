/** The typed schema while the ontology changes. */
import { execute, parse } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OntologySchema } from '../../src/api/server/ontology-schema.ts';
import { typedSchema } from '../../src/api/typed/typed-schema.ts';
import { sampleOntology } from '../../src/bench/ontology-sample.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const valve: JsonObject = {
  '@context': 'dtmi:dtdl:context;3',
  '@id': 'dtmi:test:Valve;1',
  '@type': 'Interface',
  extends: 'dtmi:test:Device;1',
  contents: [{ '@type': 'Property', name: 'opening', schema: 'double' }],
};

const create = `mutation ($models: [JSON!]!) { createModels(input: {models: $models}) { models { id } } }`;

/** The events of a subscription over SSE, as they come. */
async function* subscribe(query: string): AsyncGenerator<unknown> {
  const response = await api.post(JSON.stringify({ query }), { accept: 'text/event-stream' });
  let text = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}

test('a model is in the schema with the next request after it was added', async () => {
  expect((await api.ask('{ valves { nodes { id } } }')).errors).toHaveLength(1);
  expect((await api.ask(create, { models: [valve] })).errors).toEqual([]);
  await api.store.commit([
    { addTwin: { id: 'v', model: 'dtmi:test:Valve;1', properties: { opening: 0.5 } } },
  ]);
  const { data, errors } = await api.ask(
    '{ valves { nodes { opening label } } devices { nodes { __typename } } }',
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    valves: { nodes: [{ opening: 0.5, label: null }] },
    // What had no subtypes may have some now, and is an interface from then on.
    devices: {
      nodes: ['ExactDevice', 'Pump', 'Pump', 'ExactDevice', 'Valve'].map((__typename) => ({
        __typename,
      })),
    },
  });
});

test('a model is in the schema no more once it was deleted', async () => {
  await api.ask(create, { models: [valve] });
  expect((await api.ask('{ valves { nodes { id } } }')).errors).toEqual([]);
  await api.ask('mutation { deleteModel(input: {id: "dtmi:test:Valve;1"}) { id } }');
  const { errors } = await api.ask('{ valves { nodes { id } } }');
  expect(errors[0]?.message).toMatch(/Cannot query field "valves"/);
});

test('a subscription goes on when the ontology changes', async () => {
  const events = subscribe('subscription { changes(since: 1) { revision } }');
  const set = (value: number) =>
    api.store.commit([{ set: { twin: 'pump-1', property: 'power', value } }]);
  await set(1);
  expect(await events.next()).toMatchObject({ value: { data: { changes: { revision: 2 } } } });
  await api.ask(create, { models: [valve] });
  expect((await api.ask('{ valves { nodes { id } } }')).errors).toEqual([]);
  await set(2);
  const revision = await api.store.revision();
  for (;;) {
    const { value } = (await events.next()) as {
      value: { data: { changes: { revision: number } } };
    };
    if (value.data.changes.revision === revision) break;
  }
  await events.return(undefined);
});

test('requests that come together wait for one schema, and others go on meanwhile', async () => {
  const { catalogue } = resolveOntology(sampleOntology({ models: 300 }));
  let now = catalogue;
  const schema = new OntologySchema({ catalogue: () => now });
  const happened: string[] = [];
  const first = schema.ready()?.then(() => happened.push('made'));
  const second = schema.ready();
  for (let turn = 0; turn < 2; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    happened.push('turn');
  }
  await Promise.all([first, second]);
  expect(happened).toEqual(['turn', 'turn', 'made']);
  expect(schema.ready()).toBeUndefined();
  // Models that change while a schema is being made are in the one that is waited for.
  const before = schema.current;
  now = resolveOntology([valve]).catalogue;
  const stale = schema.ready();
  now = resolveOntology(sampleOntology({ models: 20 })).catalogue;
  await Promise.all([stale, schema.ready()]);
  expect(schema.current).not.toBe(before);
  expect(Object.keys(schema.current.getTypeMap()).sort()).toEqual(
    Object.keys(typedSchema(now).getTypeMap()).sort(),
  );
});

test('a twin whose model is not known any more is an unknown one', async () => {
  const { catalogue } = api.services.store;
  const { interfaces } = catalogue();
  const rest = [...interfaces.values()].filter(({ id }) => !id.endsWith('Pump;1'));
  const typed = typedSchema(
    resolveOntology([...rest.map(({ document }) => document), valve]).catalogue,
  );
  const twin = await api.store.twins(['pump-1']).then(([found]) => found);
  const graph = { queries: { find: async () => ({ items: [twin], cursors: ['1'] }) } };
  const result = await execute({
    schema: typed,
    document: parse('{ devices { nodes { __typename id } } }'),
    rootValue: graph,
    contextValue: {},
  });
  // No device is one: the ontology does not say so any more.
  expect(result.errors?.[0]?.message).toMatch(/UnknownTwin/);
});
