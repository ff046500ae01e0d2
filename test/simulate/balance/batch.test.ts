import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BalanceBatch,
  caseFigures,
} from '../../../src/simulate/mechanisms/balance/balance-batch.ts';
import { BalanceKernel } from '../../../src/simulate/mechanisms/balance/balance-kernel.ts';
import { costComponents } from '../../../src/simulate/mechanisms/balance/balance-state.ts';
import { fitsLanes } from '../../../src/simulate/mechanisms/balance/lane-places.ts';
import type { LaneCase } from '../../../src/simulate/mechanisms/balance/lane-runs.ts';
import { outagePlan } from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
import { anyStore, outages, plainStore, treeOf } from './random-chain.ts';

const periods = 20;

describe('a batch of what-ifs', () => {
  it.each([
    ['in lanes', plainStore, true],
    ['one by one', anyStore, false],
  ] as const)('comes %s to the very figures of each alone', (_, store, plain) => {
    const drawnCase = fc.record({
      seed: fc.nat(3),
      list: fc.oneof(fc.constant([]), outages),
    });
    fc.assert(
      fc.property(
        fc.array(store, { minLength: 1, maxLength: 4 }),
        fc.array(drawnCase, { minLength: 1, maxLength: 80, size: 'max' }),
        (drawn, cases) => {
          const model = treeOf(drawn, { demandMean: 4, demandStandardDeviation: 3 });
          if (plain) expect(fitsLanes(model)).toBe(true);
          const planned = cases.map(
            ({ seed, list }): LaneCase => ({
              seed,
              ...(list.length > 0 ? { outages: outagePlan(model, list, periods) } : {}),
            }),
          );
          const figures = new BalanceBatch(model, periods).run(planned);
          const kernel = new BalanceKernel(model, periods);
          planned.forEach(({ seed, outages: plan }, i) => {
            const totals = kernel.run(seed, plan);
            const { fillRate, owed, mostOwed, lost, meanOnHand } = totals;
            const costs = costComponents.map((component) => totals.costOf(component));
            const alone = [fillRate, owed, mostOwed, lost, meanOnHand, ...costs];
            caseFigures.forEach((name, f) => {
              expect(figures[i * caseFigures.length + f], `${name} of ${i}`).toBe(alone[f]);
            });
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('begins those of one seed where the first outage is, in a long run too', () => {
    const long = 5000;
    const store = { store: { baseStockLevel: 13 }, transit: { leadTimePeriods: 2 }, parent: 0 };
    const model = treeOf([store, store], { demandMean: 4, demandStandardDeviation: 3 });
    const cases = Array.from({ length: 48 }, (_, i) => {
      const from = (i + 1) * 97;
      return {
        seed: i % 2,
        outages: outagePlan(model, [{ twin: 's0', from, until: from + 9 }], long),
      };
    });
    const figures = new BalanceBatch(model, long).run(cases);
    const kernel = new BalanceKernel(model, long);
    for (const [i, { seed, outages: plan }] of cases.entries()) {
      const { fillRate, owed, mostOwed, meanOnHand } = kernel.run(seed, plan);
      const row = figures.subarray(i * caseFigures.length, i * caseFigures.length + 5);
      expect([...row]).toEqual([fillRate, owed, mostOwed, 0, meanOnHand]);
    }
  });
});
