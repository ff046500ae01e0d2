import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followDeclaredTopics } from '../../src/flows/declared-topics.ts';
import { type Ingest, ingest } from '../../src/flows/ingest.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { type MqttBroker, mqttBroker } from '../../src/telemetry/mqtt/broker.ts';
import { brokerSource } from '../../src/telemetry/mqtt/broker-source.ts';
import { mqttSource } from '../../src/telemetry/mqtt/mqtt-source.ts';
import type { TelemetrySource } from '../../src/telemetry/telemetry-source.ts';

const context = ['dtmi:dtdl:context;4', 'dtmi:dtdl:extension:mqtt;3'];
const telemetry = (name: string, schema = 'double') => ({ '@type': 'Telemetry', name, schema });

function model(name: string, telemetryTopic: string, more: JsonObject = {}): JsonObject {
  return {
    '@context': context,
    '@id': `dtmi:test:${name};1`,
    '@type': ['Interface', 'Mqtt'],
    payloadFormat: 'Json/ecma/404',
    telemetryTopic,
    ...more,
  };
}

const vehicle = model('Vehicle', 'vehicles/{modelId}/{senderId}/telemetry', {
  contents: [telemetry('speed'), telemetry('colour', 'string')],
});
const inherits = { extends: 'dtmi:test:Vehicle;1' };

