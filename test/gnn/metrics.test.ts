/** Figures of merit against their definitions, written out another way. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision, brierScore, calibrationError, spread } from '../../gnn/train/metrics.ts';

const cases = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 9 }), label: fc.integer({ min: 0, max: 1 }) }),
  { minLength: 1, maxLength: 40 },
);

/** Mean over the positives of the precision among all that score at least as much. */
function precisionAmongAtLeast(scores: number[], labels: number[]): number {
  const positives = scores.filter((_, i) => labels[i] === 1);
  const precision = positives.map((score) => {
    const above = labels.filter((_, i) => (scores[i] ?? 0) >= score);
    return above.reduce((a, b) => a + b, 0) / above.length;
  });
  return precision.reduce((a, b) => a + b, 0) / positives.length;
}

test('average precision is the mean precision at the positives', () => {
  fc.assert(
    fc.property(cases, (list) => {
      const scores = list.map(({ score }) => score);
      const labels = list.map(({ label }) => label);
      fc.pre(labels.includes(1));
      const expected = precisionAmongAtLeast(scores, labels);
      expect(averagePrecision(scores, labels)).toBeCloseTo(expected, 10);
    }),
  );
});

test('average precision of equal scores is the share of positives', () => {
  expect(averagePrecision([1, 1, 1, 1], [1, 0, 0, 0])).toBe(0.25);
});

test('average precision of a worked example', () => {
  // Positives at ranks 1 and 3: (1/1 + 2/3) / 2.
  expect(averagePrecision([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0])).toBeCloseTo(5 / 6, 12);
});

test('calibration error is the weighted gap per bin', () => {
  // Two bins: 0.1 against a frequency of 0.5, and 0.9 against 1.
  expect(calibrationError([0.1, 0.1, 0.9, 0.9], [0, 1, 1, 1], 2)).toBeCloseTo(0.25, 12);
});

test('Brier score and spread of worked examples', () => {
  expect(brierScore([0.5, 1], [0, 1])).toBe(0.125);
  expect(spread([1, 3])).toEqual({ mean: 2, sd: Math.SQRT2 });
});
