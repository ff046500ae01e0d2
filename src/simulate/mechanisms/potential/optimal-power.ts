/**
 * The cheapest dispatch of a network as it is: susceptance x/(r² + x²), taps and phase shifts left
 * out, shunts at a voltage of one per unit (as the published figures of the Power Grid Library's DC
 * optimal power flow are made). Called by the power run.
 */
import type { Solver } from '../../../linear-program/solver.ts';
import { freeOfCost } from './cost-curve.ts';
import { islandsOf } from './dc-network.ts';
import type { Conflict } from './dispatch-problem.ts';
import { optimalDispatch } from './optimal-dispatch.ts';
import { isLive, type PowerCase, powerCase, type WorkingParts } from './power-case.ts';
import type { PowerLine, PowerLoad, PowerModel, PowerSource } from './power-model.ts';
import type { PowerSolution } from './power-solution.ts';

/** Megawatt per radian; `base` in megavoltampere. */
export function susceptanceOf({ reactance: x, resistance: r }: PowerLine, base: number): number {
  return (base * x) / (r * r + x * x);
}

export function solveOptimal(
  { solver, explain }: { readonly solver: Solver; readonly explain: boolean },
  model: PowerModel,
  working: WorkingParts,
): PowerSolution {
  const laid = powerCase(model, working, {
    susceptance: (line) => susceptanceOf(line, model.base),
    shifts: false,
  });
  const live = (list: 'sources' | 'loads') =>
    [...model[list].keys()].filter((index) => {
      const { at } = model[list][index] as { readonly at: number };
      return isLive(laid, list, [index, at]);
    });
  const [sources, loads] = [live('sources'), live('loads')];
  const dispatch = optimalDispatch(solver, problemOf(laid, sources, loads), { explain });
  const spread = (count: number, indexes: readonly number[], values: Float64Array) => {
    const all = new Float64Array(count);
    indexes.forEach((index, k) => {
      all[index] = values[k] as number;
    });
    return all;
  };
  const islands = islandsOf(laid.network, laid.out);
  const isDark = (place: number) => islands.slack[islands.islandOf[place] as number] === -1;
  const { conflict, binding, cost, flows } = dispatch;
  return {
    laid,
    dark: Uint8Array.from(model.nodes, (_, node) =>
      working.nodes[node] === 0 || isDark(laid.placeOf[node] as number) ? 1 : 0,
    ),
    angles: Float64Array.from(laid.placeOf, (place) => dispatch.angles[place] as number),
    flows,
    generation: spread(model.sources.length, sources, dispatch.generation),
    served: spread(model.loads.length, loads, dispatch.served),
    rounds: [],
    cost,
    optimal: {
      prices: Float64Array.from(laid.placeOf, (place) => dispatch.prices[place] as number),
      binding,
      ...(conflict === undefined ? {} : { conflict: inModel(conflict, laid, sources) }),
    },
  };
}

function problemOf(laid: PowerCase, sources: readonly number[], loads: readonly number[]) {
  const { model, network, placeOf, out } = laid;
  const place = (at: number) => placeOf[at] as number;
  const fixed = new Float64Array(network.nodeCount);
  model.shunts.forEach(({ at, taken }, s) => {
    if (isLive(laid, 'shunts', [s, at])) fixed[place(at)] = (fixed[place(at)] as number) + taken;
  });
  return {
    network,
    out,
    capacity: Float64Array.from(model.lines, ({ capacity }) => capacity),
    leastAngle: Float64Array.from(model.lines, ({ leastAngle }) => leastAngle),
    mostAngle: Float64Array.from(model.lines, ({ mostAngle }) => mostAngle),
    generators: sources.map((index) => {
      const { at, minimum, maximum, cost } = model.sources[index] as PowerSource;
      return { node: place(at), minimum, maximum, cost: cost ?? freeOfCost };
    }),
    loads: loads.map((index) => {
      const { at, demand } = model.loads[index] as PowerLoad;
      return { node: place(at), demand };
    }),
    fixed,
    shedPrice: model.unservedCost,
  };
}

/** A conflict by positions in the model; of a place, the first of its nodes. */
function inModel(
  { lines, generators, nodes }: Conflict,
  { placeOf }: PowerCase,
  sources: readonly number[],
): Conflict {
  return {
    lines,
    generators: generators.map((generator) => sources[generator] as number),
    nodes: nodes.map((place) => placeOf.indexOf(place)),
  };
}
