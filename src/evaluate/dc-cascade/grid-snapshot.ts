/**
 * A power grid at one moment, as cascades of its lines run on it: parallel lines merged, power
 * balanced, every line with a rating. Made from case files and by the generated families.
 */
import { LinchpinError } from '../../model/errors.ts';
import { DcFlow, SingularNetwork } from '../../simulate/mechanisms/potential/dc-flow.ts';
import type { DcNetwork } from '../../simulate/mechanisms/potential/dc-network.ts';
import { balanced } from './island-balance.ts';

export interface GridSnapshot {
  /** No two lines join the same nodes; sources give what `generation` says. */
  readonly network: DcNetwork;
  /** Megawatt by node, at least 0. */
  readonly demand: Float64Array;
  /** Megawatt by node, at least 0. */
  readonly generation: Float64Array;
  /** Megawatt by line, above 0. */
  readonly rating: Float64Array;
}

/** A line as it is given, before parallel ones are merged. */
export interface SnapshotLine {
  readonly from: number;
  readonly to: number;
  /** Megawatt per radian. */
  readonly susceptance: number;
  /** Megawatt; absent or not above 0 where there is none. */
  readonly rating?: number;
}

export interface SnapshotParts {
  readonly lines: readonly SnapshotLine[];
  /** Megawatt by node. */
  readonly demand: Float64Array;
  readonly generation: Float64Array;
  /** Rating over flow of a line without a rating, above 1. */
  readonly margin: (line: number) => number;
}

/** A rating made from a flow is at least this share of the mean flow. */
const leastShare = 0.3;

/**
 * Susceptances and ratings of parallel lines add up. Where none is given, a rating is the flow while
 * all lines work times the margin. Throws BAD_USER_INPUT for susceptances that cancel one another.
 */
export function gridSnapshot({ lines, demand, generation, margin }: SnapshotParts): GridSnapshot {
  const merged = mergeParallel(lines, demand.length);
  const network: DcNetwork = {
    nodeCount: demand.length,
    from: Int32Array.from(merged, ({ from }) => from),
    to: Int32Array.from(merged, ({ to }) => to),
    susceptance: Float64Array.from(merged, ({ susceptance }) => susceptance),
    shift: new Float64Array(merged.length),
    reference: new Uint8Array(demand.length),
    source: generation,
  };
  const flows = flowsWithout({ network, demand, generation }, []);
  const mean = flows.reduce((sum, flow) => sum + Math.abs(flow), 0) / Math.max(1, flows.length);
  const rating = flows.map((flow, line) => {
    const given = merged[line]?.rating ?? 0;
    if (given > 0) return given;
    return Math.max(margin(line) * Math.abs(flow), leastShare * mean, 1e-6);
  });
  return { network, demand, generation, rating };
}

/** Flows in megawatt by line with some lines out, each island balanced. Throws BAD_USER_INPUT. */
export function flowsWithout(
  { network, demand, generation }: Omit<GridSnapshot, 'rating'>,
  lost: readonly number[],
): Float64Array {
  const out = new Uint8Array(network.from.length);
  for (const line of lost) out[line] = 1;
  return namingPlace(() => {
    const flow = new DcFlow(network, out);
    return flow.flows(balanced({ demand, generation }, flow.islands));
  });
}

/** Runs a solution; a singular place becomes a refusal that names it. */
export function namingPlace<T>(solve: () => T): T {
  try {
    return solve();
  } catch (cause) {
    if (!(cause instanceof SingularNetwork)) throw cause;
    const problem = {
      code: 'BAD_USER_INPUT',
      where: `node ${cause.node}`,
      message: 'the susceptances around it cancel one another',
      expected: 'reactances whose sum is not zero',
      action: 'correct the reactances of its lines',
    } as const;
    throw new LinchpinError(problem, { cause });
  }
}

/** In the order in which pairs of nodes first come; lines that carry nothing together are left out. */
function mergeParallel(lines: readonly SnapshotLine[], nodeCount: number): SnapshotLine[] {
  const merged = new Map<number, SnapshotLine>();
  for (const line of lines) {
    if (line.from === line.to) continue;
    const [from, to] = [Math.min(line.from, line.to), Math.max(line.from, line.to)];
    const before = merged.get(from * nodeCount + to);
    const rating = (before?.rating ?? 0) + (line.rating ?? 0);
    const susceptance = (before?.susceptance ?? 0) + line.susceptance;
    // A parallel line without limit leaves the pair without one.
    const isLimited = isRated(line) && (before === undefined || isRated(before));
    merged.set(from * nodeCount + to, {
      from,
      to,
      susceptance,
      rating: isLimited ? rating : 0,
    });
  }
  return [...merged.values()].filter(({ susceptance }) => susceptance !== 0);
}

function isRated({ rating = 0 }: SnapshotLine): boolean {
  return rating > 0 && Number.isFinite(rating);
}
