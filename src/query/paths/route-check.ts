/** Judges the direction and the hops of a route. Called where routes are made ready to be walked. */
import { LinchpinError } from '../../model/errors.ts';
import type { Direction } from '../../model/relationship.ts';
import type { Hops } from '../query.ts';

/** The most relationships that a way may have. */
export const maxHops = 100;

/** A direction; `BAD_USER_INPUT` for another word. */
export function checkedDirection(direction: Direction): Direction {
  if (['out', 'in', 'both'].includes(direction)) return direction;
  throw bad('direction', `there is no direction ${direction}`, 'out, in or both');
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** A range of hops, with these bounds where it says none; `BAD_USER_INPUT` when it is none. */
export function checkedHops(hops: Hops | undefined, otherwise: Range): Range {
  const { min = otherwise.min, max = otherwise.max } = hops ?? {};
  if (!isCount(min, 0)) {
    throw bad('hops.min', `${min} is no number of hops`, `a whole number, 0 to ${maxHops}`);
  }
  if (!isCount(max, 1)) {
    throw bad('hops.max', `${max} is no number of hops`, `a whole number, 1 to ${maxHops}`);
  }
  if (min > max) throw bad('hops', `there is nothing from ${min} to ${max} hops`, 'min up to max');
  return { min, max };
}

function isCount(hops: number, least: number): boolean {
  return Number.isInteger(hops) && hops >= least && hops <= maxHops;
}

function bad(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
