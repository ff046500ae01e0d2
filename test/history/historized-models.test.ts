import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Services } from '../../src/api/context.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { historizedPaths } from '../../src/ontology/historized-paths.ts';
import { openServices } from '../../src/service.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const context = ['dtmi:dtdl:context;3', 'dtmi:dtdl:extension:historization;1'];
const double = (type: string, name: string, ...cotypes: string[]) => ({
  '@type': [type, ...cotypes],
  name,
  schema: 'double',
});
const models = [
  {
    '@context': context,
    '@id': 'dtmi:test:Motor;1',
    '@type': 'Interface',
    contents: [double('Property', 'speed', 'Historized'), double('Property', 'torque')],
  },
  {
    '@context': context,
    '@id': 'dtmi:test:Pump;1',
    '@type': 'Interface',
    contents: [
      double('Telemetry', 'flow', 'Historized'),
      double('Telemetry', 'noise'),
      { '@type': 'Component', name: 'motor', schema: 'dtmi:test:Motor;1' },
    ],
  },
  {
    '@context': context,
    '@id': 'dtmi:test:BoosterPump;1',
    '@type': 'Interface',
    extends: 'dtmi:test:Pump;1',
  },
] as unknown as JsonObject[];

let folder: string;
let now = Date.UTC(2026, 0, 1);
const clock = { now: () => now };
let store: CheckedStore;
let services: Services;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linchpin-historized-'));
  await open();
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  store = await checkedStore(await embeddedStore({ path: folder, clock }), []);
  services = await openServices(store, { clock, sealWeight: 20, retentionSeconds: 60 });
}

async function close(): Promise<void> {
  await services.history.close();
  await store.close();
}

const last = async (path: string) => {
  const until = await store.revision();
  const points = await services.history.series({ twin: 'p', path, until });
  return points.map((point) => point.last);
};

test('the marked contents of a model are its own, inherited ones and those of its components', async () => {
  await store.addModels(models);
  const paths = (model: string) => historizedPaths(store.catalogue(), `dtmi:test:${model};1`);
  expect(paths('BoosterPump')).toEqual(['flow', 'motor/speed']);
  expect(paths('Motor')).toEqual(['speed']);
  expect(paths('Unknown')).toEqual([]);
});

test('what a model marks Historized is in its history after the retention and a restart', async () => {
  await store.addModels(models);
  await store.commit([{ addTwin: { id: 'p', model: 'dtmi:test:BoosterPump;1' } }]);
  const expected: number[] = [];
  for (let value = 0; value < 120; value++) {
    now += 1000;
    const paths = ['flow', 'noise', 'motor/speed', 'motor/torque'];
    await store.commit(paths.map((path) => ({ observe: { twin: 'p', path, value, time: now } })));
    expected.push(value);
    if (value % 10 !== 0) continue;
    await last('flow');
    await services.history.close();
  }
  await close();
  await open();
  expect(await last('flow')).toEqual(expected);
  expect(await last('motor/speed')).toEqual(expected);
  for (const path of ['noise', 'motor/torque']) {
    const left = await last(path);
    expect(left.length).toBeLessThan(100);
    expect(left).toEqual(expected.slice(-left.length));
  }
});
