/** Measures of ranking against their definitions and against scikit-learn 1.9.1 and scipy 1.17.1. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averagePrecision, rocArea } from '../../src/statistics/average-precision.ts';
import { kendallTau } from '../../src/statistics/kendall.ts';
import { ascendingOrder, descendingOrder } from '../../src/statistics/order.ts';

const index = Array.from({ length: 200 }, (_, i) => i);
const scores = index.map((i) => ((i * i * 31 + i * 17) % 23) / 23);
const labels = index.map((i) => ((i * 37 + 11) % 101 < 30 ? 1 : 0));
const others = index.map((i) => ((i * 7 + i * i * 3) % 19) / 19);
const fine = index.map((i) => ((i * i * 13 + i * 5) % 97) / 97);

const cases = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 9 }), label: fc.integer({ min: 0, max: 1 }) }),
  { minLength: 1, maxLength: 40 },
);

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
  maxLength: 40,
});

/** Mean over the positives of the precision among all that score at least as much. */
function precisionAmongAtLeast(scores: number[], labels: number[]): number {
  const positives = scores.filter((_, i) => labels[i] === 1);
  const precision = positives.map((score) => {
    const above = labels.filter((_, i) => (scores[i] ?? 0) >= score);
    return above.reduce((a, b) => a + b, 0) / above.length;
  });
  return precision.reduce((a, b) => a + b, 0) / positives.length;
}

/** τ-b by its definition: the signs of all pairs. */
function tauOfAllPairs(a: readonly number[], b: readonly number[]): number {
  let [sum, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [a, b].map((list) => Math.sign((list[i] ?? 0) - (list[j] ?? 0)));
      sum += (x ?? 0) * (y ?? 0);
      first += (x ?? 0) ** 2;
      second += (y ?? 0) ** 2;
    }
  }
  return first * second === 0 ? 0 : sum / Math.sqrt(first * second);
}

describe('average precision', () => {
  test('is the mean precision at the positives', () => {
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

  test('of equal scores is the share of positives, and of a perfect order 1', () => {
    expect(averagePrecision([1, 1, 1, 1], [1, 0, 0, 0])).toBe(0.25);
    expect(averagePrecision([4, 3, 2, 1], [1, 1, 0, 0])).toBe(1);
  });

  test('of a worked example', () => {
    // Positives at ranks 1 and 3: (1/1 + 2/3) / 2.
    expect(averagePrecision([0.9, 0.8, 0.7, 0.1], [1, 0, 1, 0])).toBeCloseTo(5 / 6, 12);
  });

  test('is what scikit-learn computes, ties and all', () => {
    expect(averagePrecision(scores, labels)).toBeCloseTo(0.2920128135903737, 12);
    expect(averagePrecision(fine, labels)).toBeCloseTo(0.276988182554899, 12);
  });

  test('is not defined without a positive', () => {
    expect(averagePrecision([1, 2], [0, 0])).toBeNaN();
    expect(averagePrecision([], [])).toBeNaN();
  });
});

describe('the ROC area', () => {
  test('is what scikit-learn computes, ties and all', () => {
    expect(rocArea(scores, labels)).toBeCloseTo(0.49249999999999994, 12);
    expect(rocArea(fine, labels)).toBeCloseTo(0.42392857142857143, 12);
  });

  test('is 1 for a perfect order, 0 for its reverse, a half for equal scores', () => {
    expect(rocArea([4, 3, 2, 1], [1, 1, 0, 0])).toBe(1);
    expect(rocArea([1, 2, 3, 4], [1, 1, 0, 0])).toBe(0);
    expect(rocArea([1, 1, 1], [1, 0, 0])).toBe(0.5);
  });
});

describe("Kendall's τ-b", () => {
  test('is what scipy computes', () => {
    expect(kendallTau(scores, others)).toBeCloseTo(0.11613998700388367, 12);
    expect(kendallTau(fine, others)).toBeCloseTo(-0.022077396833934632, 12);
  });

  test('is its definition over all pairs, and changes sign with the order', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [a, b] = [list.map(([x]) => x), list.map(([, y]) => y)];
        expect(kendallTau(a, b)).toBeCloseTo(tauOfAllPairs(a, b), 12);
        expect(kendallTau(b, a)).toBeCloseTo(kendallTau(a, b), 12);
        const reversed = b.map((y) => -y);
        expect(kendallTau(a, reversed)).toBeCloseTo(-kendallTau(a, b), 12);
      }),
    );
  });

  test('is 0 where one side is constant', () => {
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(kendallTau([], [])).toBe(0);
  });
});

describe('the order of numbers', () => {
  test('is that of a stable sort, both ways', () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(-0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.array(numbers), (list) => {
        const at = (i: number) => list[i] as number;
        const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
        const all = list.map((_, i) => i);
        const rising = all.toSorted((a, b) => compare(at(a), at(b)));
        const falling = all.toSorted((a, b) => compare(at(b), at(a)));
        expect([...ascendingOrder(list)]).toEqual(rising);
        expect([...descendingOrder(list)]).toEqual(falling);
      }),
    );
  });

  test('is refused for what is not a number', () => {
    expect(() => ascendingOrder([1, Number.NaN])).toThrow('value 1 is not a number');
  });
});
