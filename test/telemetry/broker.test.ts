import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { connectAsync, connect as connectLater, type IClientOptions } from 'mqtt';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  type BrokerOptions,
  type MqttBroker,
  mqttBroker,
} from '../../src/telemetry/mqtt/broker.ts';
import { brokerSource } from '../../src/telemetry/mqtt/broker-source.ts';

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function broker(options: BrokerOptions = {}): Promise<MqttBroker> {
  const made = await mqttBroker({ port: 0, ...options });
  opened.push(() => made.close());
  return made;
}

async function client(url: string, options: IClientOptions = {}) {
  const made = await connectAsync(
    url,
    { protocolVersion: 4, reconnectPeriod: 0, ...options },
    false,
  );
  made.on('error', () => {});
  opened.push(() => made.endAsync(true));
  return made;
}

async function raw(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  opened.push(async () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

const connectPacket = Buffer.from([0x10, 13, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 0, 0, 1, 0x78]);
const closed = (socket: Socket) => (socket.closed ? undefined : once(socket, 'close'));

describe('the embedded broker', () => {
  test('forwards messages between clients and is gone when closed', async () => {
    const { url, port, close } = await mqttBroker({ port: 0 });
    const [a, b] = [await client(url), await client(url)];
    await b.subscribeAsync('alarms/#', { qos: 1 });
    const heard = new Promise((resolve) =>
      b.once('message', (_, payload) => resolve(`${payload}`)),
    );
    await a.publishAsync('alarms/1', 'fire', { qos: 1 });
    expect(await heard).toBe('fire');
    const half = await raw(port);
    await close();
    await closed(half);
    const again = createServer().listen(port, '127.0.0.1');
    await once(again, 'listening');
    again.close();
  });

  test('says which port is in use and what to do', async () => {
    const { port } = await broker();
    await expect(mqttBroker({ port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message:
        `PORT_IN_USE 127.0.0.1:${port}: another program listens on this MQTT port; expected a free port; ` +
        'stop it, or choose another with --mqtt-port (0 means any free port)',
    });
    await expect(mqttBroker({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      where: '192.0.2.1:0',
    });
  });

  test('lets in only who has the token, when there is one', async () => {
    const { url } = await broker({ token: 'secret' });
    await client(url, { username: 'any', password: 'secret' });
    for (const password of ['secreT', '', undefined]) {
      const login = password === undefined ? {} : { username: 'any', password };
      await expect(client(url, login), String(password)).rejects.toMatchObject({ code: 5 });
    }
  });

  test.each(['twins/+/flow', 'twins/#', '$SYS/broker', '$share/a/twins/x'])(
    'ends the connection of who publishes to %s, and no intake sees it',
    async (topic) => {
      const made = await broker();
      const intake = vi.fn(async () => {});
      made.claim(intake);
      const socket = await raw(made.port);
      socket.write(connectPacket);
      await once(socket, 'data');
      const name = Buffer.from(topic);
      socket.write(Buffer.from([0x30, name.length + 3, 0, name.length, ...name, 0x31]));
      await closed(socket);
      expect(intake).not.toHaveBeenCalled();
      expect(made.refused).toBe(1);
    },
  );

  test('a topic of too many levels ends its connection, and a will on a forbidden topic is dropped', async () => {
    const made = await broker();
    const intake = vi.fn(async () => {});
    made.claim(intake);
    const deep = await client(made.url);
    const cut = new Promise<void>((resolve) => deep.once('close', () => resolve()));
    deep.publish(`twins${'/a'.repeat(30_000)}`, '1', { qos: 1 });
    await cut;
    const will = { topic: '$SYS/owned', payload: Buffer.from('x'), qos: 0 as const, retain: false };
    const dying = await client(made.url, { will });
    dying.stream.destroy();
    const well = await client(made.url);
    await well.publishAsync('twins/a', '{}', { qos: 1 });
    expect(intake).toHaveBeenCalledTimes(1);
  });

  test('refuses subscriptions to its own topics, and too many of one client', async () => {
    const made = await broker({ limits: { subscriptionsPerClient: 2 } });
    const one = await client(made.url);
    await expect(one.subscribeAsync('$SYS/#')).rejects.toThrow();
    await one.subscribeAsync('a');
    await expect(one.subscribeAsync('b')).rejects.toThrow();
    expect(made.refused).toBe(2);
  });

  test('closes a connection that announces a packet over the limit, at its first bytes', async () => {
    const made = await broker({ limits: { packetBytes: 1000 } });
    const socket = await raw(made.port);
    socket.write(connectPacket);
    await once(socket, 'data');
    const [fits, over] = [Buffer.alloc(1000), Buffer.from([0x30, 0xe9, 0x07])];
    fits[1] = 1;
    fits[2] = 0x61;
    socket.write(Buffer.concat([Buffer.from([0x30, 0xe8, 0x07]), fits]));
    socket.write(Buffer.from([0xc0, 0]));
    expect((await once(socket, 'data'))[0]).toEqual(Buffer.from([0xd0, 0]));
    socket.write(over);
    await closed(socket);
    expect(made.refused).toBe(1);
  });

  test('closes a connection that sends no whole CONNECT in time', async () => {
    const made = await broker({ limits: { connectMilliseconds: 100 } });
    const [silent, half] = [await raw(made.port), await raw(made.port)];
    half.write(connectPacket.subarray(0, 7));
    await Promise.all([closed(silent), closed(half)]);
    expect(made.refused).toBe(2);
  });

  test('half packets, cut at any byte, harm nobody', async () => {
    const made = await broker();
    const publish = Buffer.from([0x32, 13, 0, 7, ...Buffer.from('twins/a'), 0, 1, 0x31, 0x32]);
    const bytes = Buffer.concat([connectPacket, publish]);
    for (let end = 1; end < bytes.length; end++) {
      const socket = await raw(made.port);
      socket.end(bytes.subarray(0, end));
    }
    const well = await client(made.url);
    await well.publishAsync('twins/a', '{"flow":1}', { qos: 1 });
  });

  test('bytes that are no MQTT end their own connection alone', async () => {
    const made = await broker();
    for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(64, 0xff)]) {
      const socket = await raw(made.port);
      socket.write(bytes);
      await closed(socket);
    }
    await client(made.url);
    expect(made.refused).toBe(2);
  });

  test('keeps no more retained messages than its limit, yet passes them on', async () => {
    const made = await broker({ limits: { retainedMessages: 2, retainedBytes: 40 } });
    const one = await client(made.url);
    const retain = (topic: string, payload: string) =>
      one.publishAsync(topic, payload, { qos: 1, retain: true });
    await retain('a', '1');
    await retain('b', 'x'.repeat(39));
    await retain('b', '2');
    await retain('c', '3');
    await retain('a', '');
    await retain('d', '4');
    const kept: string[] = [];
    const other = await client(made.url);
    other.on('message', (topic) => kept.push(topic));
    await other.subscribeAsync('#');
    await vi.waitFor(() => expect(kept.toSorted()).toEqual(['b', 'd']));
    expect(made.refused).toBe(2);
  });

  test('keeps no more than its limit for a session that is away, and goes on when it is back', async () => {
    const made = await broker({ limits: { sessionMessages: 3 } });
    const session = { clientId: 'reader', clean: false };
    const away = await client(made.url, session);
    await away.subscribeAsync('news', { qos: 1 });
    await away.endAsync();
    const writer = await client(made.url);
    for (const n of [1, 2, 3, 4, 5]) await writer.publishAsync('news', String(n), { qos: 1 });
    await vi.waitFor(() => expect(made.refused).toBe(2));
    const heard: string[] = [];
    const back = connectLater(made.url, { ...session, protocolVersion: 4, manualConnect: true });
    opened.push(() => back.endAsync(true));
    back.on('message', (_, payload) => heard.push(String(payload))).connect();
    await vi.waitFor(() => expect(heard).toEqual(['1', '2', '3']));
    for (const n of [6, 7, 8, 9]) {
      await writer.publishAsync('news', String(n), { qos: 1 });
      await vi.waitFor(() => expect(heard.at(-1)).toBe(String(n)));
    }
  });

  test('is claimed by one source', async () => {
    const made = await broker();
    brokerSource(made);
    expect(() => brokerSource(made)).toThrow(new TypeError('this broker is claimed already'));
  });
});
