import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LoadProgress, load } from '../../src/flows/load.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const context = 'dtmi:dtdl:context;3';
const room = {
  '@context': context,
  '@id': 'dtmi:test:Room;1',
  '@type': 'Interface',
  contents: [
    { '@type': 'Property', name: 'floor', schema: 'integer' },
    { '@type': 'Relationship', name: 'leadsTo', target: 'dtmi:test:Room;1' },
  ],
};
const twin = (id: string, floor: unknown = 1) => ({
  $dtId: id,
  $metadata: { $model: 'dtmi:test:Room;1' },
  floor,
});
const door = (source: string, target: string) => ({
  $dtId: source,
  $relationshipId: `to-${target}`,
  $targetId: target,
  $relationshipName: 'leadsTo',
});
const file = (name: string, ...items: unknown[]) => ({
  name,
  bytes: new TextEncoder().encode(items.map((item) => `${JSON.stringify(item)}\n`).join('')),
});
const house = file('house.ndjson', door('a', 'b'), twin('a'), twin('b'), room, twin('c'));

let folder: string;
let store: CheckedStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-load-'));
  const { documents, bindings } = builtInOntology();
  store = await checkedStore(await embeddedStore({ path: join(folder, 'data') }), bindings);
  await store.addModels(documents);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ids(): Promise<string[]> {
  return (await store.find({ models: ['dtmi:test:Room;1'] })).items.map(({ id }) => id);
}

describe('load', () => {
  test('adds models, then twins, then relationships, in whatever order files have them', async () => {
    expect(await load(store, [house])).toEqual({
      models: 1,
      twins: 3,
      relationships: 1,
      unchanged: 0,
      replaced: 0,
      rejected: [],
      unlisted: 0,
      skipped: [],
    });
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  test('lists what is refused with its place in the file, and takes the rest', async () => {
    const wrong = file(
      'wrong.ndjson',
      room,
      twin('a'),
      twin('b', 'two'),
      { ...twin('c'), size: 3 },
      door('a', 'b'),
      { ...twin('d'), $metadata: { $model: 'dtmi:test:Hall;1' } },
      twin('a', 7),
      door('a', 'a'),
    );
    const result = await load(store, [wrong]);
    expect(result).toMatchObject({ models: 1, twins: 1, relationships: 1 });
    expect(result.rejected.map(({ code, where }) => `${where} ${code}`)).toEqual([
      'wrong.ndjson:7 CONFLICT',
      'wrong.ndjson:3 VALIDATION_FAILED',
      'wrong.ndjson:4 VALIDATION_FAILED',
      expect.stringMatching(/^wrong\.ndjson:6 (NOT_FOUND|VALIDATION_FAILED)$/),
      'wrong.ndjson:5 NOT_FOUND',
    ]);
    expect(result.rejected[1]?.message).toContain('b/floor');
  });

  test('lists models that are wrong or rest on wrong ones, and adds the others', async () => {
    const broken = { ...room, '@id': 'dtmi:test:Broken;1', contents: 7 };
    const resting = { ...room, '@id': 'dtmi:test:Rests;1', extends: 'dtmi:test:Broken;1' };
    const result = await load(store, [file('models.ndjson', broken, resting, room)]);
    expect(result.models).toBe(1);
    expect(result.rejected.length).toBeGreaterThanOrEqual(2);
    expect(result.rejected.some(({ where }) => where.includes('dtmi:test:Broken;1'))).toBe(true);
    expect(store.catalogue().interface('dtmi:test:Room;1')).toBeDefined();
    expect(store.catalogue().interface('dtmi:test:Rests;1')).toBeUndefined();
  });

  test('refuses another model under a known id', async () => {
    await load(store, [house]);
    const other = file('other.ndjson', { ...room, description: 'changed' });
    expect((await load(store, [other])).rejected).toEqual([
      {
        code: 'CONFLICT',
        where: 'other.ndjson:1:1 dtmi:test:Room;1',
        line: 1,
        column: 1,
        message: 'there is another model with this id',
        expected: 'the same model, or a new version of it',
        action: 'raise the version at the end of the id',
      },
    ]);
  });

  test('in a dry run finds the same and changes nothing', async () => {
    const wrong = file('wrong.ndjson', room, twin('a'), twin('b', 'two'), door('a', 'b'));
    const before = { revision: await store.revision(), models: (await store.models()).length };
    const dry = await load(store, [wrong], { dryRun: true });
    expect(await store.revision()).toBe(before.revision);
    expect(await store.models()).toHaveLength(before.models);
    expect(await load(store, [wrong])).toEqual(dry);
  });

  test('repeated, changes nothing; a twin that differs is a conflict', async () => {
    await load(store, [house]);
    const revision = await store.revision();
    expect(await load(store, [house])).toMatchObject({ twins: 3, unchanged: 5, rejected: [] });
    expect(await store.revision()).toBe(revision);
    const changed = await load(store, [file('changed.ndjson', twin('a', 9))]);
    expect(changed.rejected).toMatchObject([{ code: 'CONFLICT', where: 'changed.ndjson:1' }]);
  });

  test('goes on where an earlier import was interrupted', async () => {
    let commits = 0;
    const failing: CheckedStore = {
      ...store,
      commit: async (changes, options) => {
        commits++;
        if (commits === 3) throw new Error('the machine went down');
        return store.commit(changes, options);
      },
    };
    await expect(load(failing, [house], { batch: 1 })).rejects.toThrow('the machine went down');
    expect(await ids()).toEqual(['a', 'b']);
    expect(await load(store, [house])).toMatchObject({ twins: 3, relationships: 1, unchanged: 3 });
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  test('repeats a commit whose answer was lost, and counts it once', async () => {
    let lost = false;
    const flaky: CheckedStore = {
      ...store,
      commit: async (changes, options) => {
        const result = await store.commit(changes, options);
        if (lost) return result;
        lost = true;
        throw new LinchpinError({ code: 'UNAVAILABLE', where: '', message: 'connection lost' });
      },
    };
    expect(await load(flaky, [house])).toMatchObject({ twins: 3, relationships: 1, rejected: [] });
  });

  test('brings back what was removed since the last import', async () => {
    await load(store, [house]);
    await store.commit([{ removeTwin: { twin: 'c' } }]);
    await load(store, [house]);
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  test('lists a twin that two files bring', async () => {
    const result = await load(store, [house, file('second.ndjson', twin('b', 5))]);
    expect(result.rejected).toMatchObject([
      {
        code: 'CONFLICT',
        where: 'second.ndjson:1',
        message: 'twin "b" was read before, from house.ndjson:3',
      },
    ]);
  });

  test('reports progress batch by batch', async () => {
    const progress: LoadProgress[] = [];
    await load(store, [house], { batch: 3, onProgress: (step) => progress.push(step) });
    const size = house.bytes.length;
    expect(progress).toEqual([
      { stage: 'survey', done: size, total: size },
      { stage: 'load', done: 3, total: 4 },
      { stage: 'load', done: 4, total: 4 },
    ]);
    await expect(load(store, [house], { batch: 0 })).rejects.toThrow(TypeError);
  });

  test('opens paths, and lists those that are not there', async () => {
    const path = join(folder, 'house.ndjson');
    writeFileSync(path, house.bytes);
    const result = await load(store, [path, join(folder, 'none.ndjson')]);
    expect(result).toMatchObject({ twins: 3, rejected: [{ code: 'NOT_FOUND' }] });
  });
});
