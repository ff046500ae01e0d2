/**
 * The schema of the present ontology. It is made when a request first needs it and again after
 * models have changed, in slices, so that other requests and subscriptions go on meanwhile; an
 * operation keeps the schema that it began with.
 */
import type { GraphQLSchema } from 'graphql';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { CheckedStore } from '../../store/checked/checked-store.ts';
import { schema as generic } from '../schema.ts';
import { typedSchemaSteps } from '../typed/typed-schema.ts';
import { inSlices } from './in-slices.ts';
import type { ApiPlugin } from './plugin.ts';

/** What serves a store's schema. */
export class OntologySchema {
  readonly #catalogue: () => Catalogue;
  /** The interfaces it was made of: what else a catalogue says, the schema does not show. */
  #madeOf: Catalogue['interfaces'] | undefined;
  #schema = generic;
  #making: Promise<void> | undefined;

  constructor(store: Pick<CheckedStore, 'catalogue'>) {
    this.#catalogue = () => store.catalogue();
  }

  /** The schema that was made last. */
  get current(): GraphQLSchema {
    return this.#schema;
  }

  /** Resolves once the schema knows all models that the ontology has now; at once where it does. */
  ready(): Promise<void> | undefined {
    return this.#madeOf === this.#catalogue().interfaces ? undefined : this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    const wanted = this.#catalogue().interfaces;
    await this.#make();
    // What was under way may have begun before the models changed; the next cannot have.
    if (this.#madeOf !== wanted) await this.#make();
  }

  #make(): Promise<void> {
    this.#making ??= this.#makeOf(this.#catalogue()).finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #makeOf(catalogue: Catalogue): Promise<void> {
    if (this.#madeOf === catalogue.interfaces) return;
    this.#schema = await inSlices(typedSchemaSteps(catalogue));
    this.#madeOf = catalogue.interfaces;
  }
}

/** Gives each operation the schema of the ontology as it is when the operation comes in. */
export function ontologySchema(schema: OntologySchema): ApiPlugin {
  return {
    onParams: () => schema.ready(),
    onEnveloped: ({ setSchema }) => setSchema(schema.current),
  };
}
