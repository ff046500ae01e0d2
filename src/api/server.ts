/** The HTTP server: the request pipeline and WebSockets on one port. Called by `service.ts`. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { LinchpinError } from '../model/errors.ts';
import type { Services } from './context.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createHandler, type Handler } from './server/handler.ts';
import { acceptSockets } from './server/web-socket.ts';

/** What a server serves, and where it listens. */
export interface ServerOptions {
  readonly services: Services;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly logger: Logger;
  /** The bearer token that requests have to carry; none is asked for without it. */
  readonly token?: string;
  /** Where metrics are registered, so that other rooms can add theirs. */
  readonly registry?: Registry;
  readonly limits?: Partial<Limits>;
}

/** A server that has bound its port. */
export interface RunningServer {
  /** `http://host:port`, with the port that was bound. */
  readonly url: string;
  readonly port: number;
  /** Ends subscriptions, lets running requests finish for a moment, and frees the port. */
  close(): Promise<void>;
}

/** How long a client may take to send a request; it does not bound the answer. */
const receiving = { headersTimeout: 10_000, requestTimeout: 30_000 };

/** How long running requests may go on after `close`. */
const closingMilliseconds = 2_000;

/** Starts the server; throws `PORT_IN_USE` when another process has the port. */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, token } = options;
  const handlerOptions = {
    ...options,
    token,
    registry: options.registry ?? new Registry(),
    limits: { ...defaultLimits, ...options.limits },
  };
  const handler = createHandler(handlerOptions);
  const server = createHttpServer(receiving, listener(handler, options.logger));
  const responses = openResponses(server);
  const sockets = acceptSockets(server, handler, handlerOptions);
  const bound = await listen(server, host, port);
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${bound}`,
    port: bound,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const response of responses) if (isStream(response)) response.destroy();
      await sockets.dispose();
      server.closeIdleConnections();
      const patience = setTimeout(() => server.closeAllConnections(), closingMilliseconds);
      await closed;
      clearTimeout(patience);
    },
  };
}

function openResponses(server: Server): ReadonlySet<ServerResponse> {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response: ServerResponse) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return open;
}

/** Whether an answer was begun that has no end of its own: server-sent events. */
function isStream({ req, headersSent }: ServerResponse): boolean {
  return headersSent && req.headers.accept?.includes('text/event-stream') === true;
}

/** Whether host and path make an address; the pipeline answers others with its stack trace. */
function isAddressed({ headers, url = '/' }: IncomingMessage): boolean {
  return URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
}

/** A request that fails outside the pipeline is answered and logged, and never ends the process. */
function listener(handler: Handler, logger: Logger) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    if (!isAddressed(request)) {
      response.writeHead(400, { connection: 'close' }).end();
      return;
    }
    try {
      await handler(request, response);
    } catch (error) {
      logger.error({ err: error, url: request.url }, 'a request failed outside the pipeline');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindProblem(error, host, port)));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function bindProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new LinchpinError(
    {
      code: 'PORT_IN_USE',
      where: `${host}:${port}`,
      message: 'another program listens there',
      expected: 'a free port',
      action: 'stop it, or choose another port with --port (0 for any free one)',
    },
    { cause: error },
  );
}
