/**
 * A store that keeps the ontology's rules, whatever the adapter: models must resolve together,
 * changes must fit their models, and a model in a query stands for its subtypes too.
 */
import type { Check } from '../model/apply.ts';
import { LinchpinError, type Problem, refusal } from '../model/errors.ts';
import { type JsonObject, sameJson } from '../model/json.ts';
import type { Binding, Catalogue } from '../ontology/catalogue.ts';
import { checkOf } from '../ontology/check.ts';
import { type Resolved, resolveOntology } from '../ontology/resolve.ts';
import { adviseNearTwin } from './near-twin.ts';
import { withSubtypes } from './subtypes.ts';
import type { TwinStore } from './twin-store.ts';

/** A store whose content fits its models. */
export interface CheckedStore extends TwinStore {
  /** The ontology of the store's models, at present. */
  catalogue(): Catalogue;
}

/** Wraps a store. `bindings` attach behaviours to interfaces that do not declare them. */
export async function checkedStore(
  store: TwinStore,
  bindings: readonly Binding[],
): Promise<CheckedStore> {
  const ontology = new Ontology(store, bindings);
  await ontology.load();
  const queries = withSubtypes(store, () => ontology.catalogue);
  const refused = async (error: unknown): Promise<never> => {
    throw await adviseNearTwin(error, () => store.snapshot());
  };
  return {
    ...queries,
    supports: store.supports,
    catalogue: () => ontology.catalogue,
    models: () => store.models(),
    addModels: (documents) => ontology.alone(() => ontology.add(documents)),
    removeModel: (id) => ontology.alone(() => ontology.remove(id)),
    paths: (query) => queries.paths(query).catch(refused),
    commit: (changes, options = {}) =>
      store
        .commit(changes, { ...options, check: both(ontology.check, options.check) })
        .catch(refused),
    commits: (since, signal) => store.commits(since, signal),
    snapshot: () => store.snapshot(),
    keepRejections: (rejections) => store.keepRejections(rejections),
    rejections: (filter) => store.rejections(filter),
    health: () => store.health(),
    close: () => store.close(),
  };
}

/** The models of a store and what follows from them; changed by one caller at a time. */
class Ontology {
  readonly #store: TwinStore;
  readonly #bindings: readonly Binding[];
  #documents: ReadonlyMap<string, JsonObject> = new Map();
  #resolved: Resolved = resolveOntology([]);
  #check: Check = () => [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: TwinStore, bindings: readonly Binding[]) {
    this.#store = store;
    this.#bindings = bindings;
  }

  get catalogue(): Catalogue {
    return this.#resolved.catalogue;
  }

  /** Asks the present rules each time, since models may change before a commit's turn comes. */
  readonly check: Check = (effect, after) => this.#check(effect, after);

  /** Runs changes of models one after another. */
  alone<R>(work: () => Promise<R>): Promise<R> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async load(): Promise<void> {
    const models = await this.#store.models();
    const documents = new Map(models.map(({ id, document }) => [id, document]));
    this.#use(documents, this.#resolve(documents));
  }

  async add(documents: readonly JsonObject[]): Promise<void> {
    const union = new Map(this.#documents);
    let conflict = false;
    for (const [index, document] of documents.entries()) {
      const id = typeof document['@id'] === 'string' ? document['@id'] : `#${index}`;
      const known = union.get(id);
      conflict ||= known !== undefined && !sameJson(known, document);
      union.set(id, document);
    }
    const resolved = this.#resolve(union);
    // The adapter refuses conflicts, and knows better how to say so.
    if (!conflict) this.#refuseNew(resolved.problems);
    await this.#store.addModels(documents);
    this.#use(union, resolved);
  }

  async remove(id: string): Promise<void> {
    const rest = new Map(this.#documents);
    rest.delete(id);
    const resolved = this.#resolve(rest);
    const [dependent] = this.#newAmong(resolved.problems);
    if (this.#documents.has(id) && dependent !== undefined) throw needed(id, dependent);
    const before = { documents: this.#documents, resolved: this.#resolved };
    // First, so that no commit adds a twin of the model between its removal and the new rules.
    this.#use(rest, resolved);
    try {
      await this.#store.removeModel(id);
    } catch (error) {
      this.#use(before.documents, before.resolved);
      throw error;
    }
  }

  #resolve(documents: ReadonlyMap<string, JsonObject>): Resolved {
    return resolveOntology([...documents.values()], this.#bindings);
  }

  #use(documents: ReadonlyMap<string, JsonObject>, resolved: Resolved): void {
    this.#documents = documents;
    this.#resolved = resolved;
    this.#check = checkOf(resolved.catalogue);
  }

  #refuseNew(problems: readonly Problem[]): void {
    const fresh = this.#newAmong(problems);
    if (fresh.length > 0) throw refusal(fresh);
  }

  /** Problems that the present models do not have: a change is not refused for older ones. */
  #newAmong(problems: readonly Problem[]): readonly Problem[] {
    const name = ({ where, message }: Problem) => `${where}\n${message}`;
    const old = new Set(this.#resolved.problems.map(name));
    return problems.filter((problem) => !old.has(name(problem)));
  }
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
