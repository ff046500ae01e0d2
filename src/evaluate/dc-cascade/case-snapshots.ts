/**
 * Moments of a grid from a case file: loads that rise and fall, each dispatched at the least cost
 * within the ratings, as the DC optimal power flow does. Called by the evaluation and by training.
 */
import { graphOfFiles } from '../../flows/graph-of-files.ts';
import type { Solver } from '../../linear-program/solver.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { RandomStream } from '../../model/random.ts';
import { solveOptimal } from '../../simulate/mechanisms/potential/optimal-power.ts';
import { workingParts } from '../../simulate/mechanisms/potential/power-case.ts';
import type { PowerModel } from '../../simulate/mechanisms/potential/power-model.ts';
import { powerModels } from '../../simulate/mechanisms/potential/power-models.ts';
import type { PowerSolution } from '../../simulate/mechanisms/potential/power-solution.ts';
import { type GridSnapshot, gridSnapshot, type SnapshotLine } from './grid-snapshot.ts';

/** Range of the factor on all loads of a moment; each has 10 % noise of its own besides. */
const [leastLoad, mostLoad] = [0.75, 1.1];
const loadNoise = 0.1;

/** Ratings are kept with this to spare, so that no line is overloaded by rounding. */
const keptShare = 0.999;

/** The electrical network of a case file. Throws BAD_USER_INPUT where there is none, or too little. */
export function caseModel(path: string): PowerModel {
  const { graph, catalogue, rejected } = graphOfFiles([path]);
  const [model] = powerModels(graph, catalogue);
  if (model !== undefined && model.lines.length >= 2) return model;
  const [first] = rejected;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: first?.where ?? path,
    message: first?.message ?? 'the file holds no electrical network of two lines or more',
    expected: 'a MATPOWER case with buses, branches and generators',
    action: 'check the file',
  });
}

/** One moment; `alpha` above 0 gives lines without rating (1 + alpha) times their flow. */
export function caseSnapshot(
  solver: Solver,
  model: PowerModel,
  { random, alpha = 0.5 }: { readonly random: RandomStream; readonly alpha?: number },
): GridSnapshot {
  const factor = leastLoad + (mostLoad - leastLoad) * random.uniform();
  const moment: PowerModel = {
    ...model,
    lines: model.lines.map((line) => ({ ...line, capacity: line.capacity * keptShare })),
    loads: model.loads.map((load) => {
      const noise = Math.exp(loadNoise * random.normal());
      return load.demand > 0 ? { ...load, demand: load.demand * factor * noise } : load;
    }),
  };
  const solution = solveOptimal(
    { solver, explain: false },
    moment,
    workingParts(moment, () => true),
  );
  return gridSnapshot({
    lines: linesOf(solution, model),
    ...powerOf(solution),
    margin: () => 1 + alpha,
  });
}

function linesOf({ laid }: PowerSolution, model: PowerModel): SnapshotLine[] {
  const { network, out } = laid;
  return model.lines
    .map(({ capacity }, line) => ({
      from: network.from[line] as number,
      to: network.to[line] as number,
      susceptance: network.susceptance[line] as number,
      rating: capacity,
    }))
    .filter((_, line) => out[line] === 0);
}

/** What is served and given by place; what feeds in counts as given, what takes as demand. */
function powerOf({ laid, served, generation }: PowerSolution) {
  const { model, network, placeOf } = laid;
  const demand = new Float64Array(network.nodeCount);
  const given = new Float64Array(network.nodeCount);
  const take = (at: number, megawatt: number) => {
    const place = placeOf[at] as number;
    const to = megawatt > 0 ? demand : given;
    to[place] = (to[place] as number) + Math.abs(megawatt);
  };
  for (const [load, { at }] of model.loads.entries()) take(at, served[load] as number);
  for (const { at, taken } of model.shunts) take(at, taken);
  for (const [source, { at }] of model.sources.entries()) take(at, -(generation[source] as number));
  return { demand, generation: given };
}
