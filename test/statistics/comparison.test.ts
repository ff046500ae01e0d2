import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normal } from '../../src/model/random.ts';
import { confidenceInterval, intervalOf } from '../../src/statistics/confidence-interval.ts';
import { Moments } from '../../src/statistics/moments.ts';
import { PairedComparison } from '../../src/statistics/paired-comparison.ts';

describe('moments', () => {
  test('are the mean and variance of two passes over the numbers', () => {
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2 });
    fc.assert(
      fc.property(numbers, (values) => {
        const moments = new Moments();
        for (const value of values) moments.add(value);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        expect(moments.mean).toBeCloseTo(mean, 6);
        const variance = squares / (values.length - 1);
        expect(Math.abs(moments.variance - variance)).toBeLessThan(1e-9 * (variance + 1e6));
      }),
    );
  });

  test('keep a small variance beside a large mean', () => {
    const moments = new Moments();
    for (const value of [4, 7, 13, 16]) moments.add(1e9 + value);
    expect(moments.variance).toBe(30);
  });
});

describe('a confidence interval', () => {
  test('is the textbook’s, and a point for one value', () => {
    const [low, high] = confidenceInterval([1, 2, 3, 4, 5]);
    expect([low, high]).toEqual([expect.closeTo(1.036757, 6), expect.closeTo(4.963243, 6)]);
    expect(confidenceInterval([7])).toEqual([7, 7]);
  });

  test.each([3, 10, 40])('of 95 %% covers the mean of 2,000 samples of %i so often', (size) => {
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const values = Array.from({ length: size }, (_, i) => 5 + 2 * normal(11, trial, size, i));
      const [low, high] = confidenceInterval(values);
      if (low <= 5 && 5 <= high) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.93);
    expect(covered / 2000).toBeLessThan(0.97);
  });
});

describe('a paired comparison', () => {
  /** Two systems that share most of their noise; the second is 0.5 better. */
  const pairOf = (trial: number, r: number): [number, number] => {
    const shared = 3 * normal(5, trial, 0, r);
    return [
      10 + shared + 0.3 * normal(5, trial, 1, r),
      10.5 + shared + 0.3 * normal(5, trial, 2, r),
    ];
  };

  const run = (trial: number, halfWidth: number, most = 1000) => {
    const comparison = new PairedComparison({ halfWidth, most });
    for (let r = 0; !comparison.isDone; r++) comparison.add(...pairOf(trial, r));
    return comparison;
  };

  test('stops at the half-width and covers the difference 93 to 97 times in a hundred', () => {
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const comparison = run(trial, 0.1);
      expect(comparison.isPrecise).toBe(true);
      const [low, high] = comparison.interval;
      expect(high - low).toBeLessThanOrEqual(0.2);
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.925);
    expect(covered / 2000).toBeLessThan(0.97);
  });

  test('needs far fewer runs than independent random numbers would', () => {
    const { count, variance } = run(1, 0.1).difference;
    expect(variance).toBeLessThan(0.5);
    const independent = { mean: 0.5, variance: 2 * 9.09, count };
    const [low, high] = intervalOf(independent);
    expect(high - low).toBeGreaterThan(5 * 0.2);
  });

  test('stops at its maximum, and says that it is not precise', () => {
    const comparison = run(1, 1e-6, 50);
    expect(comparison.difference.count).toBe(50);
    expect(comparison.isPrecise).toBe(false);
  });
});
