/**
 * Merges a scenario into the live graph: what it changed against its base, and nothing else, in one
 * commit or none. Judged on the graph of the commit's turn, so that no other commit slips between.
 * Called by the API.
 */
import type { Change } from '../model/change.ts';
import { type Changeset, sizeOf } from '../model/changeset.ts';
import { type Problem, refusal } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Edit } from '../model/scenario.ts';
import { difference } from '../scenario/difference.ts';
import { type MergeConflict, type MergeSides, mergeOf } from '../scenario/merge.ts';
import type { Side } from '../scenario/merged-content.ts';
import type { CommitOptions } from '../store/twin-store.ts';
import { requireRevision } from './bulk-result.ts';
import { openScenario, type ScenarioRooms, scenarioId } from './scenario-open.ts';

export interface MergeScenario extends Pick<CommitOptions, 'ifRevision' | 'operationId'> {
  /** Id or name. */
  readonly id: string;
  /** Merge its graph as it is then, in seconds after the start; after all edits by default. */
  readonly at?: number;
  /** Whose value to take where both changed one; a `CONFLICT` by default. */
  readonly prefer?: Side;
  /** Judges the merge on the present graph and changes nothing. */
  readonly dryRun?: boolean;
}

/** What became of a merge, or would become of it. */
export interface MergedScenario {
  readonly id: string;
  /** The revision that holds the changes: the present one when nothing changed. */
  readonly revision: number;
  /** Whether the operation had been committed before. */
  readonly repeated: boolean;
  /** What was committed; of a dry run, nothing. */
  readonly changeset: Changeset | undefined;
  /** How many records changed, or, of a dry run, how many changes there would be. */
  readonly changes: number;
  /** What both had changed; empty for a repeated operation. */
  readonly conflicts: readonly MergeConflict[];
  /** Edits that a live graph cannot take over. */
  readonly leftOut: readonly LeftOutEdit[];
}

/** An edit that is no part of a merge. */
export interface LeftOutEdit {
  /** Its position in the scenario. */
  readonly position: number;
  readonly edit: Edit;
  readonly reason: string;
}

/**
 * Throws `CONFLICT` with every property that both changed, as `MergeConflict`s among its problems,
 * unless `prefer` settles them; and what `TwinStore.commit` throws.
 */
export async function mergeScenario(
  rooms: ScenarioRooms,
  { id: idOrName, at, prefer, dryRun = false, ...conditions }: MergeScenario,
): Promise<MergedScenario> {
  const id = await scenarioId(rooms, idOrName);
  const branch = await openScenario(rooms, id).branch();
  const { base } = branch.setting;
  const scenario = branch.graph(at);
  const sides = { base, scenario, difference: difference(base, scenario) };
  const leftOut = branch.edits.flatMap((edit, position) => leftOutOf(edit, position, at));
  if (dryRun) {
    const present = await rooms.store.snapshot();
    requireRevision(present, conditions.ifRevision);
    const { changes, conflicts } = mergeOf({ ...sides, present }, prefer);
    const { revision } = present;
    const size = { changes: changes.length, changeset: undefined };
    return { id, revision, repeated: false, ...size, conflicts, leftOut };
  }
  let conflicts: readonly MergeConflict[] = [];
  const plan = {
    identity: { mergeScenario: id, at: at ?? null, prefer: prefer ?? null },
    changesOn(present: TwinGraph) {
      const merged = mergedOn({ ...sides, present }, prefer);
      conflicts = merged.conflicts;
      return merged.changes;
    },
  };
  const { revision, repeated, changeset } = await rooms.store.commit(plan, conditions);
  return { id, revision, repeated, changeset, changes: sizeOf(changeset), conflicts, leftOut };
}

function mergedOn(
  sides: MergeSides,
  prefer: Side | undefined,
): { changes: readonly Change[]; conflicts: readonly MergeConflict[] } {
  const merged = mergeOf(sides, prefer);
  if (merged.conflicts.length === 0 || prefer !== undefined) return merged;
  throw refusal(merged.conflicts.map(problemOf));
}

/** The conflict as clients see it in `extensions.problems`, its values beside what every problem has. */
function problemOf(conflict: MergeConflict): Problem & MergeConflict {
  const { twin, relationship, property } = conflict;
  const record = relationship === undefined ? twin : `${twin}/${relationship}`;
  return {
    code: 'CONFLICT',
    where: `${record}/${property}`,
    message: 'the scenario and the present changed it to different values',
    expected: 'a property that only one of them changed',
    action: 'edit the scenario, or merge with prefer SCENARIO or PRESENT',
    ...conflict,
  };
}

function leftOutOf(edit: Edit, position: number, at: number | undefined): LeftOutEdit[] {
  const isLater = at !== undefined && (edit.at ?? -1) > at;
  if (!('outage' in edit) && !isLater) return [];
  const reason = isLater
    ? 'it takes effect after the time asked for'
    : 'an outage is of a run only';
  return [{ position, edit, reason }];
}
