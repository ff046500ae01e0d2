/**
 * Simulated devices for a world: an ordinary MQTT client that publishes what the devices of its
 * twins would measure, at a bounded rate, QoS 1. Started by the service for the seeds it loads.
 */
import { connectAsync, type MqttClient } from 'mqtt';
import { type Clock, systemClock } from '../model/clock.ts';
import type { JsonObject } from '../model/json.ts';
import { hashText } from '../model/random.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { topicOf } from '../telemetry/topic.ts';
import { type Device, deviceOf } from './device.ts';
import { spellMilliseconds } from './faults.ts';
import { instrumentsOf } from './instruments.ts';

/** Where devices publish, and which twins have one. */
export interface SimulatedDevicesOptions {
  /** The broker: `mqtt://host:port`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Twins that may have a device; those without a measured property get none. */
  readonly twins: Iterable<Twin>;
  readonly catalogue: Catalogue;
  /** Keys every random draw; 1 by default. */
  readonly seed?: number;
  /** Of all devices together; 20 by default. */
  readonly messagesPerSecond?: number;
  /** Mean time between the faults of all devices together; 300 s by default. */
  readonly secondsBetweenFaults?: number;
  readonly clock?: Clock;
}

/** Devices that are publishing. */
export interface SimulatedDevices {
  /** How many twins have a device. */
  readonly size: number;
  /** Messages that the broker has acknowledged. */
  readonly acknowledged: number;
  /** Ends publishing, brings assets back that the devices took out, and disconnects. */
  stop(): Promise<void>;
}

/** How often a handful of messages is sent, in milliseconds. */
const tickMilliseconds = 250;

/** Connects and begins to publish. Rejects when the broker cannot be reached. */
export async function simulatedDevices(
  options: SimulatedDevicesOptions,
): Promise<SimulatedDevices> {
  const { clock = systemClock, messagesPerSecond = 20 } = options;
  const devices = devicesOf(options);
  const sender = senderOn(await connected(options));
  let turn = 0;
  let due = 0;
  const timer = setInterval(() => {
    due += (messagesPerSecond * tickMilliseconds) / 1000;
    for (; due >= 1; due--) {
      const device = devices[turn++ % devices.length];
      // Devices measure on and send the next value when the broker cannot keep up.
      if (device === undefined || sender.underway() >= messagesPerSecond) continue;
      sender.send(device.twin, device.message(clock.now()));
    }
  }, tickMilliseconds);
  return {
    size: devices.length,
    get acknowledged() {
      return sender.acknowledged();
    },
    async stop() {
      clearInterval(timer);
      for (const device of devices) {
        const message = device.farewell(clock.now());
        if (message !== undefined) sender.send(device.twin, message);
      }
      await sender.end();
    },
  };
}

/** Publishes at QoS 1 and follows what is not acknowledged yet. */
function senderOn(client: MqttClient) {
  const underway = new Set<Promise<void>>();
  let acknowledged = 0;
  return {
    underway: () => underway.size,
    acknowledged: () => acknowledged,
    send(twin: string, message: JsonObject): void {
      const sent = client
        .publishAsync(topicOf(twin), JSON.stringify(message), { qos: 1 })
        .then(() => {
          acknowledged++;
        })
        // Only the end of the client rejects: what is still underway then is given up.
        .catch(() => {})
        .finally(() => underway.delete(sent));
      underway.add(sent);
    },
    async end(): Promise<void> {
      const cutOff = new Promise<void>((resolve) => client.once('close', () => resolve()));
      if (client.connected) await Promise.race([Promise.all(underway), cutOff]);
      await client.endAsync(!client.connected);
    },
  };
}

async function connected({
  url,
  username,
  password,
}: SimulatedDevicesOptions): Promise<MqttClient> {
  const login = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
  const client = await connectAsync(url, { protocolVersion: 4, ...login }, false);
  // The client reports each cut and connects again by itself.
  client.on('error', () => {});
  return client;
}

/** The devices in an order that mixes the kinds of twins, so that each moment brings some of all. */
function devicesOf(options: SimulatedDevicesOptions): readonly Device[] {
  const { catalogue, seed = 1, secondsBetweenFaults = 300 } = options;
  const measured = [...options.twins]
    .map((twin) => ({ twin, instruments: instrumentsOf(twin, catalogue) }))
    .filter(({ instruments }) => instruments.length > 0)
    .sort((a, b) => hashText(a.twin.id) - hashText(b.twin.id));
  const spells = (secondsBetweenFaults * 1000) / spellMilliseconds;
  const faultProbability = Math.min(1, 1 / (spells * measured.length));
  return measured.map(({ twin, instruments }) =>
    deviceOf(twin, instruments, { catalogue, seed, faultProbability }),
  );
}