let folder: string;
let store: CheckedStore;
let broker: MqttBroker;
let source: TelemetrySource;
let flow: Ingest;
let device: MqttClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-topics-'));
  store = await checkedStore(await embeddedStore({ path: join(folder, 'data') }), []);
  broker = await mqttBroker({ port: 0 });
  source = brokerSource(broker);
  flow = ingest({ store });
  await followDeclaredTopics(store, source);
  await source.start(flow.deliver);
  device = await connectAsync(broker.url, { protocolVersion: 4 });
});
afterEach(async () => {
  await device.endAsync(true);
  await source.stop();
  await broker.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const say = (topic: string, payload: unknown) =>
  device.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
const properties = async (id: string) => (await store.twins([id]))[0]?.properties;
const newestProblem = async () => (await store.rejections({ first: 1 })).items[0]?.problem;

async function add(models: readonly JsonObject[], twins: Readonly<Record<string, string>>) {
  await store.addModels(models);
  const added = Object.entries(twins).map(([id, name]) => ({ id, model: `dtmi:test:${name};1` }));
  await store.commit(added.map((addTwin) => ({ addTwin })));
}

test('a topic is followed from the moment its model is there until it is gone', async () => {
  const topic = 'vehicles/dtmi:test:Vehicle;1/car-7/telemetry';
  await say(topic, { speed: 1 });
  expect(flow.counts().messages).toBe(0);
  await add([vehicle], { 'car-7': 'Vehicle' });
  await say(topic, { speed: 30.5, colour: 'red' });
  expect(await properties('car-7')).toEqual({ speed: 30.5, colour: 'red' });
  await store.commit([{ removeTwin: { twin: 'car-7' } }]);
  await store.removeModel('dtmi:test:Vehicle;1');
  await say(topic, { speed: 1 });
  expect(flow.counts()).toMatchObject({ messages: 1, applied: 2, refused: 0 });
});

test('a client of another broker follows them too', async () => {
  const other = await mqttBroker({ port: 0 });
  const outside = mqttSource({ url: other.url });
  await followDeclaredTopics(store, outside);
  await outside.start(flow.deliver);
  await add([vehicle], { 'car-7': 'Vehicle' });
  const far = await connectAsync(other.url, { protocolVersion: 4 });
  // The subscription is on its way when the models are there.
  await vi.waitFor(async () => {
    await far.publishAsync('vehicles/dtmi:test:Vehicle;1/car-7/telemetry', '{"speed":2}');
    expect(await properties('car-7')).toEqual({ speed: 2 });
  });
  await far.endAsync();
  await outside.stop();
  await other.close();
});

test('the language: a model has no topic from the one that it extends', async () => {
  const car = { '@context': context, '@id': 'dtmi:test:Car;1', '@type': 'Interface', ...inherits };
  await add([vehicle, car], { 'car-7': 'Car' });
  await say('vehicles/dtmi:test:Vehicle;1/car-7/telemetry', { speed: 1 });
  expect(await properties('car-7')).toEqual({});
  expect(await newestProblem()).toEqual({
    code: 'VALIDATION_FAILED',
    where: 'car-7',
    message:
      'the twin has the model dtmi:test:Car;1, and this topic is for twins of dtmi:test:Vehicle;1',
    expected: 'a twin of that model itself: models do not inherit topics',
    action: 'declare telemetryTopic in dtmi:test:Car;1, or send to twins/{twin}',
  });
});

test('models may declare one topic alike: the model of the twin decides', async () => {
  const contents = [telemetry('charge')];
  const models = [
    { ...vehicle, telemetryTopic: 'fleet/{senderId}' },
    model('Car', 'fleet/{senderId}', { ...inherits, contents }),
    model('Truck', 'fleet/{senderId}', { ...inherits, payloadFormat: 'Avro/1.11.0' }),
  ];
  await add(models, { bike: 'Vehicle', car: 'Car', truck: 'Truck' });
  for (const id of ['bike', 'car', 'truck']) await say(`fleet/${id}`, { speed: 3, charge: 0.5 });
  expect(await properties('bike')).toEqual({ speed: 3 });
  expect(await properties('car')).toEqual({ speed: 3, charge: 0.5 });
  expect(await properties('truck')).toEqual({});
  expect(flow.counts()).toMatchObject({ messages: 3, applied: 3, refused: 2 });
  await say('fleet/nobody', { speed: 3 });
  expect(await newestProblem()).toMatchObject({ code: 'NOT_FOUND', where: 'nobody' });
});

test('a topic without a twin is that of the only twin of its model', async () => {
  await add([{ ...vehicle, telemetryTopic: 'yard/{telemetryName}' }], {});
  const noTwin = 'the topic yard/{telemetryName} names no twin, and';
  await say('yard/speed', 1);
  expect(await newestProblem()).toEqual({
    code: 'NOT_FOUND',
    where: 'yard/speed',
    message: `${noTwin} no twin has the model dtmi:test:Vehicle;1 that declares it`,
    expected: 'a topic that names the twin, or exactly one twin of the model',
    action: 'declare the topic with {senderId}, or send to twins/{twin}',
  });
  await add([], { only: 'Vehicle' });
  await say('yard/speed', 2);
  expect(await properties('only')).toEqual({ speed: 2 });
  await add([], { another: 'Vehicle' });
  await say('yard/speed', 3);
  expect(await newestProblem()).toMatchObject({
    code: 'BAD_USER_INPUT',
    message: `${noTwin} several twins have the model dtmi:test:Vehicle;1 that declares it`,
  });
  expect(await properties('only')).toEqual({ speed: 2 });
});

test('a topic that names different twins by different models is refused', async () => {
  const other = model('Gate', '{ex:x}/{senderId}', { contents: [telemetry('speed')] });
  await add([{ ...vehicle, telemetryTopic: '{senderId}/{ex:x}' }, other], {
    car: 'Vehicle',
    gate: 'Gate',
  });
  await say('car/gate', { speed: 1 });
  expect(await newestProblem()).toMatchObject({ code: 'CONFLICT', where: 'car/gate' });
  await say('car/elsewhere', { speed: 2 });
  expect([await properties('car'), await properties('gate')]).toEqual([{ speed: 2 }, {}]);
});

test('a value that does not fit its telemetry is refused like any other', async () => {
  await add([vehicle], { car: 'Vehicle' });
  await say('vehicles/dtmi:test:Vehicle;1/car/telemetry', { speed: 'fast', colour: 'red' });
  expect(await properties('car')).toEqual({ colour: 'red' });
  expect(await newestProblem()).toMatchObject({ code: 'VALIDATION_FAILED', where: 'car/speed' });
});

test('a topic that a model declares under twins/ means what it always does', async () => {
  await add([{ ...vehicle, telemetryTopic: 'twins/{senderId}/{telemetryName}' }], {
    car: 'Vehicle',
  });
  await say('twins/car/speed', 2);
  await say('twins/car', { speed: 3 });
  expect(await properties('car')).toEqual({ speed: 3 });
  expect(flow.counts()).toMatchObject({ messages: 2, applied: 2, refused: 0 });
});
