/**
 * The choice by one program, where a mechanism can write it, and the runs that bear it out: what a
 * run says counts. Called by `optimise`.
 */
import type { KpiRooms } from '../kpi-runs.ts';
import { defaultSeed } from '../run-defaults.ts';
import type { OptimiseRequest } from './request.ts';
import { neighboursOf, runAll } from './search.ts';
import type { Subset, Subsets } from './subsets.ts';

export interface ProgramResult {
  /** Absent where runs did not bear the program out. */
  readonly best?: Subset;
  /** As a score. */
  readonly bound?: number;
  /** Whether the bound is one on choices that leave no demand unserved alone. */
  readonly onlyServing?: boolean;
  readonly remark?: string;
}

/** Solvers and runs agree to this, relative to the figure. */
const tolerance = 1e-6;

/** So many neighbours of the choice are run to see that none is better. */
const mostNeighbours = 128;

/** Undefined where no program says what the figure comes to. */
export async function byProgram(
  { snapshot: graph, catalogue, simulator }: KpiRooms,
  { before = [], seed = defaultSeed, horizonSeconds, signal, ...asked }: OptimiseRequest,
  subsets: Subsets,
): Promise<ProgramResult | undefined> {
  if (simulator.choose === undefined || subsets.runs.random) return undefined;
  const { kpi, budget, candidates } = asked;
  const scenario = { base: graph.revision, edits: before, seed, horizonSeconds };
  const found = await simulator.choose({
    ...{ graph, catalogue, scenario, kpi, budget, candidates },
    ...(signal && { signal }),
  });
  if (found === undefined) return undefined;
  if (!subsets.isAffordable(found.chosen)) {
    const cost = subsets.cost(found.chosen);
    return { remark: `the mixed-integer program overdrew the budget by rounding, at ${cost}` };
  }
  await subsets.run([found.chosen]);
  const { runs } = subsets;
  const [run, program] = [subsets.score(found.chosen), runs.gain(found.value)];
  const near = tolerance * Math.max(1, Math.abs(run));
  if (!(Math.abs(run - program) <= near)) {
    return { remark: `the mixed-integer program came to ${found.value}, a run did not` };
  }
  const best = await trimmed(subsets, found.chosen);
  await runAll(subsets, affordableNeighbours(subsets, best));
  const bound = Math.max(subsets.score(best), runs.gain(found.bound));
  if (subsets.score(subsets.ranked()[0] as Subset) > bound + near) {
    return { remark: `a run came out better than the bound of the mixed-integer program` };
  }
  const isTight = bound <= subsets.score(best) + near;
  return {
    best,
    bound: isTight ? subsets.score(best) : bound,
    onlyServing: found.onlyServing,
    ...(found.onlyServing && { remark: 'the bound is on choices that leave no demand unserved' }),
  };
}

/** Without what changes nothing, the dearest first. */
async function trimmed(subsets: Subsets, chosen: Subset): Promise<Subset> {
  const cost = (i: number) => subsets.cost([i]);
  let best = chosen;
  for (const left of [...chosen].sort((a, b) => cost(b) - cost(a) || b - a)) {
    const less = best.filter((i) => i !== left);
    await subsets.run([less]);
    const score = subsets.score(best);
    if (subsets.score(less) >= score - 1e-9 * Math.max(1, Math.abs(score))) best = less;
  }
  return best;
}

function affordableNeighbours(subsets: Subsets, best: Subset): Subset[] {
  return neighboursOf(subsets, best)
    .filter((each) => subsets.isAffordable(each))
    .slice(0, mostNeighbours);
}
