/** The request pipeline, read from top to bottom. Tests talk to it through `fetch`. */
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { RequestContext, Services } from '../context.ts';
import type { Limits } from '../limits.ts';
import { bodyLimit } from './body-limit.ts';
import { costLimit, counted, deadline } from './execution.ts';
import { introspection } from './introspection.ts';
import { apiMetrics } from './metrics.ts';
import { OntologySchema, ontologySchema } from './ontology-schema.ts';
import { documentLimits, rootFieldLimit, variablesLimit } from './operation-limits.ts';
import type { ApiPlugin } from './plugin.ts';
import { presentGraph } from './present-graph.ts';
import { publicErrors, reportTo } from './public-errors.ts';
import { authorised, jsonPosts, knownCallers, metricsPage, pages, ready } from './routes.ts';

/** What the pipeline is made of; every limit is set. */
export interface HandlerOptions {
  readonly services: Services;
  /** The address the server listens on; decides which hosts it answers to. */
  readonly host: string;
  /** The bearer token that every request for data has to carry. */
  readonly token: string | undefined;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly limits: Limits;
}

/** What a transport other than HTTP says of its client. */
export interface Transport {
  /** Aborts when the client is gone; over HTTP the request's own signal does. */
  readonly clientGone?: () => AbortSignal;
}

/** A request handler for Node and for `fetch`. */
export type Handler = ReturnType<typeof createHandler>;

/** Makes the handler of all HTTP requests, and of the operations that come over WebSocket. */
export function createHandler(options: HandlerOptions) {
  const { services, host, token, logger, registry, limits } = options;
  const { store } = services;
  const metrics = apiMetrics(registry);
  const schema = new OntologySchema(store);
  const plugins: ApiPlugin[] = [
    ready(store),
    knownCallers(host),
    pages(store, token),
    authorised(token),
    metricsPage(registry),
    jsonPosts(),
    ontologySchema(schema),
    bodyLimit(limits),
    variablesLimit(limits),
    documentLimits(limits),
    rootFieldLimit(limits),
    presentGraph(),
    costLimit(limits),
    introspection(),
    deadline(limits),
    counted(metrics),
    publicErrors(reportTo(logger)),
  ];
  const yoga = createYoga<Transport, RequestContext>({
    plugins,
    context: ({ request, clientGone = () => request.signal }) => ({ services, signal: clientGone }),
    healthCheckEndpoint: '/livez',
    // `bodyLimit` does it at a fraction of the cost.
    maxRequestBodySize: false,
    batching: false,
    multipart: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    maskedErrors: false,
    logging: false,
  });
  /** What `getEnveloped` needs to have happened; requests over HTTP see to it themselves. */
  return Object.assign(yoga, { ready: () => schema.ready() });
}
