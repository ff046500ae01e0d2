/** The seeds load into a real store without a rejection, by import and by the start of the service. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { load } from '../../src/flows/load.ts';
import { loadSeeds, seedNames } from '../../src/flows/seeds.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { seedFiles, seedGraph } from './seed-world.ts';

let path: string;
let store: CheckedStore;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-seeds-'));
  const { documents, bindings } = builtInOntology();
  store = await checkedStore(await embeddedStore({ path }), bindings);
  await store.addModels(documents);
});

afterEach(async () => {
  await store.close();
  await rm(path, { recursive: true, force: true });
});

test.each(seedNames())('the files of %s import without a rejection, once', async (name) => {
  const { size } = seedGraph(name);
  const first = await load(store, seedFiles(name));
  expect(first.rejected).toEqual([]);
  expect(first).toMatchObject({ ...size, unchanged: 0 });
  expect((await store.snapshot()).size).toEqual(size);
  const again = await load(store, seedFiles(name));
  expect(again).toMatchObject({ rejected: [], unchanged: size.twins + size.relationships });
});

test('a start that asks for every world loads each once, whatever it includes', async () => {
  const { names: loaded } = await loadSeeds(store, ['enterprise', ...seedNames()]);
  expect([...loaded].sort()).toEqual(seedNames());
  expect((await store.snapshot()).size).toEqual(seedGraph('enterprise').size);
  const revision = await store.revision();
  await loadSeeds(store, seedNames());
  expect(await store.revision()).toBe(revision);
});

test('a world that was imported, or whose first load is forgotten, is not loaded again', async () => {
  await load(store, seedFiles('plant'));
  const revision = await store.revision();
  expect((await loadSeeds(store, ['plant'])).names).toContain('plant');
  expect(await store.revision()).toBe(revision);
});
