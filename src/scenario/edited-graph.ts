/**
 * The one meaning of edits on a graph, and the order in which they take effect. Used by `planOf`
 * for the phases of a run, and by `Branch` for the graph that is asked.
 */
import { applyChanges, type Check } from '../model/apply.ts';
import type { Change } from '../model/change.ts';
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Edit } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { checkOf } from '../ontology/check.ts';
import { meaningOf } from './edit-changes.ts';

/** An edit and its position among those of its scenario. */
export interface PlacedEdit {
  readonly edit: Edit;
  readonly index: number;
}

/** Where edits without a time stand: before the start. */
export const beforeStart = -1;

/** When an edit takes effect, in seconds after the start. */
export function timeOf({ at }: Edit): number {
  return at ?? beforeStart;
}

/** The edits by time, earliest first; those of one time in the order that they were given in. */
export function moments(edits: Iterable<PlacedEdit>): [time: number, edits: PlacedEdit[]][] {
  const byTime = new Map<number, PlacedEdit[]>();
  for (const placed of edits) {
    const time = timeOf(placed.edit);
    const together = byTime.get(time);
    if (together === undefined) byTime.set(time, [placed]);
    else together.push(placed);
  }
  return [...byTime].sort(([a], [b]) => a - b);
}

const checks = new WeakMap<Catalogue, Check>();

/** The check of what edits do; made once for a catalogue. */
export function editCheck(catalogue: Catalogue): Check {
  const check = checks.get(catalogue) ?? checkOf(catalogue);
  checks.set(catalogue, check);
  return check;
}

/** What edits are judged by, and where their problems go. */
export interface Judging {
  readonly check: Check;
  readonly problems: Problem[];
}

/** A graph after edits, in this order; those that do not fit are left out and told. */
export function editedGraph(
  graph: TwinGraph,
  edits: readonly PlacedEdit[],
  { check, problems }: Judging,
): TwinGraph {
  let after = graph;
  let pending: { change: Change; index: number }[] = [];
  const flush = () => {
    if (pending.length === 0) return;
    const changes = pending.map(({ change }) => change);
    const options = { revision: graph.revision, now: 0, check, skipRefused: true };
    const { changeset, rejected } = applyChanges(after, changes, options);
    for (const problem of rejected) {
      problems.push(asInput(problem, pending[problem.index ?? 0]?.index ?? 0));
    }
    after = after.withChanges(changeset);
    pending = [];
  };
  for (const { edit, index } of edits) {
    // A scaling reads what the edits before it gave.
    if ('scale' in edit) flush();
    const meaning = meaningOf(edit, after);
    if ('problem' in meaning) problems.push({ ...meaning.problem, index });
    else for (const change of meaning.changes) pending.push({ change, index });
  }
  flush();
  return after;
}

/** What a store would call a conflict or a failed validation is here an edit that does not fit. */
function asInput(problem: Problem, index: number): Problem {
  const code = problem.code === 'NOT_FOUND' ? problem.code : 'BAD_USER_INPUT';
  return { ...problem, code, index };
}
