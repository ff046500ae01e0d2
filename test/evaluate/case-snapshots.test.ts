/** Moments of public grids: within their ratings, balanced, and the same for the same numbers. */
import { describe, expect, test } from 'vitest';
import { caseExamples } from '../../gnn/train/case-examples.ts';
import { overloadHash } from '../../gnn/train/overload-examples.ts';
import { caseModel, caseSnapshot } from '../../src/evaluate/dc-cascade/case-snapshots.ts';
import { lineStress } from '../../src/evaluate/dc-cascade/line-stress.ts';
import { loadSolver } from '../../src/linear-program/solver.ts';
import { RandomStream } from '../../src/model/random.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { naiveFlows, naiveLineCascade } from './naive-line-cascade.ts';

const path = sharedData('power', 'pglib_opf_case30_ieee.m') ?? '';

describe.skipIf(path === '')(`the public grid of 30 buses (else ${noSharedData})`, () => {
  test('is dispatched within its ratings, generation equal to demand', async () => {
    const [solver, model] = [await loadSolver(), caseModel(path)];
    for (let moment = 0; moment < 4; moment++) {
      const snapshot = caseSnapshot(solver, model, { random: new RandomStream(9, moment) });
      const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
      expect(sum(snapshot.generation)).toBeCloseTo(sum(snapshot.demand), 6);
      // The file's loads come to 283.4 MW.
      expect(sum(snapshot.demand)).toBeGreaterThan(0.6 * 283.4);
      expect(sum(snapshot.demand)).toBeLessThan(1.3 * 283.4);
      const { base } = lineStress(snapshot).network;
      expect(Math.min(...base)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...base)).toBeLessThanOrEqual(1);
    }
  });

  test('cascades as the slow method says', async () => {
    const snapshot = caseSnapshot(await loadSolver(), caseModel(path), {
      random: new RandomStream(9),
    });
    const { network, cascade } = lineStress(snapshot);
    const flows = naiveFlows(snapshot, []);
    for (const [line, stress] of network.base.entries())
      expect(stress).toBeCloseTo(Math.abs(flows[line] as number) / (snapshot.rating[line] ?? 0), 5);
    for (let a = 0; a < 41; a += 5)
      for (let b = a + 1; b < 41; b += 7)
        expect([...cascade.run([a, b]).outcome]).toEqual(naiveLineCascade(snapshot, [a, b]));
  });

  test('gives the same examples every time, and others for another split', async () => {
    const examples = () => caseExamples(path, { split: 'train', moments: 1 });
    const [first, again] = [await examples(), await examples()];
    const other = await caseExamples(path, { split: 'test', moments: 1 });
    expect(overloadHash(again)).toBe(overloadHash(first));
    expect(first[0]?.onsets).toHaveLength(64);
    expect(other[0]?.onsets).toHaveLength(128);
    expect([...(other[0]?.network.base ?? [])]).not.toEqual([...(first[0]?.network.base ?? [])]);
  });
});

test('a file without an electrical network is refused with its name', () => {
  expect(() => caseModel('/nowhere/case.m')).toThrow(/\/nowhere\/case\.m/);
});
