import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ingest, ingest } from '../../src/flows/ingest.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { decode } from '../../src/telemetry/decode.ts';
import type { TelemetryMessage } from '../../src/telemetry/telemetry-source.ts';

const context = 'dtmi:dtdl:context;3';
const property = (name: string, schema: unknown) => ({ '@type': 'Property', name, schema });
const models = [
  {
    '@context': context,
    '@id': 'dtmi:test:Thermostat;1',
    '@type': 'Interface',
    contents: [property('target', 'double'), property('actual', 'double')],
  },
  {
    '@context': context,
    '@id': 'dtmi:test:Room;1',
    '@type': 'Interface',
    contents: [
      property('level', 'double'),
      property('count', 'integer'),
      property('toString', 'double'),
      property('box', {
        '@type': 'Object',
        fields: [
          { name: 'width', schema: 'double' },
          { name: 'depth', schema: 'double' },
        ],
      }),
      { '@type': 'Component', name: 'thermostat', schema: 'dtmi:test:Thermostat;1' },
    ],
  },
];

const now = Date.UTC(2026, 4, 1, 12);
const clock = { now: () => now };
const message = (topic: string, payload: unknown): TelemetryMessage =>
  decode({ topic, payload: Buffer.from(JSON.stringify(payload)), receivedAt: now });

let folder: string;
let store: CheckedStore;
let flow: Ingest;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-ingest-'));
  store = await checkedStore(await embeddedStore({ path: join(folder, 'data'), clock }), []);
  await store.addModels(models as unknown as JsonObject[]);
  await store.commit(
    ['a', 'b'].map((id) => ({ addTwin: { id, model: 'dtmi:test:Room;1', properties: {} } })),
  );
  flow = ingest({ store, clock });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const properties = async (id: string) => (await store.twins([id]))[0]?.properties;
const send = (topic: string, payload: unknown) => flow.deliver(message(topic, payload));

test('a property may be named like what every object inherits', async () => {
  await send('twins/a', { toString: 1 });
  await send('twins/a', { $time: now - 1, toString: 2 });
  expect(await properties('a')).toEqual({ toString: 1 });
  expect(flow.counts()).toMatchObject({ applied: 1, stale: 1 });
});

test('a delivered message is in the store when its delivery resolves', async () => {
  await send('twins/a', { level: 1.5, count: 2 });
  expect(await properties('a')).toEqual({ level: 1.5, count: 2 });
  await send('twins/a/thermostat/target', 20);
  expect(await properties('a')).toEqual({ level: 1.5, count: 2, thermostat: { target: 20 } });
  expect(flow.counts()).toMatchObject({ messages: 2, applied: 3, stale: 0, refused: 0 });
});

