/**
 * Fields for what a model declares as a value: properties and telemetry, of twins, of components
 * and of relationships alike. Where the model names a unit, the field takes the one asked for.
 */
import { type GraphQLFieldConfig, GraphQLFloat, GraphQLInt, isScalarType } from 'graphql';
import type { JsonObject } from '../../model/json.ts';
import type { ValueContent } from '../../ontology/catalogue.ts';
import { inUnit } from '../../ontology/in-unit.ts';
import type { RequestContext } from '../context.ts';
import { free } from '../cost.ts';
import { documented } from './documentation.ts';
import { capitalised } from './type-names.ts';
import type { UnitTypes } from './units.ts';
import { own, type ValueTypes } from './values.ts';

/** A field of the typed schema. */
export type Field = GraphQLFieldConfig<unknown, RequestContext>;

/** What the fields of values are made from. */
export interface ValueFieldTypes {
  readonly values: ValueTypes;
  readonly units: UnitTypes;
}

/** The field of a value; `propertiesOf` finds the properties that hold it in the parent. */
export function valueField(
  content: ValueContent,
  owner: string,
  { values, units }: ValueFieldTypes,
  propertiesOf: (parent: unknown) => JsonObject,
): Field {
  const { name } = content;
  const { type, read } = values(content.schema, `${owner}${capitalised(name)}`);
  const description = documented(content);
  const unit = content.unit === undefined ? undefined : units(content.unit);
  if (unit === undefined || !isScalarType(type)) {
    return {
      type,
      ...(description !== undefined && { description }),
      extensions: free,
      resolve: (parent) => own(propertiesOf(parent), name, read),
    };
  }
  return {
    // Converted, a whole number is one no more.
    type: type === GraphQLInt ? GraphQLFloat : type,
    ...(description !== undefined && { description }),
    extensions: free,
    args: { unit: { type: unit.unit } },
    resolve: (parent, { unit: asked }: { unit?: string | null }) => {
      const properties = propertiesOf(parent);
      const value = own(properties, name);
      if (asked == null || value === null) return value;
      return inUnit(value as number, { content, unit: asked, properties });
    },
  };
}
