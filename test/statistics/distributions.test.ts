import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalProbability, normalQuantile } from '../../src/statistics/normal.ts';
import { studentQuantile, studentTail } from '../../src/statistics/student.ts';

/** Abramowitz and Stegun 1964, tables 26.1 and 26.2 (Q(x) for large x). */
const normalTable: [x: number, probability: number][] = [
  [0, 0.5],
  [0.5, 0.691462461274013],
  [1, 0.8413447460685429],
  [1.64, 0.949497416525896],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
  [-4, 3.167124183311992e-5],
  [-5, 2.866515718791939e-7],
  [-10, 7.619853024160527e-24],
];

/** The upper percentage points of any statistical table, e.g. NIST/SEMATECH 1.3.6.7.2. */
const studentTable: [freedom: number, at95: number, at975: number, at995: number][] = [
  [1, 6.313752, 12.7062, 63.656741],
  [2, 2.919986, 4.302653, 9.924843],
  [5, 2.015048, 2.570582, 4.032143],
  [9, 1.833113, 2.262157, 3.249836],
  [10, 1.812461, 2.228139, 3.169273],
  [30, 1.697261, 2.042272, 2.749996],
  [100, 1.660234, 1.983971, 2.625891],
  [1000, 1.646379, 1.962339, 2.580755],
];

describe('the normal distribution', () => {
  test('has the probabilities of the published table, far tails included', () => {
    for (const [x, probability] of normalTable) {
      expect(Math.abs(normalProbability(x) / probability - 1)).toBeLessThan(2e-14);
    }
  });

  test('has the quantiles of the published tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489004, 14);
    expect(normalQuantile(1e-15)).toBeCloseTo(-7.941345326170997, 12);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.5)).toBeNaN();
  });

  test('gives back the probability whose quantile it gave', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (probability) => {
        const back = normalProbability(normalQuantile(probability));
        expect(Math.abs(back / probability - 1)).toBeLessThan(1e-11);
      }),
    );
  });
});

describe('Student’s t', () => {
  test('has the percentage points of the published table', () => {
    for (const [freedom, ...points] of studentTable) {
      const found = [0.95, 0.975, 0.995].map((p) => studentQuantile(p, freedom));
      found.forEach((t, i) => {
        expect(t).toBeCloseTo(points[i] as number, 5);
      });
    }
  });

  test('is the closed form at one and two degrees of freedom', () => {
    for (const p of [0.6, 0.9, 0.99, 0.9999]) {
      expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 11);
      const two = ((2 * p - 1) * Math.SQRT2) / Math.sqrt(1 - (2 * p - 1) ** 2);
      expect(studentQuantile(p, 2) / two).toBeCloseTo(1, 11);
    }
  });

  test('agrees below and above a thousand degrees of freedom, where its method changes', () => {
    for (const p of [0.55, 0.9, 0.975, 0.9999]) {
      const [below, above] = [studentQuantile(p, 999.999), studentQuantile(p, 1000.001)];
      expect(Math.abs(below - above)).toBeLessThan(1e-7);
      expect(studentTail(above, 1000.001)).toBeCloseTo(1 - p, 11);
    }
  });

  test('gives back the probability whose quantile it gave, on both sides', () => {
    const any = fc.tuple(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), fc.nat(400));
    fc.assert(
      fc.property(any, ([probability, freedom]) => {
        const tail = studentTail(studentQuantile(probability, freedom + 1), freedom + 1);
        expect(tail).toBeCloseTo(1 - probability, 10);
      }),
    );
  });
});
