/**
 * Updates and deletes twins by a filter, all in one commit or none. A dry run judges the same
 * changes by the same checks and shows what would happen. Called by `updateTwins` and `deleteTwins`.
 */
import { applyChanges } from '../model/apply.ts';
import type { Change } from '../model/change.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import { checkOf } from '../ontology/check.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';
import {
  type BulkOptions,
  type BulkResult,
  commitEdit,
  requireRevision,
  shown,
  shownOf,
} from './bulk-result.ts';
import { type BulkEdit, twinsThatFit } from './bulk-selection.ts';

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
  if (dryRun) return tried(store, edit, { ...options, clock });
  const { filter, wanted, changesOf } = edit;
  const plan = {
    identity: { filter: filter as unknown as Json, wanted },
    changesOn(graph: TwinGraph) {
      const twins = twinsThatFit(graph, store.catalogue(), filter);
      return { matched: twins.length, changes: twins.flatMap(changesOf) };
    },
  };
  return commitEdit(store, plan, options);
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
    rejected: shown(rejected),
  };
}

function twinIn(change: Change | undefined): string | undefined {
  if (change === undefined) return undefined;
  if ('set' in change) return change.set.twin;
  if ('putTwin' in change) return change.putTwin.id;
  return 'removeTwin' in change ? change.removeTwin.twin : undefined;
}
