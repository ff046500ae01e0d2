/**
 * Pages of the typed schema: one connection for the twins of each interface, and one for each
 * relationship that an interface declares, whose edges carry the relationship and its properties.
 */
import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
} from 'graphql';
import type { RelationshipContent } from '../../ontology/catalogue.ts';
import { type Connection, type PageArguments, pageRequest } from '../connection.ts';
import { cost, free, pageCost } from '../cost.ts';
import type { RelationshipNode, TwinNode } from '../graph-view.ts';
import { orderOf } from '../schema/filters.ts';
import { relationshipFilter } from '../schema/relationships.ts';
import { fieldName } from './content-fields.ts';
import { documented } from './documentation.ts';
import type { Fields, TwinType } from './twin-types.ts';
import { capitalised } from './type-names.ts';
import type { TypeRegistry } from './type-registry.ts';
import { type Field, type ValueFieldTypes, valueField } from './value-fields.ts';

/** What connections are made from. */
export interface ConnectionOptions {
  readonly generic: GraphQLSchema;
  readonly types: ValueFieldTypes;
  /** The type of the twins of an interface; of any twin, where none is named. */
  readonly twins: (id: string | undefined) => TwinType;
  /** The name of an interface in GraphQL. */
  readonly nameOf: (id: string) => string;
  readonly registry: TypeRegistry;
}

/** Relay's four arguments, with what the generic lists have beside them. */
export function listArguments(generic: GraphQLSchema): GraphQLFieldConfigArgumentMap {
  const known = (name: string) => generic.getType(name) as never;
  return {
    first: { type: GraphQLInt },
    after: { type: GraphQLString },
    last: { type: GraphQLInt },
    before: { type: GraphQLString },
    where: { type: known('Where') },
    orderBy: { type: new GraphQLList(new GraphQLNonNull(known('OrderBy'))) },
  };
}

/** The connection of an interface's twins. */
export function twinConnection(id: string, options: ConnectionOptions): GraphQLObjectType {
  const edge: Fields = {
    cursor: cursorField,
    node: { type: new GraphQLNonNull(options.twins(id)), extensions: { complexity: cost } },
  };
  return connectionType(options.nameOf(id), options.twins(id), edge, options);
}

/** The field of a relationship, which pages through its targets. */
export function relationshipField(content: RelationshipContent, options: ConnectionOptions): Field {
  const { name, target, definedIn, maxMultiplicity = Infinity } = content;
  const description = documented(content);
  const wanted = `${options.nameOf(definedIn)}${capitalised(name)}`;
  const edge = relationshipEdge(content, options);
  return {
    type: new GraphQLNonNull(connectionType(wanted, options.twins(target), edge, options)),
    ...(description !== undefined && { description }),
    args: listArguments(options.generic),
    extensions: { complexity: (args: PageArguments) => pageCost({ ...args }, maxMultiplicity) },
    resolve: (parent, args, _context, { fieldNodes: [field] }) => {
      const { graph, twin } = parent as TwinNode;
      return graph.relationshipsOf(twin.id, field, () => ({
        direction: 'out',
        ...relationshipFilter({ ...args, name }),
        ...orderOf(args.orderBy),
        ...pageRequest(args),
      }));
    },
  };
}

/** Fields that every edge has. */
const edgeFieldNames: ReadonlySet<string> = new Set(['cursor', 'node', 'relationship']);

const cursorField: Field = {
  type: new GraphQLNonNull(GraphQLString),
  extensions: free,
};

function relationshipEdge(content: RelationshipContent, options: ConnectionOptions): Fields {
  const { definedIn, target, properties, name } = content;
  const fields: Fields = {
    cursor: cursorField,
    node: {
      type: new GraphQLNonNull(options.twins(target)),
      extensions: { complexity: cost },
      resolve: (edge) => targetOf((edge as Edge<RelationshipNode>).node),
    },
    relationship: {
      type: new GraphQLNonNull(options.generic.getType('Relationship') as GraphQLOutputType),
      extensions: free,
      resolve: (edge) => (edge as Edge<RelationshipNode>).node,
    },
  };
  const owner = `${options.nameOf(definedIn)}${capitalised(name)}`;
  for (const property of properties.values()) {
    fields[fieldName(property.name, edgeFieldNames)] = valueField(
      property,
      owner,
      options.types,
      (edge) => (edge as Edge<RelationshipNode>).node.relationship.properties,
    );
  }
  return fields;
}

type Edge<T> = Connection<T>['edges'][number];

function targetOf({ graph, relationship }: RelationshipNode) {
  return graph.twin(relationship.target);
}

function connectionType(
  wanted: string,
  node: TwinType,
  edgeFields: Fields,
  { generic, registry }: ConnectionOptions,
): GraphQLObjectType {
  const name = registry.claim(`${wanted}Edge`);
  const edge = registry.keep(new GraphQLObjectType({ name, fields: edgeFields }));
  const { resolve: nodeOf } = edgeFields.node ?? {};
  const page = new GraphQLObjectType({
    name: registry.claim(`${wanted}Connection`),
    fields: {
      edges: { type: listOf(edge), extensions: free },
      nodes: {
        type: listOf(node),
        extensions: { complexity: cost },
        resolve: (page, args, context, info) =>
          (page as Connection<unknown>).edges.map((each) =>
            nodeOf === undefined ? each.node : nodeOf(each, args, context, info),
          ),
      },
      pageInfo: {
        type: new GraphQLNonNull(generic.getType('PageInfo') as GraphQLOutputType),
        extensions: free,
      },
    },
  });
  return registry.keep(page);
}

function listOf(type: GraphQLOutputType) {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type as GraphQLObjectType)));
}
