/**
 * The embedded MQTT 3.1.1 broker (aedes): what devices connect to when there is no other broker.
 * Made by the service; `brokerSource` takes telemetry from it before it is acknowledged.
 */
import { Aedes, type AedesOptions } from 'aedes';
import { sameSecret } from '../../model/secret.ts';
import { listen } from './listener.ts';
import { limitPackets } from './packet-limit.ts';
import { retainedLimit } from './retained-limit.ts';
import { limitSessions } from './session-limit.ts';

/** Where the broker listens, and whom it lets in. */
export interface BrokerOptions {
  /** Loopback by default. */
  readonly host?: string;
  /** 1883 by default; 0 means any free port. */
  readonly port?: number;
  /** What clients must give as their MQTT password; any client is let in where absent. */
  readonly token?: string;
  readonly limits?: Partial<BrokerLimits>;
}

/** How much clients may ask of the broker. */
export interface BrokerLimits {
  /** Of one packet; 1 MiB by default. A connection that sends a larger one is closed. */
  readonly packetBytes: number;
  /** Time for a CONNECT to arrive; 10 s by default. */
  readonly connectMilliseconds: number;
  readonly connections: number;
  readonly subscriptionsPerClient: number;
  /** Unacknowledged messages that are kept for one persistent session. */
  readonly sessionMessages: number;
  /** Kept retained messages, in number and in bytes. */
  readonly retainedMessages: number;
  readonly retainedBytes: number;
}

/** Takes a message before it is acknowledged; a rejection closes the connection unacknowledged. */
export type Intake = (topic: string, payload: Uint8Array) => Promise<void>;

/** A broker that is running. */
export interface MqttBroker {
  readonly port: number;
  readonly url: string;
  /** Connections that ended in an error and requests that a limit refused, since the start. */
  readonly refused: number;
  /** From now on every published message goes through `intake` first. Called once. */
  claim(intake: Intake): void;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

type Handler<Name extends keyof AedesOptions> = NonNullable<AedesOptions[Name]>;

const defaultLimits: BrokerLimits = {
  packetBytes: 1_048_576,
  connectMilliseconds: 10_000,
  connections: 10_000,
  subscriptionsPerClient: 1_000,
  sessionMessages: 10_000,
  retainedMessages: 10_000,
  retainedBytes: 67_108_864,
};

/** Starts a broker; `PORT_IN_USE` when another program listens there. */
export async function mqttBroker(options: BrokerOptions = {}): Promise<MqttBroker> {
  const { host = '127.0.0.1', port = 1883, token } = options;
  const limits: BrokerLimits = { ...defaultLimits, ...options.limits };
  const state: State = { refused: 0, intake: undefined };
  const refuse = counter(state);
  const aedes = await limitedAedes(token, limits, state);
  const end = () => new Promise<void>((resolve) => aedes.close(resolve));
  const listening = listen(host, port, (socket) => {
    limitPackets(socket, limits.packetBytes, refuse);
    socket.setNoDelay(true);
    aedes.handle(socket);
  });
  // A broker that nobody can reach must not keep the process alive.
  listening.catch(end);
  const listener = await listening;
  listener.server.maxConnections = limits.connections;
  return {
    port: listener.port,
    url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${listener.port}`,
    get refused() {
      return state.refused;
    },
    claim(intake) {
      if (state.intake !== undefined) throw new TypeError('this broker is claimed already');
      state.intake = intake;
    },
    async close() {
      await end();
      await listener.close();
    },
  };
}

interface State {
  refused: number;
  intake: Intake | undefined;
}

function counter(state: State): () => void {
  return () => {
    state.refused++;
  };
}

async function limitedAedes(
  token: string | undefined,
  limits: BrokerLimits,
  state: State,
): Promise<Aedes> {
  const refuse = counter(state);
  const aedes = await Aedes.createBroker({
    connectTimeout: limits.connectMilliseconds,
    authenticate: authentication(token),
    authorizeSubscribe: subscription(limits, refuse),
    authorizePublish: publication(limits, state),
  });
  limitSessions(aedes, limits.sessionMessages, refuse);
  return aedes.on('clientError', refuse).on('connectionError', refuse);
}

function authentication(token: string | undefined): Handler<'authenticate'> {
  return (_client, _username, password, done) =>
    done(null, token === undefined || sameSecret(password ?? '', token));
}

function subscription(limits: BrokerLimits, refuse: () => void): Handler<'authorizeSubscribe'> {
  const counts = new WeakMap<object, number>();
  return (client, wanted, done) => {
    const count = (counts.get(client) ?? 0) + 1;
    counts.set(client, count);
    if (count <= limits.subscriptionsPerClient && !wanted.topic.startsWith('$')) {
      return done(null, wanted);
    }
    refuse();
    // A null subscription is answered with 0x80, failure (MQTT 3.1.1, 3.9.3).
    done(null, null);
  };
}

/** MQTT 3.1.1 has no negative PUBACK: a publication that is refused closes its connection. */
function publication(limits: BrokerLimits, state: State): Handler<'authorizePublish'> {
  const retained = retainedLimit(limits);
  return (_client, packet, done) => {
    if (packet.topic.startsWith('$')) return done(new Error("topics with $ are the broker's own"));
    if (!retained.admits(packet)) {
      packet.retain = false;
      state.refused++;
    }
    if (state.intake === undefined) return done(null);
    const { topic, payload } = packet;
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    state.intake(topic, bytes).then(() => done(null), done);
  };
}
