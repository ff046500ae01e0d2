/** `linchpin bench`: benchmarks, each beside its peer in the same run. */
import { cpus, totalmem } from 'node:os';
import { Command } from 'commander';
import { LinchpinError } from '../model/errors.ts';
import { printJson } from './report.ts';

/** The benchmarks by name; loaded when they are run. */
const benchmarks = {
  start: {
    about: 'seconds from the start command to the first answer, beside a bare Node process',
    run: async () => (await import('../bench/start.ts')).startBench(),
  },
  ingest: {
    about: 'durable QoS 1 messages per second, beside the broker without storage',
    run: async () => (await import('../bench/ingest.ts')).ingestBench(),
  },
  query: {
    about: 'three-level twin queries per second over HTTP, beside a constant field',
    run: async () => (await import('../bench/query.ts')).queryBench(),
  },
  whatif: {
    about: 'what-ifs per second on the enterprise seed, beside copying the graph for each',
    run: async () => (await import('../bench/whatif.ts')).whatIfBench(),
  },
  'query-neo4j': {
    about: 'three-level queries on 100,000 twins in Neo4j, beside @neo4j/graphql',
    run: async () => (await import('../bench/query-neo4j.ts')).queryNeo4jBench(),
  },
  traverse: {
    about: 'six hops through 1,500,000 twins, beside a pattern of Neo4j',
    run: async () => (await import('../bench/traverse.ts')).traverseBench(),
  },
  writes: {
    about: 'commits per second on one twin and on many, beside bare LMDB and the Neo4j driver',
    run: async () => (await import('../bench/writes.ts')).writesBench(),
  },
  import: {
    about: 'twins and relationships imported per second, beside the Neo4j driver',
    run: async () => (await import('../bench/import.ts')).importBench(),
  },
  asof: {
    about: 'queries per second as of a past revision, beside the present',
    run: async () => (await import('../bench/asof.ts')).asofBench(),
  },
  ontology: {
    about: 'DTDL models resolved per second, beside @azure/dtdl-parser',
    run: async () => (await import('../bench/ontology.ts')).ontologyBench(),
  },
  schema: {
    about: 'seconds from DTDL models to a typed GraphQL schema, beside @neo4j/graphql',
    run: async () => (await import('../bench/schema.ts')).schemaBench(),
  },
  fork: {
    about: 'microseconds for a scenario of five edits, a million alive, beside copying the graph',
    run: async () => (await import('../bench/fork.ts')).forkBench(),
  },
  'sweep-supply': {
    about: 'what-ifs per second of ten stores over a year, a million of them, beside stockpyl',
    run: async () => (await import('../bench/sweep-supply.ts')).sweepSupplyBench(),
  },
  'n-1': {
    about: 'exact line outages per second of a grid of 118 buses, beside pandapower',
    run: async () => (await import('../bench/n-1.ts')).lineOutagesBench(),
  },
  'time-to-survive': {
    about: 'seconds for 4,400 sites of a supply chain, beside the whole program solved for each',
    run: async () => (await import('../bench/time-to-survive.ts')).timeToSurviveBench(),
  },
  layout: {
    about: 'seconds to the figures of a changed job shop, 60 replications, beside SimPy',
    run: async () => (await import('../bench/layout.ts')).layoutBench(),
  },
  events: {
    about: 'events per second of one queue on one core, beside SimPy',
    run: async () => (await import('../bench/events.ts')).eventsBench(),
  },
  city: {
    about: 'scenarios per second of a city with power, water and roads, beside each one cold',
    run: async () => (await import('../bench/city.ts')).cityBench(),
  },
  gnn: {
    about: 'milliseconds of a graph network on large graphs and of its training, beside PyTorch',
    run: async () => (await import('../bench/gnn.ts')).gnnBench(),
  },
} as const;

export function benchCommand(): Command {
  return new Command('bench')
    .description('measure this machine; without a name, list the benchmarks')
    .argument('[name]', 'which benchmark')
    .option('--json', 'print one JSON document')
    .action(run);
}

async function run(name: string | undefined, { json }: { json?: boolean }): Promise<void> {
  if (name === undefined) return list(json === true);
  if (!Object.hasOwn(benchmarks, name)) {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: name,
      message: 'there is no benchmark of this name',
      expected: `one of ${Object.keys(benchmarks).join(', ')}`,
      action: 'choose one of these',
    });
  }
  const measured = await benchmarks[name as keyof typeof benchmarks].run();
  const report = { ...measured, machine: machine() };
  if (json === true) return printJson(report);
  const { result, peer, ratio, unit } = report;
  console.log(`${name}: ${round(result)} ${unit}; peer ${round(peer)}; ratio ${round(ratio)}`);
  console.log(`details ${JSON.stringify(report.details)}`);
  console.log(`machine ${JSON.stringify(report.machine)}`);
}

function list(json: boolean): void {
  const listed = Object.entries(benchmarks).map(([name, { about }]) => ({ name, about }));
  if (json) printJson(listed);
  else for (const { name, about } of listed) console.log(`${name.padEnd(15)} ${about}`);
}

function machine() {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
