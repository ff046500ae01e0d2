/**
 * Fields and arguments that many types have in common, made once: graphql-js makes them anew for
 * each type, and in an ontology that inherits much that is most of the time and of the memory.
 */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldMap,
  type GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { RequestContext } from '../context.ts';
import type { Field } from './value-fields.ts';

/** A field as types hold it. */
export type MadeField = GraphQLField<unknown, RequestContext>;

/** The fields of a type as it holds them. */
export type MadeFields = GraphQLFieldMap<unknown, RequestContext>;

/** Makes a field for as many types as want it. */
export function madeField(name: string, config: Field): MadeField {
  const holder = new GraphQLObjectType<unknown, RequestContext>({
    name: 'Holder',
    fields: { [name]: config },
  });
  return holder.getFields()[name] as MadeField;
}

/** Makes arguments for as many fields as want them. */
export function madeArguments(args: GraphQLFieldConfigArgumentMap): readonly GraphQLArgument[] {
  return madeField('holder', { type: GraphQLString, args }).args;
}

/** Gives a type fields that are made already; they are asked for when the type first is. */
export function sharing<T extends GraphQLObjectType | GraphQLInterfaceType>(
  type: T,
  fields: () => MadeFields,
): T {
  let known: MadeFields | undefined;
  type.getFields = () => {
    known ??= fields();
    return known;
  };
  return type;
}
