import { describe, expect, test } from 'vitest';
import { normal } from '../../src/model/random.ts';
import { KimNelson } from '../../src/statistics/kim-nelson.ts';
import type { Selection } from '../../src/statistics/selection.ts';
import { TopSelection } from '../../src/statistics/top-selection.ts';

/** Runs a selection on systems with these means; `shared` of the noise is common to all. */
function select(selection: Selection, means: readonly number[], trial: number, shared = 0) {
  let runs = 0;
  while (selection.wanted.length > 0) {
    for (const system of [...selection.wanted]) {
      const r = selection.countOf(system);
      const common = normal(trial, 0, 7, r);
      const own = normal(trial, system + 1, 7, r);
      const noise = Math.sqrt(shared) * common + Math.sqrt(1 - shared) * own;
      selection.take(system, (means[system] as number) + noise);
      runs++;
    }
    selection.screen();
  }
  return { ...selection.result, runs };
}

/** The hardest means that a procedure promises anything for: all others one difference below. */
const slippage = (systems: number, top: number, difference: number) =>
  Array.from({ length: systems }, (_, i) => (i < systems - top ? 0 : difference));

describe('Kim and Nelson’s procedure', () => {
  test.each([
    [2, 0],
    [5, 0],
    [5, 0.5],
    [10, 0.25],
  ])(
    'finds the best of %i in slippage at least as often as promised, %d of the noise common',
    (systems, shared) => {
      const trials = 400;
      const means = slippage(systems, 1, 0.5);
      let right = 0;
      for (let trial = 0; trial < trials; trial++) {
        const selection = new KimNelson({ systems, indifference: 0.5, probability: 0.9 });
        if (select(selection, means, trial, shared).selected[0] === systems - 1) right++;
      }
      expect(right / trials).toBeGreaterThanOrEqual(0.9);
    },
  );

  test('needs fewer runs under common random numbers', () => {
    const means = slippage(5, 1, 0.2);
    const runsWith = (shared: number) => {
      const selection = new KimNelson({ systems: 5, indifference: 0.2 });
      return select(selection, means, 3, shared).runs;
    };
    expect(runsWith(0.9)).toBeLessThan(runsWith(0) / 2);
  });

  test('takes the highest at once where nothing is random, and the first of equals', () => {
    const choose = (values: number[]) => {
      const selection = new KimNelson({ systems: values.length, indifference: 1, first: 2 });
      for (let r = 0; r < 2; r++) {
        for (const [i, value] of values.entries()) selection.take(i, value);
      }
      selection.screen();
      return { ...selection.result, wanted: selection.wanted };
    };
    expect(choose([1, 3, 2])).toMatchObject({ selected: [1], reached: true, wanted: [] });
    expect(choose([3, 3, 2])).toMatchObject({ selected: [0], reached: true, wanted: [] });
    const single = new KimNelson({ systems: 1, indifference: 1 });
    expect(single.result).toEqual({ selected: [0], probability: 0.95, reached: true });
  });

  test('promises nothing when it ends at its maximum', () => {
    const selection = new KimNelson({ systems: 2, indifference: 1e-3, most: 20 });
    expect(select(selection, [0, 0], 1)).toMatchObject({ probability: 0, reached: false });
  });
});

describe('the selection of the best few', () => {
  test.each([0, 0.5])(
    'is right at least as often as promised, %d of the noise common',
    (shared) => {
      const trials = 200;
      const means = slippage(8, 3, 0.8);
      let right = 0;
      for (let trial = 0; trial < trials; trial++) {
        const selection = new TopSelection({ systems: 8, top: 3, probability: 0.9 });
        const { selected, probability } = select(selection, means, trial, shared);
        expect(probability).toBeGreaterThanOrEqual(0.9);
        if ([...selected].sort().join() === '5,6,7') right++;
      }
      expect(right / trials).toBeGreaterThanOrEqual(0.9);
    },
  );

  test('observes on only those that may stand on the wrong side', () => {
    const selection = new TopSelection({ systems: 6, top: 2 });
    select(selection, [0, 0, 0, 5, 5.4, 20], 1);
    expect(selection.countOf(0)).toBe(10);
    expect(selection.countOf(4)).toBeGreaterThan(10);
    expect(selection.result.selected).toEqual([5, 4]);
  });

  test('ends at its maximum with the probability it has', () => {
    const selection = new TopSelection({ systems: 4, top: 2, most: 30 });
    const { probability, reached } = select(selection, [0, 0, 0, 0], 2);
    expect(reached).toBe(false);
    expect(probability).toBeLessThan(0.95);
  });

  test('is certain where nothing is random', () => {
    const selection = new TopSelection({ systems: 4, top: 2, first: 2 });
    for (let r = 0; r < 2; r++) {
      for (const [i, value] of [4, 1, 3, 2].entries()) selection.take(i, value);
    }
    selection.screen();
    expect(selection.result).toEqual({ selected: [0, 2], probability: 1, reached: true });
  });
});
