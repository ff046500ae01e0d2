/** What adding, decommissioning and removing models comes to. */
import type { Clock } from '../../model/clock.ts';
import { compareText } from '../../model/compare-text.ts';
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { type JsonObject, sameJson } from '../../model/json.ts';
import type { ModelCheck, StoredModel } from '../twin-store.ts';
import type { Task } from './task.ts';

/** The task that adds models, all or none. */
export function addModelsTask(
  clock: Clock,
  documents: readonly JsonObject[],
  check?: ModelCheck,
): Task<readonly StoredModel[]> {
  return {
    alone: true,
    decide({ models }) {
      const stored = new Map(models.map(({ id, document }) => [id, document]));
      const fresh = new Map<string, JsonObject>();
      const positions: number[] = [];
      const problems: Problem[] = [];
      documents.forEach((document, index) => {
        const id = document['@id'];
        if (typeof id !== 'string' || id === '') {
          problems.push({ ...withoutId, index });
          return;
        }
        const present = stored.get(id) ?? fresh.get(id);
        if (present === undefined) {
          fresh.set(id, document);
          positions.push(index);
        } else if (!sameJson(present, document)) {
          problems.push({ ...(stored.has(id) ? differs(id) : differsHere(id)), index });
        }
      });
      const addedAt = clock.now();
      const addedModels = Array.from(fresh, ([id, document]) => ({ id, document, addedAt }));
      const refused = refusedBy(check, [...models, ...addedModels]);
      problems.push(...refused.map((problem) => asGiven(problem, models.length, positions)));
      if (problems.length > 0) throw refusal(problems);
      return { result: addedModels, addedModels };
    },
  };
}

/** A problem that names a model by its position among all, by that among those that were given. */
function asGiven(problem: Problem, before: number, positions: readonly number[]): Problem {
  const [name = '', index] = /^model (\d+)(?=\/|$)/.exec(problem.where) ?? [];
  const position = positions[Number(index) - before];
  if (position === undefined) return problem;
  return { ...problem, where: `model ${position}${problem.where.slice(name.length)}` };
}

/** The problems that a check throws, so that a batch is told of all that is wrong with it. */
function refusedBy(
  check: ModelCheck | undefined,
  models: readonly StoredModel[],
): readonly Problem[] {
  try {
    check?.(models);
    return [];
  } catch (error) {
    if (error instanceof LinchpinError) return error.problems;
    throw error;
  }
}

/** The task that says whether new twins may no longer have a model. */
export function decommissionTask(id: string, decommissioned: boolean): Task<void> {
  return {
    alone: true,
    decide({ models }) {
      const model = models.find((each) => each.id === id);
      if (model === undefined) throw notThere(id);
      if ((model.decommissioned ?? false) === decommissioned) return { result: undefined };
      const { decommissioned: _, ...rest } = model;
      const changedModel: StoredModel = decommissioned ? { ...rest, decommissioned } : rest;
      return { result: undefined, changedModel };
    },
  };
}

/** The task that removes a model no twin uses. */
export function removeModelTask(id: string, check?: ModelCheck): Task<void> {
  return {
    alone: true,
    decide({ graph, models }) {
      const rest = models.filter((model) => model.id !== id);
      if (rest.length === models.length) throw notThere(id);
      check?.(rest);
      requireUnused(id, graph);
      return { result: undefined, removedModel: id };
    },
  };
}

function requireUnused(id: string, graph: TwinGraph): void {
  const users = Array.from(graph.nodesOf(id), (node) => graph.idAt(node) as string);
  if (users.length === 0) return;
  // The first two by id: the order of the nodes is not the same in every instance.
  const first = users.reduce(lesser);
  const others = users.filter((user) => user !== first);
  const some = others.length === 0 ? [first] : [first, others.reduce(lesser)];
  const more = users.length > some.length ? ', …' : '';
  throw new LinchpinError({
    code: 'CONFLICT',
    where: id,
    message: `${users.length} twin(s) use the model ${id}: ${some.join(', ')}${more}`,
    expected: 'a model without twins',
    action:
      'give them another model with migrateTwins, or remove them with deleteTwins; to have no new ones, use decommissionModel',
  });
}

function lesser(a: string, b: string): string {
  return compareText(a, b) <= 0 ? a : b;
}

function notThere(id: string): LinchpinError {
  const message = `there is no model ${id}`;
  return new LinchpinError({ code: 'NOT_FOUND', where: id, message });
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

function differsHere(id: string): Problem {
  return {
    code: 'CONFLICT',
    where: id,
    message: `two different models are called ${id}`,
    action: 'leave one of them out, or give it a new version number',
  };
}
