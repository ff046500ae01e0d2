/** A TCP listener that says clearly why it cannot listen, and ends cleanly. Called by the broker. */
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { LinchpinError } from '../../model/errors.ts';

/** A port that is bound. */
export interface Listener {
  readonly server: Server;
  /** The port that was bound. */
  readonly port: number;
  /** Frees the port and ends every connection. */
  close(): Promise<void>;
}

/** Listens for TCP connections; `PORT_IN_USE`, or `UNAVAILABLE` for another reason. */
export async function listen(
  host: string,
  port: number,
  connected: (socket: Socket) => void,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    connected(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function refused(cause: NodeJS.ErrnoException, host: string, port: number): LinchpinError {
  const where = `${host}:${port}`;
  if (cause.code !== 'EADDRINUSE') {
    const message = `MQTT cannot listen there (${cause.code ?? cause.message})`;
    const action = 'choose an address of this machine and a port above 1023';
    return new LinchpinError({ code: 'UNAVAILABLE', where, message, action }, { cause });
  }
  const message = 'another program listens on this MQTT port';
  const action = 'stop it, or choose another with --mqtt-port (0 means any free port)';
  const expected = 'a free port';
  return new LinchpinError({ code: 'PORT_IN_USE', where, message, expected, action }, { cause });
}
