/** Imports that do not fit into memory, that are killed, and that go into a running service. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { progressText } from '../../src/cli/import-progress.ts';
import type { LoadResult } from '../../src/flows/load.ts';
import { build, json, launch, linchpin, start, temporaryFolder } from '../support/command-line.ts';
import { pump, writeWorld } from './large-world.ts';

const { path: cwd, remove } = temporaryFolder();
const inFolder = { cwd };

beforeAll(build, 120_000);
afterAll(remove);

/** A digest of all that a data folder holds, whatever the order of its records. */
async function digestOf(data: string): Promise<string> {
  const { stdout } = await linchpin(['export', '--data', data], inFolder);
  return createHash('sha256').update(stdout.split('\n').toSorted().join('\n')).digest('hex');
}

const imported = (args: string[], env = {}) =>
  json<LoadResult>(['import', ...args], { ...inFolder, env });

test('150,000 twins and 300,000 relationships go in with 400 MB of heap', async () => {
  writeWorld(join(cwd, 'large.ndjson'), { twins: 150_000, relationships: 300_000 });
  const heap = { NODE_OPTIONS: '--max-old-space-size=400' };
  const result = await imported(['large.ndjson', '--data', 'large'], heap);
  expect(result).toEqual({
    ...{ models: 1, twins: 150_000, relationships: 300_000 },
    ...{ unchanged: 0, replaced: 0, rejected: [], unlisted: 0, skipped: [] },
  });
  rmSync(join(cwd, 'large'), { recursive: true });
}, 300_000);

test('an import that is killed and repeated leaves what one without a break does', async () => {
  writeWorld(join(cwd, 'middle.ndjson'), { twins: 12_000, relationships: 24_000 });
  const whole = await imported(['middle.ndjson', '--data', 'whole']);
  const child = launch(['import', 'middle.ndjson', '--data', 'killed'], inFolder);
  const ended = once(child, 'exit');
  const full = statSync(join(cwd, 'whole', 'linchpin.lmdb')).size;
  const file = join(cwd, 'killed', 'linchpin.lmdb');
  while (child.exitCode === null && (!existsSync(file) || statSync(file).size < full / 3)) {
    await sleep(5);
  }
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
  const rest = await imported(['middle.ndjson', '--data', 'killed']);
  expect(rest).toEqual({ ...whole, unchanged: rest.unchanged });
  // Something was in, and something was not: the model alone would be 1.
  expect(rest.unchanged).toBeGreaterThan(1);
  expect(rest.unchanged).toBeLessThan(36_001);
  expect(await digestOf('killed')).toBe(await digestOf('whole'));
}, 120_000);

test('a packed export is what an export is, and can be imported', async () => {
  writeWorld(join(cwd, 'small.ndjson'), { twins: 100, relationships: 100 });
  await imported(['small.ndjson', '--data', 'small']);
  await linchpin(['export', '--data', 'small', '--out', 'small.ndjson.gz'], inFolder);
  const { stdout } = await linchpin(['export', '--data', 'small'], inFolder);
  expect(gunzipSync(readFileSync(join(cwd, 'small.ndjson.gz'))).toString()).toBe(stdout);
  const again = await imported(['small.ndjson.gz', '--data', 'again']);
  expect(again).toMatchObject({ twins: 100, relationships: 100, rejected: [] });
  expect(await digestOf('again')).toBe(await digestOf('small'));
}, 60_000);

describe('into a running service', () => {
  const files = ['plant.ndjson', 'valves.csv', 'valves.mapping.json', 'grid.m'];

  beforeAll(() => {
    const wrong = [40, 6_000];
    writeWorld(join(cwd, 'plant.ndjson'), { twins: 12_000, relationships: 12_000, wrong });
    const rows = Array.from({ length: 300 }, (_, n) => `v${n},${n % 7 === 0 ? 'x' : n},pump-${n}`);
    writeFileSync(join(cwd, 'valves.csv'), `id,flow,to\n${rows.join('\n')}\n`);
    const flow = { column: 'flow', type: 'double' };
    const mapping = {
      twins: [{ id: '{id}', model: pump, properties: { flow } }],
      relationships: [{ source: '{id}', name: 'feeds', target: '{to}' }],
    };
    writeFileSync(join(cwd, 'valves.mapping.json'), JSON.stringify(mapping));
    const grid = [
      "function mpc = grid\nmpc.version = '2';\nmpc.baseMVA = 100;",
      'mpc.bus = [1 3 0 0 0 0 1 1 0 110 1 1.1 0.9; 2 1 5 0 0 0 1 1 0 110 1 1.1 0.9];',
      'mpc.gen = [1 9 0 9 0 1 100 1 9 0];\nmpc.branch = [1 2 0.01 0.1 0 9 0 0 0 0 1];',
    ];
    writeFileSync(join(cwd, 'grid.m'), grid.join('\n'));
  });

  test('files of any size go in parts, and come to what they come to in a data folder', async () => {
    const here = await imported([...files, '--data', 'here']);
    expect(here.rejected.length).toBeGreaterThan(40);
    const service = await start(['--data', 'there', '--no-seed'], inFolder);
    try {
      const url = ['--url', service.graphqlUrl];
      const byPlace = (a: { where: string }, b: { where: string }) => (a.where < b.where ? -1 : 1);
      const sorted = ({ rejected, ...counts }: LoadResult) => ({
        ...counts,
        rejected: rejected.toSorted(byPlace),
      });
      expect(sorted(await imported([...files, ...url]))).toEqual(sorted(here));
      const again = await imported([...files, ...url]);
      expect(again.unchanged).toBe(again.models + again.twins + again.relationships);
      const dry = await linchpin(['import', ...files, ...url, '--dry-run'], inFolder);
      expect(dry.code).toBe(2);
      expect(dry.stderr).toMatch(/^LIMIT_EXCEEDED http\S+: so much goes in parts/);
      await together(url);
    } finally {
      await service.stop();
    }
  }, 120_000);

  /** Several imports at once, two of them of the same file. */
  async function together(url: string[]): Promise<void> {
    writeWorld(join(cwd, 'east.ndjson'), { twins: 6_000, relationships: 6_000, prefix: 'east' });
    writeWorld(join(cwd, 'west.ndjson'), { twins: 6_000, relationships: 6_000, prefix: 'west' });
    const names = ['east.ndjson', 'west.ndjson', 'west.ndjson'];
    for (const result of await Promise.all(names.map((name) => imported([name, ...url])))) {
      expect(result).toMatchObject({ twins: 6_000, relationships: 6_000, rejected: [] });
    }
  }
});

test('progress says how far, how fast and how much longer', () => {
  const survey = { stage: 'survey', done: 250, total: 1000 } as const;
  expect(progressText(survey, 3)).toBe('reading 25 %');
  const load = { stage: 'load', done: 1_200_000, total: 12_000_000 } as const;
  expect(progressText(load, 24)).toBe(
    '1,200,000 of 12,000,000 twins and relationships, 50,000 a second, 4 min left',
  );
  expect(progressText({ ...load, done: 12_000_000 }, 0.1)).toBe(
    '12,000,000 of 12,000,000 twins and relationships',
  );
});
