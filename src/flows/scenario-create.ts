/**
 * Creates scenarios: from the present, a moment of the past or another scenario. The live graph is
 * only read. Called by the API.
 */
import type { Edit, Scenario } from '../model/scenario.ts';
import type { KeptScenario } from '../scenario/kept-scenario.ts';
import { requireName } from '../scenario/scenario-names.ts';
import { defaultHorizonSeconds, defaultSeed } from './run-defaults.ts';
import { keepScenario, type ScenarioSetting } from './scenario-keep.ts';
import { openScenario, type ScenarioRooms, scenarioId } from './scenario-open.ts';

/** What a scenario starts from; the present where nothing is given. */
export type ScenarioBase =
  | { readonly revision: number }
  /** Epoch milliseconds: after the last commit at or before this. */
  | { readonly time: number }
  /** Id or name of a scenario, whose base, edits, seed and horizon are taken over. */
  | { readonly scenario: string };

export interface CreateScenario extends ScenarioSetting {
  readonly name?: string;
  readonly base?: ScenarioBase;
  /** After those of the base. */
  readonly edits?: readonly Edit[];
}

/**
 * Keeps a scenario; an equal one that is kept already is given, under this name too. `CONFLICT`
 * when the name is another's, `NOT_FOUND` and `BAD_USER_INPUT` for what the edits name and ask:
 * `index` is the edit's position in the whole scenario.
 */
export async function createScenario(
  rooms: ScenarioRooms,
  { name, base, edits = [], ...setting }: CreateScenario,
): Promise<KeptScenario> {
  if (name !== undefined) requireName(name);
  const start = await startOf(rooms, base);
  const scenario: Scenario = {
    base: start.revision,
    edits: [...start.edits, ...edits],
    seed: setting.seed ?? start.seed ?? defaultSeed,
    horizonSeconds: setting.horizonSeconds ?? start.horizonSeconds ?? defaultHorizonSeconds,
  };
  const names = name === undefined ? [] : [{ name }];
  return keepScenario(rooms, scenario, { parent: start.parent, names });
}

interface Start extends ScenarioSetting {
  readonly revision: number;
  readonly edits: readonly Edit[];
  readonly parent?: string;
}

/** The scenario that a base stands for. */
export async function startOf(
  rooms: ScenarioRooms,
  base: ScenarioBase | undefined,
): Promise<Start> {
  if (base === undefined) {
    const { revision } = await rooms.store.snapshot();
    // From now on history reaches back to it.
    await rooms.history.momentOf(revision);
    return { revision, edits: [] };
  }
  if ('revision' in base) return { revision: base.revision, edits: [] };
  if ('time' in base) {
    return { revision: (await rooms.history.momentAt(base.time)).revision, edits: [] };
  }
  const parent = await scenarioId(rooms, base.scenario);
  const { scenario } = await openScenario(rooms, parent).kept();
  const { base: revision, edits, seed, horizonSeconds } = scenario;
  return { revision, edits, seed, horizonSeconds, parent };
}
