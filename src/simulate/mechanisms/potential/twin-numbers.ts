/** Reads the numbers of power twins and refuses what cannot be meant. Called while models are built. */
import type { Behaviour } from '../../../behaviour/behaviours.ts';
import { LinchpinError } from '../../../model/errors.ts';
import { converted } from '../../../model/units.ts';

/** Beyond this a number is a mistake, and sums of several would lose all meaning. */
export const largest = 1e15;

/** A twin, through one of its behaviours. */
export interface TwinReader {
  readonly twin: string;
  readonly node: number;
  readonly behaviour: Behaviour;
}

/** A number of a twin, or a default where it has none. Throws BAD_USER_INPUT for an endless one. */
export function numberOf(
  { twin, behaviour, node }: TwinReader,
  property: string,
  otherwise: number,
): number {
  const value = behaviour.number(node, property);
  if (Number.isNaN(value)) return otherwise;
  if (!(Math.abs(value) <= largest))
    refuse(`${twin}/${property}`, `it is ${value}`, `at most ${largest} in size`, 'correct it');
  return value;
}

/** The same, but never below zero. Throws BAD_USER_INPUT. */
export function sizeOf(reader: TwinReader, property: string, otherwise: number): number {
  const value = numberOf(reader, property, otherwise);
  if (value < 0)
    refuse(`${reader.twin}/${property}`, `it is ${value}`, 'zero or more', 'correct the number');
  return value;
}

/** The same in megawatt, from the unit that another property names; megawatt where it names none. */
export function megawattsOf(
  reader: TwinReader,
  [property, unitProperty]: readonly [string, string],
  otherwise: number,
): number {
  const value = numberOf(reader, property, otherwise);
  const unit = reader.behaviour.value(reader.node, unitProperty);
  if (typeof unit !== 'string' || unit === '' || value === otherwise) return value;
  const megawatts = converted(value, unit, 'megawatt') ?? converted(value, unit, 'megavoltAmpere');
  if (megawatts !== undefined) return megawatts;
  const message = `${property} is in ${unit}`;
  return refuse(`${reader.twin}/${unitProperty}`, message, 'a unit of power', 'say it in megawatt');
}

/** Degrees as radians. */
export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

export function refuse(where: string, message: string, expected: string, action: string): never {
  throw new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected, action });
}
