/** The evaluation of tripping lines: the truth as contender, what is drawn, files that mean nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../gnn/model/stress-network.ts';
import { caseExamples } from '../../gnn/train/case-examples.ts';
import { evaluateDcCascade } from '../../src/evaluate/dc-cascade/evaluate.ts';
import { shippedContest } from '../../src/evaluate/shipped.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { baselinePredictor } from './fitted-predictor.ts';
import { truePredictor } from './true-predictor.ts';

const path = sharedData('power', 'pglib_opf_case30_ieee.m') ?? '';
const folder = mkdtempSync(join(tmpdir(), 'linchpin-dc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { baselines } = await shippedContest('dc-cascade');
const trees = baselinePredictor('boosted trees', baselines.boostedTrees);

describe.skipIf(path === '')(`on the public grid of 30 buses (else ${noSharedData})`, () => {
  test('the truth has every figure at its best, and verdicts miss what comes later', async () => {
    const examples = await caseExamples(path, { split: 'test', moments: 1 });
    const outcomes = new Map<string, Outcome>();
    for (const { onsets, outcomes: ends } of examples)
      for (const [i, { failed, stress }] of onsets.entries())
        outcomes.set(`${failed} ${stress}`, ends[i] as Outcome);
    const predictor = truePredictor(({ failed, stress }) => {
      return outcomes.get(`${failed} ${stress}`) as Outcome;
    });
    const evaluation = await evaluateDcCascade(path, { predictor, baselines, moments: 1 });
    expect(evaluation.predictor).toMatchObject({
      ap: 1,
      apLater: 1,
      stateError: 0,
      stepError: 0,
      coverage: 1,
      ece: 0,
    });
    expect(evaluation.predictor.speedup).toBeGreaterThan(0);
    const { oneStep, prevalence } = evaluation.baselines;
    expect(oneStep?.stateError).toBeGreaterThan(0);
    expect(prevalence?.stateError).toBe(evaluation.sizes.stateErrorOfNothing);
    expect(prevalence?.ap).toBeCloseTo(evaluation.sizes.stateErrorOfNothing as number, 12);
  });

  test('the same file has the same figures, but for times', async () => {
    const once = () => evaluateDcCascade(path, { predictor: trees, baselines, moments: 1 });
    const [one, other] = [await once(), await once()];
    expect(other.baselines).toEqual(one.baselines);
    expect(other.sizes.failures).toBe(one.sizes.failures);
    expect(one.sizes).toMatchObject({ moments: 1, lines: 41, cascades: 128 });
    expect({ ...one.baselines.boostedTrees }).toMatchObject({
      ap: one.predictor.ap,
      coverage: one.predictor.coverage,
    });
  });
});

/** A MATPOWER case of three buses in a row, but for what is given otherwise. */
function caseFile(
  name: string,
  parts: { readonly bus?: string; readonly gen?: string; readonly branch?: string },
) {
  const bus = parts.bus ?? '1 3 0; 2 1 50; 3 1 30';
  const gen = parts.gen ?? '1 80 0 9 -9 1 100 1 200 0';
  const branch = parts.branch ?? '1 2 0.01 0.1 0 100; 2 3 0.01 0.1 0 100';
  const rows = (text: string, rest: string) =>
    text
      .split('; ')
      .filter(Boolean)
      .map((row) => `${row} ${rest};`)
      .join('\n');
  const file = join(folder, `${name}.m`);
  writeFileSync(
    file,
    [
      `function mpc = ${name}\nmpc.version = '2';\nmpc.baseMVA = 100;`,
      `mpc.bus = [\n${rows(bus, '0 0 0 1 1 0 110 1 1.1 0.9')}\n];`,
      `mpc.gen = [\n${rows(gen, '')}\n];`,
      `mpc.gencost = [\n${gen === '' ? '' : '2 0 0 3 0 10 0;'}\n];`,
      `mpc.branch = [\n${rows(branch, '0 0 0 0 1 -30 30')}\n];`,
    ].join('\n'),
  );
  return file;
}

describe('cases that are small or mean nothing', () => {
  const evaluate = (file: string) =>
    evaluateDcCascade(file, { predictor: trees, baselines, moments: 2 });

  test('of two lines have one pair, and finite figures only', async () => {
    const { predictor, baselines: rows, sizes } = await evaluate(caseFile('row', {}));
    expect(sizes).toMatchObject({ lines: 2, cascades: 2, failures: 0 });
    for (const figures of [predictor, ...Object.values(rows)])
      expect(Object.values(figures).every(Number.isFinite)).toBe(true);
  });

  test('in two islands are judged', async () => {
    const islands = caseFile('islands', {
      bus: '1 3 0; 2 1 50; 3 1 30; 4 2 0; 5 1 40; 6 1 10',
      gen: '1 80 0 9 -9 1 100 1 200 0; 4 50 0 9 -9 1 100 1 200 0',
      branch:
        '1 2 0.01 0.1 0 60; 2 3 0.01 0.1 0 60; 1 3 0.01 0.1 0 60; 4 5 0.01 0.1 0 50; 5 6 0.01 0.1 0 50; 4 6 0.01 0.1 0 50',
    });
    const { sizes } = await evaluate(islands);
    expect(sizes.lines).toBe(6);
    expect(sizes.cascades).toBeGreaterThan(20);
  });

  test.each([
    ['without lines', { branch: '' }],
    ['of one line', { branch: '1 2 0.01 0.1 0 100' }],
    ['whose reactances are zero', { branch: '1 2 0 0 0 100; 2 3 0 0 0 100' }],
  ])('%s are refused with the place', async (name, parts) => {
    const file = caseFile(name.replaceAll(' ', '_'), parts);
    await expect(evaluate(file)).rejects.toThrow(/^[A-Z_]+ \S+.*: .*; expected /);
  });

  test('without generation serve nobody, and nothing fails', async () => {
    const outcome = await evaluate(caseFile('dark', { gen: '' })).catch(
      (error: Error) => error.message,
    );
    if (typeof outcome === 'string') expect(outcome).toMatch(/^[A-Z_]+ /);
    else expect(outcome.sizes.failures).toBe(0);
  });
});
