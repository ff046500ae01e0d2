/**
 * Three levels of a city of 100,000 twins, over HTTP: `linchpin bench query-neo4j`. The peer is
 * @neo4j/graphql on the same database in the same run; Linchpin on its embedded store is beside it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { uniform } from '../model/random.ts';
import { builtInOntology } from '../ontology/built-in.ts';
import { packageRoot } from '../package-root.ts';
import { checkedStore } from '../store/checked/checked-store.ts';
import { embeddedStore } from '../store/embedded/embedded-store.ts';
import type { ConnectionOptions } from '../store/neo4j/connection.ts';
import { neo4jStore } from '../store/neo4j/neo4j-store.ts';
import type { TwinStore } from '../store/twin-store.ts';
import { type Measured, median, percentile } from './benchmark.ts';
import { answer, connections, requestsPerSecond } from './http-load.ts';
import { benchNeo4j } from './neo4j.ts';
import { runningService } from './running.ts';
import { batches, cityGraph, scaledCity } from './scaled-city.ts';

const ours = `query ($ids: [JSON!]) {
  twins(model: "dtmi:linchpin:city:District;1", where: { property: "$id", in: $ids }) { nodes {
    id name: property(name: "name")
    relationships(name: "poweredBy", first: 5) { nodes { target {
      id name: property(name: "name")
      relationships(name: "suppliedBy", first: 5) { nodes { target {
        id name: property(name: "name")
      } } }
    } } }
  } }
}`;

const theirs = `query ($ids: [ID!]) {
  districts(where: { id: { in: $ids } }) {
    id name
    poweredBy(limit: 5) { id name suppliedBy(limit: 5) { id name } }
  }
}`;

/** One of those that are measured. */
interface Server {
  readonly name: 'neo4j' | 'peer' | 'embedded';
  readonly url: string;
  readonly query: string;
  readonly rates: number[];
  readonly latencies: number[];
  stop(): Promise<void>;
}

export async function queryNeo4jBench({
  twins = 100_000,
  rounds = 5,
  seconds = 3,
} = {}): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  const database = await benchNeo4j();
  const servers: Server[] = [];
  try {
    const { options } = database;
    const districts = await fill(await neo4jStore(options), twins);
    await fill(await embeddedStore({ path: join(folder, 'embedded') }), twins);
    const environment = environmentOf(options);
    servers.push(await linchpin('neo4j', join(folder, 'neo4j'), environment));
    servers.push(await peerServer(environment));
    servers.push(await linchpin('embedded', join(folder, 'embedded'), {}));
    await requireEqual(servers, idsOf(districts, 0));
    for (let round = 0; round <= rounds; round++) {
      for (const server of servers) await measure(server, districts, { round, seconds });
    }
    return report(servers, { twins, rounds, secondsPerRound: seconds, connections });
  } finally {
    for (const server of servers) await server.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first round warms up and does not count. */
async function measure(
  { url, query, rates, latencies }: Server,
  districts: readonly string[],
  { round, seconds }: { readonly round: number; readonly seconds: number },
): Promise<void> {
  const body = (index: number) =>
    JSON.stringify({ query, variables: { ids: idsOf(districts, index) } });
  const rate = await requestsPerSecond({
    url,
    seconds,
    body,
    latencies: round === 0 ? [] : latencies,
  });
  if (round > 0) rates.push(rate);
}

function report(servers: readonly Server[], size: Readonly<Record<string, number>>): Measured {
  const figures = Object.fromEntries(
    servers.map(({ name, rates, latencies }) => [
      name,
      { rate: median(rates), p99: percentile(latencies, 0.99) },
    ]),
  ) as Record<Server['name'], { rate: number; p99: number }>;
  const { neo4j, peer, embedded } = figures;
  return {
    name: 'query-neo4j',
    result: neo4j.rate,
    peer: peer.rate,
    ratio: neo4j.rate / peer.rate,
    unit: 'three-level queries per second on Neo4j',
    details: {
      ...size,
      p99Milliseconds: neo4j.p99,
      peerP99Milliseconds: peer.p99,
      embedded: embedded.rate,
      embeddedRatio: embedded.rate / peer.rate,
      embeddedP99Milliseconds: embedded.p99,
    },
  };
}

/** The environment in which a service finds the database. */
function environmentOf(options: ConnectionOptions): Readonly<Record<string, string>> {
  const { uri, username = 'neo4j', password = '', database } = options;
  return {
    NEO4J_URI: uri,
    NEO4J_USERNAME: username,
    NEO4J_PASSWORD: password,
    ...(database === undefined ? {} : { NEO4J_DATABASE: database }),
  };
}

/** Loads the cities; gives the ids of their districts. */
async function fill(store: TwinStore, twins: number): Promise<readonly string[]> {
  const { documents, bindings } = builtInOntology();
  const checked = await checkedStore(store, bindings);
  const districts: string[] = [];
  try {
    await checked.addModels(documents);
    for (const changes of batches(scaledCity(cityGraph(), twins), 5_000)) {
      const { changeset } = await checked.commit(changes);
      for (const { id, model } of changeset.twins.added.values()) {
        if (model === 'dtmi:linchpin:city:District;1') districts.push(id);
      }
    }
    return districts;
  } finally {
    await checked.close();
  }
}

/** Ten districts, drawn at random, the same for all servers. */
function idsOf(districts: readonly string[], index: number): string[] {
  return Array.from(
    { length: 10 },
    (_, n) => districts[Math.floor(uniform(1, index, n, 0) * districts.length)] as string,
  );
}

async function linchpin(
  name: 'neo4j' | 'embedded',
  data: string,
  environment: Readonly<Record<string, string>>,
): Promise<Server> {
  const options = { flags: ['--store', name, '--no-seed'], environment };
  const service = await runningService(data, options);
  const figures = { rates: [], latencies: [] };
  return {
    name,
    url: service.graphqlUrl,
    query: ours,
    ...figures,
    stop: () => service.stop(),
  };
}

async function peerServer(environment: Readonly<Record<string, string>>): Promise<Server> {
  const program = join(packageRoot(), 'dist', 'src', 'bench', 'neo4j-graphql-server.js');
  const child = spawn(process.execPath, [program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => undefined)]);
  if (first === undefined) throw new Error('the peer ended before it had started');
  return {
    name: 'peer',
    url: String(first[0]),
    query: theirs,
    rates: [],
    latencies: [],
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** All must know the same names, or they are not asked the same. */
async function requireEqual(servers: readonly Server[], ids: readonly string[]): Promise<void> {
  const answers = await Promise.all(
    servers.map(async ({ url, query }) => {
      const text = await answer(url, JSON.stringify({ query, variables: { ids } }));
      return [...text.matchAll(/"name":"([^"]*)"/g)]
        .map(([, name]) => name)
        .sort()
        .join();
    }),
  );
  if (answers.some((names) => names !== answers[0] || names === '')) {
    throw new Error(`the servers answer differently: ${answers.map((names) => names.length)}`);
  }
}
