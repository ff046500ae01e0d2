/**
 * Acknowledgements that wait: lets mqtt.js go on reading while earlier messages are being made
 * durable, so that many of them share one commit. Called by `mqttSource`, once per client.
 *
 * mqtt.js sends PUBACK when `handleMessage` calls back, and reads no further until then. Called
 * back with an error, it reads on and sends none; the PUBACK is then ours to send when it is due.
 */
import type { IPublishPacket, MqttClient } from 'mqtt';

/** A client whose acknowledgements wait. */
export interface DeferredAcks {
  /** Handles no more messages, and resolves once those handled are acknowledged. */
  stop(): Promise<void>;
}

/** What is waited for, and how much of it at once. */
export interface DeferredAckOptions {
  /** Handles one message; its acknowledgement follows when this resolves. */
  readonly handle: (packet: IPublishPacket) => Promise<void>;
  /** How many messages may wait; at this number the client reads no further. */
  readonly window: number;
}

/** What `handleMessage` is called back with, to keep the PUBACK from being sent yet. */
const notYet = new Error('acknowledged later');

/** Takes over a client's `handleMessage`; call it before the client connects. */
export function deferAcks(client: MqttClient, options: DeferredAckOptions): DeferredAcks {
  let waiting = 0;
  let stopped = false;
  let last: Promise<void> = Promise.resolve();
  const held: (() => void)[] = [];

  client.handleMessage = (packet, callback) => {
    const next = () => callback(notYet);
    if (stopped) return next();
    waiting++;
    last = acknowledge(client, packet, Promise.all([options.handle(packet), last])).then(() => {
      waiting--;
      held.shift()?.();
    });
    if (waiting < options.window) next();
    else held.push(next);
  };
  return {
    stop() {
      stopped = true;
      return last;
    },
  };
}

/**
 * Sends a message's PUBACK when it and all before it are handled (the order of MQTT 3.1.1, 4.6),
 * if the connection that brought it is still there. What could not be handled ends the connection:
 * a broker sends unacknowledged messages again on the next one.
 */
async function acknowledge(
  { stream }: MqttClient,
  { qos, messageId }: IPublishPacket,
  handled: Promise<unknown>,
): Promise<void> {
  try {
    await handled;
    if (qos === 1 && !stream.destroyed) stream.write(puback(messageId as number));
  } catch {
    stream.destroy();
  }
}

/** A PUBACK packet (MQTT 3.1.1, 3.4). */
function puback(messageId: number): Buffer {
  return Buffer.from([0x40, 2, messageId >> 8, messageId & 0xff]);
}
