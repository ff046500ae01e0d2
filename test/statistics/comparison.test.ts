import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normal } from '../../src/model/random.ts';
import { confidenceInterval } from '../../src/statistics/confidence-interval.ts';
import { Moments } from '../../src/statistics/moments.ts';

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
