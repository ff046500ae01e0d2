/** What a batch writes to the tables. All of it is encoded before the transaction begins. */
import type { RecordChanges } from '../../model/changeset.ts';
import { recordTextOf } from '../../model/commit-log.ts';
import { digestOf } from '../live/digest.ts';
import type { Batch } from '../live/journal.ts';
import type { State, Tables } from './layout.ts';
import type { Table } from './tables.ts';

/** The writes of a batch after a state, and the state that they lead to. */
export function batchWrites(
  tables: Tables,
  batch: Batch,
  before: State,
): { readonly writes: readonly (() => void)[]; readonly state: State } {
  const state = stateAfter(before, batch);
  const { twins, relationships } = batch.changeset;
  const writes = [
    ...recordWrites(tables.twins, twins, ({ id }) => id),
    ...recordWrites(tables.relationships, relationships, ({ source, id }) => [source, id]),
    ...batch.commits.map((commit) => tables.log.prepareText(commit.revision, recordTextOf(commit))),
    ...registerWrites(tables, batch),
    ...modelWrites(tables, batch),
  ];
  if (batch.commits.length > 0) writes.push(tables.state.prepare('now', state));
  return { writes, state };
}

function stateAfter(before: State, { commits, changeset }: Batch): State {
  const { twins, relationships } = changeset;
  return {
    revision: commits.at(-1)?.revision ?? before.revision,
    twins: before.twins + twins.added.size - twins.removed.size,
    relationships: before.relationships + relationships.added.size - relationships.removed.size,
  };
}

function* recordWrites<T>(
  table: Table<T>,
  { added, updated, removed }: RecordChanges<T>,
  keyOf: (record: T) => string | readonly string[],
): Iterable<() => void> {
  for (const record of removed.values()) yield () => table.remove(keyOf(record));
  for (const { to } of updated.values()) yield table.prepare(keyOf(to), to);
  for (const record of added.values()) yield table.prepare(keyOf(record), record);
}

function* registerWrites(tables: Tables, batch: Batch): Iterable<() => void> {
  for (const message of batch.messages) yield () => tables.messages.add(message, true);
  for (const { id, record } of batch.operations) {
    yield () => tables.operations.add(digestOf(id), record);
  }
  for (const rejection of batch.rejections) yield () => tables.rejections.append(rejection);
}

function* modelWrites({ models }: Tables, batch: Batch): Iterable<() => void> {
  const removed = new Set(batch.removedModels);
  const changed = new Map(batch.changedModels.map((model) => [model.id, model]));
  if (removed.size + changed.size > 0) {
    for (const [key, { id }] of models.range()) {
      const model = changed.get(id);
      if (removed.has(id)) yield () => models.remove(key);
      else if (model !== undefined) yield models.prepare(key, model);
    }
  }
  let number = Number(models.lastKey() ?? 0);
  for (const model of batch.addedModels) yield models.prepare(++number, model);
}
