/**
 * The inputs that filter lists by one property, by the kind of its values: shared by all interfaces,
 * so that the schema grows with the ontology and not with its square.
 */
import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';

export const exists = { type: GraphQLBoolean, description: 'Whether there is a value at all.' };

export const BooleanFilter = new GraphQLInputObjectType({
  name: 'BooleanFilter',
  description: 'What a yes or no has to be. All that is given must hold.',
  fields: {
    eq: { type: GraphQLBoolean, description: 'It is this.' },
    ne: { type: GraphQLBoolean, description: 'There is one, and it is not this.' },
    exists,
  },
});

/** Tests that all values with an order have. */
function comparisons(type: GraphQLScalarType) {
  return {
    eq: { type, description: 'It is equal to this.' },
    ne: { type, description: 'There is one, and it differs from this.' },
    lt: { type, description: 'It is less than this.' },
    lte: { type, description: 'It is at most this.' },
    gt: { type, description: 'It is greater than this.' },
    gte: { type, description: 'It is at least this.' },
    in: {
      type: new GraphQLList(new GraphQLNonNull(type)),
      description: 'It is one of these.',
    },
    exists,
  };
}

function numberFilter(name: string, type: GraphQLScalarType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name,
    description: 'What a number has to be. All that is given must hold.',
    fields: comparisons(type),
  });
}

export const IntFilter = numberFilter('IntFilter', GraphQLInt);
export const FloatFilter = numberFilter('FloatFilter', GraphQLFloat);

/** The filter of 64-bit whole numbers, whose scalar is ours. */
export function longFilter(type: GraphQLScalarType): GraphQLInputObjectType {
  return numberFilter('LongFilter', type);
}

/** The filter of moments, whose scalar the generic schema has. */
export function momentFilter(type: GraphQLScalarType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: 'DateTimeFilter',
    description: 'When a moment has to be. All that is given must hold.',
    fields: comparisons(type),
  });
}

/** The filter of numbers of one quantity. */
export function quantityFilter(quantity: string, unit: GraphQLEnumType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${quantity}Filter`,
    description: 'What a number with a unit has to be. All that is given must hold.',
    fields: {
      ...comparisons(GraphQLFloat),
      unit: {
        type: unit,
        description: 'The unit of the numbers compared with; that of the model when left out.',
      },
    },
  });
}

export const StringFilter = new GraphQLInputObjectType({
  name: 'StringFilter',
  description:
    'What a text has to be; dates, durations and identifiers are texts too. All that is given must hold.',
  fields: {
    ...comparisons(GraphQLString),
    startsWith: { type: GraphQLString, description: 'It begins with this.' },
    endsWith: { type: GraphQLString, description: 'It ends with this.' },
    contains: { type: GraphQLString, description: 'It holds this.' },
    ignoreCase: {
      type: GraphQLBoolean,
      description:
        'Whether small and capital letters are alike for startsWith, endsWith and contains.',
    },
  },
});
