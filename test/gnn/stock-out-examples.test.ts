/** The generated supply chains and the frozen data set of their stock-outs. */
import { describe, expect, test } from 'vitest';
import {
  stockOutExamples,
  stockOutHash,
} from '../../gnn/train/families/supply/stock-out-examples.ts';
import type { Split } from '../../gnn/train/generate.ts';
import { BalanceKernel } from '../../src/simulate/mechanisms/balance/balance-kernel.ts';

const training = [...stockOutExamples('train', 6)];

describe('generated supply chains', () => {
  test('are the same every time, and more chains leave the first as they are', () => {
    expect(stockOutHash(stockOutExamples('train', 2))).toBe(stockOutHash(training.slice(0, 2)));
  });

  test('differ between splits', () => {
    const splits: Split[] = ['train', 'validation', 'test'];
    const hashes = splits.map((split) => stockOutHash(stockOutExamples(split, 1)));
    expect(new Set(hashes).size).toBe(splits.length);
  });

  test('have twins in the order of their ids, and stores that deliver to lower numbers alone', () => {
    for (const { model } of training) {
      for (const places of [model.stores, model.supplies, model.transits, model.demands]) {
        const ids = places.map(({ twin }) => twin);
        expect([...ids].sort()).toEqual(ids);
      }
      for (const { fromStore, toStore } of model.transits)
        if (fromStore >= 0) expect(fromStore).toBeGreaterThan(toStore);
    }
  });

  test('give every store each of its materials from one source at least, and each its own item', () => {
    for (const { model } of training) {
      for (const { inputs } of model.stores) {
        expect(inputs.length).toBeGreaterThan(0);
        expect(new Set(inputs.map(({ item }) => item)).size).toBe(inputs.length);
        for (const { transits } of inputs) expect(transits.length).toBeGreaterThan(0);
      }
    }
  });

  test('work while nothing is out: most demand is served at once, in the mean over chains', () => {
    const rates = training.map(
      ({ model, seed }) => new BalanceKernel(model, 60).run(seed).fillRate,
    );
    expect(Math.min(...rates)).toBeGreaterThan(0.2);
    expect(rates.reduce((sum, rate) => sum + rate, 0) / rates.length).toBeGreaterThan(0.75);
  });
});

describe('their stock-outs', () => {
  test('happen to some and not to others, at many steps', () => {
    const steps = training.flatMap(({ outcomes }) => outcomes.flatMap((outcome) => [...outcome]));
    const hit = steps.filter((step) => step > 0);
    expect(hit.length).toBeGreaterThan(100);
    expect(hit.length).toBeLessThan(steps.length / 4);
    expect(new Set(hit).size).toBe(16);
  });

  test('are of stores alone, and what is out has failed before', () => {
    for (const { network, model, onsets, outcomes } of training) {
      for (const [index, { failed }] of onsets.entries()) {
        outcomes[index]?.forEach((step, n) => {
          expect(step === 0).toBe(failed[n] === 1);
          if (step > 0) expect(n).toBeLessThan(model.stores.length);
          if (step > 0) expect(network.limitOffsets[n + 1]).not.toBe(network.limitOffsets[n]);
        });
      }
    }
  });

  test('have finite numbers throughout', () => {
    for (const { network, onsets } of training)
      for (const { stress, columns } of onsets)
        for (const array of [network.shifts.values, network.links.columns, stress, columns])
          expect(array.every(Number.isFinite)).toBe(true);
  });
});
