/**
 * Time to survive and to recover of every site of a supply chain of 4,400, each with its certificate:
 * `linchpin bench time-to-survive`. The peer solves the whole program anew for some of the sites.
 */
import { loadSolver } from '../linear-program/solver.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { engine } from '../simulate/engine/engine.ts';
import { balanceModel } from '../simulate/mechanisms/balance/build-balance-model.ts';
import type { Survival, SurvivalReport } from '../simulate/survival.ts';
import { inTurn, type Measured, median, wrongAnswer } from './benchmark.ts';
import { type BenchGraph, benchGraph } from './core-graph.ts';
import { publishedTiers, tieredChain } from './tiered-chain.ts';
import { foreverDays, wholeSurvival } from './whole-survival.ts';

export interface TimeToSurviveOptions {
  readonly rounds?: number;
  /** Sites by tier. */
  readonly tiers?: readonly number[];
  /** Where all sites take longer, so many seconds of them at even distances stand for all. */
  readonly mostSeconds?: number;
  /** So long the peer solves in a round, one site at least. */
  readonly peerSeconds?: number;
}

const day = 86_400;
const recoverySeconds = 28 * day;
/** One of so many sites is asked beforehand, to see how long they take. */
const pilotEvery = 100;

/** Seconds for all sites. The times of the peer's sites have to be the same. */
export async function timeToSurviveBench(options: TimeToSurviveOptions = {}): Promise<Measured> {
  const { rounds = 2, tiers = publishedTiers, mostSeconds = 15, peerSeconds = 5 } = options;
  const changes = tieredChain(tiers);
  const { graph, catalogue } = benchGraph(changes);
  const all = sitesOf(graph, catalogue);
  await answered(benchGraph(tieredChain([1, 2, 2])), undefined);
  const pilot = everySo(all, Math.ceil(all.length / pilotEvery));
  const { seconds } = await answered(benchGraph(changes), pilot);
  const most = Math.ceil((mostSeconds * pilot.length) / seconds);
  const asked = everySo(all, Math.min(all.length, most));
  let last = { seconds, report: undefined as SurvivalReport | undefined };
  const ours = async () => {
    // A graph of its own for each round, as nothing that was computed before is to count.
    last = await answered(benchGraph(changes), asked.length < all.length ? asked : undefined);
    return (last.seconds * all.length) / asked.length;
  };
  let solved = 0;
  const peer = async () => {
    const survivals = last.report?.survivals ?? [];
    const each = await wholeSolves({ graph, catalogue }, { survivals, from: solved, peerSeconds });
    solved += each.sites;
    return all.length * each.secondsOfEach;
  };
  const figures = await inTurn(rounds, ours, peer);
  const [result, other] = [median(figures.ours), median(figures.peer)];
  const { survivals, solves } = last.report as SurvivalReport;
  const details = {
    peer: `HiGHS from nothing on the whole program, ${solved} sites, times all`,
    rounds,
    sites: all.length,
    ofThemMeasured: survivals.length,
    twins: graph.size.twins,
    solves,
    exposed: survivals.filter(({ isExposed }) => isExposed).length,
    neverFelt: survivals.filter(({ timeToSurvive }) => timeToSurvive === Infinity).length,
    largestGapSeconds: survivals.reduce((most, { gap }) => Math.max(most, gap), 0),
    millisecondsForEachSite: (result * 1000) / all.length,
    peerMillisecondsForEachSite: (other * 1000) / all.length,
    samePeerTimes: 'within 1e-6, asserted',
    limit: 'the pivots of the programs of the sites that are felt',
  };
  const unit = 'seconds for all sites';
  return { name: 'time-to-survive', result, peer: other, ratio: result / other, unit, details };
}

/** All stores and supplies of the chain. */
function sitesOf(graph: TwinGraph, catalogue: Catalogue): string[] {
  const model = balanceModel(graph, catalogue);
  return [...(model?.stores ?? []), ...(model?.supplies ?? [])].map(({ twin }) => twin);
}

/** So many of a list, at even distances. */
function everySo<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)] as T);
}

async function answered(chain: BenchGraph, twins: readonly string[] | undefined) {
  const request = { ...chain, recoverySeconds, ...(twins === undefined ? {} : { twins }) };
  const started = performance.now();
  const report = await engine().survival(request);
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
