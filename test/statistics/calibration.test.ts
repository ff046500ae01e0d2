/** Measures of calibration and coverage against worked examples, scikit-learn 1.9.1 and numpy. */
import { describe, expect, test } from 'vitest';
import { brierScore, calibrationError, reliability } from '../../src/statistics/calibration.ts';
import { intervalCoverage, setCoverage } from '../../src/statistics/coverage.ts';
import { describeSpread, spread } from '../../src/statistics/spread.ts';

const index = Array.from({ length: 200 }, (_, i) => i);
const probabilities = index.map((i) => ((i * i * 13 + i * 5) % 97) / 97);
const labels = index.map((i) => ((i * 37 + 11) % 101 < 30 ? 1 : 0));

describe('calibration', () => {
  test('error is the weighted gap per bin', () => {
    // Two bins: 0.1 against a frequency of 0.5, and 0.9 against 1.
    expect(calibrationError([0.1, 0.1, 0.9, 0.9], [0, 1, 1, 1], 2)).toBeCloseTo(0.25, 12);
  });

  test('error is what numpy computes from the definition, by width and by count', () => {
    expect(calibrationError(probabilities, labels, 10)).toBeCloseTo(0.32474226804123707, 12);
    const byCount = calibrationError(probabilities, labels, 10, 'count');
    expect(byCount).toBeCloseTo(0.33402061855670107, 12);
  });

  test('bins of equal count keep equal probabilities together', () => {
    const bins = reliability([0.3, 0.3, 0.3, 0.8], [0, 1, 0, 1], { bins: 2, by: 'count' });
    expect(bins.map(({ count }) => count)).toEqual([3, 1]);
    expect(bins.map(({ frequency }) => frequency)).toEqual([1 / 3, 1]);
  });

  test('a probability of 1 is in the last bin', () => {
    expect(reliability([1, 1], [1, 0], { bins: 4 })).toEqual([
      { count: 2, probability: 1, frequency: 0.5 },
    ]);
  });

  test('Brier score is what scikit-learn computes', () => {
    expect(brierScore([0.5, 1], [0, 1])).toBe(0.125);
    expect(brierScore(probabilities, labels)).toBeCloseTo(0.35409288978637476, 12);
  });
});

describe('coverage', () => {
  test('of intervals counts their ends', () => {
    const intervals = { low: [0, 0, 2, 3], high: [1, 1, 3, 4] };
    expect(intervalCoverage(intervals, [0, 1, 2.5, 5])).toBe(0.75);
  });

  test('of sets takes a whole set at a time', () => {
    const sets = [
      { set: [1, 1, 0, 0], truth: [1, 0, 0, 0] },
      { set: [1, 1, 0, 0], truth: [1, 1, 1, 1] },
      { set: [0, 0, 0, 0], truth: [0, 0, 0, 0] },
    ];
    expect(setCoverage(sets)).toEqual({ coverage: 2 / 3, recall: 2.5 / 3, meanSize: 4 / 3 });
    expect(setCoverage(sets, 0.5).coverage).toBe(1);
  });
});

describe('spread', () => {
  test('is the mean and the standard deviation of a sample', () => {
    expect(spread([1, 3])).toEqual({ mean: 2, sd: Math.SQRT2 });
    expect(spread([4])).toEqual({ mean: 4, sd: 0 });
    expect(describeSpread(spread([0.8, 0.82]))).toBe('0.810 ± 0.014');
  });
});
