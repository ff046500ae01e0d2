import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairAt, pairCount } from '../../src/flows/sweep/axis.ts';
import { axisEffects } from '../../src/flows/sweep/axis-effects.ts';
import { CaseSpace } from '../../src/flows/sweep/case-space.ts';
import { drawsOf, quantileOf, shuffled } from '../../src/flows/sweep/draws.ts';
import { durationText } from '../../src/flows/sweep/duration-text.ts';
import type { Distribution, Samples } from '../../src/flows/sweep/sweep-definition.ts';
import { Moments } from '../../src/statistics/moments.ts';
import { swept } from './sweep-fixture.ts';

const of = (i: number) => ({ twin: `store-${i}`, property: 'baseStockLevel' });

/** Mean and variance of each distribution, from its definition. */
const distributions: [Distribution, mean: number, variance: number][] = [
  [{ uniform: { low: 2, high: 8 } }, 5, 3],
  [{ normal: { mean: 10, standardDeviation: 2 } }, 10, 4],
  [{ triangular: { low: 0, mode: 3, high: 6 } }, 3, 1.5],
  [{ triangular: { low: 1, mode: 1, high: 1 } }, 1, 0],
  [{ lognormal: { mean: 4, standardDeviation: 2 } }, 4, 4],
  [{ choice: { values: [1, 5], weights: [3, 1] } }, 2, 3],
];

describe('draws', () => {
  test.each(distributions)('have the mean and variance of %j', (distribution, mean, variance) => {
    const samples: Samples = {
      count: 4000,
      method: 'latinHypercube',
      variables: [{ ...of(0), distribution }],
    };
    const draw = drawsOf(samples, 3);
    const moments = new Moments();
    for (let i = 0; i < 4000; i++) moments.add(draw(i)[0] as number);
    expect(moments.mean).toBeCloseTo(mean, 2);
    expect(Math.abs(moments.variance - variance)).toBeLessThanOrEqual(0.02 * variance + 1e-12);
  });

  test('of a Latin hypercube fall once into each stratum, those at random do not', () => {
    const variables = [0, 1].map((i) => ({
      ...of(i),
      distribution: { uniform: { low: 0, high: 50 } },
    }));
    const strata = (method: Samples['method'], variable: number) => {
      const draw = drawsOf({ count: 50, ...(method && { method }), variables }, 9);
      return new Set(Array.from({ length: 50 }, (_, i) => Math.floor(draw(i)[variable] as number)));
    };
    expect(strata('latinHypercube', 0).size).toBe(50);
    expect(strata('latinHypercube', 1).size).toBe(50);
    expect(strata('random', 0).size).toBeLessThan(45);
  });

  test('do not depend on what else is drawn, or on the number of samples', () => {
    const variable = { ...of(0), distribution: { normal: { mean: 0, standardDeviation: 1 } } };
    const other = { ...of(1), distribution: { uniform: { low: 0, high: 1 } } };
    const alone = drawsOf({ count: 10, variables: [variable] }, 1)(4)[0];
    expect(drawsOf({ count: 99, variables: [other, variable] }, 1)(4)[1]).toBe(alone);
    expect(drawsOf({ count: 10, variables: [variable] }, 2)(4)[0]).not.toBe(alone);
  });

  test('choose no value without weight, whatever the probability', () => {
    const draw = quantileOf({ choice: { values: ['a', 'b', 'c'], weights: [1, 0, 0] } });
    for (const p of [0, 0.5, 1 - 2 ** -33, 1]) expect(draw(p)).toBe('a');
  });
});

test('a shuffle holds every place once, without being written down', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(0xffffffff), (count, key) => {
      const places = Array.from({ length: count }, (_, i) => shuffled(i, count, key));
      expect(new Set(places).size).toBe(count);
      expect(Math.max(...places)).toBe(count - 1);
    }),
    { numRuns: 50 },
  );
});

test('a pair is found by its position among all', () => {
  const found = Array.from({ length: pairCount(7) }, (_, i) => pairAt(i, 7).join());
  const listed = [0, 1, 2, 3, 4, 5].flatMap((a) =>
    Array.from({ length: 6 - a }, (_, k) => `${a},${a + 1 + k}`),
  );
  expect(found).toEqual(listed);
});

test('a space of 10^18 cases is read by index and takes no room', () => {
  const axis = { samples: { count: 1e6, variables: [] } };
  const space = new CaseSpace([axis, axis, axis], 1);
  expect(space.size).toBe(1e18);
  expect(space.positions(1_000_001)).toEqual([0, 1, 1]);
  expect(space.at(2_000_003).labels).toEqual(['sample 0', 'sample 2', 'sample 3']);
});

test('the effect of a drawn variable is its correlation with the figure', async () => {
  const uniform = (low: number, high: number) => ({ uniform: { low, high } });
  const variables = [
    { ...of(0), distribution: uniform(0, 10) },
    { ...of(1), distribution: uniform(0.5, 1.5), as: 'factor' as const },
  ];
  const axes = [{ samples: { count: 400, method: 'latinHypercube' as const, variables } }];
  const sweep = await swept({ axes });
  const [effect] = axisEffects(sweep, 'total');
  const [first, second] = effect?.variables ?? [];
  // Variances 100/12 and 25/12: shares of the sum are 0.8 and 0.2.
  expect(first?.correlation).toBeCloseTo(Math.sqrt(0.8), 1);
  expect(second?.correlation).toBeCloseTo(Math.sqrt(0.2), 1);
  expect(first?.name).toBe('store-0/baseStockLevel');
  const costs = axisEffects(sweep, 'cost')[0]?.variables[0]?.correlation;
  expect(costs).toBeCloseTo(first?.correlation ?? 0, 9);
});

test('a duration is told in the largest unit of which there are two', () => {
  expect(durationText(1.234)).toBe('1.2 seconds');
  expect(durationText(119)).toBe('119 seconds');
  expect(durationText(3 * 86_400)).toBe('3 days');
  expect(durationText(1e12 * 31_557_600)).toBe('1.0e+12 years');
});
