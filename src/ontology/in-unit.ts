/**
 * Numbers in a unit that a client asks for, by what the model says of them and, where it lets a
 * twin say otherwise (extension overriding), by the twin's own word. Used by the API, generic and
 * typed, and by the reader of predicates.
 */
import { LinchpinError } from '../model/errors.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { valueAt } from '../model/path.ts';
import { converted, unitNames, unitsBeside, unitsLike } from '../model/units.ts';
import type { Measured } from './catalogue.ts';
import { adviceFor } from './near-name.ts';
import { listed, shown } from './value-check.ts';

/** What a value is, and the unit it is asked for in. */
export interface UnitQuestion {
  /** What declares the value: a content of a model, or the end of a path. */
  readonly content: Measured & { readonly name: string };
  /** The unit that is asked for (`degreeFahrenheit`). */
  readonly unit: string;
  /** The properties that hold the value: of the twin, component or relationship. */
  readonly properties: JsonObject;
}

/** The unit of a value: what the holder's own properties say, else what the model says. */
export function unitOf({ unit, unitFrom }: Measured, properties: JsonObject): string | undefined {
  if (unit === undefined || unitFrom === undefined) return unit;
  const own = valueAt(properties, unitFrom);
  return typeof own === 'string' && unitsBeside(unit).includes(own) ? own : unit;
}

/**
 * A value in the unit asked for; null where there is none. `BAD_USER_INPUT` at `unit` for one that
 * is unknown or of another quantity, for a property without a unit, for a value that is no number.
 */
export function inUnit(value: Json | undefined, question: UnitQuestion): number | null {
  const from = checkedUnit(question);
  if (value === null || value === undefined) return null;
  const number = numberOf(value);
  if (number === undefined) {
    const message = `the value of ${question.content.name} is ${shown(value)}, which is no number`;
    throw refused(message, 'a property that holds a number');
  }
  return converted(number, from, question.unit) as number;
}

/** The unit to convert from, once it is sure that the one asked for is of its quantity. */
function checkedUnit({ content, unit, properties }: UnitQuestion): string {
  const from = unitOf(content, properties);
  if (from === undefined) {
    const message = `the model says no unit of ${content.name}`;
    throw refused(message, 'a property whose model names its unit', 'leave the unit out');
  }
  if (!unitsLike(from).includes(unit)) throw unitProblem(content.name, unit, [from]);
  return from;
}

/** The refusal of a unit that is unknown, or of another quantity than those that are declared. */
export function unitProblem(
  name: string,
  unit: string,
  declared: readonly string[],
  where = 'unit',
): LinchpinError {
  const fitting = [...new Set(declared.flatMap(unitsLike))];
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: unitNames.includes(unit)
      ? `${name} is in ${listed(declared)}, which is not comparable with ${unit}`
      : `there is no unit ${unit.slice(0, 256)}`,
    expected: `one of ${(fitting.length > 0 ? fitting : declared).join(', ')}`,
    action: adviceFor(unit, fitting, 'name one of these units, or none'),
  });
}

/** A number, also one that a twin holds as text because a double cannot hold it. */
export function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[+-]?\d+(?:\.\d*)?$/.test(value)
    ? Number(value)
    : undefined;
}

function refused(message: string, expected: string, action?: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'unit',
    message,
    expected,
    ...(action !== undefined && { action }),
  });
}
