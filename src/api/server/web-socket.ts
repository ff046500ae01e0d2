/** GraphQL over WebSocket (`graphql-transport-ws`), beside HTTP and through the same pipeline. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { publicError, type Report } from '../errors.ts';
import { type Limits, limitExceeded } from '../limits.ts';
import { hostProblem, originProblem, tokenProblem } from './access.ts';
import type { Handler, HandlerOptions, Transport } from './handler.ts';
import { checkVariables } from './operation-limits.ts';
import { reportTo } from './public-errors.ts';

/** Takes WebSockets on a server's `/graphql`; gives what closes them. */
export function acceptSockets(server: Server, handler: Handler, options: HandlerOptions) {
  const { limits, host, token, logger } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.bodyBytes });
  const report = reportTo(logger);
  const gone = new WeakMap<WebSocket, AbortSignal>();
  const running = useServer(
    {
      connectionInitWaitTimeout: limits.connectionInitSeconds * 1_000,
      onConnect: ({ connectionParams, extra }) =>
        tokenProblem(token, bearerOf(connectionParams, extra.request)) === undefined,
      onSubscribe: ({ subscriptions, extra }, _id, payload) => {
        const operations = Object.keys(subscriptions).length;
        const clientGone = () => gone.get(extra.socket) as AbortSignal;
        return prepare(handler, { limits, report }, { operations, payload, clientGone });
      },
      execute: (args) => (args.rootValue as Enveloped).execute(args),
      subscribe: (args) => (args.rootValue as Enveloped).subscribe(args),
    },
    sockets,
  );
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusal(request, host);
    if (refused !== undefined) {
      socket.on('error', () => socket.destroy());
      socket.end(`HTTP/1.1 ${refused}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      const closed = new AbortController();
      gone.set(accepted, closed.signal);
      accepted.once('close', () => closed.abort());
      sockets.emit('connection', accepted, request);
      // `ws` ends a socket whose frames are wrong or too large; `graphql-ws` would print each one
      // on stderr as an error of ours.
      accepted.removeAllListeners('error').on('error', (err) => {
        logger.debug({ err }, 'a WebSocket sent what is no message');
      });
    });
  });
  return running;
}

function refusal({ url, headers }: IncomingMessage, listening: string): string | undefined {
  const host = headers.host ?? null;
  if (url?.split('?')[0] !== '/graphql') return '404 Not Found';
  const problem = hostProblem(listening, host) ?? originProblem(headers.origin ?? null, host);
  return problem === undefined ? undefined : '403 Forbidden';
}

/** The token of a socket: in its `connection_init` (all that a browser can send), or its header. */
function bearerOf(parameters: unknown, request: IncomingMessage): string | undefined {
  const { authorization, Authorization } = (parameters ?? {}) as Record<string, unknown>;
  const given = authorization ?? Authorization;
  return typeof given === 'string' ? given : request.headers.authorization;
}

/** An operation that a client opened, and how many it has open. */
interface Opened extends Required<Transport> {
  readonly operations: number;
  readonly payload: SubscribePayload;
}

type Enveloped = ReturnType<Handler['getEnveloped']>;

/** Takes an operation through the pipeline up to where it runs; gives errors where it does not. */
async function prepare(
  handler: Handler,
  { limits, report }: { readonly limits: Limits; readonly report: Report },
  open: Opened,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { query, variables, operationName } = open.payload;
  try {
    if (open.operations > limits.operationsPerSocket) throw tooMany(limits.operationsPerSocket);
    checkVariables(variables, limits.variablesDepth);
    await handler.ready();
    const enveloped: Enveloped = handler.getEnveloped({ clientGone: open.clientGone });
    const { schema, contextFactory, parse, validate } = enveloped;
    const document = parse(query);
    const errors: readonly GraphQLError[] = validate(schema, document);
    if (errors.length > 0) return errors.map((error) => publicError(error, report));
    return {
      schema,
      document,
      contextValue: await contextFactory(),
      // Where `execute` and `subscribe` above find it; the pipeline puts the graph in its place.
      rootValue: enveloped,
      ...(operationName != null && { operationName }),
      ...(variables != null && { variableValues: variables }),
    };
  } catch (error) {
    return [publicError(error, report)];
  }
}

function tooMany(limit: number) {
  const message = `has more than ${limit} operations open`;
  return limitExceeded('the socket', message, 'complete some, or open another socket');
}
