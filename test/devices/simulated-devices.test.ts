import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { simulatedDevices } from '../../src/devices/simulated-devices.ts';
import { type Ingest, ingest } from '../../src/flows/ingest.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { type MqttBroker, mqttBroker } from '../../src/telemetry/mqtt/broker.ts';
import { brokerSource } from '../../src/telemetry/mqtt/broker-source.ts';

let folder: string;
let store: CheckedStore;
let broker: MqttBroker;
let flow: Ingest;
const ids = ['feeder 1', 'stock/1', 'station+1', 'sensor#1', 'plain'];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-devices-'));
  const { documents, bindings } = builtInOntology();
  store = await checkedStore(await embeddedStore({ path: join(folder, 'data') }), bindings);
  await store.addModels(documents);
  const [feeder, stock, station, sensor, plain] = ids as [string, string, string, string, string];
  const add = (id: string, model: string, properties = {}) => ({
    addTwin: { id, model: `dtmi:linchpin:${model};1`, properties },
  });
  await store.commit([
    add(feeder, 'power:Feeder', { capacity: 12, flow: 5 }),
    add(stock, 'supplychain:Stock', { onHand: 40 }),
    add(station, 'plant:Station', { cycleTime: 30 }),
    add(sensor, 'plant:Sensor', { value: 20, lowerLimit: 10, upperLimit: 30 }),
    add(plain, 'city:District', { population: 1000 }),
  ]);
  broker = await mqttBroker({ port: 0, token: 'secret' });
  flow = ingest({ store });
  await brokerSource(broker).start(flow.deliver);
});
afterEach(async () => {
  await broker.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const world = async () => ({
  url: broker.url,
  username: 'devices',
  password: 'secret',
  catalogue: store.catalogue(),
  twins: (await store.twins(ids)).filter((twin) => twin !== undefined),
});

test('devices of any graph are heard, and the ontology refuses nothing they say', async () => {
  const devices = await simulatedDevices({
    ...(await world()),
    messagesPerSecond: 200,
    secondsBetweenFaults: 1,
  });
  expect(devices.size).toBe(4);
  await vi.waitFor(() => expect(flow.counts().applied).toBeGreaterThan(100), { timeout: 10_000 });
  await devices.stop();
  expect(flow.counts().refused).toBe(0);
  const { length } = (await store.rejections({ first: 1 })).items;
  expect(length).toBe(0);
  const [feeder, stock, station, sensor, plain] = await store.twins(ids);
  expect(feeder?.stamps.flow?.time).toBeGreaterThan(0);
  expect(stock?.stamps.onHand?.time).toBeGreaterThan(0);
  expect(station?.properties.throughput).toEqual(expect.any(Number));
  expect(sensor?.stamps.value?.time).toBeGreaterThan(0);
  expect(plain?.stamps).toEqual({});
  for (const twin of [feeder, station, sensor])
    expect(twin?.properties.operational).not.toBe(false);
});

test('the rate is bounded, and nothing comes after stop', async () => {
  const devices = await simulatedDevices({ ...(await world()), messagesPerSecond: 40 });
  await new Promise((resolve) => setTimeout(resolve, 1300));
  await devices.stop();
  const { messages } = flow.counts();
  expect(messages).toBeGreaterThan(10);
  expect(messages).toBeLessThanOrEqual(60);
  expect(devices.acknowledged).toBe(messages);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(flow.counts().messages).toBe(messages);
});

test('devices connect again when the broker cuts them off, and stop without it', async () => {
  const devices = await simulatedDevices({ ...(await world()), messagesPerSecond: 100 });
  await vi.waitFor(() => expect(devices.acknowledged).toBeGreaterThan(5), { timeout: 5000 });
  const { port } = broker;
  await broker.close();
  broker = await mqttBroker({ port, token: 'secret' });
  const before = devices.acknowledged;
  const heard = new Promise<void>((resolve) => broker.claim(async () => resolve()));
  await heard;
  expect(devices.acknowledged).toBeGreaterThanOrEqual(before);
  await broker.close();
  await devices.stop();
});

test('without its password the world says so at once', async () => {
  const wrong = { ...(await world()), password: 'guess' };
  await expect(simulatedDevices(wrong)).rejects.toThrow(/not authorized/i);
});
