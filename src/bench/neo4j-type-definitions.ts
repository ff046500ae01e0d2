/**
 * An ontology as type definitions of @neo4j/graphql: a node for each interface with all that it
 * inherits, because the peer's nodes inherit nothing. For `neo4j-schema-load.ts`.
 */
import { capitalised, typeNames } from '../api/typed/type-names.ts';
import type {
  Catalogue,
  Content,
  RelationshipContent,
  Schema,
  ValueContent,
} from '../ontology/catalogue.ts';

/** Names that the peer has for itself. */
const taken: ReadonlySet<string> = new Set([
  ...['Query', 'Mutation', 'Subscription', 'PageInfo', 'SortDirection', 'Node'],
  ...['Point', 'CartesianPoint', 'BigInt', 'Date', 'DateTime', 'Time', 'Duration'],
  ...['LocalTime', 'LocalDateTime', 'String', 'Int', 'Float', 'Boolean', 'ID'],
]);

/** Its scalars by DTDL's primitives; all other values are text to it. */
const scalars: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  date: 'Date',
  dateTime: 'DateTime',
  double: 'Float',
  duration: 'Duration',
  float: 'Float',
  integer: 'Int',
  long: 'BigInt',
  time: 'Time',
};

/** The definitions in GraphQL's language. */
export function neo4jTypeDefinitions({ interfaces }: Catalogue): string {
  const names = new Map(
    // It keeps names of this ending, too, for itself.
    [...typeNames(interfaces.keys(), taken)].map(([id, name]) => [
      id,
      name.replace(/Connection$/, '$&_'),
    ]),
  );
  const edges = new Map<string, string>();
  const field = (content: Content): string | undefined => {
    if (content.kind === 'command') return undefined;
    if (content.kind === 'component') return related(content.name, names.get(content.schema));
    if (content.kind !== 'relationship') return `${content.name}: ${scalarOf(content.schema)}`;
    const { name, target = '' } = content;
    return related(name, names.get(target), edgeOf(content, names, edges));
  };
  const nodes = [...interfaces.values()].map(({ id, contents }) => {
    const fields = [...contents.values()].flatMap((content) => field(content) ?? []);
    return `type ${names.get(id)} @node {\n  twinId: ID!\n  ${fields.join('\n  ')}\n}`;
  });
  return [...nodes, ...edges.values()].join('\n');
}

/** None where the target is any twin: the peer has no type for that. */
function related(name: string, target: string | undefined, edge = ''): string | undefined {
  if (target === undefined) return undefined;
  return `${name}: [${target}!]! @relationship(type: "${name}", direction: OUT${edge})`;
}

/** The argument that names the type of a relationship's properties, which is added to `edges`. */
function edgeOf(
  { name, definedIn, properties }: RelationshipContent,
  names: ReadonlyMap<string, string>,
  edges: Map<string, string>,
): string {
  if (properties.size === 0) return '';
  const type = `${names.get(definedIn)}${capitalised(name)}Properties`;
  const fields = [...properties.values()].map(valueField).join('\n  ');
  edges.set(type, `type ${type} @relationshipProperties {\n  ${fields}\n}`);
  return `, properties: "${type}"`;
}

function valueField({ name, schema }: ValueContent): string {
  return `${name}: ${scalarOf(schema)}`;
}

function scalarOf(schema: Schema): string {
  if (schema.kind === 'array') return `[${scalarOf(schema.element).replace(/[[\]!]/g, '')}!]`;
  return schema.kind === 'primitive' ? (scalars[schema.name] ?? 'String') : 'String';
}
