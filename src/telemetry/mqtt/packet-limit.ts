/**
 * Ends a connection that announces an MQTT packet over a size, before its bytes are collected.
 * Called by the broker for every connection, because aedes has no such limit of its own.
 */
import type { Socket } from 'node:net';

/** The largest number of bytes that the remaining length of a packet may take (MQTT 3.1.1, 2.2.3). */
const lengthBytes = 4;

/**
 * Watches what is read from a socket. It replaces `read`, which is how aedes takes bytes, rather
 * than pipe through another stream, which would cost a copy of every byte in both directions.
 */
export function limitPackets(socket: Socket, maxBytes: number, exceeded: () => void): void {
  const walk = packetWalk(maxBytes);
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const bytes = read(size) as Buffer | null;
    if (bytes === null || walk(bytes)) return bytes;
    exceeded();
    socket.destroy();
    return null;
  };
}

/** Follows packet boundaries over successive chunks; false once a packet is over the limit. */
export function packetWalk(maxBytes: number): (chunk: Uint8Array) => boolean {
  /** Bytes of the present packet that are still to come, its header apart. */
  let body = 0;
  let headerBytes = 0;
  let length = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (body > 0) {
        const step = Math.min(body, chunk.length - at);
        body -= step;
        at += step;
        continue;
      }
      const byte = chunk[at++] as number;
      if (headerBytes++ === 0) continue;
      length += (byte & 0x7f) * 128 ** (headerBytes - 2);
      if (length > maxBytes || headerBytes > lengthBytes + 1) return false;
      if (byte >= 0x80) continue;
      body = length;
      headerBytes = 0;
      length = 0;
    }
    return true;
  };
}
