/**
 * Chooses among edits under a budget for a key figure: by one program where a mechanism can write it;
 * else all that is affordable is run where that is little; else a local search, with a bound by
 * branch and bound where more is never worse. Where the figure is random, the best few are run again
 * until it is known which is best. Called by the API.
 */
import { confidenceInterval } from '../../statistics/confidence-interval.ts';
import { TopSelection } from '../../statistics/top-selection.ts';
import { type KpiRooms, KpiRuns, meanOf, mostRuns } from '../kpi-runs.ts';
import { byProgram, type ProgramResult } from './program.ts';
import { type Choice, checkOptimise, type Optimised, type OptimiseRequest } from './request.ts';
import { affordableSubsets, branchAndBound, localSearch, runAll } from './search.ts';
import { type Subset, Subsets } from './subsets.ts';

/** Throws `BAD_USER_INPUT` for candidates, a budget or a figure that cannot be meant. */
export async function optimise(rooms: KpiRooms, request: OptimiseRequest): Promise<Optimised> {
  checkOptimise(request);
  const runs = await KpiRuns.open(rooms, request);
  const subsets = new Subsets(request, runs);
  // Alone each shows whether it can be run at all.
  await runAll(subsets, [[], ...request.candidates.map((_, i) => [i])]);
  const program = await byProgram(rooms, request, subsets);
  const searched = await search(subsets, program, request.isMonotone === true);
  const final = runs.random ? await bestOfFinalists(subsets) : undefined;
  const ranked = subsets.ranked();
  const best = final?.best ?? searched.best ?? (ranked[0] as Subset);
  const runnerUp = ranked.find((each) => each !== best && each.join() !== best.join());
  const next = await nextUnit(subsets, best);
  const { bound, method, remark } = searched;
  const value = choiceOf(subsets, best).value;
  const gap = bound === undefined ? undefined : Math.max(0, bound - subsets.score(best));
  return {
    ...choiceOf(subsets, best),
    kpi: runs.kpi,
    base: choiceOf(subsets, []).value,
    interval: intervalOf(subsets, best),
    method,
    ...(gap !== undefined && {
      bound: runs.kpi.better === 'higher' ? value + gap : value - gap,
      gap,
    }),
    isProven:
      final === undefined
        ? gap !== undefined && gap <= 1e-9 * Math.abs(value) && searched.onlyServing !== true
        : method === 'enumeration' && final.reached,
    ...(final !== undefined && { probability: final.probability }),
    runs: runs.count,
    ...(remark !== undefined && { remark }),
    ...(runnerUp !== undefined && { runnerUp: choiceOf(subsets, runnerUp) }),
    ...(next !== undefined && { next }),
    refused: Array.from(subsets.refused, ([label, message]) => ({ label, message })),
  };
}

interface Searched extends ProgramResult {
  readonly method: Optimised['method'];
}

/** Leaves every subset that matters run. */
async function search(
  subsets: Subsets,
  program: ProgramResult | undefined,
  isMonotone: boolean,
): Promise<Searched> {
  const { random, replications, count } = subsets.runs;
  const byProgram = program?.best && ({ ...program, method: 'mixedIntegerProgram' } as const);
  if (byProgram?.onlyServing === false) return byProgram;
  const remark = !byProgram && program?.remark ? { remark: program.remark } : {};
  const most = Math.floor((mostRuns - count) / replications) - subsets.candidates.length;
  const all = affordableSubsets(subsets, Math.max(0, most));
  if (all !== undefined) {
    await runAll(subsets, all);
    const best = subsets.score(subsets.ranked()[0] as Subset);
    return { method: 'enumeration', ...(!random && { bound: best }), ...remark };
  }
  if (byProgram) return byProgram;
  await localSearch(subsets);
  const isGrouped = subsets.candidates.some(({ group }) => group !== undefined);
  if (!isMonotone || random || isGrouped || subsets.refused.size > 0)
    return { method: 'localSearch', ...remark };
  const bound = await branchAndBound(subsets);
  if (subsets.contradictsMonotone) return { method: 'localSearch', ...remark };
  return { method: 'branchAndBound', bound, ...remark };
}

const finalists = 10;
const mostReplications = 1000;

/** Runs the best few again, all under the same seeds, until one is the best with 95 %. */
async function bestOfFinalists(subsets: Subsets) {
  const best = subsets.ranked().slice(0, finalists);
  const { runs } = subsets;
  const selection = new TopSelection({
    systems: best.length,
    top: 1,
    first: Math.min(10, runs.replications),
    most: mostReplications,
  });
  best.forEach((subset, system) => {
    for (const value of subsets.figures(subset) ?? []) selection.take(system, runs.gain(value));
  });
  selection.screen();
  while (selection.wanted.length > 0 && runs.count < 2 * mostRuns) {
    for (const system of selection.wanted) {
      const from = selection.countOf(system);
      const to = Math.min(mostReplications, from + Math.max(10, from));
      const edits = (best[system] as Subset).flatMap((i) => subsets.candidates[i]?.edits ?? []);
      const [figures] = await runs.figures([edits], [from, to]);
      if (figures === undefined || 'code' in figures) break;
      for (const value of figures) selection.take(system, runs.gain(value));
    }
    selection.screen();
  }
  const { selected, probability, reached } = selection.result;
  const system = best.length === 1 ? 0 : (selected[0] ?? 0);
  return {
    best: best[system] as Subset,
    probability: best.length === 1 ? 1 : probability,
    reached: best.length === 1 || reached,
  };
}

/** What is just out of reach: one candidate more than the choice, or in place of one of it. */
async function nextUnit(subsets: Subsets, best: Subset): Promise<Optimised['next']> {
  const all = subsets.candidates.map((_, i) => i);
  const bases = [best, ...best.map((left) => best.filter((i) => i !== left))];
  const wanted = bases.flatMap((base) =>
    all.filter((i) => !best.includes(i) && subsets.fits(base, i)).map((i) => subsets.with(base, i)),
  );
  const beyond = wanted.filter((each) => !subsets.isAffordable(each)).slice(0, 256);
  await runAll(subsets, beyond);
  let next: Optimised['next'];
  for (const each of beyond) {
    const extraBudget = subsets.cost(each) - subsets.budget;
    const gainPerUnit = (subsets.score(each) - subsets.score(best)) / extraBudget;
    if (gainPerUnit > (next?.gainPerUnit ?? 0)) {
      next = { ...choiceOf(subsets, each), extraBudget, gainPerUnit };
    }
  }
  return next;
}

function choiceOf(subsets: Subsets, subset: Subset): Choice {
  return {
    chosen: subset.map((i) => subsets.candidates[i]?.label ?? ''),
    cost: subsets.cost(subset),
    value: meanOf(subsets.figures(subset) ?? []),
  };
}

function intervalOf(subsets: Subsets, subset: Subset): readonly [number, number] {
  const [base, chosen] = [subsets.figures([]), subsets.figures(subset)];
  const differences = Array.from(chosen ?? [], (value, r) => value - (base?.[r] ?? 0));
  return confidenceInterval(differences);
}
