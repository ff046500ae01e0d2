/** Imports into a running service of what does not fit into one request. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultLimits } from '../../src/api/limits.ts';
import { createServer, type RunningServer } from '../../src/api/server.ts';
import { modelParts } from '../../src/cli/import-models.ts';
import { importIntoService } from '../../src/cli/import-remote.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { servicesOf } from '../api/api-fixture.ts';

let folder: string;
let store: CheckedStore;
let server: RunningServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-remote-'));
  const { documents, bindings } = builtInOntology();
  store = await checkedStore(await embeddedStore({ path: join(folder, 'data') }), bindings);
  await store.addModels(documents);
  const logger = pino({ level: 'silent' });
  server = await createServer({ services: servicesOf(store), host: '127.0.0.1', port: 0, logger });
});

afterAll(async () => {
  await server.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes files and imports them. */
function imported(files: Readonly<Record<string, string>>) {
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  return importIntoService(server.url, paths, { onProgress: () => {} });
}

/** A model of so many properties of 600 bytes each, which extends others. */
function model(name: string, properties: number, ...parents: string[]): JsonObject {
  return {
    '@context': 'dtmi:dtdl:context;3',
    '@id': `dtmi:test:${name};1`,
    '@type': 'Interface',
    extends: parents.map((parent) => `dtmi:test:${parent};1`),
    contents: [
      ...Array.from({ length: properties }, (_, n) => ({
        '@type': 'Property',
        name: `${name}x${n}`,
        schema: 'string',
        comment: '-'.repeat(500),
      })),
      { '@type': 'Relationship', name: `to${name}`, target: 'dtmi:test:Kind0;1' },
    ],
  };
}

/** A MATPOWER case of two buses, with so many bytes of comments. */
function grid(name: string, bytes: number): string {
  return [
    `function mpc = ${name}\nmpc.version = '2';\nmpc.baseMVA = 100;`,
    'mpc.bus = [1 3 0 0 0 0 1 1 0 110 1 1.1 0.9; 2 1 5 0 0 0 1 1 0 110 1 1.1 0.9];',
    'mpc.gen = [1 9 0 9 0 1 100 1 9 0];\nmpc.branch = [1 2 0.01 0.1 0 9 0 0 0 0 1];',
    `%${'-'.repeat(98)}\n`.repeat(bytes / 100),
  ].join('\n');
}

/** An EPANET network of two nodes, likewise. */
function pipes(bytes: number): string {
  return [
    '[JUNCTIONS]\n J1 10 5\n[RESERVOIRS]\n R1 100\n[PIPES]\n P1 R1 J1 100 100 100 0 Open',
    `;${'-'.repeat(98)}\n`.repeat(bytes / 100),
    '[END]\n',
  ].join('\n');
}

test('models go in parts, each after those that it is built on, whatever their order', async () => {
  const kinds = Array.from({ length: 10 }, (_, n) =>
    model(`Kind${n}`, 170, ...(n < 9 ? [`Kind${n + 1}`] : [])),
  );
  const again = kinds.slice(0, 2);
  const models = JSON.stringify([...kinds, ...again]);
  expect(models.length).toBeGreaterThan(defaultLimits.bodyBytes);
  const result = await imported({ 'models.json': models });
  expect(result).toMatchObject({ models: 10, unchanged: 0, rejected: [] });
  expect(store.catalogue().isA('dtmi:test:Kind0;1', 'dtmi:test:Kind9;1')).toBe(true);
}, 60_000);

test('a bad model that goes in parts is named by its place in the file', async () => {
  const models = Array.from({ length: 10 }, (_, n) => model(`Part${n}`, 170));
  const text = JSON.stringify([...models, model('Bad', 1)]).replace(
    /"name":"Badx0","schema":"string"/,
    '"name":"Badx0","schema":"strin"',
  );
  const { rejected } = await imported({ 'parts.json': text });
  const column = text.indexOf('"strin"') + 1;
  expect(rejected).toMatchObject([
    {
      where: `${join(folder, 'parts.json')}:1:${column} dtmi:test:Bad;1/contents/Badx0/schema`,
      action: 'did you mean string?',
    },
  ]);
}, 60_000);

test('models that name each other as targets are put after their foundations', () => {
  const [a, b] = [model('Kind0', 0, 'Base'), model('Base', 0)];
  const { documents } = modelParts([b, a]);
  const lines = documents.map(({ bytes }) => Buffer.from(bytes).toString()).join('');
  expect(lines).toBe(`${JSON.stringify(b)}\n${JSON.stringify(a)}\n`);
});

test('networks go whole, those of equal ids together, so that they are kept apart', async () => {
  const files = {
    'north.m': grid('north', 400_000),
    'water.inp': pipes(600_000),
    'west.m': grid('west', 300_000),
    'south.m': grid('south', 1_100_000),
    'east.m': grid('east', 300_000),
  };
  const { rejected } = await imported(files);
  const mixed = rejected.filter(({ code }) => code === 'VALIDATION_FAILED');
  expect(mixed).toEqual([]);
  const fromWest = rejected.filter(({ where }) => where.startsWith(join(folder, 'west.m')));
  expect(fromWest.map(({ code }) => code)).toEqual(fromWest.map(() => 'CONFLICT'));
  expect(rejected.filter((problem) => !fromWest.includes(problem))).toEqual([
    tooLarge('south.m'),
    {
      code: 'CONFLICT',
      where: join(folder, 'east.m'),
      message: 'its twins have ids of another network, and both do not fit into one request',
      expected: 'networks of equal ids that take at most 900000 bytes together',
      action: 'import it by itself with --prefix',
    },
  ]);
  const { items } = await store.find({ first: 100 });
  const ids = items.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['bus-1', 'north-network', 'west-network']));
  expect(ids.some((id) => id.includes('J1'))).toBe(true);
}, 60_000);

const tooLarge = (where: string) => ({
  code: 'LIMIT_EXCEEDED',
  where: where.startsWith('dtmi') ? where : join(folder, where),
  message: expect.stringMatching(/^it takes \d+ bytes of a request, and cannot go in parts$/),
  expected: 'at most 900000 bytes',
  action: 'stop the service and import into its data folder with --data',
});

test('a model or a record that no request can hold is refused with its size', async () => {
  const place = { $dtId: 'place', $metadata: { $model: 'dtmi:test:Place;1' } };
  const result = await imported({
    'wide.json': JSON.stringify([model('Wide', 1_700), model('Place', 1)]),
    'places.ndjson': [
      { ...place, Placex0: '-'.repeat(950_000) },
      { ...place, $dtId: 'small' },
    ]
      .map((item) => `${JSON.stringify(item)}\n`)
      .join(''),
  });
  expect(result.rejected).toEqual([tooLarge('dtmi:test:Wide;1'), tooLarge('places.ndjson:1')]);
  expect(result).toMatchObject({ models: 1, twins: 1 });
  const twins = await store.twins(['place', 'small']);
  expect(twins.map((twin) => twin?.id)).toEqual([undefined, 'small']);
}, 60_000);
