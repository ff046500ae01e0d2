/**
 * Converts numbers between the standard units of DTDL. Called by the checked store for comparisons
 * that name a unit.
 */
import { quantities, zeros } from './unit-table.ts';

const quantityOf: ReadonlyMap<string, string> = new Map(
  Object.entries(quantities).flatMap(([quantity, units]) =>
    Object.keys(units).map((unit) => [unit, quantity] as const),
  ),
);

/** All units that are known, by name. */
export const unitNames: readonly string[] = [...quantityOf.keys()];

/** The units of the same quantity, this one among them; none for an unknown unit. */
export function unitsLike(unit: string): readonly string[] {
  const quantity = quantityOf.get(unit);
  return quantity === undefined ? [] : Object.keys(quantities[quantity] ?? {});
}

/** A value in another unit, to 15 digits; undefined when they are not of one quantity or unknown. */
export function converted(value: number, from: string, to: string): number | undefined {
  const quantity = quantityOf.get(from);
  if (quantity === undefined || quantity !== quantityOf.get(to)) return undefined;
  if (from === to) return value;
  const size = (unit: string) => quantities[quantity]?.[unit] ?? Number.NaN;
  const zero = (unit: string) => zeros[unit] ?? 0;
  const moved = value * size(from) + zero(from) - zero(to);
  // The last digit of a double is noise after a conversion: 212 degreeFahrenheit are 100 degreeCelsius.
  return Number((moved / size(to)).toPrecision(15));
}
