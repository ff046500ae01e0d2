/** What adding and removing models comes to. */
import type { Clock } from '../../model/clock.ts';
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import { type JsonObject, sameJson } from '../../model/json.ts';
import type { ModelCheck, StoredModel } from '../twin-store.ts';
import type { Task } from './task.ts';

/** The task that adds models, all or none. */
export function addModelsTask(
  clock: Clock,
  documents: readonly JsonObject[],
  check?: ModelCheck,
): Task<void> {
  return {
    alone: true,
    decide({ models }) {
      const known = new Map(models.map(({ id, document }) => [id, document]));
      const addedModels: StoredModel[] = [];
      const problems: Problem[] = [];
      documents.forEach((document, index) => {
        const id = document['@id'];
        if (typeof id !== 'string' || id === '') {
          problems.push({ ...withoutId, index });
          return;
        }
        const present = known.get(id);
        if (present === undefined) addedModels.push({ id, document, addedAt: clock.now() });
        else if (!sameJson(present, document)) problems.push({ ...differs(id), index });
        known.set(id, present ?? document);
      });
      if (problems.length > 0) throw refusal(problems);
      check?.([...models, ...addedModels]);
      return { result: undefined, addedModels };
    },
  };
}

/** The task that removes a model no twin uses. */
export function removeModelTask(id: string, check?: ModelCheck): Task<void> {
  return {
    alone: true,
    decide({ graph, models }) {
      const rest = models.filter((model) => model.id !== id);
      if (rest.length === models.length) {
        const message = `there is no model ${id}`;
        throw new LinchpinError({ code: 'NOT_FOUND', where: id, message });
      }
      check?.(rest);
      const users = Array.from(graph.nodesOf(id)).length;
      if (users > 0) {
        const message = `${users} twin(s) use the model ${id}`;
        const action = 'remove them or give them another model first';
        throw new LinchpinError({ code: 'CONFLICT', where: id, message, action });
      }
      return { result: undefined, removedModel: id };
    },
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
