/**
 * A twin under another model: which of its values go where, in the units of that model, and what
 * is known of when they were observed goes with them. Used by `migrateTwins`.
 */
import type { ReplacedTwin } from '../model/change.ts';
import { isProblem, type Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isWithin, pathSegments, valueAt, withValueAt } from '../model/path.ts';
import { type Stamp, stampAt, type Twin } from '../model/twin.ts';
import type { Rename, UnitChange } from './unit-change.ts';

/** What becomes of the properties of twins that get another model. */
export interface NewContent {
  /** Values that get another path, all at once. */
  readonly rename: readonly Rename[];
  /** Paths whose values go. */
  readonly remove: readonly string[];
  /** Values by path, for twins that have none there. */
  readonly set: JsonObject;
  /** Paths of the new content whose numbers stay as they are, though its unit is another one. */
  readonly relabel: readonly string[];
}

/** The twin with the model and the content, or why it cannot have them. */
export function migratedTwin(
  twin: Twin,
  model: string,
  wanted: NewContent,
  change: UnitChange,
): ReplacedTwin | readonly Problem[] {
  const { id, properties: before } = twin;
  const after = contentOf(twin, wanted, (value) => value);
  if (isProblem(after)) return [after];
  const problems: Problem[] = [];
  const refuse = (path: string, problem: Omit<Problem, 'where'>) =>
    problems.push({ ...problem, where: `${id}/${path}` });
  const sides = { before, after, relabel: wanted.relabel, refuse };
  const properties = contentOf(twin, wanted, (value, path) => change(value, path, sides));
  if (isProblem(properties)) return [properties];
  const stamps = movedStamps(twin, wanted.rename, pathsGone(wanted));
  return problems.length > 0 ? problems : { id, model, properties, stamps };
}

/** The new content, of values as they are in their new places. */
function contentOf(
  { id, properties }: Twin,
  wanted: NewContent,
  moved: (value: Json, path: Rename) => Json,
): JsonObject | Problem {
  const rest = pathsGone(wanted).reduce(without, properties);
  let content: JsonObject = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, moved(value, { from: name, to: name })]),
  );
  for (const path of wanted.rename) {
    const value = valueAt(properties, path.from);
    if (value === undefined) continue;
    if (isTaken(content, path.to)) return taken(id, path.from, path.to);
    content = withValueAt(content, path.to, moved(value, path));
  }
  for (const [path, value] of Object.entries(wanted.set)) {
    if (!isTaken(content, path)) content = withValueAt(content, path, value);
  }
  return content;
}

function pathsGone({ remove, rename }: NewContent): readonly string[] {
  return [...remove, ...rename.map(({ from }) => from)];
}

/** Stamps by their new paths; a value that was observed with others around it has theirs. */
function movedStamps(
  twin: Pick<Twin, 'stamps'>,
  rename: readonly Rename[],
  gone: readonly string[],
): Twin['stamps'] {
  const next: Record<string, Stamp> = {};
  for (const [path, stamp] of Object.entries(twin.stamps)) {
    if (!gone.some((each) => isWithin(path, each))) next[path] = stamp;
  }
  for (const { from, to } of rename) {
    const around = stampAround(twin, from);
    if (around !== undefined) next[to] = around;
    for (const [path, stamp] of Object.entries(twin.stamps)) {
      if (isWithin(path, from)) next[`${to}${path.slice(from.length)}`] = stamp;
    }
  }
  return next;
}

/** The stamp of the nearest object around a path that has one. */
function stampAround(twin: Pick<Twin, 'stamps'>, path: string): Stamp | undefined {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const stamp = stampAt(twin, path.slice(0, end));
    if (stamp !== undefined) return stamp;
  }
  return undefined;
}

/** Properties without the value at a path, and without objects that had nothing else. */
function without(properties: JsonObject, path: string): JsonObject {
  if (valueAt(properties, path) === undefined) return properties;
  const rest = withValueAt(properties, path, undefined);
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return parent !== '' && isEmpty(valueAt(rest, parent)) ? without(rest, parent) : rest;
}

function isEmpty(value: Json | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Whether there is a value at a path, or one on the way to it that is no object. */
function isTaken(properties: JsonObject, path: string): boolean {
  let value: Json | undefined = properties;
  for (const segment of pathSegments(path)) {
    if (!isJsonObject(value)) return true;
    if (!Object.hasOwn(value, segment)) return false;
    value = value[segment];
  }
  return true;
}

function taken(id: string, from: string, to: string): Problem {
  return {
    code: 'CONFLICT',
    where: `${id}/${to}`,
    message: `there is a value already where that of ${from} would go`,
    expected: 'a path without a value',
    action: 'remove or rename that property too',
  };
}
