/**
 * Opens a kept scenario: from its id or name over its base, which may be of the past, to the branch
 * that can be asked. Called by the API and by the other flows of scenarios.
 */
import type { History } from '../history/history.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { nearName } from '../ontology/near-name.ts';
import { Branch } from '../scenario/branch.ts';
import type { KeptScenario } from '../scenario/kept-scenario.ts';
import type { KeptScenarios } from '../scenario/kept-scenarios.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';

/** What scenarios are made of. */
export interface ScenarioRooms {
  readonly store: CheckedStore;
  readonly history: Pick<History, 'graphAt' | 'momentAt' | 'momentOf'>;
  readonly scenarios: KeptScenarios;
}

/** A scenario of which no more is read than is asked for. */
export interface OpenScenario {
  readonly id: string;
  /** `NOT_FOUND` when it has been deleted meanwhile. */
  kept(): Promise<KeptScenario>;
  /** Its branch under the present models; `NOT_FOUND` when history no longer reaches its base. */
  branch(): Promise<Branch>;
  /** Its graph at a time, in seconds after the start, by default after all edits; the same errors. */
  graph(at?: number): Promise<TwinGraph>;
}

/** How many names are looked through for the one that was meant: a refusal must stay quick. */
const mostNames = 1_000;

/** The id of the scenario with this id or name; `NOT_FOUND` with the name that was meant. */
export async function scenarioId({ scenarios }: ScenarioRooms, idOrName: string): Promise<string> {
  const id = (await scenarios.names.idOf(idOrName)) ?? idOrName;
  if (await scenarios.has(id)) return id;
  const names = await scenarios.names.some(mostNames);
  throw unknownScenario(idOrName, nearName(idOrName, names));
}

/** Opens a scenario by its id. */
export function openScenario(rooms: ScenarioRooms, id: string): OpenScenario {
  const kept = once(() => readKept(rooms, id));
  const branch = once(async () => {
    const { catalogue, recent } = recentOf(rooms, id);
    if (recent !== undefined) return recent.branch;
    const { base, edits, seed, horizonSeconds } = (await kept()).scenario;
    const graph = await baseGraph(rooms, base, `scenario ${id}`);
    const opened = Branch.at({ base: graph, catalogue, seed, horizonSeconds }, edits);
    rooms.scenarios.branches.keep({ kept: await kept(), branch: opened });
    return opened;
  });
  return {
    id,
    kept,
    branch,
    graph: async (at) => {
      const graph = (await branch()).graph(at);
      return at === undefined ? rooms.scenarios.branches.use(id, graph) : graph;
    },
  };
}

/** The graph of a revision; the present one is at hand. Throws what `History.graphAt` throws. */
async function graphAt({ store, history }: ScenarioRooms, revision: number): Promise<TwinGraph> {
  const present = await store.snapshot();
  if (present.revision === revision) return present;
  // It refuses what has not come yet, or is not known any more.
  await history.momentOf(revision);
  return history.graphAt(revision);
}

/** The same; what it throws says what it was wanted for. */
export async function baseGraph(
  rooms: ScenarioRooms,
  revision: number,
  where: string,
): Promise<TwinGraph> {
  try {
    return await graphAt(rooms, revision);
  } catch (error) {
    throw unreadable(where, revision, error);
  }
}

async function readKept(rooms: ScenarioRooms, id: string): Promise<KeptScenario> {
  const { recent } = recentOf(rooms, id);
  const kept = recent?.kept ?? (await rooms.scenarios.get(id));
  if (kept === undefined) throw unknownScenario(id);
  return kept;
}

function recentOf({ store, scenarios }: ScenarioRooms, id: string) {
  const catalogue = store.catalogue();
  return { catalogue, recent: scenarios.branches.get(id, catalogue) };
}

/** Does it when first asked. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function unknownScenario(id: string, near?: string): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'id',
    message: `there is no scenario ${id.slice(0, 256)}`,
    expected: 'the id or the name of a scenario that is kept',
    action: near === undefined ? 'see scenarios for those that are kept' : `did you mean ${near}?`,
  });
}

function unreadable(where: string, revision: number, cause: unknown): unknown {
  if (!(cause instanceof LinchpinError) || cause.retriable) return cause;
  return new LinchpinError(
    {
      code: cause.code,
      where,
      message: `the graph of revision ${revision} cannot be read: ${cause.message}`,
      expected: 'a revision that history reaches',
      action: 'choose a later revision, or keep history longer',
    },
    { cause },
  );
}
