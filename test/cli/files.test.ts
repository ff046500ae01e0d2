/** `import`, `export`, `query` and `ontology check` on files and data folders. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { build, json, linchpin, temporaryFolder } from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
const inFolder = { cwd };
const seed = join(packageRoot(), 'seeds', 'plant', 'graph.ndjson');
const pump = 'dtmi:example:files:Pump;1';

interface Imported {
  readonly models: number;
  readonly twins: number;
  readonly relationships: number;
  readonly unchanged: number;
  readonly rejected: readonly { code: string; where: string; message: string }[];
  readonly skipped: readonly string[];
}

/** A folder with a model, four twins of which one is wrong, and a relationship to nobody. */
const items = [
  { $dtId: 'a', $metadata: { $model: pump }, flow: 1.5 },
  { $dtId: 'b/+#$', $metadata: { $model: pump }, flow: 2 },
  { $dtId: 'c', $metadata: { $model: pump }, flow: 'much' },
  { $dtId: 'a', $relationshipId: 'r1', $relationshipName: 'feeds', $targetId: 'b/+#$' },
  { $dtId: 'a', $relationshipId: 'r2', $relationshipName: 'feeds', $targetId: 'nobody' },
];
const model = {
  '@id': pump,
  '@type': 'Interface',
  '@context': 'dtmi:dtdl:context;3',
  contents: [
    { '@type': 'Property', name: 'flow', schema: 'double' },
    { '@type': 'Relationship', name: 'feeds', target: pump },
  ],
};

beforeAll(() => {
  build();
  mkdirSync(join(cwd, 'town'));
  writeFileSync(join(cwd, 'town', 'graph.ndjson'), items.map((i) => JSON.stringify(i)).join('\n'));
  writeFileSync(join(cwd, 'town', 'model.json'), JSON.stringify(model));
  writeFileSync(join(cwd, 'town', 'settings.json'), '{"colour": "blue"}');
  writeFileSync(join(cwd, 'ids.graphql'), 'query ($n: Int) { twins(first: $n) { nodes { id } } }');
}, 120_000);
afterAll(remove);

const counts = { models: 1, twins: 2, relationships: 1 };

describe('import', () => {
  const data = ['--data', 'imported'];

  test('judges in a dry run, and leaves the graph empty', async () => {
    const imported = await json<Imported>(['import', 'town', '--dry-run', ...data], inFolder);
    expect(imported).toMatchObject({ ...counts, unchanged: 0 });
    const { stdout } = await linchpin(['query', 'ids.graphql', ...data], inFolder);
    expect(JSON.parse(stdout)).toEqual({ data: { twins: { nodes: [] } } });
  });

  test('takes the right items of a folder and lists the others', async () => {
    const imported = await json<Imported>(['import', 'town', ...data], inFolder);
    expect(imported).toMatchObject({ ...counts, unchanged: 0 });
    expect(imported.skipped).toEqual([join('town', 'settings.json')]);
    expect(imported.rejected).toMatchObject([
      { code: 'VALIDATION_FAILED', where: 'town/graph.ndjson:3' },
      { code: 'NOT_FOUND', where: 'town/graph.ndjson:5' },
    ]);
  });

  test('repeated changes nothing and says so; --strict makes rejections a failure', async () => {
    const { code, stdout, stderr } = await linchpin(
      ['import', 'town', ...data, '--strict', '--json'],
      inFolder,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ...counts, unchanged: 4 });
    const strict = await linchpin(['import', seed, '--data', 'world', '--strict'], inFolder);
    expect(strict).toMatchObject({ code: 0, stderr: '' });
    expect(strict.stdout).toMatch(
      /^added \d+, unchanged 0, rejected 0 \(\d+ twins, \d+ relationships\)\n$/,
    );
  });

  test('says of which files --prefix changes nothing', async () => {
    const rows = 'mpc.bus = [1 3 0 0 0 0 1 1 0 110 1 1.1 0.9];\nmpc.gen = [];\nmpc.branch = [];';
    writeFileSync(join(cwd, 'grid.m'), `function mpc = grid\nmpc.baseMVA = 100;\n${rows}`);
    const args = ['import', 'town', 'grid.m', '--prefix', 'south', '--dry-run'];
    const { stderr } = await linchpin([...args, '--data', 'prefixed'], inFolder);
    expect(stderr).toBe(
      'BAD_USER_INPUT town/graph.ndjson: it names its twins itself, so --prefix changes nothing in it; expected files of MATPOWER, pandapower, EPANET or TNTP; change the ids in the file to keep its twins apart from others\n',
    );
  });

  test('fails when nothing of the files could be taken', async () => {
    writeFileSync(join(cwd, 'bad.ndjson'), JSON.stringify(items[2]));
    const args = ['import', 'bad.ndjson', '--data', 'empty'];
    const { code, stdout } = await linchpin(args, inFolder);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nadded 0, unchanged 0, rejected 1 \(0 twins, 0 relationships\)\n$/);
  });

  test('overwrites what differs with --replace, and names that where it is refused', async () => {
    writeFileSync(join(cwd, 'faster.ndjson'), JSON.stringify({ ...items[0], flow: 9 }));
    const refused = await linchpin(['import', 'faster.ndjson', ...data], inFolder);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toMatch(
      /^CONFLICT faster\.ndjson:1: [^\n]+; use --replace to overwrite, or give it an id of its own\n/,
    );
    const taken = await linchpin(['import', 'faster.ndjson', ...data, '--replace'], inFolder);
    expect(taken).toEqual({
      code: 0,
      stdout: 'added 0, replaced 1, unchanged 0, rejected 0 (1 twin, 0 relationships)\n',
      stderr: '',
    });
  });
});

