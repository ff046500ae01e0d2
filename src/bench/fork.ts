/** Forks of a scenario with edits of their own, a million of them alive: `linchpin bench fork`. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildGraph } from '../model/build-graph.ts';
import type { TwinGraph } from '../model/graph.ts';
import { allRelationships, allTwins } from '../model/graph-records.ts';
import type { Edit } from '../model/scenario.ts';
import { Branch } from '../scenario/branch.ts';
import { inTurn, type Measured, median } from './benchmark.ts';
import { benchGraph } from './core-graph.ts';
import { cityGraph, scaledCity } from './scaled-city.ts';

export interface ForkBenchOptions {
  readonly rounds?: number;
  /** Scenarios that are alive at once. */
  readonly scenarios?: number;
  /** Twins of the graph that they are of. */
  readonly twins?: number;
  /** Scenarios that the peer makes in a round. */
  readonly copies?: number;
}

const editsOfEach = 5;

/**
 * Microseconds for a fork and its five edits, the edits made for it. The peer copies the records of
 * the graph for each scenario, as a tool without branches has to.
 */
export async function forkBench(options: ForkBenchOptions = {}): Promise<Measured> {
  const { rounds = 3, scenarios = 1_000_000, twins = 10_000, copies = 3 } = options;
  const { graph, catalogue } = benchGraph([...scaledCity(cityGraph(), twins)]);
  const root = Branch.at({ base: graph, catalogue, seed: 1, horizonSeconds: 86_400 });
  const ids = Array.from(allTwins(graph), ({ id }) => id);
  const edits = medianOf(rounds, () => microsecondsOf(scenarios, (i) => editsOf(ids, i)));
  const shared = editsOf(ids, 0);
  const alone = medianOf(rounds, () => microsecondsOf(scenarios, () => root.fork(shared)));
  const { ours, peer } = await inTurn(
    rounds,
    async () => microsecondsOf(scenarios, (i) => root.fork(editsOf(ids, i))),
    async () => microsecondsOf(copies, () => copyOf(graph)),
  );
  const [result, copied] = [median(ours), median(peer)];
  const bytes = bytesOfEach(scenarios, (i) => root.fork(editsOf(ids, i)));
  const bytesOfEdits = bytesOfEach(scenarios, (i) => editsOf(ids, i));
  const details = {
    peer: 'copying the records of the graph',
    rounds,
    scenarios,
    twins: graph.size.twins,
    editsOfEach,
    forkAloneMicroseconds: alone,
    editsAloneMicroseconds: edits,
    bytesPerScenario: bytes,
    ofThoseBytesEdits: bytesOfEdits,
    gigabytesPerMillion: bytes / 1000,
    limit: 'allocating the edits, and the garbage collector that moves what lives',
  };
  const unit = 'microseconds for a fork with five edits';
  return { name: 'fork', result, peer: copied, ratio: result / copied, unit, details };
}

function medianOf(rounds: number, measure: () => number): number {
  return median(Array.from({ length: rounds }, measure));
}

/** What a user might send: four properties and an outage. */
function editsOf(ids: readonly string[], scenario: number): readonly Edit[] {
  const id = (k: number) => ids[(scenario * editsOfEach + k) % ids.length] as string;
  return [
    { set: { twin: id(0), property: 'name', value: 'renamed' } },
    { set: { twin: id(1), property: 'operational', value: false } },
    { set: { twin: id(2), property: 'capacity', value: scenario } },
    { scale: { twin: id(3), property: 'capacity', factor: 0.5 } },
    { outage: { twin: id(4), from: 0, until: 3600 } },
  ];
}

/** All that is made stays alive until the end. */
function microsecondsOf(count: number, make: (index: number) => unknown): number {
  const alive = new Array<unknown>(count);
  const started = performance.now();
  for (let i = 0; i < count; i++) alive[i] = make(i);
  return ((performance.now() - started) * 1000) / alive.length;
}

/** Bytes of heap for each, after a full collection. */
function bytesOfEach(count: number, make: (index: number) => unknown): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const alive = new Array<unknown>(count).fill(undefined);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i++) alive[i] = make(i);
  collect();
  return (process.memoryUsage().heapUsed - before) / alive.length;
}

function copyOf(graph: TwinGraph): TwinGraph {
  return buildGraph({
    twins: structuredClone([...allTwins(graph)]),
    relationships: structuredClone([...allRelationships(graph)]),
    revision: graph.revision,
  });
}
