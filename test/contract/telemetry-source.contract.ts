/** What every telemetry source must do; each adapter's test gives it a rig with a real broker. */
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DeclaredTopic, DeclaredTopics } from '../../src/telemetry/declared-topics.ts';
import type {
  Deliver,
  TelemetryMessage,
  TelemetrySource,
} from '../../src/telemetry/telemetry-source.ts';
import type { Link } from '../telemetry/link.ts';

export interface Rig {
  readonly source: TelemetrySource;
  /** Where devices publish. */
  readonly url: string;
  /** Counts the acknowledgements that depend on `deliver`, and can be cut. */
  readonly link: Link;
  close(): Promise<void>;
}

/** Takes messages and holds each until it is let go. */
class Inbox {
  readonly messages: TelemetryMessage[] = [];
  readonly #settle: { resolve: () => void; reject: (reason: Error) => void }[] = [];
  readonly deliver: Deliver = (message) =>
    new Promise((resolve, reject) => {
      this.messages.push(message);
      this.#settle.push({ resolve, reject });
    });
  keep(): void {
    for (const { resolve } of this.#settle.splice(0)) resolve();
  }
  fail(): void {
    for (const { reject } of this.#settle.splice(0)) reject(new Error('the disk is full'));
  }
  values(): unknown[] {
    return this.messages.flatMap(({ readings }) => readings.map(({ value }) => value));
  }
}

const patient = { timeout: 10_000, interval: 5 };
const soon = (assertion: () => void) => vi.waitFor(assertion, patient);
const pause = () => new Promise((resolve) => setTimeout(resolve, 60));

function declared(...patterns: readonly string[]): DeclaredTopics {
  const flow = { kind: 'primitive', name: 'double' } as const;
  const telemetry = new Map([['flow', flow]]);
  const more = { model: 'dtmi:test:Pump;1', payloadFormat: 'Json/ecma/404', telemetry };
  return new DeclaredTopics(patterns.map((pattern): DeclaredTopic => ({ pattern, ...more })));
}

/** `missing` says why the rig cannot be made here; the suite is skipped then. */
export function telemetrySourceContract(
  name: string,
  makeRig: () => Promise<Rig>,
  missing?: string,
): void {
  describe(`telemetry source: ${name}`, () => {
    if (missing !== undefined) return void test('its contract', ({ skip }) => skip(missing));

    let rig: Rig;
    let inbox: Inbox;
    let device: MqttClient;

    beforeEach(async () => {
      rig = await makeRig();
      inbox = new Inbox();
      device = await connectAsync(rig.url, { protocolVersion: 4, reconnectPeriod: 20 });
      device.on('error', () => {});
      await rig.source.start(inbox.deliver);
    });
    afterEach(async () => {
      await device.endAsync(true);
      inbox.keep();
      await rig.source.stop();
      await rig.close();
    });

    const send = (value: number, qos: 0 | 1 | 2 = 1) =>
      device.publishAsync('twins/pump/flow', String(value), { qos }).catch(() => undefined);

    test('messages are delivered in the order of their sender, decoded', async () => {
      for (let value = 0; value < 5; value++) send(value);
      await soon(() => expect(inbox.values()).toEqual([0, 1, 2, 3, 4]));
      const [message] = inbox.messages;
      expect(message).toMatchObject({ source: 'twins/pump/flow', payload: '0', problems: [] });
      expect(message?.readings[0]).toMatchObject({ twin: 'pump', path: 'flow' });
      expect(Math.abs((message?.readings[0]?.time ?? 0) - Date.now())).toBeLessThan(10_000);
    });

    test('of messages without a time the later one is newer, however close they are', async () => {
      for (let value = 100; value > 0; value--) send(value);
      await soon(() => expect(inbox.messages).toHaveLength(100));
      const times = inbox.messages.flatMap(({ readings }) => readings.map(({ time }) => time));
      expect(new Set(times).size).toBe(100);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    });

    test('nothing is acknowledged before it is delivered, and then all of it is', async () => {
      for (let value = 0; value < 3; value++) send(value);
      await soon(() => expect(inbox.messages).toHaveLength(3));
      await pause();
      expect(rig.link.acks()).toBe(0);
      inbox.keep();
      await soon(() => expect(rig.link.acks()).toBe(3));
    });

    test('messages that wait do not hold up those behind them, so they can share a commit', async () => {
      for (let value = 0; value < 100; value++) send(value);
      await soon(() => expect(inbox.messages).toHaveLength(100));
      expect(rig.link.acks()).toBe(0);
      inbox.keep();
      await soon(() => expect(rig.link.acks()).toBe(100));
    });

    test('a message whose connection is cut before its acknowledgement comes again', async () => {
      send(1);
      await soon(() => expect(inbox.values()).toEqual([1]));
      rig.link.cut();
      await soon(() => expect(inbox.values()).toEqual([1, 1]));
      expect(rig.link.acks()).toBe(0);
      inbox.keep();
      await soon(() => expect(rig.link.acks()).toBe(1));
    });

    test('a message that could not be kept comes again', async () => {
      send(1);
      await soon(() => expect(inbox.values()).toEqual([1]));
      inbox.fail();
      await soon(() => expect(inbox.values()).toEqual([1, 1]));
      inbox.keep();
      await soon(() => expect(rig.link.acks()).toBe(1));
    });

    test('stop waits for what is underway, and acknowledges it', async () => {
      send(1);
      await soon(() => expect(inbox.messages).toHaveLength(1));
      let stopped = false;
      const stopping = rig.source.stop().then(() => {
        stopped = true;
      });
      await pause();
      expect(stopped).toBe(false);
      inbox.keep();
      await stopping;
      await soon(() => expect(rig.link.acks()).toBe(1));
    });

    test('what is published while the source is stopped is delivered when it starts', async () => {
      await rig.source.stop();
      for (let value = 0; value < 3; value++) send(value);
      await pause();
      expect(inbox.messages).toEqual([]);
      await rig.source.start(inbox.deliver);
      await soon(() => {
        inbox.keep();
        expect(new Set(inbox.values())).toEqual(new Set([0, 1, 2]));
      });
    });

    test('what is no reading is delivered with its problem, and acknowledged', async () => {
      device.publish('twins/pump', 'not JSON', { qos: 1 });
      await soon(() => expect(inbox.messages).toHaveLength(1));
      expect(inbox.messages[0]).toMatchObject({
        readings: [],
        problems: [{ code: 'BAD_USER_INPUT', where: 'twins/pump' }],
        payload: 'not JSON',
      });
      inbox.keep();
      await soon(() => expect(rig.link.acks()).toBe(1));
    });

    test('topics that models declare are delivered as soon as they are followed', async () => {
      const say = (topic: string, qos: 0 | 1) =>
        device.publishAsync(topic, '{"flow":1}', { qos }).catch(() => undefined);
      const sources = () => inbox.messages.map(({ source }) => source);
      await rig.source.follow(declared('plant/{senderId}/telemetry', 'mill/{modelId}/{senderId}'));
      for (const other of ['plant/a', 'mill/dtmi:test:Other;1/a']) say(other, 0);
      say('plant/a/telemetry', 1);
      say('mill/dtmi:test:Pump;1/a', 1);
      await soon(() => expect(sources()).toEqual(['plant/a/telemetry', 'mill/dtmi:test:Pump;1/a']));
      const [meaning] = inbox.messages[0]?.meanings ?? [];
      const by = meaning?.declared.get('dtmi:test:Pump;1') as DeclaredTopic;
      expect(meaning?.twin).toBe('a');
      expect(meaning?.observed(by).readings).toMatchObject([{ path: 'flow', value: 1 }]);
      expect(rig.link.acks()).toBe(0);
      inbox.keep();
      await soon(() => expect(rig.link.acks()).toBe(2));

      await rig.source.follow(declared('mill/{modelId}/{senderId}'));
      say('plant/a/telemetry', 0);
      say('mill/dtmi:test:Pump;1/b', 1);
      await soon(() => expect(sources().slice(2)).toEqual(['mill/dtmi:test:Pump;1/b']));
    });

    test('topics that are followed before the start are there from the start', async () => {
      await rig.source.stop();
      await rig.source.follow(declared('plant/{senderId}'));
      await rig.source.start(inbox.deliver);
      device.publish('plant/a', '{"flow":1}', { qos: 1 });
      await soon(() => expect(inbox.messages).toMatchObject([{ source: 'plant/a' }]));
    });

    test('messages of QoS 0 and 2 are delivered too, other topics are not', async () => {
      device.publish('elsewhere/pump', '1', { qos: 1 });
      send(2, 0);
      await soon(() => expect(inbox.values()).toEqual([2]));
      inbox.keep();
      send(3, 2);
      await soon(() => expect(inbox.values()).toEqual([2, 3]));
    });
  });
}
