/**
 * A change of layout in a job shop of 100 stations, 500 jobs and 60 replications, each time another
 * station getting a second machine: `linchpin bench layout`. The peer is SimPy on a sample.
 */
import type { Edit } from '../model/scenario.ts';
import { Branch } from '../scenario/branch.ts';
import { queueModel } from '../simulate/mechanisms/queue/build-queue-model.ts';
import { estimate } from '../simulate/mechanisms/queue/estimate.ts';
import { QueueSimulation } from '../simulate/mechanisms/queue/queue-simulation.ts';
import type { Simulator } from '../simulate/simulator.ts';
import { inTurn, type Measured, median, percentile, wrongAnswer } from './benchmark.ts';
import type { BenchGraph } from './core-graph.ts';
import {
  horizonOf,
  type JobShopSize,
  jobShop,
  meanTimes,
  routesOf,
  secondsBetweenJobs,
  stationName,
} from './job-shop.ts';
import { pooledEngine } from './pooled-engine.ts';
import { findPythonPeer, type PythonPeer } from './python-peer.ts';

export interface LayoutBenchOptions extends Partial<JobShopSize> {
  /** Changes that are measured; the figure is their 95th percentile. */
  readonly changes?: number;
  readonly replications?: number;
  /** Jobs that the peer simulates once in a round. */
  readonly peerJobs?: number;
  /** Whether to look for SimPy; else one thread of our own takes its place. */
  readonly python?: boolean;
}

interface Shop extends BenchGraph, JobShopSize {
  readonly replications: number;
}

/** The 95th percentile of the seconds from the change to its key figures. */
export async function layoutBench(options: LayoutBenchOptions = {}): Promise<Measured> {
  const { stations = 100, jobs = 500, replications = 60, changes = 20 } = options;
  const { peerJobs = 20, python = true } = options;
  const shop: Shop = { ...jobShop({ stations, jobs }), stations, jobs, replications };
  const analytic = analyticFigures(shop, changes);
  const { name: peerName, seconds: peer } = await peerOf(shop, { peerJobs, python });
  const bench = pooledEngine();
  try {
    await changeSeconds(bench.simulator, shop, 0);
    let turn = 1;
    const rounds = Math.min(3, changes);
    const some = Math.ceil(changes / rounds);
    const times: number[] = [];
    const ours = async () => {
      for (let i = 0; i < some; i++) times.push(await changeSeconds(bench.simulator, shop, turn++));
      return percentile(times, 0.95);
    };
    const figures = await inTurn(rounds, ours, peer);
    const [result, other] = [percentile(times, 0.95), median(figures.peer)];
    const operations = stations * jobs * replications;
    const details = {
      peer: peerName,
      ...{ stations, jobs, replications },
      changes: times.length,
      threads: bench.threads,
      medianSeconds: median(times),
      operationsPerSecond: operations / median(times),
      oneThreadWithoutEngineSeconds: replications * aloneSeconds(shop),
      ...analytic,
      limit: 'the events of the replications on each core',
    };
    const unit = 'seconds to the figures of a changed layout, p95';
    return { name: 'layout', result, peer: other, ratio: result / other, unit, details };
  } finally {
    await bench.close();
  }
}

/** SimPy, or one thread of our own in its place. */
async function peerOf(
  shop: Shop,
  { peerJobs, python }: Required<Pick<LayoutBenchOptions, 'peerJobs' | 'python'>>,
) {
  const found = await findPythonPeer('simpy', python);
  if ('peer' in found) {
    const name = `${found.peer.name}, ${peerJobs} jobs once, times the operations`;
    return { name, seconds: () => simpySeconds(found.peer, shop, peerJobs) };
  }
  const name = `one thread without the engine (${found.missing})`;
  return { name, seconds: async () => shop.replications * aloneSeconds(shop) };
}

function secondMachine(turn: number, { stations }: Shop): readonly Edit[] {
  const station = stationName((turn * 37) % stations);
  return [{ set: { twin: station, property: 'servers', value: 2 } }];
}