describe('export', () => {
  test('imported into a new folder and exported again gives equal bytes', async () => {
    const first = await linchpin(['export', '--data', 'world', '--out', 'a.ndjson'], inFolder);
    expect(first).toEqual({ code: 0, stdout: '', stderr: '' });
    const imported = await json<Imported>(['import', 'a.ndjson', '--data', 'copy'], inFolder);
    expect(imported.rejected).toEqual([]);
    const { stdout } = await linchpin(['export', '--data', 'copy'], inFolder);
    expect(stdout).toBe(readFileSync(join(cwd, 'a.ndjson'), 'utf8'));
    expect(stdout.split('\n').length).toBeGreaterThan(100);
  });
});

describe('query', () => {
  const data = ['--data', 'imported'];

  test('runs a file, with variables', async () => {
    const args = ['query', 'ids.graphql', ...data, '--variables', '{"n": 1}'];
    expect(await json(args, inFolder)).toEqual({ data: { twins: { nodes: [{ id: 'a' }] } } });
  });

  test('runs standard input, and the operation that is named', async () => {
    const options = { cwd, input: 'query A { twin(id: "a") { id } } query B { __typename }' };
    const args = ['query', '-', ...data, '--operation', 'B'];
    expect(await json(args, options)).toEqual({ data: { __typename: 'Query' } });
  });

  test('fails with the response when that has errors', async () => {
    const { code, stdout, stderr } = await linchpin(['query', '-', ...data], {
      cwd,
      input: '{ twins(first: -1) { nodes { id } } }',
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout).errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

test('export to a place that is not there is refused with the place', async () => {
  const { code, stderr } = await linchpin(
    ['export', '--data', 'imported', '--out', 'gone/graph.ndjson'],
    inFolder,
  );
  expect(code).toBe(2);
  expect(stderr).toBe(
    'BAD_USER_INPUT --out: gone/graph.ndjson cannot be written (ENOENT); expected a file in a folder that is there; correct the path\n',
  );
});

describe('the data folder', () => {
  const asked = async (args: string[], env: Record<string, string>, folder: string) => {
    const options = { cwd: folder, env };
    const { stdout, stderr } = await linchpin(
      ['query', join(cwd, 'ids.graphql'), ...args],
      options,
    );
    if (/^NOT_FOUND \.linchpin: there is no data folder here/.test(stderr)) return false;
    return (JSON.parse(stdout).data.twins.nodes as unknown[]).length > 0;
  };

  test('comes from the flag, else the environment, else .env, else the default', async () => {
    const { path, remove: removeOther } = temporaryFolder();
    const full = join(cwd, 'imported');
    expect(await asked([], {}, path)).toBe(false);
    writeFileSync(join(path, '.env'), `LINCHPIN_DATA=${full}\n`);
    expect(await asked([], {}, path)).toBe(true);
    expect(await asked([], { LINCHPIN_DATA: '.linchpin' }, path)).toBe(false);
    expect(await asked(['--data', full], { LINCHPIN_DATA: '.linchpin' }, path)).toBe(true);
    removeOther();
  });
});

describe('ontology check', () => {
  test('finds the shipped ontology right', async () => {
    const checked = await json<{ models: number; right: number; problems: unknown[] }>([
      'ontology',
      'check',
      join(packageRoot(), 'ontology'),
    ]);
    expect(checked.problems).toEqual([]);
    expect(checked.models).toBeGreaterThan(50);
    expect(checked.right).toBe(checked.models);
  });

  test('fails on a model that does not parse, and names file and place', async () => {
    const broken = { ...model, contents: [{ '@type': 'Property', name: 'flow', schema: 'dubel' }] };
    writeFileSync(join(cwd, 'broken.json'), JSON.stringify(broken));
    const { code, stdout, stderr } = await linchpin(['ontology', 'check', 'broken.json'], inFolder);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(
      /^VALIDATION_FAILED broken\.json:1:\d+ dtmi:example:files:Pump;1.*dubel/,
    );
    expect(stdout).toMatch(/\n1 model, 0 right, 1 problem\n$/);
  });

  test('takes the models of a graph file, and says what it leaves', async () => {
    const lines = [{ Section: 'Models' }, model, { Section: 'Twins' }, items[0], items[2]];
    writeFileSync(join(cwd, 'whole.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(await linchpin(['ontology', 'check', 'whole.ndjson'], inFolder)).toEqual({
      code: 0,
      stdout:
        '2 twins and relationships are not checked here; linchpin import --dry-run judges them\n1 model, 1 right, 0 problems\n',
      stderr: '',
    });
  });

  test('measures agreement with cases and lists what disagrees', async () => {
    const broken = { ...model, contents: [{ '@type': 'Property', name: 'flow', schema: 'dubel' }] };
    const cases = [
      { file: 'right', case: { valid: true, input: [model] } },
      { file: 'wrong', case: { valid: true, input: [broken] } },
    ];
    writeFileSync(join(cwd, 'cases.ndjson'), cases.map((c) => JSON.stringify(c)).join('\n'));
    const args = ['ontology', 'check', '--cases', 'cases.ndjson', '--failures', '--json'];
    const { code, stdout, stderr } = await linchpin(args, inFolder);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ cases: 2, agree: 1, falseAccept: 0, falseReject: 1, seconds: expect.any(Number) },
      failures: [{ file: 'wrong', expected: 'accept' }],
    });
  });
});

const benchmarks = [
  ...'start ingest query whatif query-neo4j traverse writes import asof ontology schema'.split(' '),
  ...'fork sweep-supply n-1 time-to-survive layout events city gnn'.split(' '),
];

test('bench lists the benchmarks', async () => {
  const listed = await json<{ name: string; about: string }[]>(['bench']);
  expect(listed.map(({ name }) => name)).toEqual(benchmarks);
});
