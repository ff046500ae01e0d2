/**
 * The telemetry source on an MQTT broker elsewhere (Mosquitto, EMQX, aedes): a client whose PUBACK
 * waits until the readings are on disk, with a session that the broker keeps while it is away.
 */
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { arrivalClock, type Clock, systemClock } from '../../model/clock.ts';
import { LinchpinError } from '../../model/errors.ts';
import { noDeclaredTopics } from '../declared-topics.ts';
import { decode } from '../decode.ts';
import type { Deliver, TelemetrySource } from '../telemetry-source.ts';
import { telemetryFilter } from '../topic.ts';
import { type DeferredAcks, deferAcks } from './deferred-acks.ts';
import { Subscriptions } from './subscriptions.ts';

/** Which broker to read from, and how. */
export interface MqttSourceOptions {
  /** `mqtt://host:port`, or `mqtts://…`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Names the session at the broker: constant over restarts, different for each service. */
  readonly clientId?: string;
  readonly clock?: Clock;
  /** How many messages may wait for their commit; 2,000 by default. */
  readonly window?: number;
  /** How long the first connection may take; 10 s by default. */
  readonly connectMilliseconds?: number;
  /** Time between attempts to connect again; 1 s by default. */
  readonly reconnectMilliseconds?: number;
}

/**
 * A source on the broker at `url`. `start` throws `UNAVAILABLE` when it cannot be reached,
 * `UNAUTHENTICATED` when it refuses the password, `FORBIDDEN` when it refuses the subscription.
 */
export function mqttSource(options: MqttSourceOptions): TelemetrySource {
  const { window = 2000, url } = options;
  const clock = arrivalClock(options.clock ?? systemClock);
  let session: Session | undefined;
  let declared = noDeclaredTopics;
  return {
    async start(deliver: Deliver) {
      if (session !== undefined) throw new TypeError('this source is started already');
      const client = connect(url, clientOptions(options));
      const acks = deferAcks(client, {
        window,
        handle: ({ topic, payload }) => {
          const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
          return deliver(decode({ topic, payload: bytes, receivedAt: clock.now() }, declared));
        },
      });
      const subscriptions = new Subscriptions(client, { url, deliver });
      session = { client, acks, subscriptions };
      try {
        await connected(client, options);
        await subscriptions.need(telemetryFilter);
        await subscriptions.follow(declared.filters);
      } catch (error) {
        session = undefined;
        await client.endAsync(true);
        throw error;
      }
    },
    async follow(topics) {
      declared = topics;
      await session?.subscriptions.follow(topics.filters);
    },
    async stop() {
      await session?.acks.stop();
      await session?.client.endAsync();
      session = undefined;
    },
  };
}

interface Session {
  readonly client: MqttClient;
  readonly acks: DeferredAcks;
  readonly subscriptions: Subscriptions;
}

function clientOptions(options: MqttSourceOptions): IClientOptions {
  const { username, password } = options;
  return {
    protocolVersion: 4,
    clientId: options.clientId ?? 'linchpin',
    clean: false,
    // `Subscriptions` does that, and leaves out what the broker refuses.
    resubscribe: false,
    manualConnect: true,
    // Not before the first connection: a client that is ended between attempts would go on.
    reconnectPeriod: 0,
    connectTimeout: options.connectMilliseconds ?? 10_000,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

/** Connects; once that has worked, the client connects again whenever it is cut off. */
async function connected(client: MqttClient, options: MqttSourceOptions): Promise<void> {
  const { url } = options;
  await new Promise<void>((resolve, reject) => {
    const fail = (cause?: Error) => reject(unreachable(url, cause));
    client.once('connect', () => {
      client.off('error', fail).off('close', fail);
      client.options.reconnectPeriod = options.reconnectMilliseconds ?? 1000;
      resolve();
    });
    client.once('error', fail).once('close', fail);
    client.connect();
  });
  // The client reports each cut and goes on by itself.
  client.on('error', () => {});
}

function unreachable(url: string, cause: Error | undefined): LinchpinError {
  const returnCode = cause !== undefined && 'code' in cause ? cause.code : undefined;
  if (returnCode === 4 || returnCode === 5) {
    const message = 'the broker refuses this user name or password';
    const action = 'set MQTT_USERNAME and MQTT_PASSWORD';
    return new LinchpinError({ code: 'UNAUTHENTICATED', where: url, message, action }, { cause });
  }
  const message = `the MQTT broker cannot be reached (${cause?.message ?? 'connection closed'})`;
  const action = 'check that it runs and that MQTT_URL names it';
  return new LinchpinError({ code: 'UNAVAILABLE', where: url, message, action }, { cause });
}
