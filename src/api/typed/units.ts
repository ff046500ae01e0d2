/**
 * Units in the typed schema: for each quantity an enumeration of its units (`TemperatureUnit`) and a
 * filter of numbers in them (`TemperatureFilter`), shared by all fields.
 */
import { GraphQLEnumType, type GraphQLInputObjectType } from 'graphql';
import { quantities } from '../../model/unit-table.ts';
import { quantityOf, unitsLike } from '../../model/units.ts';
import { quantityFilter } from './filters.ts';

/** The types of a quantity. */
export interface QuantityTypes {
  readonly unit: GraphQLEnumType;
  readonly filter: GraphQLInputObjectType;
}

/** The types of the quantity that a unit is of; undefined for an unknown unit. */
export type UnitTypes = (unit: string) => QuantityTypes | undefined;

/** Names of all these types, made or not. */
export const unitTypeNames: readonly string[] = Object.keys(quantities).flatMap((quantity) => [
  `${quantity}Unit`,
  `${quantity}Filter`,
]);

const made = new Map<string, QuantityTypes>();

export const unitTypes: UnitTypes = (unit) => {
  const quantity = quantityOf.get(unit);
  if (quantity === undefined) return undefined;
  const known = made.get(quantity);
  if (known !== undefined) return known;
  const type = new GraphQLEnumType({
    name: `${quantity}Unit`,
    description: 'Units of DTDL.',
    values: Object.fromEntries(unitsLike(unit).map((name) => [name, {}])),
  });
  const types = { unit: type, filter: quantityFilter(quantity, type) };
  made.set(quantity, types);
  return types;
};
