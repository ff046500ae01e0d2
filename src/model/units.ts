/**
 * Converts numbers between the standard units of DTDL. Called where values are compared or asked
 * for in a unit, and where twins say their own.
 */
import { kinds, quantities, zeros } from './unit-table.ts';

/** The quantity of each unit that is known, by name. */
export const quantityOf: ReadonlyMap<string, string> = new Map(
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

/**
 * The units that DTDL declares together with this one, which a model's unit may be overridden by.
 * All are of one quantity but for doses: what is in gray does not convert to sievert.
 */
export function unitsBeside(unit: string): readonly string[] {
  const quantity = quantityOf.get(unit) ?? '';
  const beside = kinds.find((kind) => kind.includes(quantity)) ?? [quantity];
  return beside.flatMap((each) => Object.keys(quantities[each] ?? {}));
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
