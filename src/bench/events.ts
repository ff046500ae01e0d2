/** Events per second of one M/M/1 queue on one core: `linchpin bench events`. */
import { confidence } from '../simulate/mechanisms/queue/confidence.ts';
import type { QueueModel } from '../simulate/mechanisms/queue/queue-model.ts';
import { QueueSimulation } from '../simulate/mechanisms/queue/queue-simulation.ts';
import { batchMeans } from '../simulate/mechanisms/queue/replicate.ts';
import { inTurn, type Measured, median, wrongAnswer } from './benchmark.ts';
import { findPythonPeer } from './python-peer.ts';

export interface EventsBenchOptions {
  readonly rounds?: number;
  /** Customers of a round. */
  readonly customers?: number;
  /** Customers of a round of the peer. */
  readonly peerCustomers?: number;
  /** Whether to look for SimPy; else a loop of our own without an engine takes its place. */
  readonly python?: boolean;
}

/** Customers come at 0.8 and are served at 1 a second; each arrival and each departure is an event. */
const model: QueueModel = {
  stations: [{ twin: 'server', time: { kind: 'exponential', mean: 1 }, routes: [] }],
  sources: [
    {
      twin: 'door',
      jobs: { kind: 'open', between: { kind: 'exponential', mean: 1.25 }, whenFull: 'lost' },
      entries: [{ station: 0, share: 1 }],
      mix: [{ type: 0, share: 1 }],
    },
  ],
  types: [{ name: 'customer', family: 0 }],
  calendars: [],
  transporters: [],
};

/** 1 / (μ − λ). */
const meanTime = 5;
const batches = 20;

/** Events per second; the mean time in the system has to be 5 within its confidence interval. */
export async function eventsBench(options: EventsBenchOptions = {}): Promise<Measured> {
  const { rounds = 5, customers = 2_000_000, peerCustomers = 40_000, python = true } = options;
  const found = await findPythonPeer('simpy', python);
  const ours = async () => simulated(customers);
  const peer =
    'peer' in found
      ? async () => 2 * (await found.peer.run<{ rate: number }>(script, peerCustomers)).rate
      : async () => withoutEngine(customers);
  await ours();
  const figures = await inTurn(rounds, ours, peer);
  const [result, other] = [median(figures.ours), median(figures.peer)];
  const time = timeInSystem(customers);
  const details = {
    peer: 'peer' in found ? found.peer.name : `a loop without an engine (${found.missing})`,
    rounds,
    customers,
    customersPerSecond: result / 2,
    peerCustomersPerSecond: other / 2,
    meanTimeInSystem: time.mean,
    halfWidth: time.halfWidth,
    meanByFormula: meanTime,
    withoutEnginePerSecond: withoutEngine(customers),
    limit: 'the heap, the line and the tallies of an event; draws alone are withoutEnginePerSecond',
  };
  const unit = 'events per second on one core';
  return { name: 'events', result, peer: other, ratio: result / other, unit, details };
}

function simulated(customers: number): number {
  const simulation = new QueueSimulation(model, { seed: 1 });
  const started = performance.now();
  simulation.run(customers * 1.25);
  return (simulation.events * 1000) / (performance.now() - started);
}

function timeInSystem(customers: number) {
  const horizon = customers * 1.25;
  const means = batchMeans(model, { seed: 1, warmUp: horizon / batches, horizon, batches });
  const time = confidence(means.map(({ flowTime }) => flowTime));
  // Beyond twice the half-width by chance once in ten thousand seeds; this is one seed.
  if (Math.abs(time.mean - meanTime) <= 2 * time.halfWidth) return time;
  throw wrongAnswer('events', `customers stay ${time.mean} ± ${time.halfWidth} s instead of 5`);
}

/** Lindley's recursion of waiting times, with a plain generator: what no engine can go below. */
function withoutEngine(customers: number): number {
  let state = 1;
  const exponential = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return -Math.log((state + 0.5) / 2 ** 32);
  };
  const started = performance.now();
  let wait = 0;
  for (let i = 0; i < customers; i++)
    wait = Math.max(0, wait + exponential() - 1.25 * exponential());
  const seconds = (performance.now() - started) / 1000;
  return Number.isNaN(wait) ? 0 : (2 * customers) / seconds;
}

const script = `
import json, random, sys, time
import simpy

count = json.load(sys.stdin)
draw = random.Random(1).expovariate
stays = []

def customer(env, server):
    came = env.now
    with server.request() as turn:
        yield turn
        yield env.timeout(draw(1.0))
    stays.append(env.now - came)

def door(env, server):
    for _ in range(count):
        yield env.timeout(draw(0.8))
        env.process(customer(env, server))

env = simpy.Environment()
env.process(door(env, simpy.Resource(env)))
started = time.perf_counter()
env.run()
print(json.dumps({"rate": count / (time.perf_counter() - started), "mean": sum(stays) / count}))
`;
