/**
 * The GraphQL types of the values that models describe: enumerations, objects, lists, and maps as
 * lists of entries. Each schema of the catalogue is made into a type once.
 */
import {
  GraphQLEnumType,
  type GraphQLEnumValueConfigMap,
  type GraphQLFieldConfigMap,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  getNamedType,
  isListType,
} from 'graphql';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { Schema } from '../../ontology/catalogue.ts';
import { lastSegment } from '../../ontology/dtmi.ts';
import type { Scalars } from './scalars.ts';
import { capitalised } from './type-names.ts';
import type { TypeRegistry } from './type-registry.ts';

/** A type and, where values are not as GraphQL wants them, what makes them so. */
export interface ValueType {
  readonly type: GraphQLOutputType;
  readonly read?: (value: Json) => unknown;
}

/** Gives the type of a schema; `wanted` is its name where the schema has none of its own. */
export type ValueTypes = (schema: Schema, wanted: string) => ValueType;

type Enumeration = Extract<Schema, { kind: 'enum' }>;
type ObjectSchema = Extract<Schema, { kind: 'object' }>;

/** The types of values. */
export function valueTypes(scalars: Scalars, registry: TypeRegistry): ValueTypes {
  const made = new Map<Schema, ValueType>();
  const entries = new Map<string, GraphQLObjectType>();
  const json: ValueType = scalars('JSON');

  const typeOf: ValueTypes = (schema, wanted) => {
    const known = made.get(schema);
    if (known !== undefined) return known;
    const fresh = make(schema, wanted);
    made.set(schema, fresh);
    return fresh;
  };

  const make: ValueTypes = (schema, wanted) => {
    switch (schema.kind) {
      case 'primitive': {
        // What contains itself has a name to refer to if it is an object, and only then.
        const again = schema.again?.();
        if (again !== undefined) return again.kind === 'object' ? typeOf(again, wanted) : json;
        return { type: scalars(schema.name).type };
      }
      case 'enum':
        return schema.values.length === 0
          ? json
          : { type: enumType(schema, nameOf(schema, wanted)) };
      case 'array':
        return listOf(typeOf(schema.element, wanted));
      case 'map':
        return mapOf(typeOf(schema.value, `${wanted}Value`));
      case 'object':
        return schema.fields.size === 0 ? json : objectOf(schema, nameOf(schema, wanted));
    }
  };

  const nameOf = ({ id }: Enumeration | ObjectSchema, wanted: string) =>
    registry.claim(id === undefined ? wanted : capitalised(lastSegment(id)));

  const objectOf = (schema: ObjectSchema, name: string): ValueType => {
    const fields: GraphQLFieldConfigMap<Json, unknown> = {};
    const description = 'An object that models describe.';
    const type = registry.keep(new GraphQLObjectType({ name, description, fields: () => fields }));
    // Before its fields, which may hold it.
    made.set(schema, { type });
    for (const [field, of] of schema.fields) {
      const { type: fieldType, read } = typeOf(of, `${name}${capitalised(field)}`);
      fields[field] = { type: fieldType, resolve: (value) => own(value, field, read) };
    }
    return { type };
  };

  const mapOf = (value: ValueType): ValueType => {
    const type = entryOf(value);
    const { read = same } = value;
    return {
      type: new GraphQLList(new GraphQLNonNull(type)),
      read: (map) =>
        isJsonObject(map)
          ? Object.entries(map).map(([key, each]) => ({ key, value: read(each) }))
          : null,
    };
  };

  const entryOf = ({ type }: ValueType): GraphQLObjectType => {
    const of = spelled(type);
    const known = entries.get(of);
    if (known !== undefined) return known;
    const entry = new GraphQLObjectType({
      name: registry.claim(`${of}Entry`),
      description: 'What a map has under one key.',
      fields: { key: { type: new GraphQLNonNull(GraphQLString) }, value: { type } },
    });
    entries.set(of, registry.keep(entry));
    return entry;
  };

  return typeOf;
}

/** A property of an object that is its own: `constructor` is a name like any other. */
export function own(value: Json, name: string, read: (value: Json) => unknown = same): unknown {
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return null;
  const found = value[name];
  return found === undefined || found === null ? null : read(found);
}

function same(value: Json): unknown {
  return value;
}

function listOf({ type, read }: ValueType): ValueType {
  const list = new GraphQLList(new GraphQLNonNull(type));
  if (read === undefined) return { type: list };
  return { type: list, read: (value) => (Array.isArray(value) ? value.map(read) : null) };
}

/** Words that GraphQL keeps for itself get an underscore. */
function enumType({ values }: Enumeration, name: string): GraphQLEnumType {
  const map: GraphQLEnumValueConfigMap = Object.create(null);
  for (const { name: word, value } of values) {
    map[/^(?:true|false|null)$/.test(word) ? `${word}_` : word] = {
      value,
      ...(value !== word && { description: `In the model: ${JSON.stringify(value)}.` }),
    };
  }
  return new GraphQLEnumType({ name, values: map });
}

/** A type in the name of another: `FloatList`. */
function spelled(type: GraphQLOutputType): string {
  const depth = `${type}`.split('[').length - 1;
  return `${getNamedType(type).name}${isListType(type) ? 'List'.repeat(depth) : ''}`;
}
