/** The data sets of overload cascades: frozen, split by graph, onsets that are exact after one step. */
import { describe, expect, test } from 'vitest';
import type { Split } from '../../gnn/train/generate.ts';
import {
  lineExamples,
  motterLaiExamples,
  type OverloadExample,
  overloadHash,
} from '../../gnn/train/overload-examples.ts';
import { lastStep } from '../../src/evaluate/spread.ts';

const sets = { 'Motter–Lai': motterLaiExamples, lines: lineExamples } as const;

describe.each(Object.entries(sets))('examples of %s', (_, generate) => {
  const training = [...generate('train', 4)];
  const [judged] = [...generate('test', 1)] as [OverloadExample];

  test('are the same every time, and more graphs leave the first as they are', () => {
    expect(overloadHash(generate('train', 2))).toBe(overloadHash(training.slice(0, 2)));
  });

  test('share no graph between splits', () => {
    const splits: Split[] = ['train', 'validation', 'test'];
    const hashes = splits.map((split) => overloadHash(generate(split, 1)));
    expect(new Set(hashes).size).toBe(splits.length);
  });

  test('keep at most 64 cascades of a graph for training, all for judgement', () => {
    for (const { onsets, outcomes } of training) {
      expect(onsets.length).toBeLessThanOrEqual(64);
      expect(outcomes.length).toBe(onsets.length);
    }
    const { elementCount } = judged.network;
    expect(judged.onsets.length).toBe(judged.family.startsWith('lines') ? 128 : elementCount);
  });

  test('have cascades that go on beyond the first step, and some that do not', () => {
    const last = training.flatMap(({ outcomes }) => outcomes.map(lastStep));
    expect(last.some((step) => step > 1)).toBe(true);
    expect(last.some((step) => step <= 1)).toBe(true);
  });

  test('fail at the first step where, and only where, the stress seen is above 1', () => {
    for (const { onsets, outcomes } of [...training, judged])
      for (const [index, { failed, stress }] of onsets.entries()) {
        const wrong = [...stress].filter((value, element) => {
          const step = outcomes[index]?.[element] as number;
          const size = Math.abs(value);
          if (failed[element] === 1 || step === 0) return size > 0 || step !== 0;
          // Rounding to 32 bits leaves open what is at the limit.
          return Math.abs(size - 1) > 1e-6 && (step === 1) !== size > 1;
        });
        expect(wrong).toEqual([]);
      }
  });

  test('hold numbers only, and shifts of nothing on itself', () => {
    for (const { network, onsets } of training) {
      const { base, shifts, elementCount, limitOffsets } = network;
      expect([...limitOffsets.slice(-1)]).toEqual([elementCount]);
      for (const array of [base, shifts.values, ...onsets.map(({ stress }) => stress)])
        expect(array.every(Number.isFinite)).toBe(true);
      for (let row = 0; row < shifts.rows; row++) {
        const [from, to] = [shifts.offsets[row], shifts.offsets[row + 1]];
        expect(shifts.indices.subarray(from, to).includes(row)).toBe(false);
      }
    }
  });
});
