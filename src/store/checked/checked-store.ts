/**
 * A store that keeps the ontology's rules, whatever the adapter: models must resolve together,
 * changes must fit their models, and a model in a query stands for its subtypes too.
 */
import type { Check } from '../../model/apply.ts';
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import type { Binding, Catalogue } from '../../ontology/catalogue.ts';
import { checkOf } from '../../ontology/check.ts';
import { type Resolved, resolveOntology } from '../../ontology/resolve.ts';
import { graphQueries } from '../../query/graph-queries.ts';
import type { GraphQueries } from '../../query/query.ts';
import type { StoredModel, TwinStore } from '../twin-store.ts';
import { adviseNearTwin } from './near-twin.ts';
import { withSubtypes } from './subtypes.ts';

/** A store whose content fits its models. */
export interface CheckedStore extends TwinStore {
  /** The ontology of the store's models, at present. */
  catalogue(): Catalogue;
  /** A model as it was added; undefined when there is none. */
  model(id: string): StoredModel | undefined;
}

/** Wraps a store. `bindings` attach behaviours to interfaces that do not declare them. */
export async function checkedStore(
  store: TwinStore,
  bindings: readonly Binding[],
): Promise<CheckedStore> {
  const ontology = new Ontology(bindings);
  store.onModels((models) => ontology.follow(models));
  ontology.follow(await store.models());
  const refused = async (error: unknown): Promise<never> => {
    throw await adviseNearTwin(error, () => store.snapshot());
  };
  const queries = checkedQueries(store, ontology);
  return {
    ...store,
    ...queries,
    catalogue: () => ontology.catalogue,
    model: (id) => ontology.model(id),
    addModels: (documents, check) =>
      store.addModels(documents, (after) => {
        ontology.judgeAdded(after);
        check?.(after);
      }),
    removeModel: (id, check) =>
      store.removeModel(id, (after) => {
        ontology.judgeWithout(id, after);
        check?.(after);
      }),
    paths: (query) => queries.paths(query).catch(refused),
    commit: (changes, options = {}) =>
      store
        .commit(changes, { ...options, check: both(ontology.check, options.check) })
        .catch(refused),
  };
}

/** Each query by the models that its graph has: others may have changed both the moment before. */
function checkedQueries(store: TwinStore, ontology: Ontology): GraphQueries {
  const present = async () => {
    const graph = await store.snapshot();
    const queries = graphQueries(() => graph);
    return withSubtypes(queries, () => ontology.catalogue);
  };
  return {
    revision: () => store.revision(),
    twins: (ids) => store.twins(ids),
    relationshipsOf: async (requests) => (await present()).relationshipsOf(requests),
    find: async (query) => (await present()).find(query),
    findRelationships: async (query) => (await present()).findRelationships(query),
    paths: async (query) => (await present()).paths(query),
    aggregate: async (query) => (await present()).aggregate(query),
    aggregateRelationships: async (query) => (await present()).aggregateRelationships(query),
  };
}

/** The models of a store and what follows from them. */
class Ontology {
  readonly #bindings: readonly Binding[];
  #resolved: Resolved = resolveOntology([]);
  #models: ReadonlyMap<string, StoredModel> = new Map();
  #catalogue: Catalogue = this.#resolved.catalogue;
  #check: Check = () => [];
  /** The last models that were resolved: what was judged is mostly what comes to be. */
  #tried: { readonly models: readonly StoredModel[]; readonly resolved: Resolved };

  constructor(bindings: readonly Binding[]) {
    this.#bindings = bindings;
    this.#tried = { models: [], resolved: this.#resolved };
  }

  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  model(id: string): StoredModel | undefined {
    return this.#models.get(id);
  }

  /** Asks the present rules each time, since models may change before a commit's turn comes. */
  readonly check: Check = (effect, after) => this.#check(effect, after);

  /** Goes by these models from now on. */
  follow(models: readonly StoredModel[]): void {
    this.#resolved = this.#resolve(models);
    this.#models = new Map(models.map((model) => [model.id, model]));
    const decommissioned = models.filter((model) => model.decommissioned).map(({ id }) => id);
    this.#catalogue = { ...this.#resolved.catalogue, decommissioned: new Set(decommissioned) };
    this.#check = checkOf(this.#catalogue);
  }

  /** Refuses models that do not resolve together with those that are there. */
  judgeAdded(after: readonly StoredModel[]): void {
    const fresh = this.#newAmong(this.#resolve(after).problems);
    if (fresh.length > 0) throw refusal(fresh);
  }

  /** Refuses to do without a model that others need. */
  judgeWithout(id: string, after: readonly StoredModel[]): void {
    const [dependent] = this.#newAmong(this.#resolve(after).problems);
    if (dependent !== undefined) throw needed(id, dependent);
  }

  #resolve(models: readonly StoredModel[]): Resolved {
    if (!sameModels(models, this.#tried.models)) {
      const documents = models.map(({ document }) => document);
      const resolved = resolveOntology(documents, this.#bindings, this.#resolved);
      this.#tried = { models, resolved };
    }
    return this.#tried.resolved;
  }

  /** Problems that the present models do not have: a change is not refused for older ones. */
  #newAmong(problems: readonly Problem[]): readonly Problem[] {
    const name = ({ where, message }: Problem) => `${where}\n${message}`;
    const old = new Set(this.#resolved.problems.map(name));
    return problems.filter((problem) => !old.has(name(problem)));
  }
}

/** Whether the same ontology follows from them: decommissioning leaves documents as they are. */
function sameModels(a: readonly StoredModel[], b: readonly StoredModel[]): boolean {
  return a.length === b.length && a.every(({ document }, i) => document === b[i]?.document);
}

function both(first: Check, second: Check | undefined): Check {
  if (second === undefined) return first;
  return (effect, after) => [...first(effect, after), ...second(effect, after)];
}

function needed(id: string, dependent: Problem): LinchpinError {
  return new LinchpinError({
    code: 'CONFLICT',
    where: id,
    message: `other models need the model ${id}: ${dependent.where}: ${dependent.message}`,
    action: 'remove the models that need it first',
  });
}
