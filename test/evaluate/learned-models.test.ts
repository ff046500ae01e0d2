/** Logistic regression and boosted trees against scikit-learn 1.9.1 on the same rows. */
import { describe, expect, test } from 'vitest';
import { treeProbabilities } from '../../src/evaluate/baselines/boosted-trees/boosted-trees.ts';
import { fitBoostedTrees } from '../../src/evaluate/baselines/boosted-trees/fit-boosted-trees.ts';
import type { LabelledTable } from '../../src/evaluate/baselines/case-table.ts';
import {
  fitLogistic,
  logisticProbabilities,
} from '../../src/evaluate/baselines/logistic-regression.ts';
import { averagePrecision } from '../../src/statistics/average-precision.ts';
import { learnedData } from './learned-data.ts';

/** A table of one column. */
function column(values: readonly number[], labels: readonly number[]): LabelledTable {
  const rows = values.length;
  return {
    columns: ['x'],
    rows,
    values: Float32Array.from(values),
    labels: Uint8Array.from(labels),
  };
}

describe('logistic regression', () => {
  // LogisticRegression(C, solver='newton-cholesky', tol=1e-14) after StandardScaler, rows 0 … 1199.
  test.each([
    [
      1,
      -1.3624356096607477,
      [
        1.081195671976831, -0.7966463824433093, 1.37863078797533, 1.0399356306834826,
        0.0343963104338969,
      ],
    ],
    [
      10,
      -1.2617186341375874,
      [
        0.9472961196062326, -0.6956531322086377, 1.2179961599180742, 0.915279290571441,
        0.025671024276953086,
      ],
    ],
  ])('has the coefficients of scikit-learn with a penalty of %d', (l2, intercept, weights) => {
    const model = fitLogistic(learnedData(0, 1200), l2);
    expect(Math.abs(model.intercept - intercept)).toBeLessThan(1e-8);
    for (const [i, weight] of weights.entries()) {
      expect(Math.abs((model.weights[i] ?? 0) - weight)).toBeLessThan(1e-8);
    }
  });

  test('has the mean of the labels as mean probability, its intercept being free', () => {
    const table = learnedData(0, 1200);
    const probabilities = logisticProbabilities(fitLogistic(table), table);
    const mean = probabilities.reduce((a, b) => a + b, 0) / 1200;
    expect(mean).toBeCloseTo(0.31166666666666665, 10);
  });

  test('stays finite for what can be told apart, and for what does not vary', () => {
    const apart = fitLogistic(column([1, 2, 3, 4], [0, 0, 1, 1]));
    expect(apart.weights[0]).toBeGreaterThan(0);
    expect(apart.weights.every(Number.isFinite)).toBe(true);
    const same = fitLogistic(column([5, 5, 5, 5], [0, 0, 0, 1]));
    expect(same.weights[0]).toBeCloseTo(0, 12);
    const never = fitLogistic(column([1, 2, 3], [0, 0, 0]));
    const [probability] = logisticProbabilities(never, column([2], [0]));
    expect(probability).toBeCloseTo(0.125, 12); // (0 + ½) / (3 + 1)
  });
});

describe('boosted trees', () => {
  const training = learnedData(1200, 6000);
  const test3000 = learnedData(7200, 3000);

  test('find as well as those of scikit-learn', () => {
    // HistGradientBoostingClassifier(max_iter=100, max_depth=6, max_leaf_nodes=64, l2_regularization=1).
    const model = fitBoostedTrees(training, { trees: 100 });
    const ap = averagePrecision(treeProbabilities(model, test3000), test3000.labels);
    expect(Math.abs(ap - 0.8261813804532768)).toBeLessThan(0.01);
  });

  test('say what those of scikit-learn say after three trees of depth three', () => {
    const model = fitBoostedTrees(training, { trees: 3, depth: 3 });
    const said = treeProbabilities(model, test3000);
    const expected = [
      0.23529365942832003, 0.43028318522053727, 0.24044204330977204, 0.45627914764487676,
      0.3301187171631746, 0.29971754475715173,
    ];
    for (const [row, value] of expected.entries()) expect(said[row]).toBeCloseTo(value, 5);
  });

  test('are the same from the same rows, and say the same as plain data', () => {
    const [one, other] = [0, 1].map(() => fitBoostedTrees(training, { trees: 5 }));
    expect(other).toEqual(one);
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });

  test('end when validation no longer gains, at the best number of trees', () => {
    const noise = {
      ...training,
      labels: training.labels.map((_, row) => ((row * 37) % 11 === 0 ? 1 : 0)),
    };
    const options = { validation: test3000, patience: 3 };
    expect(fitBoostedTrees(noise, options).trees.length).toBeLessThan(5);
    const useful = fitBoostedTrees(training, options).trees.length;
    expect(useful).toBeGreaterThan(10);
    expect(useful).toBeLessThan(200);
  });

  test('keep so many rows in each leaf', () => {
    const steps = Array.from({ length: 100 }, (_, i) => i);
    const table = column(
      steps,
      steps.map((i) => (i < 7 ? 1 : 0)),
    );
    const [tree] = fitBoostedTrees(table, { trees: 1, depth: 1, minLeaf: 10 }).trees;
    expect(tree?.threshold[0]).toBe(9.5);
    expect(fitBoostedTrees(table, { trees: 1, minLeaf: 51 }).trees[0]?.column).toEqual([-1]);
  });

  test('refuse what cannot be learned from', () => {
    expect(() => fitBoostedTrees(column([], []))).toThrow('a table without rows');
    expect(() => fitBoostedTrees(column([1, Number.NaN], [0, 1]))).toThrow(
      'row 1 has no finite value of x',
    );
    expect(() => fitLogistic(column([1, 2], [0]))).toThrow('a label for each row');
  });
});
