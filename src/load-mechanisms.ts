/**
 * Loads mechanisms that others wrote, each the default export of an ES module. Used by the
 * composition root and by `linchpin simulate`.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LinchpinError } from './model/errors.ts';
import type { Mechanism } from './simulate/mechanism.ts';

/**
 * The mechanisms of these files, in order. `BAD_USER_INPUT` names the file that has none;
 * `CONFLICT` the one whose mechanism is called as another, or as one of those built in.
 */
export async function loadMechanisms(
  files: readonly string[],
  builtIn: readonly string[] = [],
): Promise<readonly Mechanism[]> {
  const mechanisms = await Promise.all(files.map(load));
  const known = new Map(builtIn.map((name) => [name, 'a mechanism that is built in']));
  mechanisms.forEach(({ name }, i) => {
    const file = files[i] as string;
    const other = known.get(name);
    if (other !== undefined) throw takenName(file, name, other);
    known.set(name, `the mechanism of ${file}`);
  });
  return mechanisms;
}

async function load(file: string): Promise<Mechanism> {
  let found: unknown;
  try {
    found = ((await import(pathToFileURL(resolve(file)).href)) as { default?: unknown }).default;
  } catch (cause) {
    throw refused(file, `it cannot be loaded: ${(cause as Error).message}`, cause);
  }
  const { name, behaviours, init } = (found ?? {}) as Partial<Mechanism>;
  if (typeof name !== 'string' || name === '') throw refused(file, 'its mechanism has no name');
  if (!Array.isArray(behaviours) || behaviours.some((each) => typeof each !== 'string')) {
    throw refused(file, `the mechanism ${name} names no behaviours`);
  }
  if (behaviours.length === 0) {
    throw refused(file, `the mechanism ${name} has an empty list of behaviours`);
  }
  if (typeof init !== 'function') throw refused(file, `the mechanism ${name} has no init`);
  return found as Mechanism;
}

function takenName(where: string, name: string, by: string): LinchpinError {
  return new LinchpinError({
    code: 'CONFLICT',
    where,
    message: `the name ${name} is that of ${by}`,
    expected: 'a name of its own: findings, events and errors tell mechanisms apart by it',
    action: 'give the mechanism another name, and each file once',
  });
}

function refused(where: string, message: string, cause?: unknown): LinchpinError {
  const problem = {
    code: 'BAD_USER_INPUT',
    where,
    message,
    expected: 'an ES module whose default export is { name, behaviours: [DTMI …], init(setting) }',
    action: 'correct the path or the module; the README shows one',
  } as const;
  return new LinchpinError(problem, { cause });
}
