/**
 * Which twins matter most for a key figure: each is taken out in turn, and the figure compared with
 * that of the run with all of them under the same random numbers. Called by the API.
 */
import { compareText } from '../../model/compare-text.ts';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { allTwins } from '../../model/graph-records.ts';
import type { Edit } from '../../model/scenario.ts';
import { confidenceInterval } from '../../statistics/confidence-interval.ts';
import type { Gain } from '../bottlenecks/bottleneck.ts';
import { checkRuns, type KpiQuestion, type KpiRooms, KpiRuns, meanOf } from '../kpi-runs.ts';
import { candidatesOf } from './candidates.ts';

export interface CriticalityRequest extends KpiQuestion {
  /** Ids; all twins by default. `NOT_FOUND` for one that is not there. */
  readonly twins?: readonly string[];
  /** Of the outage, in seconds after the start: from the start for good by default. */
  readonly from?: number;
  readonly until?: number;
  /** Run at most so many twins: those that screening puts first. */
  readonly most?: number;
}

export interface Criticality {
  readonly kpi: KpiRuns['kpi'];
  /** The figure with nothing out: a mean where it is random. */
  readonly base: number;
  readonly random: boolean;
  /** The most critical first, ties by id. */
  readonly twins: readonly TwinCriticality[];
  readonly counts: CriticalityCounts;
}

export interface CriticalityCounts {
  /** Twins that were asked for, and what became of them. */
  readonly asked: number;
  readonly run: number;
  /** Their loss can change nothing. */
  readonly pruned: number;
  /** Of those run, how many a mechanism named with a price, a cut or a bottleneck. */
  readonly screened: number;
  /** Not run, as only `most` were wanted. */
  readonly left: number;
  /** Simulations in all. */
  readonly simulations: number;
}

export interface TwinCriticality {
  readonly twin: string;
  /** 1 is the most critical; twins that cannot be told apart share one, the next ones follow after. */
  readonly rank: number;
  /** Of the figure without the twin, less with it. */
  readonly difference: number;
  /** 95 % confidence interval of the difference; a point where nothing is random. */
  readonly interval: readonly [number, number];
  /** What one more unit of it would do to a key figure, where a mechanism has a price. */
  readonly gain?: Gain;
  /** Why it could not be taken out; difference and interval are 0 then, and it comes last. */
  readonly problem?: Problem;
}

export async function criticality(
  rooms: KpiRooms,
  request: CriticalityRequest,
): Promise<Criticality> {
  const { catalogue, looked: graph = rooms.snapshot } = rooms;
  const asked = twinsOf(graph, request.twins);
  checkTimes(request);
  const runs = await KpiRuns.open(rooms, request);
  const found = candidatesOf({ graph, catalogue, kpi: request.kpi }, asked, runs.base);
  const ids = found.ids.slice(0, request.most);
  const action = 'ask for fewer twins with twins, model or most, or use startSweep with removals';
  checkRuns('criticality', (ids.length + 1) * runs.replications, action);
  const { from = 0, until } = request;
  const removal = (twin: string): Edit => ({
    outage: { twin, from, ...(until !== undefined && { until }) },
  });
  const [base, ...without] = await runs.figures([[], ...ids.map((id) => [removal(id)])]);
  if (base === undefined || 'code' in base) throw new LinchpinError(base as Problem);
  const effects = ids.map((id, i) => effectOf(id, base, without[i] as Float64Array | Problem));
  return {
    kpi: runs.kpi,
    base: meanOf(base),
    random: runs.random,
    twins: ranked(runs, effects).map((each) => {
      const gain = found.named.get(each.twin)?.gain;
      return gain === undefined ? each : { ...each, gain };
    }),
    counts: {
      asked: asked.length,
      run: ids.length,
      pruned: found.pruned.length,
      screened: Math.min(found.screened, ids.length),
      left: found.ids.length - ids.length,
      simulations: runs.count,
    },
  };
}

interface Effect {
  readonly twin: string;
  /** Of each replication. */
  readonly differences: readonly number[];
  readonly problem?: Problem;
}

function effectOf(twin: string, base: Float64Array, without: Float64Array | Problem): Effect {
  if ('code' in without) return { twin, differences: [0], problem: without };
  return { twin, differences: Array.from(without, (value, r) => value - (base[r] as number)) };
}

/** By falling loss. Twins share the rank of the first whose loss theirs cannot be told from. */
function ranked(runs: KpiRuns, effects: readonly Effect[]): TwinCriticality[] {
  const loss = ({ differences }: Effect) => -runs.gain(meanOf(differences));
  const sorted = [...effects].sort(
    (a, b) =>
      Number(a.problem !== undefined) - Number(b.problem !== undefined) ||
      loss(b) - loss(a) ||
      compareText(a.twin, b.twin),
  );
  let leader = sorted[0];
  let rank = 1;
  return sorted.map((effect, place) => {
    if (leader !== undefined && !isTie(leader, effect)) {
      leader = effect;
      rank = place + 1;
    }
    const { twin, differences, problem } = effect;
    const interval = confidenceInterval(differences);
    const shared = { twin, rank, difference: meanOf(differences), interval };
    return problem === undefined ? shared : { ...shared, problem };
  });
}

/** Equal up to rounding, or the interval of the paired difference holds 0. */
function isTie(a: Effect, b: Effect): boolean {
  if ((a.problem === undefined) !== (b.problem === undefined)) return false;
  const [x, y] = [meanOf(a.differences), meanOf(b.differences)];
  if (Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y))) return true;
  if (a.differences.length < 2 || b.differences.length < 2) return false;
  const pairs = a.differences.map((value, r) => value - (b.differences[r] as number));
  const [low, high] = confidenceInterval(pairs);
  return low <= 0 && high >= 0;
}

function twinsOf(graph: TwinGraph, asked: readonly string[] | undefined): string[] {
  if (asked === undefined) return Array.from(allTwins(graph), ({ id }) => id).sort(compareText);
  const unknown = asked.find((id) => graph.indexOf(id) < 0);
  if (unknown !== undefined) {
    throw new LinchpinError({
      code: 'NOT_FOUND',
      where: `twins/${unknown}`,
      message: 'no twin has this id',
      action: 'check the spelling, or leave it out for all',
    });
  }
  return [...new Set(asked)];
}

function checkTimes({ from = 0, until, most }: CriticalityRequest): void {
  if (!(from >= 0 && from < (until ?? Number.POSITIVE_INFINITY))) {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: 'until',
      message: `an outage from ${from} until ${until ?? 'for good'} is none`,
      expected: 'seconds from 0 on, and an end after the start',
    });
  }
  if (most === undefined || (Number.isInteger(most) && most >= 1)) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'most',
    message: `${most} is not a number of twins`,
    expected: 'a whole number from 1 on',
  });
}
