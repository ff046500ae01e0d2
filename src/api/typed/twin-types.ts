/**
 * The types that twins have in the typed schema: a GraphQL interface for each interface of the
 * ontology that others extend, and an object type for the twins of each.
 */
import {
  type GraphQLFieldConfigMap,
  GraphQLID,
  GraphQLInterfaceType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { Catalogue, Interface } from '../../ontology/catalogue.ts';
import type { RequestContext } from '../context.ts';
import { free } from '../cost.ts';
import type { TwinNode } from '../graph-view.ts';
import { documented } from './documentation.ts';
import { type MadeFields, madeField, sharing } from './shared-parts.ts';
import type { TypeRegistry } from './type-registry.ts';

/** Where twins of an interface stand: its GraphQL interface, or its only object type. */
export type TwinType = GraphQLInterfaceType | GraphQLObjectType;

/** The fields of a type by name. */
export type Fields = GraphQLFieldConfigMap<unknown, RequestContext>;

/** What the types of twins are made from. */
export interface TwinTypeOptions {
  /** The generic type `Twin`. */
  readonly twin: GraphQLOutputType;
  /** The fields for the contents of an interface; asked for once all types are there. */
  readonly fieldsOf: (model: Interface) => MadeFields;
  readonly registry: TypeRegistry;
}

/** Fields that every type has; a content of such a name gets an underscore. */
export const twinFieldNames: ReadonlySet<string> = new Set(['id', 'twin']);

/** The types of the twins of one ontology. */
export class TwinTypes {
  /** What all types have in common. */
  readonly any: GraphQLInterfaceType;
  readonly #catalogue: Catalogue;
  readonly #options: TwinTypeOptions;
  readonly #interfaces = new Map<string, GraphQLInterfaceType>();
  readonly #objects = new Map<string, GraphQLObjectType>();
  readonly #unknown: GraphQLObjectType;
  readonly #twinFields: Fields;
  readonly #plainFields: MadeFields;

  /** Makes the types of all interfaces that have a name. */
  constructor(catalogue: Catalogue, names: ReadonlyMap<string, string>, options: TwinTypeOptions) {
    this.#catalogue = catalogue;
    this.#options = options;
    this.#twinFields = twinFields(options.twin);
    this.#plainFields = undescribed(this.#twinFields);
    const { registry } = options;
    const any = new GraphQLInterfaceType({
      name: 'AnyTwin',
      description: 'A twin of whatever model: what the types of all interfaces have in common.',
      fields: this.#twinFields,
      resolveType: this.#nameOf,
    });
    this.any = registry.keep(any);
    const unknown = new GraphQLObjectType({
      name: 'UnknownTwin',
      description: 'A twin whose model the ontology does not know any more.',
      fields: this.#twinFields,
      interfaces: [this.any],
    });
    this.#unknown = registry.keep(unknown);
    for (const [id, name] of names) this.#make(id, name);
  }

  /** The type of the twins of an interface and its subtypes; of any twin, where it is unknown. */
  of(id: string | undefined): TwinType {
    if (id === undefined) return this.any;
    return this.#interfaces.get(id) ?? this.#objects.get(id) ?? this.any;
  }

  #make(id: string, name: string): void {
    const model = this.#catalogue.interface(id);
    if (model === undefined) return;
    const described = documented({ ...model, name });
    const config = {
      description: described === undefined ? id : `${described}\n\n${id}`,
      name,
      fields: {},
      interfaces: () => this.#interfacesOf(model, (each) => each !== id),
    };
    // Described once, by what all types have in common.
    const fields = () => ({ ...this.#plainFields, ...this.#options.fieldsOf(model) });
    const { registry } = this.#options;
    if (this.#catalogue.subtypes(id).size > 1) {
      const resolveType = this.#nameOf;
      const type = new GraphQLInterfaceType({ ...config, resolveType });
      this.#interfaces.set(id, registry.keep(sharing(type, fields)));
      config.name = registry.claim(`Exact${name}`);
      config.interfaces = () => this.#interfacesOf(model, () => true);
    }
    this.#objects.set(id, registry.keep(sharing(new GraphQLObjectType(config), fields)));
  }

  #interfacesOf(model: Interface, counts: (id: string) => boolean): GraphQLInterfaceType[] {
    const ancestors = [...model.ancestors].filter(counts);
    return [this.any, ...ancestors.flatMap((id) => this.#interfaces.get(id) ?? [])];
  }

  readonly #nameOf = (node: unknown): string =>
    (this.#objects.get((node as TwinNode).twin.model) ?? this.#unknown).name;
}

function twinFields(twin: GraphQLOutputType): Fields {
  return {
    id: {
      type: new GraphQLNonNull(GraphQLID),
      description: 'Its own id, unique in its graph.',
      extensions: free,
      resolve: (node) => (node as TwinNode).twin.id,
    },
    twin: {
      type: new GraphQLNonNull(twin),
      description: 'The same twin as every twin has it: history, all relationships, its model.',
      extensions: free,
      resolve: (node) => node,
    },
  };
}

function undescribed(fields: Fields): MadeFields {
  const plain = Object.entries(fields).map(([name, { description: _, ...rest }]) => [
    name,
    madeField(name, rest),
  ]);
  return Object.fromEntries(plain);
}
