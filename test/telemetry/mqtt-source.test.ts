import { connectAsync } from 'mqtt';
import { describe, expect, test, vi } from 'vitest';
import { mqttBroker } from '../../src/telemetry/mqtt/broker.ts';
import { mqttSource } from '../../src/telemetry/mqtt/mqtt-source.ts';
import { linkTo } from './link.ts';
import { hasMosquitto, mosquitto, mosquittoPub, noMosquitto } from './mosquitto.ts';

const patient = { timeout: 10_000, interval: 10 };

describe('the MQTT client source', () => {
  test('says that a broker cannot be reached', async () => {
    const { url, close } = await mqttBroker({ port: 0 });
    await close();
    const port = new URL(url).port;
    await expect(mqttSource({ url }).start(async () => {})).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message:
        `UNAVAILABLE ${url}: the MQTT broker cannot be reached (connect ECONNREFUSED ` +
        `127.0.0.1:${port}); check that it runs and that MQTT_URL names it`,
      retriable: true,
    });
  });

  test('says that a password is refused', async () => {
    const broker = await mqttBroker({ port: 0, token: 'secret' });
    const wrong = mqttSource({ url: broker.url, username: 'linchpin', password: 'guess' });
    await expect(wrong.start(async () => {})).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message:
        `UNAUTHENTICATED ${broker.url}: the broker refuses this user name or password; ` +
        'set MQTT_USERNAME and MQTT_PASSWORD',
    });
    const right = mqttSource({ url: broker.url, username: 'linchpin', password: 'secret' });
    await right.start(async () => {});
    await right.stop();
    await broker.close();
  });

  test('is started once, and can be stopped before it is', async () => {
    const broker = await mqttBroker({ port: 0 });
    const source = mqttSource({ url: broker.url });
    await source.stop();
    await source.start(async () => {});
    await expect(source.start(async () => {})).rejects.toThrow(TypeError);
    await source.stop();
    await broker.close();
  });

  test('reads no further than its window, and acknowledges in order', async () => {
    const broker = await mqttBroker({ port: 0 });
    const link = await linkTo(broker.port, 'client');
    const source = mqttSource({ url: link.url, window: 5 });
    const release: (() => void)[] = [];
    await source.start(() => new Promise((resolve) => release.push(resolve)));
    const device = await connectAsync(broker.url, { protocolVersion: 4 });
    for (let n = 0; n < 20; n++) device.publish('twins/a', `{"n":${n}}`, { qos: 1 });
    await vi.waitFor(() => expect(release).toHaveLength(5), patient);
    release[4]?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(release).toHaveLength(5);
    expect(link.acks()).toBe(0);
    await vi.waitFor(() => {
      for (const resolve of release) resolve();
      expect(link.acks()).toBe(20);
    }, patient);
    await device.endAsync();
    await source.stop();
    await link.close();
    await broker.close();
  });
});

describe('with Mosquitto', () => {
  const installed = hasMosquitto();

  test('nothing is lost when the broker restarts with messages unacknowledged', async ({
    skip,
  }) => {
    skip(!installed, noMosquitto);
    const broker = await mosquitto();
    const source = mqttSource({ url: broker.url, reconnectMilliseconds: 50 });
    const values: unknown[] = [];
    let held: (() => void)[] | undefined = [];
    await source.start((message) => {
      values.push(...message.readings.map(({ value }) => value));
      return new Promise((resolve) => (held === undefined ? resolve() : held.push(resolve)));
    });
    for (let n = 0; n < 5; n++) {
      await mosquittoPub(
        '-p',
        String(broker.port),
        '-q',
        '1',
        '-t',
        'twins/a/flow',
        '-m',
        String(n),
      );
    }
    await vi.waitFor(() => expect(values).toEqual([0, 1, 2, 3, 4]), patient);
    const resolves = held;
    held = undefined;
    await broker.restart();
    for (const resolve of resolves) resolve();
    await vi.waitFor(() => expect(values).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]), patient);
    await mosquittoPub('-p', String(broker.port), '-q', '1', '-t', 'twins/a/flow', '-m', '5');
    await vi.waitFor(() => expect(values.at(-1)).toBe(5), patient);
    await source.stop();
    await broker.close();
  });

  test('the embedded broker takes what mosquitto_pub sends', async ({ skip }) => {
    skip(!installed, noMosquitto);
    const broker = await mqttBroker({ port: 0, token: 'secret' });
    const heard: string[] = [];
    broker.claim(async (topic, payload) => {
      heard.push(`${topic} ${Buffer.from(payload)}`);
    });
    const login = (password: string) => ['-u', 'any', '-P', password];
    const address = ['-p', String(broker.port), '-V', 'mqttv311', '-q', '1', '-t', 'twins/a'];
    await mosquittoPub(...address, ...login('secret'), '-m', '{"flow":1}');
    await expect(mosquittoPub(...address, ...login('wrong'), '-m', '{}')).rejects.toThrow();
    expect(heard).toEqual(['twins/a {"flow":1}']);
    await broker.close();
  });
});
