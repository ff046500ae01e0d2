/**
 * A proxy on loopback between a Bolt client and its server, which can be told to lose connections:
 * all of them, or the one in use at a certain message. Used by the fault tests of Neo4j.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { boltMessages } from './bolt-messages.ts';

/** Where a connection is cut. */
export interface Cut {
  /** The how-manieth message from now, of both directions and all connections; from 1. */
  readonly message: number;
  /** Whether that message still arrives. */
  readonly arrives: boolean;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A proxy in front of one port; its own port stays the same when it stops and listens again. */
export class TcpProxy {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #pairs = new Set<Pair>();
  #listening: Server | undefined;
  #port = 0;
  #cut: Cut | undefined;
  /** How long each piece is held back, in milliseconds. */
  delay = 0;
  /** How many connections were cut at a message. */
  cuts = 0;

  /** `uri` is that of the server, as in `bolt://127.0.0.1:7687`. */
  constructor(uri: string) {
    const { hostname, port } = new URL(uri);
    this.#target = { host: hostname, port: Number(port || 7687) };
  }

  /** The address of the proxy itself, without routing, which would lead around it. */
  get uri(): string {
    return `bolt://127.0.0.1:${this.#port}`;
  }

  /** Takes connections from now on. */
  async listen(): Promise<void> {
    const server = createServer((client) => this.#join(client));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#listening = server;
  }

  /** Takes no more connections and resets those that are open. */
  async stop(): Promise<void> {
    const server = this.#listening;
    this.#listening = undefined;
    const closed = new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
    this.reset();
    await closed;
  }

  /** Resets all connections. */
  reset(): void {
    for (const pair of this.#pairs) lose(pair);
  }

  /** Cuts once; `undefined` takes the order back. */
  cutAt(cut: Cut | undefined): void {
    this.#cut = cut;
  }

  /** Whether a cut is still to come. */
  get isArmed(): boolean {
    return this.#cut !== undefined;
  }

  #join(client: Socket): void {
    const pair = { client, server: connect(this.#target) };
    this.#pairs.add(pair);
    const { fromClient, fromServer } = boltMessages();
    this.#pipe(pair, client, pair.server, fromClient);
    this.#pipe(pair, pair.server, client, fromServer);
  }

  #pipe(pair: Pair, from: Socket, to: Socket, endsOf: (part: Buffer) => readonly number[]): void {
    from.setNoDelay(true);
    from.on('data', (part: Buffer) => {
      const kept = this.#kept(part, endsOf(part));
      if (kept === undefined) this.#forward(part, to);
      else {
        if (kept > 0) to.write(part.subarray(0, kept));
        this.cuts++;
        // Next turn, so that what was to arrive is on its way.
        setImmediate(() => lose(pair));
        from.pause();
      }
    });
    from.on('error', () => lose(pair));
    from.on('close', () => {
      this.#pairs.delete(pair);
      to.end();
    });
  }

  #forward(part: Buffer, to: Socket): void {
    if (this.delay === 0) to.write(part);
    else setTimeout(() => to.write(part), this.delay);
  }

  /** How much of a part arrives before the cut; undefined when it is not cut. */
  #kept(part: Buffer, ends: readonly number[]): number | undefined {
    const cut = this.#cut;
    if (cut === undefined) return undefined;
    if (ends.length < cut.message) {
      this.#cut = { ...cut, message: cut.message - ends.length };
      return undefined;
    }
    this.#cut = undefined;
    const end = cut.arrives ? ends[cut.message - 1] : ends[cut.message - 2];
    return Math.min(end ?? 0, part.length);
  }
}

function lose({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}
