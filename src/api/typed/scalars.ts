/** The scalars of GraphQL for the primitive schemas of DTDL, each with the filter of its kind. */
import {
  GraphQLBoolean,
  GraphQLError,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLScalarType,
  type GraphQLSchema,
  GraphQLString,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { geometries } from '../../ontology/geojson.ts';
import {
  BooleanFilter,
  exists,
  FloatFilter,
  IntFilter,
  longFilter,
  momentFilter,
  StringFilter,
} from './filters.ts';

/** What a primitive is in GraphQL; `filter` narrows lists by it, where lists can be. */
export interface Scalar {
  readonly type: GraphQLScalarType;
  readonly filter?: GraphQLInputObjectType;
}

/** The scalar of each primitive; of a name that is unknown, `JSON`. */
export type Scalars = (primitive: string) => Scalar;

const Long = new GraphQLScalarType({
  name: 'Long',
  description:
    'A whole number of 64 bits: a number up to ±(2^53 - 1), beyond that a decimal string.',
  serialize: (value) => value,
  parseValue: wholeNumber,
  parseLiteral: (node) =>
    wholeNumber(node.kind === Kind.INT ? node.value : valueFromASTUntyped(node)),
});

function wholeNumber(value: unknown): number | string {
  if (Number.isSafeInteger(value)) return value as number;
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  throw new GraphQLError(
    `${JSON.stringify(value)} is no Long; expected a whole number, beyond ±(2^53 - 1) as a decimal string`,
  );
}

const GeoJSON = new GraphQLScalarType({
  name: 'GeoJSON',
  description: 'A GeoJSON geometry (RFC 7946): longitude before latitude, in degrees, WGS 84.',
  serialize: (value) => value,
});

const plain: Readonly<Record<string, Scalar>> = {
  boolean: { type: GraphQLBoolean, filter: BooleanFilter },
  ...each(['byte', 'short', 'integer', 'unsignedByte', 'unsignedShort'], {
    type: GraphQLInt,
    filter: IntFilter,
  }),
  ...each(['long', 'unsignedInteger', 'unsignedLong'], { type: Long, filter: longFilter(Long) }),
  ...each(['float', 'double'], { type: GraphQLFloat, filter: FloatFilter }),
  ...each(['string', 'date', 'time', 'duration', 'decimal', 'uuid', 'bytes'], {
    type: GraphQLString,
    filter: StringFilter,
  }),
};

/** The types that the typed schema adds to the generic one whatever the ontology. */
export const sharedTypeNames: readonly string[] = [
  'Long',
  'GeoJSON',
  'BooleanFilter',
  'IntFilter',
  'FloatFilter',
  'LongFilter',
  'StringFilter',
  'DateTimeFilter',
  'GeoJSONFilter',
];

/** The scalars beside those of a generic schema, which has `DateTime` and `JSON`. */
export function scalarsOf(generic: GraphQLSchema): Scalars {
  const known = (name: string) => generic.getType(name) as GraphQLScalarType;
  const near = generic.getType('Near') as GraphQLInputObjectType;
  const filter = new GraphQLInputObjectType({
    name: 'GeoJSONFilter',
    description: 'Where a geometry has to be. All that is given must hold.',
    fields: {
      near: { type: near, description: 'It comes so near; of a polygon, inside is 0 metres.' },
      exists,
    },
  });
  const scalars: Readonly<Record<string, Scalar>> = {
    ...plain,
    dateTime: { type: known('DateTime'), filter: momentFilter(known('DateTime')) },
    ...each([...geometries.keys()], { type: GeoJSON, filter }),
  };
  const json: Scalar = { type: known('JSON') };
  return (primitive) => (Object.hasOwn(scalars, primitive) ? scalars[primitive] : json) ?? json;
}

function each(names: readonly string[], scalar: Scalar): Record<string, Scalar> {
  return Object.fromEntries(names.map((name) => [name, scalar]));
}
