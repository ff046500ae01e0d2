/**
 * From the values of a message to readings: leaves out those that JSON text cannot hold or that
 * observe nothing, each with its problem. Called by `decode` and `meanings.ts`.
 */
import type { Problem } from '../model/errors.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { pathSegments } from '../model/path.ts';
import type { Reading } from '../model/reading.ts';
import type { Metadata } from './metadata.ts';
import type { JsonFlaw } from './read-json.ts';

/** A reading before it is said of which twin. */
export type Observed = Omit<Reading, 'twin'>;

/** The values of a message by path, apart from its `$` fields. */
export interface Body {
  readonly metadata: JsonObject;
  readonly values: readonly (readonly [string, Json])[];
}

/** What is known of a message's values. */
export interface Values {
  /** What problems name before the path: the twin. */
  readonly place: string;
  /** The path of the only value, where the topic names it. */
  readonly path: string | undefined;
  readonly values: Body['values'];
  readonly metadata: Metadata;
  readonly flaws: readonly JsonFlaw[];
}

/** What became of the values. */
export interface ObservedValues {
  readonly readings: readonly Observed[];
  readonly problems: readonly Problem[];
}

/** The fields of an object, apart from those whose names begin with `$`. */
export function bodyOf(object: JsonObject): Body {
  const fields = Object.entries(object);
  const metadata = Object.fromEntries(fields.filter(([name]) => name.startsWith('$')));
  return { metadata, values: fields.filter(([name]) => !name.startsWith('$')) };
}

/** The readings of all values but the flawed; a flaw of no single value refuses them all. */
export function observed({ place, path, values, metadata, flaws }: Values): ObservedValues {
  const readings: Observed[] = [];
  const problems = flaws.map((flaw) => flawProblem(flaw, placeOf(place, path ?? flaw.key)));
  const flawed = new Set(flaws.map(({ key }) => path ?? key));
  if (flawed.has(undefined) || flaws.some(({ key }) => key?.startsWith('$'))) {
    return { readings, problems };
  }
  for (const [name, value] of values) {
    if (flawed.has(name)) continue;
    const problem = valueProblem(name, value, placeOf(place, name));
    if (problem === undefined) readings.push({ path: name, value, ...metadata });
    else problems.push(problem);
  }
  return { readings, problems };
}

function valueProblem(path: string, value: Json, where: string): Problem | undefined {
  if (pathSegments(path).length === 0) {
    const expected = 'names separated by /, as in thermostat/target';
    return {
      code: 'BAD_USER_INPUT',
      where,
      message: 'the property path is malformed',
      expected,
    };
  }
  if (value !== null) return undefined;
  return {
    code: 'BAD_USER_INPUT',
    where,
    message: 'null is not a reading',
    expected: 'a value',
    action: 'leave the property out when nothing was observed',
  };
}

function placeOf(place: string, path: string | undefined): string {
  return path === undefined ? place : `${place}/${path}`;
}

function flawProblem({ message, action }: JsonFlaw, where: string): Problem {
  const expected = 'JSON whose keys, numbers and texts can be kept as they are';
  return { code: 'BAD_USER_INPUT', where, message, expected, action };
}
