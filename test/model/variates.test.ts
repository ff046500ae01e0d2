/** Logarithm, exponential and variates against the engine's own functions and known quantiles. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, ln, lnOfDraw } from '../../src/model/elementary.ts';
import { GammaTable, gammaProbability, gammaQuantile, lnGamma } from '../../src/model/gamma.ts';
import { streamKey, uniform, uniformAt } from '../../src/model/random.ts';
import { exponential, lognormal, logVariance, normalQuantile } from '../../src/model/variates.ts';

const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });

describe('elementary functions', () => {
  test('ln is within 4e-16 of Math.log, relative to numbers above one', () => {
    fc.assert(
      fc.property(positive, (x) => {
        const size = Math.max(1, Math.abs(Math.log(x)));
        expect(Math.abs(ln(x) - Math.log(x)) / size).toBeLessThan(4e-16);
      }),
      { numRuns: 10_000, seed: 6 },
    );
    expect([ln(0), ln(-1), ln(Infinity)]).toEqual([-Infinity, Number.NaN, Infinity]);
  });

  test('lnOfDraw is ln on every draw', () => {
    const draws = fc.integer({ min: 0, max: 4294967295 }).map((k) => (k + 0.5) / 4294967296);
    const ends = [0, 1, 4294967295].map((k) => (k + 0.5) / 4294967296);
    for (const draw of ends) expect(lnOfDraw(draw)).toBeCloseTo(Math.log(draw), 14);
    fc.assert(
      fc.property(draws, (draw) => {
        const size = Math.max(1, Math.abs(Math.log(draw)));
        expect(Math.abs(lnOfDraw(draw) - Math.log(draw)) / size).toBeLessThan(4e-16);
      }),
      { numRuns: 10_000, seed: 6 },
    );
  });

  test('exp is within 5e-16 of Math.exp', () => {
    const exponents = fc.double({ min: -700, max: 700, noNaN: true });
    fc.assert(
      fc.property(exponents, (x) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
      }),
      { numRuns: 10_000, seed: 6 },
    );
    expect([exp(-1000), exp(1000), exp(Number.NaN)]).toEqual([0, Infinity, Number.NaN]);
  });
});

describe('variates', () => {
  test('the normal quantile has the values of the tables', () => {
    // Wichura 1988, and any table of the normal distribution.
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 14);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 14);
    expect(normalQuantile(1e-9)).toBeCloseTo(-5.9978070150076, 11);
  });

  test('the gamma distribution of whole shapes is a Poisson sum', () => {
    for (const shape of [1, 2, 5, 12]) {
      for (const x of [0.1, 1, 4, 11, 30]) {
        let term = Math.exp(-x);
        let sum = term;
        for (let n = 1; n < shape; n++) {
          term *= x / n;
          sum += term;
        }
        expect(gammaProbability(shape, x)).toBeCloseTo(1 - sum, 13);
        if (sum > 1e-6 && sum < 1 - 1e-6) expect(gammaQuantile(shape, 1 - sum)).toBeCloseTo(x, 8);
      }
    }
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    expect(lnGamma(171)).toBeCloseTo(706.573062245787, 10);
  });

  test.each([0.05, 0.3, 1, 1.8])('the gamma table of variation %d follows the quantiles', (v) => {
    const table = new GammaTable(v);
    const shape = 1 / (v * v);
    for (let i = 0; i < 200; i++) {
      const draw = (i + 0.5) / 200;
      expect(table.quantile(draw)).toBeCloseTo(gammaQuantile(shape, draw) / shape, 7);
    }
  });

  test('have their means and variations over evenly spread draws', () => {
    const draws = Array.from({ length: 200_000 }, (_, i) => (i + 0.5) / 200_000);
    const moments = (variate: (draw: number) => number) => {
      const values = draws.map(variate);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const square = values.reduce((sum, x) => sum + x * x, 0) / values.length;
      return [mean, Math.sqrt(square - mean * mean)];
    };
    const [mean = 0, deviation = 0] = moments(exponential);
    expect(mean).toBeCloseTo(1, 4);
    expect(deviation).toBeCloseTo(1, 3);
    const variance = logVariance(0.6);
    const [lognormalMean = 0, lognormalDeviation = 0] = moments((u) => lognormal(u, variance));
    expect(lognormalMean).toBeCloseTo(1, 4);
    expect(lognormalDeviation).toBeCloseTo(0.6, 3);
  });

  test('a stream key gives the draws of its seed, entity and stream', () => {
    expect(uniformAt(streamKey(3, 4, 5), 6)).toBe(uniform(3, 4, 5, 6));
  });
});
