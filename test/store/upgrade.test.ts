/** Data folders of format 1 open as they were; their log of commits alone is left behind. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { encodeRecord } from '../../src/store/embedded/record.ts';
import { digestOf } from '../../src/store/live/digest.ts';
import { operationOf } from '../../src/store/live/repeats.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-upgrade-'));
});
afterEach(() => rm(path, { recursive: true }));

const twin = (id: string, revision: number) => ({
  id,
  model: 'm',
  properties: { level: 1 },
  stamps: { level: { time: 5 } },
  revision,
  updatedAt: 1_000,
});
const feeds = {
  source: 'a',
  id: 'feeds:b',
  name: 'feeds',
  target: 'b',
  properties: {},
  revision: 2,
};
const changes = [{ addTwin: { id: 'b', model: 'm' } }];

/** The tables of format 1, as it wrote them after two commits. */
const tables: Record<string, readonly (readonly [string | number | string[], unknown])[]> = {
  state: [['now', { revision: 2, twins: 2, relationships: 1 }]],
  twins: [
    ['a', twin('a', 1)],
    ['b', twin('b', 2)],
  ],
  relationships: [[['a', 'feeds:b'], feeds]],
  models: [[1, { id: 'm', document: { '@id': 'm' }, addedAt: 3 }]],
  commits: [1, 2].map((revision) => {
    const none = { added: [], updated: [], removed: [] };
    const added = { ...none, added: [twin(revision === 1 ? 'a' : 'b', revision)] };
    return [revision, { revision, time: 1_000, twins: added, relationships: none }] as const;
  }),
  operations: [
    [digestOf('op'), { revision: 2, rejected: [], changes: operationOf('op', changes).changes }],
  ],
  'operations.order': [[1, digestOf('op')]],
  messages: [[digestOf('m1', 'a', 'level'), true]],
  'messages.order': [[1, digestOf('m1', 'a', 'level')]],
};

async function writeFormat1(): Promise<void> {
  await mkdir(path, { recursive: true });
  const root = open({ path: join(path, 'linchpin.lmdb'), noSubdir: true, encoding: 'binary' });
  for (const [name, rows] of Object.entries(tables)) {
    const table = root.openDB({ name, encoding: 'binary' });
    for (const [key, record] of rows) table.putSync(key, encodeRecord(record));
  }
  await root.close();
  await writeFile(join(path, 'linchpin.json'), '{"product":"linchpin","format":1}\n');
}

test('a data folder of format 1 keeps its records, and feeds go on from its revision', async () => {
  await writeFormat1();
  const store = await embeddedStore({ path });
  expect(await store.twins(['a', 'b'])).toEqual([twin('a', 1), twin('b', 2)]);
  expect((await store.findRelationships({})).items).toEqual([feeds]);
  expect((await store.models()).map(({ id }) => id)).toEqual(['m']);
  expect(await store.commit(changes, { operationId: 'op' })).toMatchObject({
    repeated: true,
    revision: 2,
  });
  await store.commit([
    { observe: { twin: 'a', path: 'level', value: 9, time: 9, messageId: 'm1' } },
    { set: { twin: 'b', property: 'level', value: 2 } },
  ]);
  expect((await store.twins(['a']))[0]?.properties).toEqual({ level: 1 });
  expect((await store.log(2, 10)).map(({ revision }) => revision)).toEqual([3]);
  await expect(store.log(1, 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { id } = store;
  await store.close();
  expect(JSON.parse(await readFile(join(path, 'linchpin.json'), 'utf8'))).toMatchObject({
    format: 2,
  });
  const reopened = await embeddedStore({ path });
  expect(reopened.id).toBe(id);
  expect(await reopened.revision()).toBe(3);
  await reopened.close();
});

test('a damaged data folder of format 1 is refused and stays in its format', async () => {
  await writeFormat1();
  const root = open({ path: join(path, 'linchpin.lmdb'), noSubdir: true, encoding: 'binary' });
  root.openDB({ name: 'twins', encoding: 'binary' }).removeSync('b');
  await root.close();
  await expect(embeddedStore({ path })).rejects.toMatchObject({
    code: 'DATA_DAMAGED',
    message: expect.stringContaining('there are 1 twins and 1 relationships, where 2 and 1'),
  });
  expect(await readFile(join(path, 'linchpin.json'), 'utf8')).toContain('"format":1');
});
