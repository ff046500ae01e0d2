/**
 * What a scenario comes to whatever its seed: its plan. Kept from one run to the next by `engine`,
 * because a what-if runs the same edits for many seeds.
 */
import type { TwinGraph } from '../../model/graph.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { scenarioProblem } from '../../scenario/edit-problems.ts';
import { type Plan, planOf } from '../../scenario/plan.ts';
import type { SimulationRequest } from '../simulator.ts';

interface Kept {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
}

/** How many scenarios of a graph are kept: those that a few users look at in turn, and the base. */
const most = 4;

/** Prepares scenarios; keeps the last ones of each graph. */
export function preparations(): (request: SimulationRequest) => Plan {
  const byGraph = new WeakMap<TwinGraph, Map<string, Kept>>();
  return ({ graph, catalogue, scenario }) => {
    const kept = byGraph.get(graph) ?? new Map<string, Kept>();
    byGraph.set(graph, kept);
    const key = keyOf(scenario);
    const known = kept.get(key);
    kept.delete(key);
    const isGood = known?.catalogue === catalogue && scenarioProblem(scenario) === undefined;
    const plan = isGood ? known.plan : planOf(graph, catalogue, scenario);
    kept.set(key, { plan, catalogue });
    if (kept.size > most) kept.delete(kept.keys().next().value as string);
    return { ...plan, scenario };
  };
}

/** All but the seed; numbers that JSON does not know are told apart too. */
function keyOf({ edits, horizonSeconds }: Scenario): string {
  return JSON.stringify([edits, horizonSeconds], (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
