/**
 * The answer to an introspection as JSON text, piece by piece: the same as what graphql-js gives,
 * turned into text, but with room for other work in between. Called by `introspection-answers.ts`.
 */
import {
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getArgumentValues,
  isLeafType,
  isListType,
  isNonNullType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type Selected, type SelectedOperation, selectedFields } from './selected-fields.ts';

/** Gives the JSON of the data in pieces of a few kilobytes at most. */
export function* introspectionText(operation: SelectedOperation): Generator<string, void> {
  const query = operation.schema.getQueryType() as GraphQLObjectType;
  const { selectionSet } = operation.operation;
  const fields = fieldsOf(query, selectedFields([selectionSet], operation), operation);
  yield* piecesOf({ kind: 'object', fields, long: true }, {});
}

/** What is written of a value of some type. */
type Shape =
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType; readonly long: false }
  | { readonly kind: 'list'; readonly item: Shape; readonly long: boolean }
  | { readonly kind: 'object'; readonly fields: readonly Field[]; readonly long: boolean }
  | TypeReference;

/** A type that a field or an argument has: the same few are named again and again. */
interface TypeReference {
  readonly kind: 'type';
  readonly fields: readonly Field[];
  readonly long: false;
  /** What was written of each type. */
  readonly texts: Map<unknown, string>;
}

interface Field {
  /** The name in the answer, quoted, with its colon. */
  readonly key: string;
  readonly resolve: (source: unknown) => unknown;
  readonly shape: Shape;
}

/** The only lists that are short in every schema: all others hold one item for each type or field. */
const shortLists: ReadonlySet<string> = new Set(['args', 'locations']);

function fieldsOf(type: GraphQLObjectType, selected: Selected, operation: SelectedOperation) {
  return [...selected].map(([name, nodes]): Field => {
    const [node] = nodes;
    const definition = definitionOf(type, node.name.value);
    const args = getArgumentValues(definition, node, operation.variables);
    // All that resolvers of introspection read of it.
    const info = { schema: operation.schema, parentType: type } as GraphQLResolveInfo;
    const { resolve } = definition;
    if (resolve === undefined) throw new TypeError(`${type.name}.${definition.name}: no resolver`);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const shape = shapeOf(definition.type, shortLists.has(definition.name), (inner) =>
      fieldsOf(inner, selectedFields(sets, operation), operation),
    );
    return {
      key: `${JSON.stringify(name)}:`,
      resolve: (source) => resolve(source, args, undefined, info),
      shape,
    };
  });
}

function definitionOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> {
  const meta = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef];
  const found = meta.find((field) => field.name === name) ?? type.getFields()[name];
  if (found === undefined) throw new TypeError(`${type.name}.${name}: no such field`);
  return found;
}

function shapeOf(
  type: GraphQLOutputType,
  short: boolean,
  fields: (type: GraphQLObjectType) => readonly Field[],
): Shape {
  if (isNonNullType(type)) return shapeOf(type.ofType, short, fields);
  if (isListType(type)) {
    const item = shapeOf(type.ofType, short, fields);
    return { kind: 'list', item, long: !short || item.long };
  }
  if (isLeafType(type)) return { kind: 'leaf', type, long: false };
  const found = fields(type as GraphQLObjectType);
  const long = found.some(({ shape }) => shape.long);
  if (type.name === '__Type' && !long)
    return { kind: 'type', fields: found, long, texts: new Map() };
  return { kind: 'object', fields: found, long };
}

/** The pieces of a value: one, where it holds no long list. */
function* piecesOf(shape: Shape, value: unknown): Generator<string, void> {
  if (!shape.long || value == null) {
    yield textOf(shape, value);
    return;
  }
  let separator = '';
  if (shape.kind === 'list') {
    yield '[';
    for (const item of value as Iterable<unknown>) {
      if (separator !== '') yield separator;
      yield* piecesOf(shape.item, item);
      separator = ',';
    }
    yield ']';
    return;
  }
  yield '{';
  for (const { key, resolve, shape: inner } of shape.fields) {
    yield `${separator}${key}`;
    yield* piecesOf(inner, resolve(value));
    separator = ',';
  }
  yield '}';
}

function textOf(shape: Shape, value: unknown): string {
  if (value == null) return 'null';
  switch (shape.kind) {
    case 'leaf':
      return JSON.stringify(shape.type.serialize(value));
    case 'list':
      return `[${Array.from(value as Iterable<unknown>, (item) => textOf(shape.item, item)).join()}]`;
    case 'object':
      return objectText(shape.fields, value);
    case 'type': {
      const known = shape.texts.get(value);
      if (known !== undefined) return known;
      const text = objectText(shape.fields, value);
      shape.texts.set(value, text);
      return text;
    }
  }
}

function objectText(fields: readonly Field[], value: unknown): string {
  return `{${fields.map(({ key, resolve, shape }) => key + textOf(shape, resolve(value))).join()}}`;
}
