/**
 * The root fields of the typed schema: for each interface a list of its twins, subtypes included,
 * and one twin by its id. They make the same query tree as the generic `twins` and `twin`.
 */
import {
  type GraphQLArgument,
  GraphQLBoolean,
  GraphQLID,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  isEnumType,
} from 'graphql';
import { prototypeKeys } from '../../model/path.ts';
import type { Content, Interface, ValueContent } from '../../ontology/catalogue.ts';
import { connection, pageRequest } from '../connection.ts';
import { cost } from '../cost.ts';
import type { WhereInput } from '../filter-input.ts';
import type { GraphView, TwinNode } from '../graph-view.ts';
import { orderOf } from '../schema/filters.ts';
import { twinFilter } from '../twin-filter.ts';
import { type ConnectionOptions, listArguments, twinConnection } from './connections.ts';
import { fieldName } from './content-fields.ts';
import { documented } from './documentation.ts';
import type { RootNames } from './root-names.ts';
import type { Scalars } from './scalars.ts';
import { type MadeFields, madeArguments, madeField } from './shared-parts.ts';
import { capitalised } from './type-names.ts';
import type { Field } from './value-fields.ts';

/** What root fields are made from. */
export interface RootFieldOptions extends ConnectionOptions {
  readonly scalars: Scalars;
  /** Whether a model is another or inherits from it. */
  readonly isA: (model: string, ancestor: string) => boolean;
}

/** Makes the two root fields of an interface, whose lists share what they have in common. */
export type RootFields = (model: Interface, names: RootNames) => MadeFields;

export function rootFields(options: RootFieldOptions): RootFields {
  const argumentOf = filterArguments(options);
  const common = madeArguments({
    ...listArguments(options.generic),
    exact: { type: GraphQLBoolean },
  });
  return (model, names) => {
    const filters = [...model.contents.values()].flatMap((content) => argumentOf(content) ?? []);
    const description = documented(model) ?? model.id;
    const many = madeField(names.many, { ...manyField(model, filters, options), description });
    const one = madeField(names.one, { ...oneField(model, options), description });
    return {
      [names.one]: one,
      [names.many]: { ...many, args: [...common, ...filters.map(({ made }) => made)] },
    };
  };
}

function oneField({ id }: Interface, { twins, isA }: RootFieldOptions): Field {
  return {
    type: twins(id),
    extensions: { complexity: cost },
    args: { id: { type: new GraphQLNonNull(GraphQLID) } },
    resolve: async (graph, args) => {
      const node = await (graph as GraphView).twin(args.id);
      return node !== undefined && isA(node.twin.model, id) ? node : null;
    },
  };
}

function manyField(model: Interface, filters: readonly Filter[], options: RootFieldOptions): Field {
  return {
    type: new GraphQLNonNull(twinConnection(model.id, options)),
    extensions: { complexity: cost },
    resolve: async (parent, given) => {
      const graph = parent as GraphView;
      const found = await graph.queries.find({
        ...twinFilter({ model: model.id, exact: given.exact, where: whereOf(given, filters) }),
        ...pageRequest(given),
        ...orderOf(given.orderBy),
      });
      return connection(found, (twin): TwinNode => ({ graph, twin }));
    },
  };
}

/** An argument that narrows a list by a property. */
interface Filter {
  readonly property: string;
  readonly made: GraphQLArgument;
}

/** The names of the arguments that every list has. */
const listArgumentNames: ReadonlySet<string> = new Set([
  'first',
  'after',
  'last',
  'before',
  'where',
  'orderBy',
  'exact',
]);

/** Gives the argument of a plain property, made once however many interfaces inherit it. */
function filterArguments(options: RootFieldOptions): (content: Content) => Filter | undefined {
  const made = new Map<Content, Filter | undefined>();
  return (content) => {
    if (!made.has(content)) made.set(content, filterArgument(content, options));
    return made.get(content);
  };
}

function filterArgument(content: Content, options: RootFieldOptions): Filter | undefined {
  if (content.kind !== 'property' && content.kind !== 'telemetry') return undefined;
  const { name } = content;
  // No path leads to a property of such a name: `constructor`.
  const type = prototypeKeys.has(name) ? undefined : filterType(content, options);
  if (type === undefined) return undefined;
  const [argument] = madeArguments({ [fieldName(name, listArgumentNames)]: { type } });
  return argument && { property: name, made: argument };
}

/** What filters by a value: by its quantity or its kind, of an enumeration a list of its values. */
function filterType(
  { name, schema, unit, definedIn }: ValueContent,
  { scalars, types, nameOf }: RootFieldOptions,
): GraphQLInputType | undefined {
  if (schema.kind === 'primitive') {
    const plain = scalars(schema.name).filter;
    return unit === undefined ? plain : (types.units(unit)?.filter ?? plain);
  }
  const { type } = types.values(schema, `${nameOf(definedIn)}${capitalised(name)}`);
  return isEnumType(type) ? new GraphQLList(new GraphQLNonNull(type)) : undefined;
}

type Given = Readonly<Record<string, unknown>> & { readonly where?: WhereInput | null };

/** All filters of a list as one, in the generic form; a list of values stands for one of them. */
function whereOf(given: Given, filters: readonly Filter[]): WhereInput | undefined {
  const parts: WhereInput[] = given.where == null ? [] : [given.where];
  for (const { property, made } of filters) {
    const asked = Object.hasOwn(given, made.name) ? given[made.name] : undefined;
    if (asked == null) continue;
    parts.push(Array.isArray(asked) ? { property, in: asked } : { property, ...(asked as object) });
  }
  return parts.length > 1 ? { and: parts } : parts[0];
}
