/**
 * Decides a group of tasks in memory, in order, each on what those before it did: the batch to
 * write, and what to answer once it is durable. Called by the writer inside a journal's write.
 */
import {
  type Changeset,
  type Commit,
  changesBetween,
  type RecordChanges,
} from '../../model/changeset.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import type { Rejection, StoredModel } from '../twin-store.ts';
import {
  type Batch,
  changesModels,
  modelsAfter,
  type OperationRecord,
  type Seen,
} from './journal.ts';
import type { Outcome, Task, TaskState } from './task.ts';

/** A batch, what it leads from and to, and what its tasks are answered. */
export interface Decision extends Batch {
  readonly before: TwinGraph;
  readonly after: TwinGraph;
  readonly models: readonly StoredModel[];
  readonly modelsVersion: number;
  /** One for each task, in order. */
  readonly answers: readonly Answer[];
}

/** What a task gives, or throws. */
export type Answer = { readonly result: unknown } | { readonly error: unknown };

/** Where a group begins. */
export interface Beginning {
  readonly graph: TwinGraph;
  readonly models: readonly StoredModel[];
  readonly seen: Seen;
}

/** What the tasks come to. */
export function decide(tasks: readonly Task<unknown>[], beginning: Beginning): Decision {
  const draft = new Draft(beginning);
  const answers = tasks.map((task): Answer => {
    try {
      return { result: draft.add(task.decide(draft)) };
    } catch (error) {
      return { error };
    }
  });
  return draft.decision(answers);
}

class Draft implements TaskState {
  readonly #beginning: Beginning;
  readonly #commits: Commit[] = [];
  readonly #operations = new Map<string, OperationRecord>();
  readonly #messages = new Set<string>();
  readonly #modelChanges = {
    addedModels: [] as StoredModel[],
    removedModels: [] as string[],
    changedModels: [] as StoredModel[],
  };
  readonly #rejections: Rejection[] = [];
  graph: TwinGraph;
  models: readonly StoredModel[];

  constructor(beginning: Beginning) {
    this.#beginning = beginning;
    this.graph = beginning.graph;
    this.models = beginning.models;
  }

  operation(id: string): OperationRecord | undefined {
    return this.#operations.get(id) ?? this.#beginning.seen.operations.get(id);
  }

  hadEffect(message: string): boolean {
    return this.#messages.has(message) || this.#beginning.seen.messages.has(message);
  }

  add({ result, commit, operation, ...more }: Outcome<unknown>): unknown {
    if (commit !== undefined) {
      this.#commits.push(commit);
      this.graph = this.graph.withChanges(commit.changeset, commit.revision);
    }
    if (operation !== undefined) this.#operations.set(operation.id, operation.record);
    for (const message of more.messages ?? []) this.#messages.add(message);
    if (more.rejections !== undefined) this.#rejections.push(...more.rejections);
    const { addedModels, removedModels, changedModels } = this.#modelChanges;
    addedModels.push(...(more.addedModels ?? []));
    if (more.removedModel !== undefined) removedModels.push(more.removedModel);
    if (more.changedModel !== undefined) changedModels.push(more.changedModel);
    if (changesModels(this.#modelChanges)) {
      this.models = modelsAfter(this.#beginning.models, this.#modelChanges);
    }
    return result;
  }

  decision(answers: readonly Answer[]): Decision {
    const { graph: before, seen } = this.#beginning;
    return {
      before,
      after: this.graph,
      commits: this.#commits,
      changeset: changesOf(this.#commits, before, this.graph),
      operations: Array.from(this.#operations, ([id, record]) => ({ id, record })),
      messages: [...this.#messages],
      ...this.#modelChanges,
      rejections: this.#rejections,
      models: this.models,
      modelsVersion: seen.modelsVersion + (changesModels(this.#modelChanges) ? 1 : 0),
      answers,
    };
  }
}

/** What commits did in all: each record that they touched is written once. */
function changesOf(commits: readonly Commit[], before: TwinGraph, after: TwinGraph): Changeset {
  const [first] = commits;
  if (first !== undefined && commits.length === 1) return first.changeset;
  return {
    twins: inAll<Twin>(
      commits.map(({ changeset }) => changeset.twins),
      ({ id }) => [before.twin(id), after.twin(id)],
    ),
    relationships: inAll<Relationship>(
      commits.map(({ changeset }) => changeset.relationships),
      (key) => [before.relationship(key), after.relationship(key)],
    ),
  };
}

function inAll<T>(
  steps: readonly RecordChanges<T>[],
  endsOf: (record: T) => [T | undefined, T | undefined],
): RecordChanges<T> {
  const touched = new Map<string, T>();
  for (const step of steps) {
    for (const [key, record] of step.added) touched.set(key, record);
    for (const [key, { to }] of step.updated) touched.set(key, to);
    for (const [key, record] of step.removed) touched.set(key, record);
  }
  return changesBetween(Array.from(touched, ([key, record]) => [key, ...endsOf(record)] as const));
}
