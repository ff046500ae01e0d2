/** Going through all affordable subsets by runs of the engine: the oracle of optimisation. */
import type { KpiRooms } from '../../src/flows/kpi-runs.ts';
import type { Candidate, OptimiseRequest } from '../../src/flows/optimise/request.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Catalogue } from '../../src/ontology/catalogue.ts';
import { engine } from '../../src/simulate/engine/engine.ts';

const simulator = engine();

export function roomsOf(snapshot: TwinGraph, catalogue: Catalogue): KpiRooms {
  return { snapshot, catalogue, simulator };
}

/** What a subset comes to, by the figure asked for and by one more, where one is named. */
export interface Tried {
  readonly chosen: readonly string[];
  readonly value: number;
  readonly unserved: number;
}

/** All subsets that can be afforded, stand in no group together, and run. */
export async function tryAll(
  { snapshot: graph, catalogue }: KpiRooms,
  { candidates, budget, kpi, horizonSeconds, before = [] }: OptimiseRequest,
  unserved?: string,
): Promise<Tried[]> {
  const subsets = subsetsOf(candidates, budget);
  const kpis = unserved === undefined ? [kpi] : [kpi, unserved];
  const scenario = { base: graph.revision, edits: before, seed: 1, horizonSeconds };
  const cases = subsets.map((subset) => ({ edits: subset.flatMap(({ edits }) => edits), seed: 1 }));
  const { figures, problems } = await simulator.runCases({
    ...{ graph, catalogue, scenario, cases, kpis },
  });
  const refused = new Set(problems.map(({ index }) => index));
  const figure = (at: number) => {
    const value = figures[at] as number;
    return Number.isNaN(value) ? 0 : value;
  };
  const columns = kpis.length;
  return subsets.flatMap((subset, i) => {
    const value = figure(i * columns);
    const chosen = subset.map(({ label }) => label);
    return refused.has(i) ? [] : [{ chosen, value, unserved: figure((i + 1) * columns - 1) }];
  });
}

function subsetsOf(candidates: readonly Candidate[], budget: number): Candidate[][] {
  const found: Candidate[][] = [];
  for (let bits = 0; bits < 2 ** candidates.length; bits++) {
    const subset = candidates.filter((_, i) => (bits >> i) & 1);
    const groups = subset.flatMap(({ group }) => group ?? []);
    const cost = subset.reduce((sum, each) => sum + each.cost, 0);
    if (new Set(groups).size === groups.length && cost <= budget) found.push(subset);
  }
  return found;
}
