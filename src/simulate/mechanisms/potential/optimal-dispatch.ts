/**
 * DC optimal power flow: the cheapest generation that serves all loads within all limits, with
 * nodal prices; where that cannot be, the least that must be left unserved and why. Called by the
 * power run.
 */
import type { Solver } from '../../../linear-program/solver.ts';
import { LinchpinError } from '../../../model/errors.ts';
import { costAt } from './cost-curve.ts';
import { type Islands, islandsOf } from './dc-network.ts';
import type { BindingLine, Conflict, Dispatch, DispatchProblem } from './dispatch-problem.ts';
import { type DispatchProgram, dispatchProgram } from './dispatch-program.ts';

/** Cost per hour and megawatt below which a limit counts as not binding. */
const leastPrice = 1e-6;

/** Megawatt left unserved below which all is served. */
const leastShed = 1e-6;

/**
 * Solved once, with what is not served at a penalty; where that is more than nothing and `explain`
 * is set, once more without, for the limits that contradict one another. Throws BAD_USER_INPUT when
 * even serving nothing cannot keep all limits.
 */
export function optimalDispatch(
  solver: Solver,
  problem: DispatchProblem,
  { explain = true }: { readonly explain?: boolean } = {},
): Dispatch {
  const islands = islandsOf(problem.network, problem.out);
  const laid = dispatchProgram(problem, islands, true);
  const solution = solver.solve(laid.program);
  if (solution.status !== 'optimal') throw undecided(solution.status);
  const dispatch = dispatchOf({ problem, islands, laid }, solution);
  const isShort = (column: number, value: number) =>
    value > leastShed &&
    ((laid.shedOf[column] as number) >= 0 || (laid.spillOf[column] as number) >= 0);
  if (!explain || !solution.values.some((value, column) => isShort(column, Math.abs(value))))
    return dispatch;
  const strict = dispatchProgram(problem, islands, false);
  const contradiction = solver.solve(strict.program);
  if (contradiction.status !== 'infeasible') return dispatch;
  return { ...dispatch, conflict: conflictOf(strict, contradiction) };
}

interface Laid {
  readonly problem: DispatchProblem;
  readonly islands: Islands;
  readonly laid: DispatchProgram;
}

interface Answer {
  readonly values: Float64Array;
  readonly duals: Float64Array;
}

function dispatchOf({ problem, islands, laid }: Laid, { values, duals }: Answer): Dispatch {
  const { network, generators, loads, out } = problem;
  const isDark = (node: number) => islands.slack[islands.islandOf[node] as number] === -1;
  const generation = new Float64Array(generators.length);
  const served = Float64Array.from(loads, ({ node, demand }) => (isDark(node) ? 0 : demand));
  const add = (sums: Float64Array, index: number, value: number) => {
    if (index >= 0) sums[index] = (sums[index] as number) + value;
  };
  values.forEach((value, column) => {
    add(generation, laid.generatorOf[column] as number, value);
    add(generation, laid.spillOf[column] as number, -value);
    add(served, laid.shedOf[column] as number, -value);
  });
  const angles = Float64Array.from(laid.angleOf, (column) => values[column] ?? 0);
  const flows = network.susceptance.map((susceptance, line) => {
    const [a, b] = [network.from[line] as number, network.to[line] as number];
    if (out[line] === 1 || isDark(a)) return 0;
    const across = (angles[a] as number) - (angles[b] as number);
    return susceptance * (across - (network.shift[line] as number));
  });
  const prices = Float64Array.from(laid.balanceOf, (row) => duals[row] ?? 0);
  const cost = generators.reduce(
    (sum, { node, cost }, g) => (isDark(node) ? sum : sum + costAt(cost, generation[g] as number)),
    0,
  );
  return {
    generation,
    served,
    angles,
    flows,
    prices,
    cost,
    binding: bindingLines(problem, laid, duals),
  };
}

function bindingLines(
  { network }: DispatchProblem,
  { limits }: DispatchProgram,
  duals: Float64Array,
): BindingLine[] {
  return limits
    .map(({ row, line, limit }) => {
      const value = Math.abs((duals[row] as number) / (network.susceptance[line] as number));
      return { line, limit, value };
    })
    .filter(({ value }) => value > leastPrice)
    .sort((a, b) => b.value - a.value || a.line - b.line);
}

function conflictOf(
  { limits, balanceOf, generatorOf }: DispatchProgram,
  { rows, columns }: { readonly rows: readonly number[]; readonly columns: readonly number[] },
): Conflict {
  const within = new Set(rows);
  const generators = columns.map((column) => generatorOf[column] as number);
  return {
    lines: limits.filter(({ row }) => within.has(row)).map(({ line, limit }) => ({ line, limit })),
    generators: [...new Set(generators)].filter((generator) => generator >= 0),
    nodes: [...balanceOf.keys()].filter((node) => within.has(balanceOf[node] as number)),
  };
}

function undecided(status: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'optimal dispatch',
    message: `no dispatch keeps all limits even when loads are left unserved (${status})`,
    expected: 'angle limits and fixed injections that allow some flow',
    action: 'loosen the angle limits of lines, or check fixed injections such as shunts',
  });
}
