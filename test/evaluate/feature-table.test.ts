/** The columns that the learned baselines share, by hand on a small network and by their laws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StressNetwork } from '../../gnn/model/stress-network.ts';
import { caseTable } from '../../src/evaluate/baselines/case-table.ts';
import { columnNames, featureColumns, features } from '../../src/evaluate/baselines/features.ts';
import {
  fitLearnedBaselines,
  learnedProbabilities,
} from '../../src/evaluate/baselines/learned-scores.ts';
import { superposed } from '../../src/predict/gnn/superposition.ts';
import { onsetAfter, stressCases, stressNetwork } from './small-stress.ts';

const own = featureColumns.length;

/** 0 - 1 - 2: the failure of 0 loads 1, whose failure loads 2 and relieves itself. */
const line = stressNetwork({
  base: [[0.5], [0.75], [0.5]],
  shifts: [
    [0, 1, 0.5],
    [0, 2, -0.25],
    [1, 2, 1],
  ],
  pairs: [
    [0, 1],
    [1, 2],
  ],
});

function rowOf(network: StressNetwork, failed: readonly number[], element: number) {
  const rows = features(network, onsetAfter(network, failed), false);
  const row = rows.subarray(element * own, (element + 1) * own);
  return Object.fromEntries(columnNames(false).map((name, c) => [name, row[c]]));
}

describe('the feature table', () => {
  test('has the columns of a small network as they are by hand', () => {
    expect(rowOf(line, [0], 2)).toEqual({
      stress: 0.25,
      excess: 0,
      base: 0.5,
      change: -0.25,
      exceeds: 0,
      degree: Math.fround(Math.log(2)),
      nearFailed: Math.fround(1 / 3),
      nearExceeding: 0.5,
      besideFailed: 0,
      besideExceeding: 1,
      raisedByFailed: 0,
      relievedByFailed: -0.25,
      raisedByExceeding: 1,
      relievedByExceeding: 0,
      secondStress: 1.25,
      peakStress: 1.25,
      sooner: 0.5,
      exposure: Math.fround(Math.log(2)),
      influence: 0,
      shareFailed: Math.fround(1 / 3),
      shareExceeding: Math.fround(1 / 3),
      shareByThreshold: Math.fround(2 / 3),
    });
  });

  test('tells each column by a name of its own', () => {
    expect(new Set(columnNames(true)).size).toBe(2 * own);
  });

  test('has the mean over neighbours beside each column', () => {
    const rows = features(line, onsetAfter(line, [0]), true);
    const alone = features(line, onsetAfter(line, [0]), false);
    for (let c = 0; c < own; c++) {
      const mean = ((alone[c] ?? 0) + (alone[2 * own + c] ?? 0)) / 2;
      expect(rows[2 * own + c]).toBe(alone[own + c]);
      expect(rows[3 * own + c]).toBeCloseTo(mean, 6);
    }
  });

  test('is finite on every network', () => {
    fc.assert(
      fc.property(stressCases, ({ spec, failed }) => {
        const network = stressNetwork(spec);
        const rows = features(network, onsetAfter(network, failed), true);
        expect(rows.length).toBe(network.elementCount * own * 2);
        expect(rows.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  test('does not change when elements are numbered backwards', () => {
    fc.assert(
      fc.property(stressCases, ({ spec, failed }) => {
        const { base, shifts, pairs, twoSided } = spec;
        const last = base.length - 1;
        const limits = base.flat().length;
        const backwards = stressNetwork({
          base: base.toReversed().map((limits) => limits.toReversed()),
          shifts: shifts.map(([who, limit, add]) => [last - who, limits - 1 - limit, add]),
          pairs: pairs.map(([a, b]) => [last - a, last - b]),
          twoSided,
        });
        const network = stressNetwork(spec);
        const there = features(network, onsetAfter(network, failed), false);
        const turned = failed.map((n) => last - n);
        const back = features(backwards, onsetAfter(backwards, turned), false);
        for (let n = 0; n <= last; n++) {
          const row = back.slice((last - n) * own, (last - n + 1) * own);
          expect(row).toEqual(there.slice(n * own, (n + 1) * own));
        }
      }),
    );
  });

  test('has a row for each element that had not failed', () => {
    const onset = onsetAfter(line, [0]);
    const sample = { network: line, onsets: [onset], outcomes: [Int16Array.of(0, 1, -1)] };
    const table = caseTable([sample, sample], false);
    expect(table.rows).toBe(4);
    expect([...table.labels]).toEqual([1, 0, 1, 0]);
    expect(table.values[0]).toBe(1.25);
  });
});

describe('the learned baselines', () => {
  /** Rings whose failures run on by their shifts, some loaded more than others. */
  const samples = Array.from({ length: 6 }, (_, k) => {
    const count = 30;
    const ring = Array.from({ length: count }, (_, n) => n);
    const network = stressNetwork({
      base: ring.map((n) => [((n * 7 + k * 3) % 8) / 10]),
      shifts: ring.map((n) => [n, (n + 1) % count, 0.5] as const),
      pairs: ring.map((n) => [n, (n + 1) % count] as const),
    });
    const onsets = ring.map((n) => onsetAfter(network, [n]));
    const outcomes = onsets.map((onset) => superposed(network, onset).steps);
    return { network, onsets, outcomes };
  });

  test('learn who fails, and keep to 1 what has failed', () => {
    const models = fitLearnedBaselines(samples.slice(0, 4), samples.slice(4), { trees: 30 });
    const [judged] = samples.slice(4);
    if (judged === undefined) throw new Error('no sample');
    for (const model of Object.values(models)) {
      for (const [i, onset] of judged.onsets.entries()) {
        const said = learnedProbabilities(model, judged.network, onset);
        for (const [n, step] of (judged.outcomes[i] ?? []).entries()) {
          if (step === 0) expect(said[n]).toBe(1);
          else expect(Math.round(said[n] ?? 0)).toBe(step > 0 ? 1 : 0);
        }
      }
    }
  });

  test('refuse a model of other columns', () => {
    const model = {
      kind: 'boosted-trees',
      columns: ['stress'],
      prior: 0,
      trees: [],
    } as const;
    expect(() => learnedProbabilities(model, line, onsetAfter(line, [0]))).toThrow('other columns');
  });
});
