/** Runs what-ifs on the present graph and on kept scenarios. Called by the API. */
import type { TwinGraph } from '../model/graph.ts';
import type { Edit } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { Branch, BranchSetting } from '../scenario/branch.ts';
import type { Simulator } from '../simulate/simulator.ts';
import { adviseNearTwin } from '../store/checked/near-twin.ts';
import { openScenario, type ScenarioRooms, scenarioId } from './scenario-open.ts';
import { runWhatIf, type WhatIf, type WhatIfRequest } from './whatif.ts';

/** What is run beside the scenario's own; seed and horizon are the scenario's where absent. */
export interface ScenarioRun extends Partial<Omit<WhatIfRequest, 'before'>> {
  /** Id or name. */
  readonly id: string;
}

/** A what-if and the graph that it was compared with. */
export interface WhatIfOn {
  readonly item: WhatIf;
  readonly looked: TwinGraph;
  readonly catalogue: Catalogue;
}

type Rooms = ScenarioRooms & { readonly simulator: Simulator };

/** What edits change in the present graph. */
export async function whatIfAtPresent(
  { store, simulator }: Pick<Rooms, 'store' | 'simulator'>,
  request: WhatIfRequest,
): Promise<WhatIfOn> {
  const base = await store.snapshot();
  return whatIf(simulator, { base, catalogue: store.catalogue() }, request);
}

/** What the scenario's edits, and more after them, change against its base. */
export async function simulateScenario(rooms: Rooms, run: ScenarioRun): Promise<WhatIfOn> {
  const { setting, edits } = await branchOf(rooms, run.id);
  const all = [...edits, ...(run.edits ?? [])];
  return whatIf(rooms.simulator, setting, { ...settingOf(setting), ...run, edits: all });
}

/** What edits change in the scenario, against the scenario without them. */
export async function whatIfInScenario(
  rooms: Rooms,
  run: ScenarioRun & { readonly edits: readonly Edit[] },
): Promise<WhatIfOn> {
  const branch = await branchOf(rooms, run.id);
  const { setting, edits: before } = branch;
  const done = await whatIf(rooms.simulator, setting, { ...settingOf(setting), ...run, before });
  return { ...done, looked: branch.graph() };
}

async function branchOf(rooms: Rooms, idOrName: string): Promise<Branch> {
  return openScenario(rooms, await scenarioId(rooms, idOrName)).branch();
}

function settingOf({ seed, horizonSeconds }: BranchSetting) {
  return { seed, horizonSeconds };
}

async function whatIf(
  simulator: Simulator,
  { base, catalogue }: Pick<BranchSetting, 'base' | 'catalogue'>,
  request: WhatIfRequest,
): Promise<WhatIfOn> {
  try {
    const item = await runWhatIf({ snapshot: base, catalogue, simulator }, request);
    return { item, looked: base, catalogue };
  } catch (error) {
    throw await adviseNearTwin(error, () => base);
  }
}
