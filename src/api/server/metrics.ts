/** What the API counts, for Prometheus. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The metrics that the pipeline writes. */
export interface ApiMetrics {
  readonly registry: Registry;
  /** Finished queries and mutations. */
  operations: Counter<'operation' | 'outcome'>;
  seconds: Histogram<'operation'>;
  subscriptions: Gauge;
}

/** Registers the metrics of the API. */
export function apiMetrics(registry: Registry): ApiMetrics {
  const registers = [registry];
  return {
    registry,
    operations: new Counter({
      name: 'linchpin_graphql_operations_total',
      help: 'GraphQL operations by kind, and whether they had errors.',
      labelNames: ['operation', 'outcome'],
      registers,
    }),
    seconds: new Histogram({
      name: 'linchpin_graphql_operation_seconds',
      help: 'How long queries and mutations took.',
      labelNames: ['operation'],
      registers,
    }),
    subscriptions: new Gauge({
      name: 'linchpin_graphql_subscriptions',
      help: 'Subscriptions that are open now.',
      registers,
    }),
  };
}
