/**
 * A TCP link in front of a broker that counts the PUBACK packets of one direction and can be cut.
 * Used by the tests of telemetry, to see what is acknowledged and when.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Link {
  readonly port: number;
  readonly url: string;
  /** PUBACK packets that have passed in the watched direction. */
  acks(): number;
  /** Ends the connections that stand; new ones are let through. */
  cut(): void;
  close(): Promise<void>;
}

/** A link to a port; `watch` tells whose PUBACKs count. */
export async function linkTo(target: number, watch: 'client' | 'broker'): Promise<Link> {
  const sockets = new Set<Socket>();
  let acks = 0;
  const count = packetCounter(() => acks++);
  const server = createServer((client) => {
    const broker = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const walk = count();
    (watch === 'client' ? client : broker).on('data', walk);
    for (const [from, to] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from
        .on('error', () => {})
        .once('close', () => {
          sockets.delete(from);
          to.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    acks: () => acks,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

/** Follows the packets of each stream and calls back for every PUBACK (first byte 0x40). */
function packetCounter(found: () => void): () => (chunk: Buffer) => void {
  return () => {
    let pending = Buffer.alloc(0);
    return (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (let end = packetEnd(pending); end !== undefined; end = packetEnd(pending)) {
        if (pending[0] === 0x40) found();
        pending = pending.subarray(end);
      }
    };
  };
}

/** Where the first packet ends; undefined while it is not whole (MQTT 3.1.1, 2.2.3). */
function packetEnd(bytes: Buffer): number | undefined {
  let length = 0;
  for (let index = 1; index < Math.min(bytes.length, 5); index++) {
    const byte = bytes[index] as number;
    length += (byte & 0x7f) * 128 ** (index - 1);
    if (byte < 0x80) {
      const end = index + 1 + length;
      return end <= bytes.length ? end : undefined;
    }
  }
  return undefined;
}
