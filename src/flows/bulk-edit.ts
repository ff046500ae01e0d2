/**
 * Updates and deletes twins by a filter, all in one commit or none. A dry run judges the same
 * changes by the same checks and shows what would happen. Called by `updateTwins` and `deleteTwins`.
 */
import { applyChanges } from '../model/apply.ts';
import type { Change } from '../model/change.ts';
import type { Changeset } from '../model/changeset.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import type { Twin } from '../model/twin.ts';
import { checkOf } from '../ontology/check.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';
import type { CommitOptions } from '../store/twin-store.ts';
import { type BulkEdit, twinsThatFit } from './bulk-selection.ts';

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

const maxShown = 100;

/**
 * Edits the twins that fit a filter at the moment of the commit, whatever else is written; one with
 * an operation id that is known is not looked for again. `LIMIT_EXCEEDED` when more fit than
 * `maxEdited`; `VALIDATION_FAILED`, `CONFLICT` or `NOT_FOUND` with all reasons when one is refused.
 */
export function editTwins(
  store: CheckedStore,
  edit: BulkEdit,
  { dryRun = false, clock = systemClock, ...options }: BulkOptions = {},
): Promise<BulkResult> {
  return dryRun ? tried(store, edit, { ...options, clock }) : made(store, edit, options);
}

async function tried(
  store: CheckedStore,
  { filter, changesOf }: BulkEdit,
  { ifRevision, clock }: Pick<BulkOptions, 'ifRevision'> & { readonly clock: Clock },
): Promise<BulkResult> {
  const graph = await store.snapshot();
  requireRevision(graph, ifRevision);
  const twins = twinsThatFit(graph, store.catalogue(), filter);
  const changes = twins.flatMap(changesOf);
  const { changeset, rejected } = applyChanges(graph, changes, {
    revision: graph.revision + 1,
    now: clock.now(),
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
  { filter, wanted, changesOf }: BulkEdit,
  options: CommitOptions,
): Promise<BulkResult> {
  let matched = 0;
  const plan = {
    identity: { filter: filter as unknown as Json, wanted },
    changesOn(graph: TwinGraph) {
      const twins = twinsThatFit(graph, store.catalogue(), filter);
      matched = twins.length;
      return twins.flatMap(changesOf);
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
    throw shortened(error);
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

type Shown = Pick<BulkResult, 'changed' | 'relationships' | 'sample'>;

function shownOf({ twins, relationships }: Changeset): Shown {
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
