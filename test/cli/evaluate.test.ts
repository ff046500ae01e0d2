/** `linchpin evaluate` on public grids: the document, the table, and what is refused. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../src/evaluate/evaluation.ts';
import { build, json, linchpin, temporaryFolder } from '../support/command-line.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

const { path: cwd, remove } = temporaryFolder();
const spain = sharedData('cascade', 'es_98.json') ?? '';
const baselines = [
  ...'prevalence degree pageRank betweenness distance utilisation oneStep outageShifts'.split(' '),
  ...'logisticRegression logisticRegressionNeighbours boostedTrees boostedTreesNeighbours'.split(
    ' ',
  ),
];

beforeAll(() => {
  build();
  writeFileSync(join(cwd, 'alone.json'), '{"nodes": 1, "edges": []}');
  writeFileSync(join(cwd, 'apart.json'), '{"nodes": 5, "edges": []}');
  writeFileSync(join(cwd, 'cut.json'), '{"nodes": 5, "edges": [[0, 1');
  writeFileSync(join(cwd, 'empty.m'), 'function mpc = empty\nmpc.baseMVA = 100;');
}, 120_000);
afterAll(remove);

/** Numbers only, and the names of the contract. */
function expectDocument(evaluation: Evaluation, names: readonly string[]): void {
  expect(Object.keys(evaluation)).toEqual(
    expect.arrayContaining(['task', 'graph', 'predictor', 'baselines', 'seconds']),
  );
  expect(Object.keys(evaluation.predictor)).toEqual(expect.arrayContaining([...names]));
  expect(Object.keys(evaluation.baselines)).toEqual(expect.arrayContaining(baselines));
  for (const figures of [evaluation.predictor, ...Object.values(evaluation.baselines)])
    expect(Object.values(figures).every((value) => Number.isFinite(value))).toBe(true);
  expect(evaluation.seconds).toBeGreaterThan(0);
}

describe.skipIf(spain === '')(`on public grids (else ${noSharedData})`, () => {
  test('motter-lai judges on the Spanish grid', async () => {
    const evaluation = await json<Evaluation>(['evaluate', 'motter-lai', spain]);
    expect(evaluation).toMatchObject({ task: 'motter-lai', graph: 'es_98' });
    expectDocument(evaluation, ['tau', 'mcf', 'ap', 'apLater', 'ece', 'coverage', 'setSize']);
    expect(evaluation.baselines.betweenness?.tau).toBeCloseTo(0.662, 2);
    expect(evaluation.baselines.oneStep?.ap).toBeCloseTo(0.672, 2);
  });

  test.each(['pglib_opf_case30_ieee', 'pglib_opf_case57_ieee'])(
    'dc-cascade judges on %s',
    async (name) => {
      const file = sharedData('power', `${name}.m`) ?? '';
      const evaluation = await json<Evaluation>(['evaluate', 'dc-cascade', file]);
      expect(evaluation).toMatchObject({ task: 'dc-cascade', graph: name });
      const names = ['ap', 'apLater', 'stateError', 'stepError', 'coverage', 'ece', 'speedup'];
      expectDocument(evaluation, names);
    },
  );

  test('prints a table with a row for each baseline and a legend', async () => {
    const { code, stdout, stderr } = await linchpin(['evaluate', 'motter-lai', spain]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^motter-lai es_98: nodes 98, edges 175, cascades 98, failures 389/);
    expect(stdout).toMatch(/\n {20,}tau {2,}mcf {2,}ap {2,}apLater/);
    expect(stdout).toMatch(/\nbetweenness {2,}0\.66\d {2,}0\.877 /);
    expect(stdout).toMatch(/\nboosted trees, neighbours /);
    expect(stdout).toMatch(/\nap of the predictor: 0\.\d+ … 0\.\d+ with 95 % confidence\n/);
    expect(stdout).toMatch(/\ntau: agreement with the true ranking/);
  });
});

test('without a task lists the tasks and their files', async () => {
  const listed = await json<{ task: string; files: string[] }[]>(['evaluate']);
  expect(listed).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ task: 'motter-lai', files: ['GRID.json'] }),
      expect.objectContaining({ task: 'dc-cascade', files: ['CASE.m'] }),
    ]),
  );
});

test.each([
  ['motter-lai alone.json', 'BAD_USER_INPUT alone.json nodes: the grid has 1 node(s)'],
  ['motter-lai apart.json', 'BAD_USER_INPUT apart.json edges: the grid has no edges'],
  ['motter-lai cut.json', 'BAD_USER_INPUT cut.json'],
  ['motter-lai .', 'NOT_FOUND .: the grid cannot be read'],
  ['dc-cascade empty.m', 'BAD_USER_INPUT empty.m'],
  ['dc-cascade alone.json', 'BAD_USER_INPUT alone.json'],
])('evaluate %s is refused in one line', async (args, start) => {
  const { code, stdout, stderr } = await linchpin(['evaluate', ...args.split(' ')], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.startsWith(start)).toBe(true);
  expect(stderr.trimEnd()).not.toContain('\n');
});
