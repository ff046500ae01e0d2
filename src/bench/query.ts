/** Queries over HTTP: `linchpin bench query`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurn, type Measured, median, percentile } from './benchmark.ts';
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
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const load = (query: string, seen: number[]) =>
    requestsPerSecond({ url: service.graphqlUrl, agent, query, seconds, latencies: seen });
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
    agent.destroy();
    await service.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

const connections = 50;

interface Load {
  readonly url: string;
  readonly agent: Agent;
  readonly query: string;
  readonly seconds: number;
  /** Collects the milliseconds of each request. */
  readonly latencies: number[];
}

async function requestsPerSecond({ url, agent, query, seconds, latencies }: Load): Promise<number> {
  const body = JSON.stringify({ query });
  const started = performance.now();
  const end = started + seconds * 1000;
  let answered = 0;
  const client = async () => {
    while (performance.now() < end) {
      const sent = performance.now();
      await post(url, body, agent);
      latencies.push(performance.now() - sent);
      answered++;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return (answered * 1000) / (performance.now() - started);
}

function post(url: string, body: string, agent: Agent): Promise<void> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
      response.on('data', () => {}).on('end', resolve);
    });
    sent.on('error', reject).end(body);
  });
}
