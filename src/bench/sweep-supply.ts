/**
 * A million what-ifs of a supply chain by the generic engine: `linchpin bench sweep-supply`. Beside
 * it stockpyl replays a few of them, and both come to the same cost.
 */
import { BalanceBatch } from '../simulate/mechanisms/balance/balance-batch.ts';
import { balanceModel } from '../simulate/mechanisms/balance/build-balance-model.ts';
import type { Simulator } from '../simulate/simulator.ts';
import { inTurn, type Measured, median, wrongAnswer } from './benchmark.ts';
import { pooledEngine } from './pooled-engine.ts';
import { findPythonPeer, type PythonPeer } from './python-peer.ts';
import { type StockpylRuns, stockpylScript } from './stockpyl-script.ts';
import {
  casesOf,
  chain,
  editsOf,
  level,
  requestOf,
  stageOutages,
  stages,
  weeks,
} from './supply-sweep.ts';

export interface SweepSupplyOptions {
  readonly rounds?: number;
  readonly whatIfs?: number;
  /** What-ifs that the peer replays in a round. */
  readonly replays?: number;
  /** Whether to look for stockpyl; else single runs of the engine take its place. */
  readonly python?: boolean;
}

const supply = chain();

/** What-ifs per second. */
export async function sweepSupplyBench(options: SweepSupplyOptions = {}): Promise<Measured> {
  const { rounds = 3, whatIfs = 1_000_000, replays = 10, python = true } = options;
  const bench = pooledEngine();
  try {
    const { simulator, threads } = bench;
    const found = await findPythonPeer('stockpyl', python);
    const cases = casesOf(whatIfs);
    const ours = () => rateOf(simulator, cases);
    await rateOf(simulator, cases.slice(0, 20_000));
    const peer =
      'peer' in found
        ? () => replayed(simulator, found.peer, replays)
        : () => singleRuns(simulator, replays);
    const figures = await inTurn(rounds, ours, peer);
    const [result, other] = [median(figures.ours), median(figures.peer)];
    const details = {
      peer: 'peer' in found ? found.peer.name : `our own single runs (${found.missing})`,
      ...('peer' in found ? { sameCostAsPeer: 'within 1e-9, asserted' } : {}),
      rounds,
      whatIfs,
      threads,
      seconds: whatIfs / result,
      secondsForMillion: 1_000_000 / result,
      storePeriodsPerSecond: result * stages * weeks,
      kernelAloneOnOneCore: kernelRate(Math.min(whatIfs, 100_000)),
      singleRunsPerSecond: await singleRuns(simulator, replays),
      limit: 'the kernel on each core: the rest is handing cases over and reading figures',
    };
    const unit = 'what-ifs per second';
    return { name: 'sweep-supply', result, peer: other, ratio: result / other, unit, details };
  } finally {
    await bench.close();
  }
}

async function rateOf(simulator: Simulator, cases: ReturnType<typeof casesOf>): Promise<number> {
  const started = performance.now();
  const { figures, problems } = await simulator.runCases(requestOf(supply, cases));
  const seconds = (performance.now() - started) / 1000;
  if (problems.length > 0 || figures.some(Number.isNaN))
    throw wrongAnswer('sweep-supply', 'a case has no figures');
  return cases.length / seconds;
}

/** The batch of the balance mechanism without the engine around it, on this thread. */
function kernelRate(count: number): number {
  const model = balanceModel(supply.graph, supply.catalogue);
  if (model === undefined) throw wrongAnswer('sweep-supply', 'there is no chain');
  const batch = new BalanceBatch(model, weeks);
  const cases = Array.from({ length: count }, (_, i) => ({ seed: i % 250 }));
  batch.run(cases.slice(0, 10_000));
  const started = performance.now();
  batch.run(cases);
  return (count * 1000) / (performance.now() - started);
}

/** One run after the other, with all its outputs. */
async function singleRuns(simulator: Simulator, count: number): Promise<number> {
  const request = requestOf(supply, []);
  const started = performance.now();
  for (const { edits, seed } of casesOf(count)) {
    await simulator.run({ ...request, scenario: { ...request.scenario, edits, seed } });
  }
  return (count * 1000) / (performance.now() - started);
}

/** What-ifs per second of stockpyl, of given demand, so that the costs can be compared. */
async function replayed(simulator: Simulator, peer: PythonPeer, count: number): Promise<number> {
  // Its external supplier, of whom the last stage is served, always ships.
  const all = stageOutages().filter(({ stage, kind }) => stage < stages || kind === 'orders');
  const cases = Array.from({ length: count }, (_, i) => all[(i * 997) % all.length]);
  const outages = cases.filter((each) => each !== undefined);
  const demand = Array.from({ length: weeks }, (_, i) => 8 + ((i * 7) % 5));
  const asked = { stages, periods: weeks, level, demand, cases: outages };
  const { seconds, costs } = await peer.run<StockpylRuns>(stockpylScript, asked);
  const own = outages.map((outage) => ({ edits: editsOf(outage), seed: 1 }));
  const request = { ...requestOf(chain(demand), own), kpis: ['cost'] };
  const { figures } = await simulator.runCases(request);
  costs.forEach((cost, i) => {
    const off = Math.abs((figures[i] as number) - cost) / Math.max(1, Math.abs(cost));
    if (!(off < 1e-9))
      throw wrongAnswer(
        'sweep-supply',
        `case ${i} costs ${figures[i]}, and ${cost} by ${peer.name}`,
      );
  });
  return count / seconds;
}
