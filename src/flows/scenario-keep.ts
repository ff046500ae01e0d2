/**
 * Keeps a scenario: judged first, so that what is kept can be asked and run, and whole or not at
 * all. Used by `createScenario` and `editScenario`.
 */
import type { TwinGraph } from '../model/graph.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { Branch } from '../scenario/branch.ts';
import type { KeptScenario } from '../scenario/kept-scenario.ts';
import { modelsHash } from '../scenario/models-hash.ts';
import { planOf } from '../scenario/plan.ts';
import type { ScenarioNames } from '../scenario/scenario-names.ts';
import { adviseNearTwin } from '../store/checked/near-twin.ts';
import { baseGraph, type ScenarioRooms } from './scenario-open.ts';

/** How a scenario is run. */
export interface ScenarioSetting {
  /** 1 by default, or as the scenario has it that this one is made from. */
  readonly seed?: number;
  /** 30 days by default, or likewise. */
  readonly horizonSeconds?: number;
}

/** As what a scenario is kept. */
export interface Keeping {
  readonly parent: string | undefined;
  /** Names to give, each with the scenario that it stands for until now. */
  readonly names: readonly { readonly name: string; readonly before?: string }[];
}

/** Keeps a scenario under the present models. Throws what `createScenario` throws. */
export async function keepScenario(
  rooms: ScenarioRooms,
  wanted: Scenario,
  { parent, names }: Keeping,
): Promise<KeptScenario> {
  const { store, scenarios } = rooms;
  const base = await baseGraph(rooms, wanted.base, 'input.base');
  const catalogue = store.catalogue();
  const scenario = { ...wanted, models: modelsHash(catalogue) };
  const graph = await judgedGraph(base, catalogue, scenario);
  const { kept, isNew } = await scenarios.keep(scenario, parent);
  try {
    await giveNames(scenarios.names, kept.id, names);
  } catch (error) {
    if (isNew) await scenarios.remove(kept.id);
    throw error;
  }
  const { seed, horizonSeconds } = scenario;
  const branch = Branch.at({ base, catalogue, seed, horizonSeconds }, scenario.edits, graph);
  scenarios.branches.keep({ kept, branch });
  scenarios.branches.use(kept.id, graph);
  return kept;
}

/** Gives all of them or none. */
async function giveNames(
  names: ScenarioNames,
  id: string,
  wanted: Keeping['names'],
): Promise<void> {
  const given: Keeping['names'][number][] = [];
  try {
    for (const each of wanted) {
      if (await names.give(each.name, id, each.before)) given.push(each);
    }
  } catch (error) {
    for (const { name, before } of given) {
      if (before === undefined) await names.remove(name);
      else await names.give(name, before, id);
    }
    throw error;
  }
}

/** The graph after all edits; throws the refusal of those that do not fit, with what was meant. */
async function judgedGraph(
  base: TwinGraph,
  catalogue: Catalogue,
  scenario: Scenario,
): Promise<TwinGraph> {
  try {
    const { start, later } = planOf(base, catalogue, scenario);
    return (later.at(-1) ?? start).graph;
  } catch (error) {
    throw await adviseNearTwin(error, () => base);
  }
}
