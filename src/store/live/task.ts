/** One piece of work for the writer, and what it may ask and answer. Made by the `-task` files. */
import type { Commit } from '../../model/changeset.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Rejection, StoredModel } from '../twin-store.ts';
import type { OperationRecord } from './journal.ts';

/** Work that is decided in memory; what it throws refuses it and leaves the others alone. */
export interface Task<R> {
  /** Operation ids and message keys that it will ask for. */
  readonly operations?: readonly string[];
  readonly messages?: readonly string[];
  /** Whether it changes what later tasks are judged by, so that they must wait until it is durable. */
  readonly alone?: boolean;
  /** May be called again when writing came to nothing, so it changes nothing itself. */
  decide(state: TaskState): Outcome<R>;
}

/** What a task sees: what is durable, and what the tasks before it did. */
export interface TaskState {
  readonly graph: TwinGraph;
  readonly models: readonly StoredModel[];
  operation(id: string): OperationRecord | undefined;
  hadEffect(message: string): boolean;
}

/** What a task answers once what it did is durable. */
export interface Outcome<R> {
  readonly result: R;
  readonly commit?: Commit;
  readonly operation?: { readonly id: string; readonly record: OperationRecord };
  readonly messages?: readonly string[];
  readonly addedModels?: readonly StoredModel[];
  /** The id of a model. */
  readonly removedModel?: string;
  /** A model that is there, as it is to be from now on. */
  readonly changedModel?: StoredModel;
  readonly rejections?: readonly Rejection[];
}
