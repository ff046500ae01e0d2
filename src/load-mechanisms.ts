/**
 * Loads mechanisms that others wrote, each the default export of an ES module. Used by the
 * composition root and by `linchpin simulate`.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LinchpinError } from './model/errors.ts';
import type { Mechanism } from './simulate/mechanism.ts';

/** The mechanisms of these files, in order. `BAD_USER_INPUT` names the file that has none. */
export function loadMechanisms(files: readonly string[]): Promise<readonly Mechanism[]> {
  return Promise.all(files.map(load));
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
  if (typeof init !== 'function') throw refused(file, `the mechanism ${name} has no init`);
  return found as Mechanism;
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
