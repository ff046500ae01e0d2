/** Queries over HTTP: `linchpin bench query`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurn, type Measured, median, percentile } from './benchmark.ts';
import { connections, requestsPerSecond } from './http-load.ts';
import { runningService } from './running.ts';

/** A twin, the twins it is related to, and those that these are related to. */
const threeLevels = `{
  twins(model: "dtmi:linchpin:core:Dependent;1", first: 10) { nodes { id
    relationships(first: 5) { nodes { name target { id
      relationships(first: 5) { nodes { name target { id model } } }
    } } }
  } }
}`;
const constant = '{ __typename }';

/**
 * Requests per second of a three-level twin query from 50 connections of another process; the
 * peer is the same server answering a constant, which is the cost of HTTP and GraphQL alone.
 */
export async function queryBench({ rounds = 5, seconds = 3 } = {}): Promise<Measured> {
  const data = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  const service = await runningService(data);
  const latencies: number[] = [];
  const load = (query: string, latencies: number[]) => {
    const body = JSON.stringify({ query });
    return requestsPerSecond({ url: service.graphqlUrl, seconds, body: () => body, latencies });
  };
  try {
    await load(threeLevels, []);
    const { ours, peer } = await inTurn(
      rounds,
      () => load(threeLevels, latencies),
      () => load(constant, []),
    );
    const [result, bare] = [median(ours), median(peer)];
    const p99Milliseconds = percentile(latencies, 0.99);
    const details = { rounds, secondsPerRound: seconds, connections, p99Milliseconds };
    const unit = 'requests per second';
    return { name: 'query', result, peer: bare, ratio: result / bare, unit, details };
  } finally {
    await service.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
