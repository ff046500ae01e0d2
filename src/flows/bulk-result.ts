/**
 * What became of a bulk edit, or would become of it, and how one is committed. Used by `editTwins`
 * and `migrateTwins`.
 */
import type { Change } from '../model/change.ts';
import type { Changeset } from '../model/changeset.ts';
import type { Clock } from '../model/clock.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import type { Twin } from '../model/twin.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';
import type { CommitOptions } from '../store/twin-store.ts';

/** How an edit goes about it. */
export interface BulkOptions extends Pick<CommitOptions, 'ifRevision' | 'operationId'> {
  /** Judges everything and changes nothing, whether or not the operation was committed before. */
  readonly dryRun?: boolean;
  /** The time that a dry run judges by. */
  readonly clock?: Clock;
}

/** What became of an edit, or would become of it. */
export interface BulkResult {
  /** How many twins the filter finds; 0 for a repeated operation, which is not looked for again. */
  readonly matched: number;
  /** How many of them change; those that are as wanted already do not. */
  readonly changed: number;
  /** How many relationships are removed, with twins that are deleted; 0 for an update. */
  readonly relationships: number;
  /** How many are refused; only a dry run gives a result then. */
  readonly refused: number;
  /** The revision that holds the changes; the present one when nothing changed. */
  readonly revision: number;
  /** Whether the operation had been committed before; `revision` is that commit's then. */
  readonly repeated: boolean;
  /** The first 100 changes, by id. */
  readonly sample: readonly EditedTwin[];
  /** The first 100 reasons. */
  readonly rejected: readonly Problem[];
}

/** A twin before and after; none after when it is deleted. */
export interface EditedTwin {
  readonly from: Twin;
  readonly to?: Twin;
}

/** How many changes and reasons are shown. */
const maxShown = 100;

/** An edit that is decided when its turn comes. */
export interface BulkPlan {
  /** What an operation id stands for. */
  readonly identity: Json;
  /** What it comes to, and of how many twins; what it throws refuses the edit. */
  changesOn(graph: TwinGraph): { readonly matched: number; readonly changes: readonly Change[] };
  /** A refusal of the commit in the words of the edit; as it is where absent. */
  explained?(error: LinchpinError): LinchpinError;
}

/** Commits an edit; what refuses it lists no more reasons than can be read. */
export async function commitEdit(
  store: CheckedStore,
  { identity, changesOn, explained }: BulkPlan,
  options: CommitOptions,
): Promise<BulkResult> {
  let matched = 0;
  const plan = {
    identity,
    changesOn(graph: TwinGraph) {
      const found = changesOn(graph);
      matched = found.matched;
      return found.changes;
    },
  };
  try {
    const { revision, changeset, repeated } = await store.commit(plan, options);
    return {
      matched: repeated ? 0 : matched,
      ...shownOf(changeset),
      refused: 0,
      revision,
      repeated,
      rejected: [],
    };
  } catch (error) {
    const isRefusal = error instanceof LinchpinError && explained !== undefined;
    throw shortened(isRefusal ? explained(error) : error);
  }
}

/** A refusal that lists no more than can be read; positions in the plan say nothing to its sender. */
function shortened(error: unknown): unknown {
  if (!(error instanceof LinchpinError)) return error;
  const { length } = error.problems;
  if (length <= maxShown && error.problems.every(({ index }) => index === undefined)) return error;
  const [first, ...others] = error.problems as [Problem, ...Problem[]];
  const message =
    others.length === 0 ? first.message : `${first.message} (and ${others.length} more)`;
  return new LinchpinError(
    { ...first, message },
    { cause: error, problems: shown(error.problems) },
  );
}

/** The first reasons. */
export function shown(problems: readonly Problem[]): readonly Problem[] {
  return problems.slice(0, maxShown).map(({ index: _, ...problem }) => problem);
}

type Shown = Pick<BulkResult, 'changed' | 'relationships' | 'sample'>;

/** What a report says of changes. */
export function shownOf({ twins, relationships }: Changeset): Shown {
  const sample: EditedTwin[] = [];
  for (const edited of twins.updated.values()) {
    if (sample.length < maxShown) sample.push(edited);
  }
  for (const from of twins.removed.values()) if (sample.length < maxShown) sample.push({ from });
  return {
    changed: twins.updated.size + twins.removed.size,
    relationships: relationships.removed.size,
    sample,
  };
}

/** Refuses a graph of another revision than is wanted. */
export function requireRevision({ revision }: TwinGraph, wanted: number | undefined): void {
  if (wanted === undefined || wanted === revision) return;
  throw new LinchpinError({
    code: 'CONFLICT',
    where: 'ifRevision',
    message: `the present revision is ${revision}, not ${wanted}`,
    action: 'read again, decide again, and edit with the new revision',
  });
}
