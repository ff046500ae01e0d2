/**
 * Types of the generic schema with more fields. A type that has a field of such a type is made anew
 * too, since a schema has each name once: payloads, connections and the roots. Called by
 * `typed-schema.ts`.
 */
import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { RequestContext } from '../context.ts';
import { type MadeFields, sharing } from './shared-parts.ts';

type ObjectType = GraphQLObjectType<unknown, RequestContext>;

/** The types that are made anew, by name; `more` has the fields that types get. */
export function remadeTypes(
  schema: GraphQLSchema,
  more: ReadonlyMap<string, MadeFields>,
): ReadonlyMap<string, ObjectType> {
  const remade = new Map<string, ObjectType>();
  for (const name of namesAbove(schema, new Set(more.keys()))) {
    const type = schema.getType(name) as ObjectType;
    const same = new GraphQLObjectType({ ...type.toConfig(), fields: {} });
    const fields = () => ({ ...leadingTo(remade, type.getFields()), ...more.get(name) });
    remade.set(name, sharing(same, fields));
  }
  return remade;
}

/** These types and all that lead to one of them. */
function namesAbove(schema: GraphQLSchema, names: Set<string>): ReadonlySet<string> {
  const others = Object.values(schema.getTypeMap()).filter(isObjectType);
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const type of others) {
      const fields = Object.values(type.getFields());
      if (fields.some((field) => names.has(getNamedType(field.type).name))) names.add(type.name);
    }
  }
  return names;
}

/** The same fields, those of a type that is made anew leading to the new one. */
function leadingTo(remade: ReadonlyMap<string, ObjectType>, fields: MadeFields): MadeFields {
  const changed = Object.entries(fields).map(([name, field]) => {
    const isOld = remade.has(getNamedType(field.type).name);
    return [name, isOld ? { ...field, type: retyped(field.type, remade) } : field] as const;
  });
  return Object.fromEntries(changed);
}

function retyped(
  type: GraphQLOutputType,
  remade: ReadonlyMap<string, ObjectType>,
): GraphQLOutputType {
  if (isNonNullType(type)) return new GraphQLNonNull(retyped(type.ofType, remade));
  if (isListType(type)) return new GraphQLList(retyped(type.ofType, remade));
  return remade.get(type.name) ?? type;
}
