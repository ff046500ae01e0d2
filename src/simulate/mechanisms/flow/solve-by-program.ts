/**
 * Solves a flow model as a linear program: recipes, and capacities that commodities share. First
 * as much demand as can be is served, counting units of all commodities alike; then at least cost.
 */
import type { OpenProgram } from '../../../linear-program/open-program.ts';
import type { Infeasible, Optimal } from '../../../linear-program/solution.ts';
import type { Solver } from '../../../linear-program/solver.ts';
import { LinchpinError } from '../../../model/errors.ts';
import { limitsOf, sortedBottlenecks } from './explain-flow.ts';
import { programOf, type Shape, shapeOf } from './flow-program.ts';
import type { Bottleneck, FlowResult, Shortfall } from './flow-result.ts';
import { type Situation, unmetOf, withoutMinimums } from './situation.ts';

/** Duals and amounts, in the program's scale, of less than this are rounding. */
const nothing = 1e-7;

export function solveByProgram(situation: Situation, solver: Solver): FlowResult {
  const shape = shapeOf(situation);
  const open = solver.open(programOf(situation, shape));
  try {
    const most = open.solve();
    if (most.status === 'infeasible') {
      const unkept = unkeptOf(situation, shape, most);
      return { ...solveByProgram(withoutMinimums(situation), solver), unkept };
    }
    if (most.status !== 'optimal') throw undecided(most.status);
    return resultOf(situation, shape, { most, least: cheapest(open, situation, { shape, most }) });
  } finally {
    open.close();
  }
}

/** Keeps what is served in all, and minimises cost. */
function cheapest(
  open: OpenProgram,
  { network, model }: Situation,
  { shape, most }: { readonly shape: Shape; readonly most: Optimal },
): Optimal {
  for (let arc = 0; arc < shape.arcs; arc++) open.setCost(arc, network.cost[arc] as number);
  model.conversions.forEach(({ unitCost }, index) => {
    open.setCost(shape.arcs + index, unitCost);
  });
  for (let column = shape.demands; column < shape.columns; column++) open.setCost(column, 0);
  const served = Math.max(0, -most.objective * (1 - 1e-12));
  open.setRowBounds(shape.total, served, Number.POSITIVE_INFINITY);
  // From the last basis it would take longer: that one is no longer optimal in any sense.
  open.forget();
  const least = open.solve();
  if (least.status !== 'optimal') throw undecided(least.status);
  return least;
}

interface Optima {
  readonly most: Optimal;
  readonly least: Optimal;
}

function resultOf(situation: Situation, shape: Shape, { most, least }: Optima): FlowResult {
  const { model, network } = situation;
  const amounts = least.values.map((value) => Math.max(0, value) * shape.scale);
  const flow = amounts.slice(0, shape.arcs);
  const made = amounts.slice(shape.arcs, shape.demands);
  const served = amounts.slice(shape.demands);
  model.demands.forEach(({ rate }, index) => {
    if (Math.abs(rate - (served[index] as number)) <= model.rounding) served[index] = rate;
  });
  let cost = 0;
  for (let arc = 0; arc < shape.arcs; arc++) {
    cost += (flow[arc] as number) * (network.cost[arc] as number);
  }
  model.conversions.forEach(({ unitCost }, index) => {
    cost += (made[index] as number) * unitCost;
  });
  const unmet = unmetOf(model, served);
  const isPriced = (place: number) => Math.abs(most.duals[place] as number) < nothing;
  return {
    flow,
    made,
    served,
    unmet,
    cost,
    price: Float64Array.from({ length: network.nodeCount }, (_, place) =>
      isPriced(place) ? (least.duals[place] as number) : Number.NaN,
    ),
    shortfalls: shortfallsOf(situation, { shape, most, unmet }),
    bottlenecks: bottlenecksOf(situation, shape, { most, least }),
    unkept: [],
  };
}

/** What stands in the way of serving more: all that has a worth when as much as can be is served. */
function shortfallsOf(
  situation: Situation,
  found: { readonly shape: Shape; readonly most: Optimal; readonly unmet: Float64Array },
): Shortfall[] {
  const { model, works } = situation;
  const { shape, most, unmet } = found;
  const demands = model.demands.flatMap(({ node }, index) =>
    (unmet[index] as number) > 0 && works(node) ? [index] : [],
  );
  if (demands.length === 0) return [];
  const isShort = (dual: number | undefined) => (dual as number) < -nothing;
  const arcs = model.arcs.flatMap((_, arc) => (isShort(most.reducedCosts[arc]) ? [arc] : []));
  const owners = [
    ...model.conversions.flatMap(({ owner }, index) =>
      isShort(most.reducedCosts[shape.arcs + index]) ? [owner] : [],
    ),
    ...model.bundles.flatMap(({ owner }, index) =>
      isShort(most.duals[shape.bundles + index]) ? [owner] : [],
    ),
  ];
  const sum = (of: (demand: number) => number) => demands.reduce((all, each) => all + of(each), 0);
  const asked = sum((demand) => model.demands[demand]?.rate ?? 0);
  const lacks = sum((demand) => unmet[demand] as number);
  const limits = limitsOf(situation, arcs, owners);
  return [{ demands, asked, through: asked - lacks, unmet: lacks, isCut: false, limits }];
}

function bottlenecksOf(situation: Situation, shape: Shape, { most, least }: Optima): Bottleneck[] {
  const { model, stoppedBy, works } = situation;
  const found: Bottleneck[] = [];
  const judge = (owner: number, more: number | undefined, dual: number | undefined) => {
    const { twin, unit, node } = model.owners[owner] as (typeof model.owners)[number];
    const [served, saved] = [-(more as number), -(dual as number)];
    if (!works(node)) return;
    if (served > nothing) found.push({ twin, unit, served, saved: 0 });
    else if (saved > nothing) found.push({ twin, unit, served: 0, saved });
  };
  model.arcs.forEach(({ owner }, arc) => {
    if (stoppedBy[arc] === -1) judge(owner, most.reducedCosts[arc], least.reducedCosts[arc]);
  });
  model.conversions.forEach(({ owner }, index) => {
    const column = shape.arcs + index;
    judge(owner, most.reducedCosts[column], least.reducedCosts[column]);
  });
  model.bundles.forEach(({ owner }, index) => {
    const row = shape.bundles + index;
    judge(owner, most.duals[row], least.duals[row]);
  });
  return sortedBottlenecks(found);
}

/** The owners of the minimum flows that contradict one another. */
function unkeptOf({ model, network }: Situation, shape: Shape, set: Infeasible): string[] {
  const owners = [
    ...set.columns.flatMap((column) => {
      const isBounded = column < shape.arcs && (network.lower[column] as number) > 0;
      return isBounded ? [model.arcs[column]?.owner ?? -1] : [];
    }),
    ...set.rows.flatMap((row) => {
      const bundle = model.bundles[row - shape.bundles];
      return bundle !== undefined && bundle.lower > 0 ? [bundle.owner] : [];
    }),
  ];
  return [...new Set(owners.map((owner) => model.owners[owner]?.twin ?? ''))].sort();
}

function undecided(status: string): LinchpinError {
  return new LinchpinError({
    code: 'INTERNAL_SERVER_ERROR',
    where: 'flow',
    message: `the linear program of the flow network ended as ${status}`,
    expected: 'an optimum',
    action: 'report it with the graph',
  });
}
