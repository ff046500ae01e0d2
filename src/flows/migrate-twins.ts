/**
 * Gives twins another version of their model, all in one commit or none: judged when all have it,
 * since the relationships of a new version often need the new versions at their other ends. A dry
 * run says of each twin what stands in its way. Called by the `migrateTwins` mutation.
 */
import { applyChanges } from '../model/apply.ts';
import { type Changeset, noChanges } from '../model/changeset.ts';
import { systemClock } from '../model/clock.ts';
import { type LinchpinError, type Problem, refusal } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
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
import { type Migrated, type Migration, migrated, requireMeaning } from './migration.ts';
import { advised } from './migration-advice.ts';

/**
 * Migrates the twins that fit at the moment of the commit, whatever else is written. A value that
 * stays or is renamed keeps its stamp, so a reading that is older stays without effect.
 * `BAD_USER_INPUT`, `NOT_FOUND` and `LIMIT_EXCEEDED` as for other bulk edits; `VALIDATION_FAILED`
 * or `CONFLICT` with the reasons when one twin does not fit its new model.
 */
export async function migrateTwins(
  store: CheckedStore,
  migrations: readonly Migration[],
  { dryRun = false, clock = systemClock, ...options }: BulkOptions = {},
): Promise<BulkResult> {
  requireMeaning(migrations);
  if (dryRun) {
    const graph = await store.snapshot();
    requireRevision(graph, options.ifRevision);
    const catalogue = store.catalogue();
    return report(migrated(graph, catalogue, migrations), { graph, catalogue, now: clock.now() });
  }
  let tried: (() => readonly Problem[]) | undefined;
  const plan = {
    identity: { migrate: migrations as unknown as Json },
    changesOn(graph: TwinGraph) {
      const catalogue = store.catalogue();
      const found = migrated(graph, catalogue, migrations);
      const { matched, twins, problems } = found;
      tried = () => judged(found, { graph, catalogue, now: 0 }).problems;
      // The commit judges the others itself; a refusal is to name them all.
      if (problems.length > 0) throw refusal(tried());
      return { matched, changes: twins.length === 0 ? [] : [{ replaceTwins: twins }] };
    },
    // The commit's own refusal speaks to who sends values.
    explained: (error: LinchpinError) => {
      const problems = error.code === 'VALIDATION_FAILED' ? (tried?.() ?? []) : [];
      return problems.length === 0 ? error : refusal(problems);
    },
  };
  return commitEdit(store, plan, options);
}

interface Circumstances {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  /** Server time, epoch milliseconds, UTC. */
  readonly now: number;
}

function report(found: Migrated, circumstances: Circumstances): BulkResult {
  const { right, problems, refused } = judged(found, circumstances);
  return {
    matched: found.matched,
    ...shownOf(right),
    refused,
    revision: circumstances.graph.revision,
    repeated: false,
    rejected: shown(problems),
  };
}

/** The twins that could have their new content if all others had theirs, and why not the others. */
function judged({ matched, twins, problems }: Migrated, { graph, catalogue, now }: Circumstances) {
  const revision = graph.revision + 1;
  const { changeset } = applyChanges(graph, [{ replaceTwins: twins }], { revision, now });
  const after = graph.withChanges(changeset, revision);
  const check = checkOf(catalogue);
  const right = new Map(changeset.twins.updated);
  const reasons = new Map(problems.map((each) => [keyOf(each), each]));
  for (const [id, edited] of changeset.twins.updated) {
    const found = check(only(id, edited), after);
    if (found.length > 0) right.delete(id);
    // A relationship between two of them is a reason of both.
    for (const each of found) {
      reasons.set(keyOf(each), advised(each, edited.to, { after, catalogue }));
    }
  }
  return {
    right: { ...noChanges, twins: { ...noChanges.twins, updated: right } },
    refused: matched - twins.length + changeset.twins.updated.size - right.size,
    problems: [...reasons.values()],
  };
}

type Edited = Changeset['twins']['updated'] extends ReadonlyMap<string, infer E> ? E : never;

function only(id: string, edited: Edited): Changeset {
  return { ...noChanges, twins: { ...noChanges.twins, updated: new Map([[id, edited]]) } };
}

function keyOf({ where, message }: Problem): string {
  return `${where}\n${message}`;
}
