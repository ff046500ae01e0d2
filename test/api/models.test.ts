import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';
import { models } from './plant.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const create = (documents: readonly unknown[]) =>
  api.ask(
    'mutation ($models: [JSON!]!) { createModels(input: {models: $models}) { models { id } } }',
    {
      models: documents,
    },
  );

const valve = {
  '@context': 'dtmi:dtdl:context;3',
  '@id': 'dtmi:test:Valve;1',
  '@type': 'Interface',
  extends: 'dtmi:test:Device;1',
};

test('a model of a wrong id is named by its position among those that were given', async () => {
  const { errors } = await create([models[0], valve, { ...valve, '@id': 'dtmi:test:__Valve;1' }]);
  expect(errors[0]?.extensions).toMatchObject({ where: 'model 2/@id', code: 'VALIDATION_FAILED' });
});

describe('a model', () => {
  test('says its MQTT topics and which of its contents are historized', async () => {
    await create([
      {
        '@context': [
          'dtmi:dtdl:context;4',
          'dtmi:dtdl:extension:mqtt;3',
          'dtmi:dtdl:extension:historization;2',
        ],
        '@id': 'dtmi:test:Gauge;1',
        '@type': ['Interface', 'Mqtt'],
        telemetryTopic: 'gauges/{senderId}',
        payloadFormat: 'Json/ecma/404',
        contents: [
          { '@type': ['Telemetry', 'Historized'], name: 'level', schema: 'double' },
          { '@type': 'Telemetry', name: 'noise', schema: 'double' },
        ],
      },
    ]);
    const { data } = await api.ask(`{
      gauge: model(id: "dtmi:test:Gauge;1") {
        mqtt { telemetryTopic commandTopic payloadFormat } telemetry { name historized }
      }
      pump: model(id: "dtmi:test:Pump;1") { mqtt { payloadFormat } }
    }`);
    expect(data).toEqual({
      gauge: {
        mqtt: {
          telemetryTopic: 'gauges/{senderId}',
          commandTopic: null,
          payloadFormat: 'Json/ecma/404',
        },
        telemetry: [
          { name: 'level', historized: true },
          { name: 'noise', historized: false },
        ],
      },
      pump: { mqtt: null },
    });
  });

  test('shows its document and all that it declares and inherits', async () => {
    const { data } = await api.ask(`{
      model(id: "dtmi:test:Pump;1") {
        id dtdl
        extends { id displayName(language: "de") description }
        properties { name schema writable unit semanticType definedIn }
        telemetry { name schema }
        relationships { name target properties { name } minMultiplicity }
        components { name model definedIn }
        commands { name request response }
      }
    }`);
    expect(data).toEqual({
      model: {
        id: 'dtmi:test:Pump;1',
        dtdl: models[2],
        extends: [
          { id: 'dtmi:test:Device;1', displayName: 'Gerät', description: 'Anything that runs.' },
        ],
        properties: expect.arrayContaining([
          {
            name: 'power',
            schema: 'double',
            writable: true,
            unit: null,
            semanticType: null,
            definedIn: 'dtmi:test:Device;1',
          },
        ]),
        telemetry: [{ name: 'noise', schema: 'double' }],
        relationships: [
          {
            name: 'feeds',
            target: 'dtmi:test:Device;1',
            properties: [{ name: 'share' }],
            minMultiplicity: null,
          },
        ],
        components: [
          { name: 'thermostat', model: 'dtmi:test:Thermostat;1', definedIn: 'dtmi:test:Pump;1' },
        ],
        commands: [{ name: 'stop', request: null, response: null }],
      },
    });
  });

  test('is null when it is not known', async () => {
    expect((await api.ask('{ model(id: "dtmi:test:Nothing;1") { id } }')).data).toEqual({
      model: null,
    });
  });
});

describe('models', () => {
  test('come in pages, in the order of their ids', async () => {
    const page = `query ($after: String) {
      models(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } }
    }`;
    const { data: one } = await api.ask(page);
    expect(one).toMatchObject({
      models: {
        nodes: [{ id: 'dtmi:test:Device;1' }, { id: 'dtmi:test:Pump;1' }],
        pageInfo: { hasNextPage: true, hasPreviousPage: false },
      },
    });
    const { after } = {
      after: (one.models as { pageInfo: { endCursor: string } }).pageInfo.endCursor,
    };
    expect((await api.ask(page, { after })).data).toMatchObject({
      models: {
        nodes: [{ id: 'dtmi:test:Thermostat;1' }],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      },
    });
  });

  test('can be those that inherit from one', async () => {
    const { data } = await api.ask('{ models(extends: "dtmi:test:Device;1") { nodes { id } } }');
    expect(data).toEqual({
      models: { nodes: [{ id: 'dtmi:test:Device;1' }, { id: 'dtmi:test:Pump;1' }] },
    });
  });

  test('refuse a cursor that is not theirs', async () => {
    const { errors } = await api.ask('{ models(after: "!!") { nodes { id } } }');
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', where: 'after' });
  });
});

describe('createModels', () => {
  test('adds models that twins can have at once', async () => {
    expect((await create([valve])).data).toEqual({
      createModels: { models: [{ id: 'dtmi:test:Valve;1' }] },
    });
    const { errors } = await api.ask(
      'mutation { commit(input: {changes: [{addTwin: {id: "v", model: "dtmi:test:Valve;1", properties: {power: 1}}}]}) { revision } }',
    );
    expect(errors).toEqual([]);
  });

  test('leaves an equal model alone and refuses a different one', async () => {
    expect((await create([models[0]])).errors).toEqual([]);
    const { errors } = await create([{ ...models[0], displayName: 'Other' }]);
    expect(errors[0]?.extensions.code).toBe('CONFLICT');
  });

  test('refuses what is no model, with every problem of the batch', async () => {
    const notObject = await create([7]);
    expect(notObject.errors[0]?.message).toContain('input.models[0]: a model is a JSON object');
    const { errors } = await create([valve, { '@id': 'dtmi:test:Bad;1', '@type': 'Interface' }]);
    expect(errors[0]?.extensions.code).toBe('VALIDATION_FAILED');
    expect((await api.ask('{ model(id: "dtmi:test:Valve;1") { id } }')).data.model).toBe(null);
  });
});

describe('deleteModel', () => {
  const remove = (id: string) =>
    api.ask('mutation ($id: ID!) { deleteModel(input: {id: $id}) { id } }', { id });

  test('removes a model that nothing uses', async () => {
    await create([valve]);
    expect((await remove('dtmi:test:Valve;1')).data).toEqual({
      deleteModel: { id: 'dtmi:test:Valve;1' },
    });
    expect((await api.ask('{ model(id: "dtmi:test:Valve;1") { id } }')).data.model).toBe(null);
  });

  test('refuses one that twins use, and one that is not there', async () => {
    expect((await remove('dtmi:test:Pump;1')).errors[0]?.extensions.code).toBe('CONFLICT');
    expect((await remove('dtmi:test:None;1')).errors[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
