/** Figures of spreads by hand, and the interval of a precision against pairs written out again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  precisionInterval,
  rankedPairs,
  weightedPrecision,
} from '../../src/evaluate/metrics/precision-interval.ts';
import { failingShare, spreadFigures } from '../../src/evaluate/metrics/spread-figures.ts';
import { likely, predicted, type Said } from '../../src/evaluate/said.ts';
import { averagePrecision } from '../../src/statistics/average-precision.ts';
import { stressNetwork } from './small-stress.ts';

/** Two cascades of four elements; the first had failed before, one has no further failure. */
const outcomes = [Int16Array.of(0, 1, 3, -1), Int16Array.of(0, -1, -1, -1)];
const said = [
  { chances: [1, 0.9, 0.25, 0.5], step: [0, 1.5, 2, 1], inSet: [1, 1, 0, 1] },
  { chances: [1, 0.1, 0, 0], step: [0, 1, 1, 1], inSet: [1, 1, 0, 0] },
].map(({ chances, step, inSet }): Said => {
  const probability = Float64Array.from(chances);
  return {
    scores: probability,
    probability,
    fails: likely(probability),
    step: Float64Array.from(step),
    inSet: Uint8Array.from(inSet),
  };
});

describe('figures of two cascades', () => {
  const figures = spreadFigures(said, outcomes);

  test('count the sets that hold what fails where anything does, and their size without the seed', () => {
    expect(figures.coverage).toBe(1 / 2);
    expect(figures.setSize).toBe(3 / 2);
  });

  test('count wrong final states at a probability of a half, and steps of what is said to fail', () => {
    // Wrong: the element that fails at 0.25, and the one that stays at 0.5; of 6 open ones.
    expect(figures.stateError).toBe(2 / 6);
    expect(figures.stepError).toBe(0.5);
    expect(failingShare(outcomes)).toBe(2 / 6);
  });

  test('rank all pairs, and those that fail later without the first step', () => {
    // Order: fails, stays, fails, then three that stay.
    expect(figures.ap).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(figures.apLater).toBeCloseTo(1 / 2, 12);
  });

  test('measure calibration over open pairs alone', () => {
    // One pair in each bin of a fifteenth but for 0, 0 at the bottom.
    expect(figures.ece).toBeCloseTo((0.1 + 0.75 + 0.5 + 0.1 + 0) / 6, 12);
  });

  test('leave out what a contender does not say', () => {
    const scores = spreadFigures(
      said.map(({ scores }) => ({ scores })),
      outcomes,
    );
    expect(Object.keys(scores)).toEqual(['ap', 'apLater', 'auc']);
  });
});

const cascades = fc.array(
  fc.array(
    fc.record({ score: fc.integer({ min: 0, max: 5 }), step: fc.integer({ min: -1, max: 2 }) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
  { minLength: 1, maxLength: 6 },
);

describe('the interval of a precision', () => {
  test('draws whole cascades: weights are the same as pairs written down as often', () => {
    fc.assert(
      fc.property(cascades, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (drawn, times) => {
        const weight = Float64Array.from(drawn, () => times.next().value as number);
        const open = drawn.flatMap((pairs, i) =>
          Array.from({ length: weight[i] as number }, () => pairs)
            .flat()
            .filter(({ step }) => step !== 0),
        );
        const expected = averagePrecision(
          open.map(({ score }) => score),
          open.map(({ step }) => (step > 0 ? 1 : 0)),
        );
        const ranked = rankedPairs(
          drawn.map((pairs) => ({
            scores: pairs.map(({ score }) => score),
            outcome: Int16Array.from(pairs, ({ step }) => step),
          })),
        );
        const precision = weightedPrecision(ranked, weight);
        if (Number.isNaN(expected)) expect(precision).toBeNaN();
        else expect(precision).toBeCloseTo(expected, 12);
      }),
    );
  });

  test('is a point for cascades that are all alike, and holds the figure itself else', () => {
    const outcome = Int16Array.of(0, 1, -1, 2);
    const alike = new Array(9).fill({ scores: [1, 0.9, 0.8, 0.1], outcome });
    const [low, high] = precisionInterval(alike);
    expect(low).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(high).toBeCloseTo(low, 12);
    const mixed = [...alike, ...new Array(9).fill({ scores: [1, 0, 1, 0], outcome })];
    const [least, most] = precisionInterval(mixed);
    const pooled = weightedPrecision(rankedPairs(mixed), new Float64Array(18).fill(1));
    expect(least).toBeLessThan(pooled);
    expect(most).toBeGreaterThan(pooled);
    expect(precisionInterval(mixed)).toEqual([least, most]);
  });

  test('is none where nothing fails', () => {
    expect(precisionInterval([{ scores: [1], outcome: Int16Array.of(-1) }])).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe('a forecast that does not fit is a mistake of its maker:', () => {
  const network = stressNetwork({ base: [[0.5], [0.5]], shifts: [], pairs: [] });
  const onset = { failed: Uint8Array.of(1, 0), stress: Float32Array.of(0, 0.5) };
  const forecast = {
    probability: Float64Array.of(1, 0.5),
    step: Float64Array.of(0, 1),
    inSet: Uint8Array.of(1, 1),
  };
  test.each([
    ['too few', [], 'there are 0 forecasts for 1 onsets'],
    ['too short', [{ ...forecast, step: new Float64Array(1) }], 'each of 2 elements'],
    [
      'no chance',
      [{ ...forecast, probability: Float64Array.of(1, Number.NaN) }],
      'between 0 and 1',
    ],
    ['no step', [{ ...forecast, step: Float64Array.of(0, Infinity) }], 'steps of a forecast'],
  ])('%s', async (_, forecasts, message) => {
    const predictor = { modelVersion: 'made up', forecast: async () => forecasts };
    await expect(predicted(predictor, { network, onsets: [onset] })).rejects.toThrow(message);
  });
});
