/** What a commit does inside the writer's transaction. */
import { type Applied, applyChanges } from '../../model/apply.ts';
import type { Change } from '../../model/change.ts';
import { type Changeset, isEmpty, type RecordChanges } from '../../model/changeset.ts';
import type { Clock } from '../../model/clock.ts';
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import type { CommitOptions, CommitResult } from '../twin-store.ts';
import { commitRecord } from './commit-record.ts';
import type { Tables } from './layout.ts';
import { advance, type LiveGraph } from './live-graph.ts';
import {
  type NewChanges,
  newChanges,
  type Operation,
  operationOf,
  repeatedResult,
} from './repeats.ts';
import type { Table } from './tables.ts';
import type { Outcome, Task } from './writer.ts';

/** The task of a commit: judged against what the tasks before it left, written whole or not. */
export function commitTask(
  tables: Tables,
  clock: Clock,
  changes: readonly Change[],
  options: CommitOptions,
): Task<CommitResult> {
  return (live) => {
    const { revision } = live.graph;
    const { operationId, ifRevision } = options;
    const operation = operationId === undefined ? undefined : operationOf(operationId, changes);
    const before = operation && repeatedResult(tables.operations.get(operation.id), operation);
    if (before !== undefined) return { result: before };
    if (ifRevision !== undefined && ifRevision !== revision) throw moved(ifRevision, revision);
    return apply(tables, clock, live, { changes, options, ...(operation && { operation }) });
  };
}

/** What one commit is asked to do. */
interface Wanted {
  readonly changes: readonly Change[];
  readonly options: CommitOptions;
  readonly operation?: Operation;
}

function apply(
  tables: Tables,
  clock: Clock,
  live: LiveGraph,
  wanted: Wanted,
): Outcome<CommitResult> {
  const { operation } = wanted;
  const fresh = newChanges(wanted.changes, tables.messages);
  const time = clock.now();
  const { changeset, rejected } = judged(live, fresh, time, wanted.options);
  const changed = !isEmpty(changeset);
  const revision = live.graph.revision + (changed ? 1 : 0);
  const result = { revision, changeset, rejected, repeated: false };
  const messages = fresh.accepted(rejected);
  const remember = () => {
    for (const message of messages) tables.messages.add(true, ...message);
    if (operation === undefined) return;
    tables.operations.add({ revision, rejected, changes: operation.changes }, operation.id);
  };
  if (!changed) {
    const forgettable = operation === undefined && messages.length === 0;
    return forgettable ? { result } : { result, write: remember };
  }
  const commit = { revision, time, changeset, ...(operation && { operationId: operation.id }) };
  const after = advance(live, changeset, revision);
  const writes = recordWrites(tables, changeset);
  return {
    result,
    live: after,
    commit,
    write() {
      remember();
      for (const write of writes) write();
      tables.commits.append(commitRecord(commit), revision);
      tables.state.put('now', { revision, ...after.graph.size });
    },
  };
}

/** What the new changes do; problems have the positions that the caller gave. */
function judged(
  live: LiveGraph,
  fresh: NewChanges,
  now: number,
  { check, skipRefused }: CommitOptions,
): Applied {
  const revision = live.graph.revision + 1;
  const applied = applyChanges(live.graph, fresh.changes, {
    revision,
    now,
    skipRefused: true,
    ...(check === undefined ? {} : { check }),
  });
  const rejected = applied.rejected.map((problem) => atIndex(problem, fresh.positions));
  if (rejected.length > 0 && skipRefused !== true) throw refusal(rejected);
  return { ...applied, rejected };
}

/** What writes the changed records; encoded beforehand, so that one that cannot be is refused. */
function recordWrites(tables: Tables, changeset: Changeset): (() => void)[] {
  return [
    ...tableWrites(tables.twins, changeset.twins, ({ id }: Twin) => id),
    ...tableWrites(tables.relationships, changeset.relationships, (relationship: Relationship) => [
      relationship.source,
      relationship.id,
    ]),
  ];
}

function* tableWrites<T>(
  table: Table<T>,
  { added, updated, removed }: RecordChanges<T>,
  keyOf: (record: T) => string | readonly string[],
): Iterable<() => void> {
  for (const record of removed.values()) yield () => table.remove(keyOf(record));
  for (const { to } of updated.values()) yield table.prepare(keyOf(to), to);
  for (const record of added.values()) yield table.prepare(keyOf(record), record);
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