test('messages that arrive together, or while a commit is under way, share a commit', async () => {
  const before = await store.revision();
  const first = Array.from({ length: 50 }, (_, n) =>
    send(`twins/${n % 2 ? 'a' : 'b'}`, { count: n }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  const later = Array.from({ length: 50 }, () => send('twins/a', { level: 1 }));
  expect(flow.waiting()).toBe(50);
  await Promise.all([...first, ...later]);
  expect(flow.waiting()).toBe(0);
  expect(flow.counts().commits).toBe(2);
  expect(await store.revision()).toBe(before + 2);
});

test('the reading with the newest source time stays, in whatever order and batches it comes', async () => {
  const readings = fc.uniqueArray(fc.record({ at: fc.nat(50), value: fc.integer() }), {
    selector: ({ at }) => at,
    minLength: 1,
    maxLength: 12,
  });
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(readings, fc.infiniteStream(fc.boolean()), async (list, apart) => {
      const id = `room-${turn++}`;
      await store.commit([{ addTwin: { id, model: 'dtmi:test:Room;1' } }]);
      const sent: Promise<void>[] = [];
      for (const { at, value } of [...list, ...list]) {
        sent.push(send(`twins/${id}`, { $time: now - 100 + at, count: value }));
        if (apart.next().value) await Promise.all(sent);
      }
      await Promise.all(sent);
      const newest = list.reduce((a, b) => (b.at > a.at ? b : a));
      expect(await properties(id)).toEqual({ count: newest.value });
    }),
    { numRuns: 20 },
  );
});

test('a late reading is counted and changes nothing', async () => {
  await send('twins/a', { $time: now, level: 1 });
  await send('twins/a', { $time: now - 1, level: 2 });
  await send('twins/a', { $time: now, level: 1 });
  expect(await properties('a')).toEqual({ level: 1 });
  expect(flow.counts()).toMatchObject({ applied: 1, stale: 2 });
});

test('a message id has effect once, though it comes again after a newer reading', async () => {
  await send('twins/a', { $id: 'm1', level: 1 });
  await send('twins/a', { $time: now + 1, level: 2 });
  const again = decode({
    topic: 'twins/a',
    payload: Buffer.from('{"$id":"m1","level":1}'),
    receivedAt: now + 2,
  });
  await flow.deliver(again);
  expect(await properties('a')).toEqual({ level: 2 });
  expect(flow.counts()).toMatchObject({ applied: 2, stale: 1 });
});

test('a bad reading becomes a kept rejection and does not stop its neighbours', async () => {
  const broken = decode({ topic: 'twins/a', payload: Buffer.from('{"level":'), receivedAt: now });
  await Promise.all([
    send('twins/a', { level: 'high', count: 3 }),
    send('twins/nobody', { level: 1 }),
    flow.deliver(broken),
    send('twins/b', { level: 4, colour: 'red' }),
  ]);
  expect(await properties('a')).toEqual({ count: 3 });
  expect(await properties('b')).toEqual({ level: 4 });
  expect(flow.counts()).toMatchObject({ messages: 4, applied: 2, refused: 4, commits: 1 });
  const { items } = await store.rejections({ first: 10 });
  expect(items).toHaveLength(4);
  const found = Object.fromEntries(items.map((item) => [item.problem.where, item]));
  expect(found['a/level']).toMatchObject({
    time: now,
    source: 'twins/a',
    payload: '{"level":"high","count":3}',
    problem: { code: 'VALIDATION_FAILED' },
  });
  expect(found['twins/a']?.problem).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(found.nobody?.problem).toMatchObject({
    code: 'NOT_FOUND',
    action: 'check the id, or add the twin first',
  });
  expect(found['b/colour']?.problem.code).toBe('VALIDATION_FAILED');
  for (const { problem } of items) expect(problem).not.toHaveProperty('index');
});

test('a component sent as an object leaves its other properties as they are', async () => {
  await send('twins/a/thermostat', { target: 20, actual: 17 });
  await send('twins/a/thermostat', { actual: 18.5 });
  await send('twins/a', { thermostat: { target: 20.5 } });
  await send('twins/a/thermostat', { target: 21, noise: 1 });
  expect(await properties('a')).toEqual({
    thermostat: { target: 21, actual: 18.5 },
  });
  expect(flow.counts()).toMatchObject({ refused: 1 });
});

test('a property of object schema is replaced whole', async () => {
  await send('twins/a/box', { width: 1, depth: 2 });
  await send('twins/a', { $time: now + 1, box: { width: 3 } });
  expect(await properties('a')).toEqual({ box: { width: 3 } });
});

test('when nothing can be kept, every delivery under way rejects, and later ones work again', async () => {
  let full = true;
  const failing = ingest({
    clock,
    store: {
      ...store,
      commit: (changes, options) =>
        full
          ? Promise.reject(new LinchpinError({ code: 'UNAVAILABLE', where: '', message: 'full' }))
          : store.commit(changes, options),
    },
  });
  const sent = [1, 2].map((level) => failing.deliver(message('twins/a', { level })));
  for (const delivery of sent)
    await expect(delivery).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(failing.counts()).toMatchObject({ messages: 0, applied: 0 });
  full = false;
  await failing.deliver(message('twins/a', { level: 3 }));
  expect(await properties('a')).toEqual({ level: 3 });
});

test('a full queue turns messages away unacknowledged, and says so', async () => {
  const small = ingest({ store, clock, queueMessages: 3, batchMessages: 2 });
  const sent = [1, 2, 3, 4].map((level) => small.deliver(message('twins/a', { level })));
  await expect(sent[3]).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    retriable: true,
    message: 'RATE_LIMITED twins/a: 3 telemetry messages wait for the store; send it again later',
  });
  await Promise.all(sent.slice(0, 3));
  expect(small.counts()).toMatchObject({ messages: 3, turnedAway: 1, commits: 2 });
});

test('what was acknowledged is there after the store is opened again', async () => {
  await send('twins/a', { level: 7 });
  await store.close();
  store = await checkedStore(await embeddedStore({ path: join(folder, 'data'), clock }), []);
  expect(await properties('a')).toEqual({ level: 7 });
});
