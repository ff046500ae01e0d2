/**
 * Solves a flow model with some twins out: by network simplex, or by linear program where recipes or
 * shared capacities make it more than a network. A pure function of model and outages, whatever was
 * solved before: each solve begins at the tree with everything working. Called by the mechanism.
 */
import type { Solver } from '../../../linear-program/solver.ts';
import { joinedShortfalls, shortfallOfCut, sortedBottlenecks } from './explain-flow.ts';
import type { FlowModel } from './flow-model.ts';
import type { Bottleneck, FlowResult } from './flow-result.ts';
import { type FlowSolution, worthOf } from './flow-solution.ts';
import { minimumCuts } from './minimum-cut.ts';
import { NetworkSimplex } from './network-simplex.ts';
import { type Situation, situationOf, unmetOf, withoutMinimums } from './situation.ts';
import { solveByProgram } from './solve-by-program.ts';

/** What flows while the twins work that `works` tells; `solver` is asked for only where it is needed. */
export function solveFlow(
  model: FlowModel,
  works: (node: number) => boolean,
  solver: () => Solver,
): FlowResult {
  const isWhole = model.nodes.every(works);
  if (isWhole && model.kept.whole !== undefined) return model.kept.whole;
  const result = solveSituation(situationOf(model, works), solver);
  if (isWhole) model.kept.whole = result;
  return result;
}

/** Where no shared capacity is overrun without being looked at, it need not be looked at. */
function solveSituation(situation: Situation, solver: () => Solver): FlowResult {
  const { model } = situation;
  if (model.conversions.length > 0) return solveByProgram(situation, solver());
  if (model.kept.start === undefined) {
    const whole = new NetworkSimplex(model.network);
    whole.solve();
    model.kept.start = whole.tree();
  }
  const result = solveByNetwork(situation);
  return sharesFit(situation, result) ? result : solveByProgram(situation, solver());
}

function sharesFit({ model, stoppedBy }: Situation, { flow }: FlowResult): boolean {
  return model.bundles.every(({ arcs, lower, capacity }) => {
    if (arcs.every((arc) => stoppedBy[arc] !== -1)) return true;
    const carried = arcs.reduce((sum, arc) => sum + (flow[arc] as number), 0);
    return carried >= lower && carried <= capacity;
  });
}

function solveByNetwork(situation: Situation): FlowResult {
  const { network, model } = situation;
  const simplex = new NetworkSimplex(network);
  if (model.kept.start !== undefined) simplex.startFrom(model.kept.start);
  const solution = simplex.solve();
  if (solution.imbalance.every((left) => Math.abs(left) <= model.rounding)) {
    return resultOf(situation, solution);
  }
  const bounded = model.arcs.filter((_, arc) => (network.lower[arc] as number) > 0);
  const unkept = [...new Set(bounded.map(({ owner }) => model.owners[owner]?.twin ?? ''))];
  return { ...solveByNetwork(withoutMinimums(situation)), unkept };
}

function resultOf(situation: Situation, solution: FlowSolution): FlowResult {
  const { model, network } = situation;
  const served = Float64Array.from(model.demands, ({ place }) => {
    const asked = -(network.supply[place] as number);
    return asked > 0 ? (solution.exchanged[place] as number) : 0;
  });
  const { price, shortage, flow, cost } = solution;
  return {
    flow,
    made: new Float64Array(0),
    served,
    unmet: unmetOf(model, served),
    cost,
    price: price.map((each, place) => (shortage[place] === 0 ? each : Number.NaN)),
    shortfalls: joinedShortfalls(
      minimumCuts(network, solution, model.rounding).map((cut) => shortfallOfCut(situation, cut)),
    ),
    bottlenecks: bottlenecksOf(situation, solution),
    unkept: [],
  };
}

function bottlenecksOf(situation: Situation, solution: FlowSolution): Bottleneck[] {
  const { model, network, stoppedBy } = situation;
  const found: Bottleneck[] = [];
  model.arcs.forEach(({ owner }, arc) => {
    const isFull =
      (solution.flow[arc] as number) + model.rounding >= (network.capacity[arc] as number);
    if (!isFull || stoppedBy[arc] !== -1) return;
    const { served, saved } = worthOf(network, solution, arc);
    const { twin, unit } = model.owners[owner] as { twin: string; unit: string | undefined };
    if (served > 0 || (served === 0 && saved > 0)) found.push({ twin, unit, served, saved });
  });
  return sortedBottlenecks(found);
}
