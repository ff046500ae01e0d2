/** Imports beside each other, again, and of records that come twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { load } from '../../src/flows/load.ts';
import { FirstPlaces } from '../../src/flows/load-places.ts';
import { maxListed, Rejections } from '../../src/flows/load-rejections.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const model = {
  '@context': 'dtmi:dtdl:context;3',
  '@id': 'dtmi:test:Room;1',
  '@type': 'Interface',
  contents: [
    { '@type': 'Property', name: 'floor', schema: 'integer' },
    {
      '@type': 'Relationship',
      name: 'leadsTo',
      properties: [{ '@type': 'Property', name: 'width', schema: 'integer' }],
    },
  ],
};
const twin = (id: string, floor = 1) => ({
  $dtId: id,
  $metadata: { $model: 'dtmi:test:Room;1' },
  floor,
});
const door = (source: string, target: string, width = 1) => ({
  $dtId: source,
  $relationshipId: `to-${target}`,
  $targetId: target,
  $relationshipName: 'leadsTo',
  width,
});
const file = (name: string, ...items: unknown[]) => ({
  name,
  bytes: Buffer.from(items.map((item) => `${JSON.stringify(item)}\n`).join('')),
});

let folder: string;
let store: CheckedStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-stream-'));
  store = await checkedStore(await embeddedStore({ path: folder }), []);
  await store.addModels([model]);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const names = Array.from({ length: 60 }, (_, index) => `room-${index}`);
const house = file(
  'house.ndjson',
  ...names.map((name) => twin(name)),
  ...names.slice(1).map((name) => door('room-0', name)),
);

describe('imports', () => {
  test('of the same file at the same time take each record once and refuse none', async () => {
    const both = [load(store, [house], { batch: 7 }), load(store, [house], { batch: 11 })];
    const [first, second] = await Promise.all(both);
    for (const result of [first, second]) {
      expect(result).toMatchObject({ twins: 60, relationships: 59, rejected: [] });
    }
    expect((first?.unchanged ?? 0) + (second?.unchanged ?? 0)).toBe(119);
    expect((await store.snapshot()).size).toEqual({ twins: 60, relationships: 59 });
  });

  test.each([1, 2, 100])('judge alike whatever the batches: %i at a time', async (batch) => {
    const odd = file(
      'odd.ndjson',
      ...[twin('a'), twin('b'), twin('a', 2), door('a', 'b'), door('a', 'b'), door('a', 'b', 5)],
      ...[door('a', 'c'), { ...twin('d'), floor: 'x' }, door('b', 'd')],
    );
    const wanted = {
      ...{ twins: 2, relationships: 2, unchanged: 1, replaced: 0 },
      rejected: [
        { code: 'CONFLICT', where: 'odd.ndjson:3' },
        { code: 'VALIDATION_FAILED', where: 'odd.ndjson:8' },
        { code: 'CONFLICT', where: 'odd.ndjson:6' },
        { code: 'NOT_FOUND', where: 'odd.ndjson:7' },
        { code: 'NOT_FOUND', where: 'odd.ndjson:9' },
      ],
    };
    expect(await load(store, [odd], { batch, dryRun: true })).toMatchObject(wanted);
    const result = await load(store, [odd], { batch });
    expect(result.rejected.map(({ where }) => where).toSorted()).toEqual(
      wanted.rejected.map(({ where }) => where).toSorted(),
    );
    expect(result).toMatchObject({ ...wanted, rejected: expect.anything() });
  });

  test.each([1, 100])('that replace let the last of two relationships win', async (batch) => {
    const twice = file('a.ndjson', twin('a'), door('a', 'a', 1), door('a', 'a', 2));
    const result = await load(store, [twice], { batch, replace: true });
    expect(result).toMatchObject({ relationships: 2, replaced: 1, rejected: [] });
    const graph = await store.snapshot();
    expect(graph.relationship({ source: 'a', id: 'to-a' })?.properties).toEqual({ width: 2 });
  });
});

test('the first place of an id is remembered, whatever the ids', () => {
  const id = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('a', 'ü', '😀'));
  const where = fc.constantFrom(
    'a.ndjson:3',
    'a.ndjson:40',
    'b.m:2',
    'c.json#/twins/7',
    'odd:',
    '',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(id, where), { maxLength: 3000 }), (met) => {
      const places = new FirstPlaces();
      const known = new Map<string, string>();
      for (const [each, place] of met) {
        const wellFormed = each.toWellFormed();
        expect(places.met(wellFormed, place)).toBe(known.get(wellFormed));
        if (!known.has(wellFormed)) known.set(wellFormed, place);
      }
    }),
    { numRuns: 30 },
  );
  const many = new FirstPlaces();
  for (let n = 0; n < 20_000; n++) expect(many.met(`id-${n}`, `f:${n}`)).toBeUndefined();
  for (let n = 0; n < 20_000; n += 7) expect(many.met(`id-${n}`, 'later:1')).toBe(`f:${n}`);
});

test('no more problems are listed than can be read, and the others are counted', () => {
  const rejections = new Rejections();
  const problem = { code: 'NOT_FOUND', where: 'x', message: 'y' } as const;
  rejections.add('relationships', Array(maxListed - 1).fill(problem));
  rejections.add('twins', [problem, problem, problem]);
  expect(rejections.listed).toHaveLength(maxListed);
  expect(rejections.unlisted).toBe(2);
});
