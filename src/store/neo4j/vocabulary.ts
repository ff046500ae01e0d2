/**
 * What the models of a graph mean for its nodes: the labels of a twin and the native types of its
 * properties. Made anew whenever the models change.
 */
import type { Catalogue } from '../../ontology/catalogue.ts';
import { resolveOntology } from '../../ontology/resolve.ts';
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
  #catalogue: Catalogue | undefined;

  constructor(models: readonly LabelledModel[]) {
    this.models = models;
    this.#labels = new Map(models.map(({ id, label }) => [id, label]));
  }

  /** The models without what is ours alone. */
  get stored(): readonly StoredModel[] {
    return this.models.map(({ label: _, ...model }) => model);
  }

  /** The vocabulary after a change of the models: those removed first, then those added. */
  with(added: readonly StoredModel[], removed: readonly string[]): Vocabulary {
    const models = this.models.filter(({ id }) => !removed.includes(id));
    const taken = new Map(models.map(({ id, label }) => [label, id]));
    for (const model of added) {
      const label = labelFor(model.id, taken);
      taken.set(label, model.id);
      models.push({ ...model, label });
    }
    return new Vocabulary(models);
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
    this.#catalogue ??= resolveOntology(this.models.map(({ document }) => document)).catalogue;
    return this.#catalogue;
  }
}

function made<V>(known: Map<string, V>, key: string, make: () => V): V {
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as V;
}
