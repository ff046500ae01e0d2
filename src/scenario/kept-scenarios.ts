/**
 * The scenarios that outlive the process, in a store's archive: each under its id, an entry in the
 * order of time, and names. Opened with the service; used by the flows of scenarios.
 */
import type { Archive } from '../model/archive.ts';
import { arrivalClock, type Clock, systemClock } from '../model/clock.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import { type Scenario, scenarioTextHash } from '../model/scenario.ts';
import { bytesOf, type KeptScenario, keptScenario } from './kept-scenario.ts';
import { RecentBranches } from './recent-branches.ts';
import { isHash, type ScenarioNames, scenarioNames } from './scenario-names.ts';

/** An entry of the list of all scenarios. */
export type ListedScenario = Pick<KeptScenario, 'id' | 'createdAt'>;

/** The scenarios that are kept. */
export interface KeptScenarios {
  readonly names: ScenarioNames;
  /** Those that were used last: the same graph serves one request after another. */
  readonly branches: RecentBranches;
  /** Keeps a scenario, durably; an equal one stays as it is. Whether it is new. */
  keep(scenario: Scenario, parent?: string): Promise<{ kept: KeptScenario; isNew: boolean }>;
  /** Whether it is there; reads no edits. */
  has(id: string): Promise<boolean>;
  /** `DATA_DAMAGED`, `DATA_TOO_NEW`. */
  get(id: string): Promise<KeptScenario | undefined>;
  /** All of them, newest first. */
  list(): Promise<readonly ListedScenario[]>;
  /** Forgets a scenario; others that were made from it stay. */
  remove(id: string): Promise<void>;
}

const listPrefix = 'scenario-list/';

/** How many branches, each of which holds its base, stay in memory. */
const heldBranches = 4;

/** The scenarios in an archive; whoever else shares it sees the same ones. */
export function keptScenarios(archive: Archive, clock: Clock = systemClock): KeptScenarios {
  const arrivals = arrivalClock(clock);
  const get = async (id: string) => {
    const bytes = isHash(id) ? await archive.get(keyOf(id)) : undefined;
    return bytes && keptScenario(id, bytes);
  };
  const branches = new RecentBranches(heldBranches);
  return {
    names: scenarioNames(archive),
    branches,
    has: async (id) => isHash(id) && (await archive.keys(keyOf(id))).includes(keyOf(id)),
    get,
    async keep(scenario, parent) {
      const text = canonicalJson(scenario as unknown as Json);
      const id = scenarioTextHash(text);
      // A key sorts by whole microseconds, which is what the clock counts in.
      const createdAt = Math.round(arrivals.now() * 1000) / 1000;
      const wanted = { id, scenario, parent, createdAt };
      const isNew = await archive.put(keyOf(id), bytesOf(text, wanted));
      const kept = isNew ? wanted : ((await get(id)) ?? wanted);
      // Also for one that is there: whoever kept it may have ended before this.
      await archive.put(listKey(kept), new Uint8Array());
      return { kept, isNew };
    },
    async list() {
      return (await archive.keys(listPrefix)).map(listed).reverse();
    },
    async remove(id) {
      branches.remove(id);
      const kept = await get(id).catch(() => undefined);
      const listKeys = kept === undefined ? await archive.keys(listPrefix) : [listKey(kept)];
      const entries = listKeys.filter((key) => listed(key).id === id);
      await archive.remove([...entries, keyOf(id)]);
    },
  };
}

function keyOf(id: string): string {
  return `scenario/${id}`;
}

/** Times in sixteen digits, so that the order of keys is the order of time. */
function listKey({ id, createdAt }: ListedScenario): string {
  const microseconds = Math.round(createdAt * 1000);
  return `${listPrefix}${String(microseconds).padStart(16, '0')}/${id}`;
}

function listed(key: string): ListedScenario {
  const [time, id = ''] = key.slice(listPrefix.length).split('/');
  return { id, createdAt: Number(time) / 1000 };
}
