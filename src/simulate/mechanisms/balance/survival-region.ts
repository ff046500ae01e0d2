/**
 * Answers one question of survival exactly without looking at the whole chain: by the program of a
 * region that grows wherever its dual prices reach across its edge. Called by `survivals`.
 *
 * With the steady flow beyond the region its answer can be carried out in the whole chain. Where no
 * price stands at the edge, the same prices, and 0 beyond, prove that nothing better can: then both
 * agree. It ends at the latest with the whole chain.
 */
import type { Optimal } from '../../../linear-program/solution.ts';
import type { Solver } from '../../../linear-program/solver.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { SurvivalNetwork } from './survival-network.ts';
import {
  type Region,
  type RegionProgram,
  type RegionQuestion,
  regionProgram,
} from './survival-program.ts';

export interface RegionAnswer extends RegionProgram {
  readonly solution: Optimal;
  readonly region: Region;
  readonly solves: number;
}

/** Relative to the largest price; below is rounding. */
const nothing = 1e-9;

/** Grows `start` until the answer holds for the whole chain. */
export function answerOf(
  network: SurvivalNetwork,
  solver: Solver,
  { start, question }: { readonly start: Iterable<number>; readonly question: RegionQuestion },
): RegionAnswer {
  const inside = new Set(network.lasts ? start : network.leaving.keys());
  for (let solves = 1; ; solves++) {
    const region = regionOf(network, inside);
    const built = regionProgram(network, region, question);
    const solution = solver.solve(built.program);
    if (solution.status !== 'optimal') throw undecided(network, question, solution.status);
    const before = inside.size;
    for (const place of pricedBeyond(network, built, { region, solution })) inside.add(place);
    if (inside.size === before) return { ...built, solution, region, solves };
  }
}

function regionOf({ model, from }: SurvivalNetwork, inside: ReadonlySet<number>): Region {
  const places = [...inside].sort((a, b) => a - b);
  const leading = new Set(places);
  for (const place of leading) {
    for (const { transits } of model.stores[place]?.inputs ?? []) {
      for (const lane of transits) leading.add(from[lane] as number);
    }
  }
  return { places, contains: (place) => inside.has(place), leadsIn: (place) => leading.has(place) };
}

/** Places beyond the region at lanes that have a price. */
function* pricedBeyond(
  { leaving, from, to, flow }: SurvivalNetwork,
  { rows }: RegionProgram,
  { region, solution }: { readonly region: Region; readonly solution: Optimal },
): Iterable<number> {
  const { duals } = solution;
  const least = nothing * duals.reduce((most, dual) => Math.max(most, dual), 0);
  for (const [row, { kind, of }] of rows.entries()) {
    if (!((duals[row] as number) > least)) continue;
    if (kind === 'entry') yield from[of] as number;
    if (kind !== 'stock') continue;
    for (const lane of leaving[of] as readonly number[]) {
      const next = to[lane] as number;
      if ((flow[lane] as number) > 0 && !region.contains(next)) yield next;
    }
  }
}

/** Serving nobody for no time is always possible, and nothing is better than for ever. */
function undecided(
  { model }: SurvivalNetwork,
  { out }: RegionQuestion,
  status: string,
): LinchpinError {
  const { stores, supplies, transits } = model;
  const [first = 0] = out;
  const twin = [...stores, ...supplies, ...transits][first]?.twin;
  return new LinchpinError({
    code: 'INTERNAL_SERVER_ERROR',
    where: twin ?? 'the supply chain',
    message: `the program of survival ended as ${status}`,
    expected: 'stocks, capacities and rates of similar size',
    action: 'look at the units of the chain, and report it',
  });
}
