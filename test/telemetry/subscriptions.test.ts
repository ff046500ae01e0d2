import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { connectAsync } from 'mqtt';
import { afterEach, expect, test, vi } from 'vitest';
import { type DeclaredTopic, DeclaredTopics } from '../../src/telemetry/declared-topics.ts';
import { mqttBroker } from '../../src/telemetry/mqtt/broker.ts';
import { mqttSource } from '../../src/telemetry/mqtt/mqtt-source.ts';
import type { TelemetryMessage } from '../../src/telemetry/telemetry-source.ts';
import { linkTo } from './link.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const declared = (patterns: readonly string[]) =>
  new DeclaredTopics(
    patterns.map(
      (pattern): DeclaredTopic => ({
        model: 'dtmi:test:Pump;1',
        pattern,
        payloadFormat: 'json',
        telemetry: new Map([['flow', { kind: 'primitive', name: 'double' }]]),
      }),
    ),
  );

const sites = Array.from({ length: 250 }, (_, n) => `site-${n}/{senderId}`);

function inbox() {
  const messages: TelemetryMessage[] = [];
  return {
    messages,
    sources: () => messages.map(({ source }) => source),
    deliver: async (message: TelemetryMessage) => void messages.push(message),
  };
}

test('what a broker refuses is told, one by one, and the others are there', async () => {
  const broker = await mqttBroker({ port: 0, limits: { subscriptionsPerClient: 131 } });
  opened.push(() => broker.close());
  const { messages, sources, deliver } = inbox();
  const source = mqttSource({ url: broker.url });
  await source.follow(declared(sites));
  await source.start(deliver);
  opened.push(() => source.stop());
  // One of the broker's 131 is twins/#.
  expect(sources().toSorted()).toEqual(
    sites
      .slice(130)
      .map((pattern) => pattern.replace('{senderId}', '+'))
      .toSorted(),
  );
  expect(messages[0]).toEqual({
    source: 'site-130/+',
    readings: [],
    payload: '',
    problems: [
      {
        code: 'FORBIDDEN',
        where: broker.url,
        message: 'the broker refuses the subscription to site-130/+ at QoS 1',
        action: 'let this user read these topics in the settings of the broker',
      },
    ],
  });
  const device = await connectAsync(broker.url, { protocolVersion: 4 });
  opened.push(() => device.endAsync(true));
  for (const site of [0, 129, 130])
    await device.publishAsync(`site-${site}/a`, '{"flow":1}', { qos: 1 });
  await device.publishAsync('twins/a/flow', '1', { qos: 1 });
  await vi.waitFor(() => expect(sources().at(-1)).toBe('twins/a/flow'));
  expect(sources().slice(120)).toEqual(['site-0/a', 'site-129/a', 'twins/a/flow']);
});

test('what changes while the broker cannot be reached is asked for when it can', async () => {
  const broker = await mqttBroker({ port: 0 });
  opened.push(() => broker.close());
  const link = await linkTo(broker.port, 'client');
  opened.push(() => link.close());
  const { sources, deliver } = inbox();
  const source = mqttSource({ url: link.url, reconnectMilliseconds: 20 });
  await source.follow(declared(['old/{senderId}']));
  await source.start(deliver);
  opened.push(() => source.stop());
  link.cut();
  const device = await connectAsync(broker.url, { protocolVersion: 4 });
  opened.push(() => device.endAsync(true));
  await source.follow(declared(['new/{senderId}']));
  await vi.waitFor(async () => {
    await device.publishAsync('old/a', '{"flow":1}', { qos: 1 });
    await device.publishAsync('new/a', '{"flow":1}', { qos: 1 });
    expect(sources()).toContain('new/a');
  });
  const before = sources().length;
  await device.publishAsync('old/a', '{"flow":1}', { qos: 1 });
  await device.publishAsync('new/b', '{"flow":1}', { qos: 1 });
  await vi.waitFor(() => expect(sources()).toContain('new/b'));
  expect(sources().slice(before)).not.toContain('old/a');
});

test('a broker that answers a subscription by cutting the connection is asked no more', async () => {
  const cutting = await brokerThatCuts('site-7/+');
  const { messages, deliver } = inbox();
  const source = mqttSource({ url: cutting.url, reconnectMilliseconds: 5 });
  await source.start(deliver);
  opened.push(() => source.stop());
  void source.follow(declared(sites.slice(0, 20)));
  await vi.waitFor(() => expect(messages).toHaveLength(1), { timeout: 5000 });
  expect(messages[0]?.source).toBe('site-7/+');
  await vi.waitFor(() => expect(cutting.granted()).toHaveLength(20));
  const asked = cutting.cuts();
  void source.follow(declared(sites.slice(0, 21)));
  await vi.waitFor(() => expect(cutting.granted()).toHaveLength(21));
  expect([asked, cutting.cuts()]).toEqual([3, 3]);
});

/** The few packets of a broker that cuts whoever asks for a filter, as some in the cloud do. */
async function brokerThatCuts(forbidden: string) {
  const granted = new Set<string>();
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.on('data', (bytes) => {
      for (const packet of packetsIn(bytes)) {
        if (packet[0] === 0x10) socket.write(Buffer.from([0x20, 2, 0, 0]));
        if (packet[0] === 0xe0) socket.end();
        if (packet[0] !== 0x82) continue;
        const filters = filtersIn(packet);
        if (filters.includes(forbidden)) {
          cuts++;
          return socket.destroy();
        }
        for (const filter of filters) granted.add(filter);
        const [high, low] = packet.subarray(headOf(packet), headOf(packet) + 2);
        const codes = filters.map(() => 1);
        socket.write(Buffer.from([0x90, 2 + codes.length, high ?? 0, low ?? 0, ...codes]));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: `mqtt://127.0.0.1:${port}`, granted: () => [...granted], cuts: () => cuts };
}

/** How long a packet's fixed header is (MQTT 3.1.1, 2.2): packets of this test are short. */
const headOf = (packet: Buffer) => ((packet[1] ?? 0) < 0x80 ? 2 : 3);

function* packetsIn(bytes: Buffer): Iterable<Buffer> {
  for (let rest = bytes; rest.length > 1; ) {
    const head = headOf(rest);
    const body = ((rest[1] ?? 0) & 0x7f) + (head === 3 ? (rest[2] ?? 0) * 128 : 0);
    yield rest.subarray(0, head + body);
    rest = rest.subarray(head + body);
  }
}

/** The filters of a SUBSCRIBE (MQTT 3.1.1, 3.8): after the packet's id, each with its length and QoS. */
function filtersIn(packet: Buffer): string[] {
  const filters: string[] = [];
  for (let at = headOf(packet) + 2; at < packet.length; ) {
    const length = packet.readUInt16BE(at);
    filters.push(packet.subarray(at + 2, at + 2 + length).toString());
    at += 3 + length;
  }
  return filters;
}
