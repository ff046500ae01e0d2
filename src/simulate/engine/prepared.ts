/**
 * What a scenario comes to whatever its seed: its plan, and what the dependency mechanism makes of
 * it. Kept from one run to the next by `engine`, because a what-if runs the same edits for many seeds.
 */
import type { TwinGraph } from '../../model/graph.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import {
  type DependencyResult,
  runDependency,
  type Stop,
} from '../mechanisms/dependency/dependency.ts';
import type { SimulationRequest } from '../simulator.ts';
import { scenarioProblem } from './edit-problems.ts';
import { dependencyPhases } from './phases.ts';
import { type Plan, planOf } from './plan.ts';

export interface Prepared {
  readonly plan: Plan;
  /** The run of the dependency mechanism before any shortage of goods counts; made once. */
  dependency(): DependencyResult;
}

interface Kept extends Prepared {
  readonly catalogue: Catalogue;
}

/** How many scenarios of a graph are kept: those that a few users look at in turn, and the base. */
const most = 4;

/** Prepares scenarios; keeps the last ones of each graph. */
export function preparations(): (request: SimulationRequest) => Prepared {
  const byGraph = new WeakMap<TwinGraph, Map<string, Kept>>();
  return ({ graph, catalogue, scenario }) => {
    const kept = byGraph.get(graph) ?? new Map<string, Kept>();
    byGraph.set(graph, kept);
    const key = keyOf(scenario);
    const known = kept.get(key);
    kept.delete(key);
    const isGood = known?.catalogue === catalogue && scenarioProblem(scenario) === undefined;
    const prepared = isGood ? known : newlyPrepared(planOf(graph, catalogue, scenario), catalogue);
    kept.set(key, { ...prepared, catalogue });
    if (kept.size > most) kept.delete(kept.keys().next().value as string);
    return { ...prepared, plan: { ...prepared.plan, scenario } };
  };
}

function newlyPrepared(plan: Plan, catalogue: Catalogue): Prepared {
  let dependency: DependencyResult | undefined;
  return {
    plan,
    dependency: () => {
      dependency ??= dependencyOf(plan, catalogue, []);
      return dependency;
    },
  };
}

/** Runs the dependency mechanism on a plan, with its outages and these stops. */
export function dependencyOf(
  plan: Plan,
  catalogue: Catalogue,
  stops: readonly Stop[],
): DependencyResult {
  return runDependency({
    catalogue,
    base: plan.base,
    phases: dependencyPhases(plan),
    stops: [...plan.outages.filter((outage) => outage.kind === 'all'), ...stops],
    horizonSeconds: plan.scenario.horizonSeconds,
  });
}

/** All but the seed; numbers that JSON does not know are told apart too. */
function keyOf({ edits, horizonSeconds }: Scenario): string {
  return JSON.stringify([edits, horizonSeconds], (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}
