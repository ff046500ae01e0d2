/**
 * Scenarios of a city whose power, water and roads are simulated together: `linchpin bench city`.
 * One line, pump, pipe or road out for an hour, another each time, each a case of a sweep.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type GraphOfFiles, graphOfFiles } from '../flows/graph-of-files.ts';
import { buildGraph } from '../model/build-graph.ts';
import { allRelationships, allTwins } from '../model/graph-records.ts';
import type { Edit } from '../model/scenario.ts';
import { packageRoot } from '../package-root.ts';
import { planOf } from '../scenario/plan.ts';
import { engine } from '../simulate/engine/engine.ts';
import { builtInMechanisms } from '../simulate/engine/mechanisms.ts';
import { Run } from '../simulate/engine/run.ts';
import type { Mechanism } from '../simulate/mechanism.ts';
import type { Simulator } from '../simulate/simulator.ts';
import { inTurn, type Measured, median, wrongAnswer } from './benchmark.ts';
import { pooledEngine } from './pooled-engine.ts';

export interface CityBenchOptions {
  readonly rounds?: number;
  /** Scenarios of a round. */
  readonly scenarios?: number;
  /** Scenarios that the peer runs in a round. */
  readonly peerScenarios?: number;
  /** Files or a folder of a city; the public one beside the checkout, else the seed, by default. */
  readonly path?: string;
}

type City = Pick<GraphOfFiles, 'graph' | 'catalogue'>;

const horizonSeconds = 3600;
const kinds = ['power:Line', 'water:Pump', 'city:Road', 'water:Pipe'];
const kpis = ['servedPower', 'served.power', 'servedWater', 'travelTime', 'failed'];

/** Scenarios per second. The peer knows nothing of the scenario before: a graph and models of its own. */
export async function cityBench(options: CityBenchOptions = {}): Promise<Measured> {
  const { rounds = 3, scenarios = 120, peerScenarios = 3, path = publicCity() } = options;
  const city = graphOfFiles([path]);
  const lists = outagesOf(city, scenarios);
  const bench = pooledEngine();
  try {
    const ours = () => rateOf(bench.simulator, city, lists);
    const peer = () => coldRate(city, lists.slice(0, peerScenarios));
    await ours();
    const figures = await inTurn(rounds, ours, peer);
    const [result, other] = [median(figures.ours), median(figures.peer)];
    const details = {
      peer: 'each scenario cold, on a copy of the graph',
      city: path.endsWith('ndjson') ? 'the seed' : 'the public city',
      rounds,
      scenarios,
      twins: city.graph.size.twins,
      horizonSeconds,
      threads: bench.threads,
      ...(await alone(city, lists.slice(0, 24))),
      limit:
        'the mechanism that takes longest alone: what an outage leaves as it was is not solved',
    };
    const unit = 'coupled scenarios per second';
    return { name: 'city', result, peer: other, ratio: result / other, unit, details };
  } finally {
    await bench.close();
  }
}

function publicCity(): string {
  const beside = join(packageRoot(), '..', 'shared', 'data', 'city');
  return existsSync(beside) ? beside : join(packageRoot(), 'seeds', 'city', 'graph.ndjson');
}

/** So many single outages, of each kind in turn. */
function outagesOf({ graph }: City, count: number): (readonly Edit[])[] {
  const twins = kinds.map((kind) =>
    [...graph.nodesOf(`dtmi:linchpin:${kind};1`)].map((node) => graph.twinAt(node)?.id as string),
  );
  const present = twins.filter((ids) => ids.length > 0);
  return Array.from({ length: count }, (_, i) => {
    const ids = present[i % present.length] as string[];
    const twin = ids[(Math.floor(i / present.length) * 7) % ids.length] as string;
    return [{ outage: { twin, from: 0, until: horizonSeconds } }];
  });
}

async function rateOf(
  simulator: Simulator,
  { graph, catalogue }: City,
  lists: readonly (readonly Edit[])[],
) {
  const cases = lists.map((edits) => ({ edits, seed: 1 }));
  const scenario = { base: graph.revision, edits: [], seed: 1, horizonSeconds };
  const started = performance.now();
  const { problems } = await simulator.runCases({ graph, catalogue, scenario, cases, kpis });
  const seconds = (performance.now() - started) / 1000;
  if (problems[0] !== undefined) throw wrongAnswer('city', problems[0].message);
  return lists.length / seconds;
}

async function coldRate({ graph, catalogue }: City, lists: readonly (readonly Edit[])[]) {
  const started = performance.now();
  for (const edits of lists) {
    const copy = buildGraph({
      twins: structuredClone([...allTwins(graph)]),
      relationships: structuredClone([...allRelationships(graph)]),
      revision: graph.revision,
    });
    const scenario = { base: graph.revision, edits, seed: 1, horizonSeconds };
    await engine().run({ graph: copy, catalogue, scenario });
  }
  return (lists.length * 1000) / (performance.now() - started);
}

/** Scenarios per second with one mechanism, or with what depends on what alone, on this thread. */
async function alone(city: City, lists: readonly (readonly Edit[])[]) {
  const figures: Record<string, number> = {};
  for (const name of ['dependency', 'potential', 'water', 'congestion']) {
    const mechanisms = builtInMechanisms.filter((each) => each.name === name);
    for (const mechanism of mechanisms) await mechanism.load?.();
    figures[`${name}AlonePerSecond`] = rateAlone(city, lists, mechanisms);
  }
  return figures;
}

function rateAlone(
  { graph, catalogue }: City,
  lists: readonly (readonly Edit[])[],
  mechanisms: readonly Mechanism[],
): number {
  const scenario = { base: graph.revision, edits: [], seed: 1, horizonSeconds };
  const run = new Run(planOf(graph, catalogue, scenario), catalogue, {
    mechanisms,
    figuresOnly: true,
  });
  try {
    run.advance(Number.POSITIVE_INFINITY);
    const started = performance.now();
    for (const edits of lists) {
      run.restart(planOf(graph, catalogue, { ...scenario, edits }).outages, 1);
      run.advance(Number.POSITIVE_INFINITY);
    }
    return (lists.length * 1000) / (performance.now() - started);
  } finally {
    run.close();
  }
}
