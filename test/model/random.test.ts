import { describe, expect, test } from 'vitest';
import { hashText, normal, RandomStream, uniform } from '../../src/model/random.ts';

const draws = 100_000;

/** Kolmogorov–Smirnov distance between a sample and a cumulative distribution. */
function distance(sample: readonly number[], cumulative: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) => {
      const expected = cumulative(x);
      return Math.max(
        Math.abs((i + 1) / sorted.length - expected),
        Math.abs(i / sorted.length - expected),
      );
    }),
  );
}

/** The distance that one sample in a thousand exceeds, for n draws (Kolmogorov's limit). */
const critical = 1.95 / Math.sqrt(10_000);

/** Cumulative normal by the error function of Abramowitz and Stegun 7.1.26 (error below 1.5e-7). */
function cumulativeNormal(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - series * Math.exp((-x * x) / 2);
  return x >= 0 ? (1 + erf) / 2 : (1 - erf) / 2;
}

describe('counter-based random numbers', () => {
  test.each([
    ['counter', (i: number) => uniform(7, 1, 0, i)],
    ['entity', (i: number) => uniform(7, i, 0, 0)],
    ['seed', (i: number) => uniform(i, 1, 0, 0)],
    ['stream', (i: number) => uniform(7, 1, i, 0)],
  ])('are uniform along the %s', (_, at) => {
    const sample = Array.from({ length: 10_000 }, (_, i) => at(i));
    expect(distance(sample, (x) => x)).toBeLessThan(critical);
  });

  test('are normal where asked to be', () => {
    const sample = Array.from({ length: 10_000 }, (_, i) => normal(3, 9, 2, i));
    expect(distance(sample, cumulativeNormal)).toBeLessThan(critical);
  });

  test('do not go together from one entity to the next', () => {
    let product = 0;
    for (let i = 0; i < draws; i++) {
      product += (uniform(1, i, 0, 0) - 0.5) * (uniform(1, i + 1, 0, 0) - 0.5);
    }
    const correlation = product / draws / (1 / 12);
    expect(Math.abs(correlation)).toBeLessThan(3.3 / Math.sqrt(draws));
  });

  test('depend on their key alone', () => {
    expect(uniform(1, hashText('pump-1'), 0, 5)).toBe(uniform(1, hashText('pump-1'), 0, 5));
    expect(uniform(1, hashText('pump-1'), 0, 5)).not.toBe(uniform(1, hashText('pump-2'), 0, 5));
  });

  test('picks cover all items and refuse an empty list', () => {
    const random = new RandomStream(4);
    const picked = new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])));
    expect([...picked].sort()).toEqual(['a', 'b', 'c']);
    expect(() => random.pick([])).toThrow(TypeError);
  });
});
