/** `export --url`: a running service gives the file that its stopped store gives. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  build,
  json,
  linchpin,
  type Started,
  start,
  temporaryFolder,
} from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
const env = { LINCHPIN_TOKEN: 'a token of more than sixteen letters' };
let service: Started;

const context = 'dtmi:dtdl:context;3';
const boiler = 'dtmi:example:heat:Boiler;1';
const fan = 'dtmi:example:heat:Fan;1';
const property = (name: string, schema: unknown) => ({ '@type': 'Property', name, schema });
const names = { '@type': 'Map', mapKey: { name: 'key', schema: 'string' } };
const models = [
  {
    '@context': context,
    '@id': boiler,
    '@type': 'Interface',
    contents: [
      property('temperature', 'double'),
      property('cycles', 'long'),
      property('tags', { ...names, mapValue: { name: 'value', schema: 'double' } }),
      { '@type': 'Component', name: 'fan', schema: fan },
      { '@type': 'Relationship', name: 'feeds', properties: [property('share', 'double')] },
    ],
  },
  {
    '@context': context,
    '@id': fan,
    '@type': 'Interface',
    contents: [property('speed', 'double')],
  },
];
const metadata = { $metadata: { $model: boiler } };
const items = [
  {
    $dtId: 'b-1',
    ...metadata,
    temperature: -0.5,
    cycles: 9007199254740991,
    tags: { z: 1, y: 2.5 },
    fan: { $metadata: {}, speed: 3 },
  },
  { $dtId: 'B 2', ...metadata, temperature: 60 },
  { $dtId: 'ä', ...metadata },
  { $dtId: 'b-1', $relationshipName: 'feeds', $targetId: 'ä', share: 0.25 },
  { $dtId: 'b-1', $relationshipId: 'alone', $relationshipName: 'feeds', $targetId: 'B 2' },
  { $dtId: 'B 2', $relationshipName: 'feeds', $targetId: 'b-1' },
];

/** Readings and edits that leave stamps, and keys in an order of their own. */
const edits = `mutation { commit(input: { changes: [
  { observe: { twin: "ä", path: "temperature", value: 70, time: "2026-01-01T00:00:00Z" } }
  { observe: { twin: "b-1", path: "tags/y", value: 3, time: "2026-01-01T00:00:00Z" } }
  { set: { twin: "ä", property: "cycles", value: 7 } }
  { set: { twin: "ä", property: "fan/speed", value: 1 } }
  { observe: { twin: "ä", path: "temperature", value: 71.5, time: "2026-01-02T00:00:00Z" } }
  { setRelationship: { source: "b-1", id: "alone", property: "share", value: 0.5 } }
] }) { revision } }`;

beforeAll(async () => {
  build();
  const lines = [...models, ...items].map((item) => JSON.stringify(item));
  writeFileSync(join(cwd, 'heat.ndjson'), lines.join('\n'));
  const imported = await json(['import', 'heat.ndjson', '--data', 'data'], { cwd });
  expect(imported).toMatchObject({ models: 2, twins: 3, relationships: 3, rejected: [] });
  service = await start(['--data', 'data', '--no-seed', '--no-devices'], { cwd, env });
}, 120_000);
afterAll(async () => {
  await service.stop('SIGKILL');
  remove();
});

test('is refused without the token, and nothing is written', async () => {
  const { code, stdout, stderr } = await linchpin(['export', '--url', service.graphqlUrl], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^UNAUTHENTICATED http:[^\n]+there is no bearer token[^\n]+\n$/);
});

test('that fails leaves what was there under the name, and nothing beside it', async () => {
  writeFileSync(join(cwd, 'kept.ndjson'), 'precious');
  const failed = ['export', '--url', service.graphqlUrl, '--out', 'kept.ndjson'];
  expect((await linchpin(failed, { cwd })).code).toBe(2);
  expect(readFileSync(join(cwd, 'kept.ndjson'), 'utf8')).toBe('precious');
  const done = await linchpin(failed, { cwd, env });
  expect(done).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(cwd, 'kept.ndjson'), 'utf8')).toMatch(/^\{"Section":"Header"\}\n/);
  expect(existsSync(join(cwd, 'kept.ndjson.part'))).toBe(false);
});

test('gives what the stopped store gives, byte for byte', async () => {
  const options = { cwd, env: { ...env, LINCHPIN_URL: service.graphqlUrl } };
  const { data } = await json<{ data: unknown }>(['query', '-'], { ...options, input: edits });
  expect(data).toMatchObject({ commit: { revision: expect.any(Number) } });
  const there = await linchpin(['export', '--url', service.graphqlUrl], options);
  expect(there).toMatchObject({ code: 0, stderr: '' });
  expect(await linchpin(['export'], options)).toEqual(there);
  await service.stop();
  const here = await linchpin(['export', '--data', 'data'], { cwd });
  expect(here).toEqual(there);
  expect(here.stdout.split('\n').slice(-8)).toEqual([
    `{"$dtId":"B 2","$metadata":{"$model":"${boiler}"},"temperature":60}`,
    `{"$dtId":"b-1","$metadata":{"$model":"${boiler}"},"cycles":9007199254740991,"fan":{"$metadata":{},"speed":3},"tags":{"y":3,"z":1},"temperature":-0.5}`,
    `{"$dtId":"ä","$metadata":{"$model":"${boiler}"},"cycles":7,"fan":{"$metadata":{},"speed":1},"temperature":71.5}`,
    '{"Section":"Relationships"}',
    '{"$dtId":"B 2","$relationshipId":"feeds:b-1","$relationshipName":"feeds","$targetId":"b-1"}',
    '{"$dtId":"b-1","$relationshipId":"alone","$relationshipName":"feeds","$targetId":"B 2","share":0.5}',
    '{"$dtId":"b-1","$relationshipId":"feeds:ä","$relationshipName":"feeds","$targetId":"ä","share":0.25}',
    '',
  ]);
});
