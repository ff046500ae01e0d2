/** What a commit comes to, judged against what the tasks before it left. */
import { type Applied, applyChanges } from '../../model/apply.ts';
import type { Change } from '../../model/change.ts';
import { type Commit, isEmpty } from '../../model/changeset.ts';
import type { Clock } from '../../model/clock.ts';
import { recordTextOf } from '../../model/commit-log.ts';
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import type { ChangePlan, CommitOptions, CommitResult } from '../twin-store.ts';
import {
  messageKeys,
  type NewChanges,
  newChanges,
  type Operation,
  operationOf,
  repeatedResult,
} from './repeats.ts';
import type { Outcome, Task, TaskState } from './task.ts';

/** The task of a commit: all of it is written, or nothing. */
export function commitTask(
  clock: Clock,
  wanted: readonly Change[] | ChangePlan,
  options: CommitOptions,
): Task<CommitResult> {
  const { operationId, ifRevision } = options;
  const isPlan = 'changesOn' in wanted;
  const keys = isPlan ? [] : messageKeys(wanted);
  const identity = isPlan ? wanted.identity : (wanted as unknown as Json);
  const operation = operationId === undefined ? undefined : operationOf(operationId, identity);
  return {
    operations: operationId === undefined ? [] : [operationId],
    messages: keys.filter((key) => key !== undefined),
    decide(state) {
      const { revision } = state.graph;
      const before = operation && repeatedResult(state.operation(operation.id), operation);
      if (before !== undefined) return { result: before };
      if (ifRevision !== undefined && ifRevision !== revision) throw moved(ifRevision, revision);
      const changes = isPlan ? wanted.changesOn(state.graph) : wanted;
      const fresh = newChanges(changes, keys, (key) => state.hadEffect(key));
      return outcomeOf(state, fresh, { time: clock.now(), operation, options });
    },
  };
}

interface Circumstances {
  /** Server time, epoch milliseconds, UTC. */
  readonly time: number;
  readonly operation: Operation | undefined;
  readonly options: CommitOptions;
}

function outcomeOf(
  state: TaskState,
  fresh: NewChanges,
  { time, operation, options }: Circumstances,
): Outcome<CommitResult> {
  const applied = judged(state, fresh, time, options);
  const { changeset, rejected, late } = applied;
  const changed = !isEmpty(changeset) || late.length > 0;
  const revision = state.graph.revision + (changed ? 1 : 0);
  const commit: Commit = {
    revision,
    time,
    changeset,
    ...(operation && { operationId: operation.id }),
    ...(late.length > 0 && { late }),
  };
  // Here, so that what JSON cannot hold refuses this commit alone.
  if (changed) recordTextOf(commit);
  const record = operation && { revision, rejected, changes: operation.changes };
  return {
    result: { revision, changeset, rejected, repeated: false },
    messages: fresh.accepted(rejected),
    ...(changed && { commit }),
    ...(record && { operation: { id: operation.id, record } }),
  };
}

/** What the new changes do; problems have the positions that the caller gave. */
function judged(
  { graph }: TaskState,
  fresh: NewChanges,
  now: number,
  { check, skipRefused }: CommitOptions,
): Applied {
  const applied = applyChanges(graph, fresh.changes, {
    revision: graph.revision + 1,
    now,
    skipRefused: true,
    ...(check === undefined ? {} : { check }),
  });
  const rejected = applied.rejected.map((problem) => atIndex(problem, fresh.positions));
  if (rejected.length > 0 && skipRefused !== true) throw refusal(rejected);
  return { ...applied, rejected };
}

function atIndex(problem: Problem, positions: readonly number[]): Problem {
  const index = problem.index === undefined ? undefined : positions[problem.index];
  return index === undefined ? problem : { ...problem, index };
}

function moved(wanted: number, present: number): LinchpinError {
  return new LinchpinError({
    code: 'CONFLICT',
    where: 'ifRevision',
    message: `the present revision is ${present}, not ${wanted}`,
    action: 'read again, decide again, and commit with the new revision',
  });
}