/** The answers by formulas: before any change, after the first, and after others. */
function analyticFigures(shop: Shop, changes: number) {
  const asItIs = unchangedMilliseconds(shop);
  const first = analyticMilliseconds(shop, 0);
  const warm = Array.from({ length: changes }, (_, i) => analyticMilliseconds(shop, i + 1));
  return {
    answerBeforeAnyChangeMilliseconds: asItIs,
    firstAnalyticAnswerMilliseconds: first,
    nextAnalyticAnswersMilliseconds: median(warm),
    nextAnalyticAnswersP95Milliseconds: percentile(warm, 0.95),
    ofThatFormulasMilliseconds: formulaMilliseconds(shop),
  };
}

/** The answer for the shop as it is, the first in this process: all of the graph is read. */
function unchangedMilliseconds({ graph, catalogue }: Shop): number {
  const started = performance.now();
  estimate(queueModel(graph, catalogue).model);
  return performance.now() - started;
}

/** From the edit to utilisation, queues and flow time by formula; only what differs is read. */
function analyticMilliseconds(shop: Shop, turn: number): number {
  const { graph, catalogue } = shop;
  const started = performance.now();
  const branch = Branch.at({ base: graph, catalogue, seed: 1, horizonSeconds: horizonOf(shop) });
  const edited = branch.fork(secondMachine(turn, shop)).graph();
  const answer = estimate(queueModel(edited, catalogue).model);
  const passed = performance.now() - started;
  if (!Number.isFinite(answer.flowTime)) throw wrongAnswer('layout', 'there is no analytic answer');
  return passed;
}

/** The formulas alone, of a model that is there. */
function formulaMilliseconds({ graph, catalogue }: Shop): number {
  const { model } = queueModel(graph, catalogue);
  const started = performance.now();
  estimate(model);
  return performance.now() - started;
}

async function changeSeconds(simulator: Simulator, shop: Shop, turn: number): Promise<number> {
  const { graph, catalogue, replications } = shop;
  const edits = secondMachine(turn, shop);
  const scenario = { base: graph.revision, edits, seed: 1, horizonSeconds: horizonOf(shop) };
  const cases = Array.from({ length: replications }, (_, seed) => ({ edits: [], seed }));
  const kpis = ['throughput', 'flowTime', 'workInProgress'];
  const started = performance.now();
  const { figures } = await simulator.runCases({ graph, catalogue, scenario, cases, kpis });
  const seconds = (performance.now() - started) / 1000;
  if (figures.some(Number.isNaN)) throw wrongAnswer('layout', 'a replication has no figures');
  return seconds;
}

/** One replication by the event engine alone, on this thread. */
function aloneSeconds(shop: Shop): number {
  const { model } = queueModel(shop.graph, shop.catalogue);
  const started = performance.now();
  const simulation = new QueueSimulation(model, { seed: 1 });
  simulation.run(horizonOf(shop), true);
  const seconds = (performance.now() - started) / 1000;
  if (simulation.tally.left !== shop.jobs) throw wrongAnswer('layout', 'not all jobs are done');
  return seconds;
}

/** Seconds that all replications of all jobs would take, at the peer's rate of operations. */
async function simpySeconds(peer: PythonPeer, shop: Shop, peerJobs: number): Promise<number> {
  const { stations, jobs, replications } = shop;
  const asked = { times: meanTimes(stations), routes: routesOf(stations), jobs: peerJobs };
  const between = secondsBetweenJobs;
  const { rate } = await peer.run<{ rate: number }>(script, { ...asked, between });
  return (stations * jobs * replications) / rate;
}

const script = `
import json, random, sys, time
import simpy

asked = json.load(sys.stdin)
draw = random.Random(1).expovariate

def job(env, stations, route):
    for station in route:
        with stations[station].request() as turn:
            yield turn
            yield env.timeout(draw(1 / asked["times"][station]))

def orders(env, stations):
    routes = asked["routes"]
    for number in range(asked["jobs"]):
        yield env.timeout(draw(1 / asked["between"]))
        env.process(job(env, stations, routes[number % len(routes)]))

env = simpy.Environment()
env.process(orders(env, [simpy.Resource(env) for _ in asked["times"]]))
started = time.perf_counter()
env.run()
seconds = time.perf_counter() - started
print(json.dumps({"rate": asked["jobs"] * len(asked["times"]) / seconds}))
`;
