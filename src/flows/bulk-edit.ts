/**
 * Updates and deletes twins by a filter, all in one commit or none. A dry run judges the same
 * changes by the same checks and shows what would happen. Called by `updateTwins` and `deleteTwins`.
 */
import { applyChanges } from '../model/apply.ts';
import type { Change } from '../model/change.ts';
import type { Changeset } from '../model/changeset.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Twin } from '../model/twin.ts';
import { checkOf } from '../ontology/check.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';
import type { CommitOptions } from '../store/twin-store.ts';
import { meanwhileCheck } from './bulk-meanwhile.ts';
import { type BulkEdit, twinsThatFit } from './bulk-selection.ts';

/** How an edit goes about it. */
export interface BulkOptions {
  /** Judges everything and changes nothing. */
  readonly dryRun?: boolean;
  /** Refuse with `CONFLICT` unless this is the present revision. */
  readonly ifRevision?: number;
  /** A repeat of an operation that was committed changes nothing. */
  readonly operationId?: string;
}

/** What became of an edit, or would become of it. */
export interface BulkResult {
  /** How many twins the filter finds. */
  readonly matched: number;
  /** How many of them change; those that are as wanted already do not. */
  readonly changed: number;
  /** How many are refused; only a dry run gives a result then. */
  readonly refused: number;
  /** The revision that holds the changes; the present one when nothing changed. */
  readonly revision: number;
  /** Whether the operation had been committed before. */
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

const maxShown = 100;
const attempts = 5;

/**
 * Edits the twins that fit a filter. `LIMIT_EXCEEDED` when there are more than `maxEdited`;
 * `VALIDATION_FAILED`, `CONFLICT` or `NOT_FOUND` with all reasons when one is refused.
 */
export async function editTwins(
  store: CheckedStore,
  edit: BulkEdit,
  options: BulkOptions = {},
): Promise<BulkResult> {
  for (let attempt = 1; ; attempt++) {
    const graph = await store.snapshot();
    requireRevision(graph, options.ifRevision);
    const twins = await twinsThatFit(graph, store.catalogue(), edit.filter);
    const plan = { graph, twins, changes: twins.flatMap((twin) => edit.changesOf(twin)) };
    if (options.dryRun === true || plan.changes.length === 0) return tried(store, plan);
    const meanwhile = meanwhileCheck(graph, edit);
    try {
      return await made(store, plan, { ...options, check: meanwhile.check });
    } catch (error) {
      if (meanwhile.found() && attempt < attempts) continue;
      throw error;
    }
  }
}

interface Plan {
  readonly graph: TwinGraph;
  readonly twins: readonly Twin[];
  readonly changes: readonly Change[];
}

async function tried(store: CheckedStore, { graph, twins, changes }: Plan): Promise<BulkResult> {
  const { changeset, rejected } = applyChanges(graph, changes, {
    revision: graph.revision + 1,
    now: Date.now(),
    check: checkOf(store.catalogue()),
    skipRefused: true,
  });
  return {
    matched: twins.length,
    ...shownOf(changeset),
    refused: new Set(rejected.map(({ index }) => twinIn(changes[index ?? 0]))).size,
    revision: graph.revision,
    repeated: false,
    rejected: rejected.slice(0, maxShown).map(({ index: _, ...problem }) => problem),
  };
}

async function made(
  store: CheckedStore,
  { twins, changes }: Plan,
  { dryRun: _, ...options }: BulkOptions & Pick<CommitOptions, 'check'>,
): Promise<BulkResult> {
  const matched = twins.length;
  try {
    const { revision, changeset, repeated } = await store.commit(changes, options);
    return { matched, ...shownOf(changeset), refused: 0, revision, repeated, rejected: [] };
  } catch (error) {
    // A repeat finds other twins than the first time, because that changed them.
    const isRepeat = error instanceof LinchpinError && error.where === 'operationId';
    if (!isRepeat) throw shortened(error);
    const revision = await store.revision();
    const nothing = { changed: 0, refused: 0, sample: [], rejected: [] };
    return { matched, ...nothing, revision, repeated: true };
  }
}

/** A refusal that lists no more than can be read. */
function shortened(error: unknown): unknown {
  if (!(error instanceof LinchpinError) || error.problems.length <= maxShown) return error;
  const [first] = error.problems as [Problem, ...Problem[]];
  const message = `${first.message} (and ${error.problems.length - 1} more)`;
  const problems = error.problems.slice(0, maxShown);
  return new LinchpinError({ ...first, message }, { cause: error, problems });
}

function shownOf({ twins }: Changeset): Pick<BulkResult, 'changed' | 'sample'> {
  const sample: EditedTwin[] = [];
  for (const edited of twins.updated.values()) {
    if (sample.length < maxShown) sample.push(edited);
  }
  for (const from of twins.removed.values()) if (sample.length < maxShown) sample.push({ from });
  return { changed: twins.updated.size + twins.removed.size, sample };
}

function twinIn(change: Change | undefined): string | undefined {
  if (change === undefined) return undefined;
  if ('set' in change) return change.set.twin;
  if ('putTwin' in change) return change.putTwin.id;
  return 'removeTwin' in change ? change.removeTwin.twin : undefined;
}

function requireRevision({ revision }: TwinGraph, wanted: number | undefined): void {
  if (wanted === undefined || wanted === revision) return;
  throw new LinchpinError({
    code: 'CONFLICT',
    where: 'ifRevision',
    message: `the present revision is ${revision}, not ${wanted}`,
    action: 'read again, decide again, and edit with the new revision',
  });
}
