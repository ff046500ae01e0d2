/**
 * Publishes QoS 1 messages as fast as they are acknowledged, over several connections. It writes
 * packets made beforehand and only counts what comes back, so that little of the measured time is
 * its own. Called by the ingest benchmark.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What is published, over how many connections. */
export interface Load {
  readonly port: number;
  /** How many messages in all. */
  readonly messages: number;
  readonly connections: number;
  /** Unacknowledged messages of one connection. */
  readonly window: number;
  /** Topic and payload of the nth message. */
  readonly message: (index: number) => { readonly topic: string; readonly payload: string };
}

/** Seconds from the first message to the last acknowledgement. */
export async function publishLoad(load: Load): Promise<number> {
  const { connections, messages, message, window } = load;
  const packets: Buffer[][] = Array.from({ length: connections }, () => []);
  for (let index = 0; index < messages; index++) {
    const own = packets[index % connections] as Buffer[];
    own.push(publishPacket((own.length % 65_535) + 1, message(index)));
  }
  const sockets = await Promise.all(packets.map((_, index) => session(load.port, `load-${index}`)));
  const start = performance.now();
  await Promise.all(sockets.map((socket, index) => publish(socket, packets[index] ?? [], window)));
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return seconds;
}

async function session(port: number, clientId: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.write(packet(0x10, [text('MQTT'), Buffer.from([4, 2, 0, 0]), text(clientId)]));
  const [connack] = (await once(socket, 'data')) as [Buffer];
  if (connack[0] !== 0x20 || connack[3] !== 0) throw new Error('the broker refused the connection');
  return socket;
}

function publish(socket: Socket, packets: readonly Buffer[], window: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let ackBytes = 0;
    const send = () => {
      const until = Math.min(packets.length, Math.floor(ackBytes / pubackBytes) + window);
      if (sent < until) socket.write(Buffer.concat(packets.slice(sent, until)));
      sent = until;
    };
    socket.on('data', (chunk) => {
      ackBytes += chunk.length;
      if (ackBytes === packets.length * pubackBytes) resolve();
      else send();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the broker closed the connection')));
    send();
  });
}

const pubackBytes = 4;

function publishPacket(id: number, message: { topic: string; payload: string }): Buffer {
  const messageId = Buffer.from([id >> 8, id & 0xff]);
  return packet(0x32, [text(message.topic), messageId, Buffer.from(message.payload)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function packet(header: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let left = body.length; ; left = Math.floor(left / 128)) {
    length.push((left % 128) + (left >= 128 ? 128 : 0));
    if (left < 128) break;
  }
  return Buffer.concat([Buffer.from([header, ...length]), body]);
}
