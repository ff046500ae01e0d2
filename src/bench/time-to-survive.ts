/**
 * Time to survive and to recover of every site of a supply chain of 4,400, each with its certificate:
 * `linchpin bench time-to-survive`. The peer solves the whole program anew for some of the sites.
 */
import { loadSolver } from '../linear-program/solver.ts';
import type { Change } from '../model/change.ts';
import { balanceModel } from '../simulate/mechanisms/balance/build-balance-model.ts';
import type { Simulator } from '../simulate/simulator.ts';
import type { Survival, SurvivalReport } from '../simulate/survival.ts';
import { inTurn, type Measured, median, wrongAnswer } from './benchmark.ts';
import { type BenchGraph, benchGraph } from './core-graph.ts';
import { type BenchEngine, pooledEngine } from './pooled-engine.ts';
import { publishedTiers, tieredChain } from './tiered-chain.ts';
import { foreverDays, wholeSurvival } from './whole-survival.ts';

export interface TimeToSurviveOptions {
  readonly rounds?: number;
  /** Sites by tier. */
  readonly tiers?: readonly number[];
  /** So long the peer solves in a round, one site at least. */
  readonly peerSeconds?: number;
}

const day = 86_400;
const recoverySeconds = 28 * day;

/** Seconds for all sites. The times of the peer's sites have to be the same. */
export async function timeToSurviveBench(options: TimeToSurviveOptions = {}): Promise<Measured> {
  const bench = pooledEngine();
  try {
    return await measured(bench, options);
  } finally {
    await bench.close();
  }
}

async function measured(
  { simulator, threads }: BenchEngine,
  { rounds = 1, tiers = publishedTiers, peerSeconds = 5 }: TimeToSurviveOptions,
): Promise<Measured> {
  const changes = tieredChain(tiers);
  const { graph, catalogue } = benchGraph(changes);
  await answered(simulator, tieredChain([1, 2, 2]));
  let report: SurvivalReport | undefined;
  const ours = async () => {
    const all = await answered(simulator, changes);
    report = all.report;
    return all.seconds;
  };
  let solved = 0;
  const peer = async () => {
    const survivals = report?.survivals ?? [];
    const each = await wholeSolves({ graph, catalogue }, { survivals, from: solved, peerSeconds });
    solved += each.sites;
    return survivals.length * each.secondsOfEach;
  };
  const figures = await inTurn(rounds, ours, peer);
  const [result, other] = [median(figures.ours), median(figures.peer)];
  const single = await answered(simulator, tieredChain(tiers, { dualShare: 0 }));
  const { survivals, solves } = report as SurvivalReport;
  const details = {
    peer: `HiGHS from nothing on the whole program, ${solved} sites, times all`,
    rounds,
    threads,
    sites: survivals.length,
    twins: graph.size.twins,
    solves,
    exposed: survivals.filter(({ isExposed }) => isExposed).length,
    neverFelt: survivals.filter(({ timeToSurvive }) => timeToSurvive === Infinity).length,
    largestGapSeconds: survivals.reduce((most, { gap }) => Math.max(most, gap), 0),
    millisecondsForEachSite: (result * 1000) / survivals.length,
    peerMillisecondsForEachSite: (other * 1000) / survivals.length,
    secondsWithoutSecondSources: single.seconds,
    solvesWithoutSecondSources: single.report.solves,
    samePeerTimes: 'within 1e-6, asserted',
    limit: 'writing the programs of sites with second sources, and their pivots, on each core',
  };
  const unit = 'seconds for all sites';
  return { name: 'time-to-survive', result, peer: other, ratio: result / other, unit, details };
}

/** Of a graph of its own each time, as nothing that was computed before is to count. */
async function answered(simulator: Simulator, changes: readonly Change[]) {
  const request = { ...benchGraph(changes), recoverySeconds };
  const started = performance.now();
  const report = await simulator.survival(request);
  return { seconds: (performance.now() - started) / 1000, report };
}

interface PeerRound {
  readonly survivals: readonly Survival[];
  /** Which of them the peer begins with. */
  readonly from: number;
  readonly peerSeconds: number;
}

/** Sites in steps through all of them, until the time is over. */
async function wholeSolves(
  { graph, catalogue }: BenchGraph,
  { survivals, from, peerSeconds }: PeerRound,
) {
  const model = balanceModel(graph, catalogue);
  const solver = await loadSolver();
  if (model === undefined) throw wrongAnswer('time-to-survive', 'there is no chain');
  let [sites, seconds] = [0, 0];
  while (seconds < peerSeconds && sites < survivals.length) {
    const { twin, timeToSurvive } = survivals[((from + sites) * 37) % survivals.length] as Survival;
    const started = performance.now();
    const solution = solver.solve(wholeSurvival(model, twin));
    seconds += (performance.now() - started) / 1000;
    sites++;
    const own = Math.min(timeToSurvive / day, foreverDays);
    const whole = solution.status === 'optimal' ? solution.objective : Number.NaN;
    if (Math.abs(own - whole) <= 1e-6 * Math.max(1, whole)) continue;
    throw wrongAnswer('time-to-survive', `without ${twin} ${own} days, and ${whole} by HiGHS`);
  }
  return { sites, secondsOfEach: seconds / sites };
}
