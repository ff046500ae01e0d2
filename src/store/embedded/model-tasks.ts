/** What adding and removing models does inside the writer's transaction. */
import type { Clock } from '../../model/clock.ts';
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import { type JsonObject, sameJson } from '../../model/json.ts';
import type { StoredModel } from '../twin-store.ts';
import type { Table } from './tables.ts';
import type { Task } from './writer.ts';

/** The task that adds models, all or none. */
export function addModelsTask(
  table: Table<StoredModel>,
  clock: Clock,
  documents: readonly JsonObject[],
): Task<void> {
  return () => {
    const known = new Map(Array.from(table.range(), ([, model]) => [model.id, model.document]));
    const added: StoredModel[] = [];
    const problems: Problem[] = [];
    documents.forEach((document, index) => {
      const id = document['@id'];
      if (typeof id !== 'string' || id === '') {
        problems.push({ ...withoutId, index });
        return;
      }
      const present = known.get(id);
      if (present === undefined) added.push({ id, document, addedAt: clock.now() });
      else if (!sameJson(present, document)) problems.push({ ...differs(id), index });
      known.set(id, present ?? document);
    });
    if (problems.length > 0) throw refusal(problems);
    return {
      result: undefined,
      write() {
        let number = Number(table.lastKey() ?? 0);
        for (const model of added) table.put(++number, model);
      },
    };
  };
}

/** The task that removes a model no twin uses. */
export function removeModelTask(table: Table<StoredModel>, id: string): Task<void> {
  return ({ graph }) => {
    const [key] = Array.from(table.range()).find(([, model]) => model.id === id) ?? [];
    if (key === undefined) {
      const message = `there is no model ${id}`;
      throw new LinchpinError({ code: 'NOT_FOUND', where: id, message });
    }
    const users = Array.from(graph.nodesOf(id)).length;
    if (users > 0) {
      const message = `${users} twin(s) use the model ${id}`;
      const action = 'remove them or give them another model first';
      throw new LinchpinError({ code: 'CONFLICT', where: id, message, action });
    }
    return { result: undefined, write: () => table.remove(key) };
  };
}

const withoutId: Problem = {
  code: 'BAD_USER_INPUT',
  where: '@id',
  message: 'the model has no id',
  expected: 'a DTMI, as in dtmi:com:example:Pump;1',
};

function differs(id: string): Problem {
  return {
    code: 'CONFLICT',
    where: id,
    message: `another model is known as ${id}`,
    action: 'models do not change: give it a new version number',
  };
}
