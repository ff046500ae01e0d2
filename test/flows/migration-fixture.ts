/** Pumps of two versions, and what watches them, in a store of its own for each test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { BulkOptions, BulkResult } from '../../src/flows/bulk-result.ts';
import { migrateTwins } from '../../src/flows/migrate-twins.ts';
import type { Migration } from '../../src/flows/migration.ts';
import type { Change } from '../../src/model/change.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Twin } from '../../src/model/twin.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

export const one = 'dtmi:test:Pump;1';
export const two = 'dtmi:test:Pump;2';
export const special = 'dtmi:test:Special;1';
export const watch = 'dtmi:test:Watch;1';
export const watchTwo = 'dtmi:test:Watch;2';

const property = (name: string, schema: string) => ({ '@type': 'Property', name, schema });
const link = (name: string, target: string) => ({ '@type': 'Relationship', name, target });
const model = (id: string, contents: JsonObject[], more: object = {}): JsonObject => ({
  ...{ '@context': 'dtmi:dtdl:context;3', '@id': id, '@type': 'Interface', contents },
  ...more,
});
const part = { '@type': 'Component', name: 'part', schema: 'dtmi:test:Part;1' };
const models = [
  model('dtmi:test:Part;1', [property('level', 'double'), property('kind', 'string')]),
  model(one, [
    ...[property('label', 'string'), property('floor', 'integer'), property('level', 'double')],
    ...[part, link('feeds', one), link('near', watch)],
  ]),
  model(two, [
    ...[property('name', 'string'), property('floor', 'integer'), property('level', 'double')],
    ...[property('mode', 'string'), part, link('feeds', two)],
  ]),
  model(special, [], { extends: one }),
  model(watch, [link('watches', one)]),
  model(watchTwo, [link('watches', two)]),
];

/** Adds a pump, or a twin of another model. */
export const add = (id: string, properties: JsonObject = {}, of = one): Change => ({
  addTwin: { id, model: of, properties },
});

/** From the first version to the second, without further ado. */
export const plain: Migration = {
  ...{ from: one, to: two, exact: true, rename: [], remove: [], set: {}, relabel: [] },
};
export const renamed = { ...plain, rename: [{ from: 'label', to: 'name' }] };

export interface Plant {
  readonly store: CheckedStore;
  migrate(
    more: Partial<Migration>,
    options?: BulkOptions,
    ...also: Migration[]
  ): Promise<BulkResult>;
  twin(id: string): Promise<Twin>;
}

/** A store for each test of a file. */
export function plantForEach(): Plant {
  let folder: string;
  let store: CheckedStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linchpin-migrate-'));
    store = await checkedStore(await embeddedStore({ path: folder }), []);
    await store.addModels(models);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get store() {
      return store;
    },
    migrate: (more, options = {}, ...also) =>
      migrateTwins(store, [{ ...plain, ...more }, ...also], options),
    twin: async (id) => (await store.twins([id]))[0] as Twin,
  };
}
