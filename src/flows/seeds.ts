/**
 * Loads the seed worlds of the package, each in one commit and only once: a world that a planner
 * has changed since is left as it is. Called by `start`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '../interchange/read-files.ts';
import { openSources } from '../interchange/source-files.ts';
import type { Change } from '../model/change.ts';
import { LinchpinError, refusal } from '../model/errors.ts';
import { packageRoot } from '../package-root.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';

/** The file `seed.json` of a world. */
interface SeedFile {
  readonly title: string;
  readonly description: string;
  /** Worlds that this one rests on; they are loaded first. */
  readonly includes: readonly string[];
}

const folder = () => join(packageRoot(), 'seeds');

/** The names of the worlds that there are. */
export function seedNames(): readonly string[] {
  return readdirSync(folder())
    .filter((name) => existsSync(join(folder(), name, 'seed.json')))
    .sort();
}

/** The worlds that were asked for, and those they include. */
export interface LoadedSeeds {
  readonly names: readonly string[];
  /** Ids of the twins that the worlds bring in. */
  readonly twins: readonly string[];
}

/**
 * Loads worlds and those they include.
 * `NOT_FOUND` for an unknown name, `CONFLICT` when the graph has other twins with their ids.
 */
export async function loadSeeds(
  store: CheckedStore,
  names: readonly string[],
): Promise<LoadedSeeds> {
  const all = withIncluded(names);
  const twins: string[] = [];
  for (const name of all) {
    const wanted = changesOf(name);
    for (const change of wanted) if ('addTwin' in change) twins.push(change.addTwin.id);
    await loadSeed(store, name, wanted);
  }
  return { names: all, twins };
}

function withIncluded(names: readonly string[], found = new Set<string>()): readonly string[] {
  for (const name of names) {
    if (found.has(name)) continue;
    withIncluded(seedFile(name).includes, found);
    found.add(name);
  }
  return [...found];
}

function seedFile(name: string): SeedFile {
  if (!seedNames().includes(name)) {
    throw new LinchpinError({
      code: 'NOT_FOUND',
      where: name,
      message: 'there is no seed world of this name',
      expected: `one of ${seedNames().join(', ')}`,
      action: 'choose one of these with --seed, or none with --no-seed',
    });
  }
  return JSON.parse(readFileSync(join(folder(), name, 'seed.json'), 'utf8')) as SeedFile;
}

async function loadSeed(
  store: CheckedStore,
  name: string,
  wanted: readonly Change[],
): Promise<void> {
  if (await isLoaded(store, wanted)) return;
  try {
    await store.commit(wanted, { operationId: `seed:${name}` });
  } catch (error) {
    // An older form of this world was loaded, and its twins removed since: they stay removed.
    const before = error instanceof LinchpinError && error.where === 'operationId';
    if (!before) throw error;
  }
}

/** The changes that make a world. */
function changesOf(name: string): readonly Change[] {
  const { files } = openSources([join(folder(), name, 'graph.ndjson')]);
  const { changes, problems } = readDocument(files);
  if (problems.length > 0) throw refusal(problems);
  return changes.map(({ change }) => change);
}

/** The store forgets old operations, so the world's own twins tell as well that it was loaded. */
async function isLoaded(store: CheckedStore, wanted: readonly Change[]): Promise<boolean> {
  const graph = await store.snapshot();
  return wanted.some(
    (change) =>
      'addTwin' in change && graph.twin(change.addTwin.id)?.model === change.addTwin.model,
  );
}
