/**
 * What the models of a graph mean for its nodes: the labels of a twin and the native types of its
 * properties. Made anew whenever the models change.
 */
import type { Catalogue } from '../../ontology/catalogue.ts';
import { type Resolved, resolveOntology } from '../../ontology/resolve.ts';
import { type ModelChanges, modelsAfter } from '../live/journal.ts';
import type { StoredModel } from '../twin-store.ts';
import { type Hint, relationshipHint, twinHint } from './hints.ts';
import { labelFor } from './labels.ts';

/** A model with the label that its twins have. */
export interface LabelledModel extends StoredModel {
  readonly label: string;
}

/** The models of a graph and what follows from them. */
export class Vocabulary {
  readonly models: readonly LabelledModel[];
  readonly #labels: ReadonlyMap<string, string>;
  readonly #twinHints = new Map<string, Hint | undefined>();
  readonly #relationshipHints = new Map<string, Hint>();
  /** The ontology of these models once it was asked for; until then of those before them. */
  #resolved: Resolved | undefined;
  #isPresent = false;

  /** `before` is the ontology of earlier models, where it is known. */
  constructor(models: readonly LabelledModel[], before?: Resolved) {
    this.models = models;
    this.#resolved = before;
    this.#labels = new Map(models.map(({ id, label }) => [id, label]));
  }

  /** The models without what is ours alone. */
  get stored(): readonly StoredModel[] {
    return this.models.map(({ label: _, ...model }) => model);
  }

  /** The vocabulary after changes: a model that stays keeps its label. */
  after(changes: ModelChanges): Vocabulary {
    const { removedModels } = changes;
    const kept = this.models.filter(({ id }) => !removedModels.includes(id));
    const taken = new Map(kept.map(({ id, label }) => [label, id]));
    const labels = new Map(kept.map(({ id, label }) => [id, label]));
    const models = modelsAfter(this.models, changes).map((model): LabelledModel => {
      const label = labels.get(model.id) ?? labelFor(model.id, taken);
      taken.set(label, model.id);
      return { ...model, label };
    });
    return new Vocabulary(models, this.#resolved);
  }

  /** All labels of a twin: `Twin`, and those of its model and of what that inherits. */
  labelsOf(model: string): readonly string[] {
    const lineage = this.#ontology.interface(model)?.ancestors ?? [model];
    return ['Twin', ...[...lineage].flatMap((each) => this.#labels.get(each) ?? [])];
  }

  twinHint(model: string): Hint | undefined {
    return made(this.#twinHints, model, () => twinHint(this.#ontology, model));
  }

  relationshipHint(name: string): Hint {
    return made(this.#relationshipHints, name, () => relationshipHint(this.#ontology, name));
  }

  get #ontology(): Catalogue {
    if (this.#resolved === undefined || !this.#isPresent) {
      const documents = this.models.map(({ document }) => document);
      this.#resolved = resolveOntology(documents, [], this.#resolved);
      this.#isPresent = true;
    }
    return this.#resolved.catalogue;
  }
}

function made<V>(known: Map<string, V>, key: string, make: () => V): V {
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as V;
}
