import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { Balance } from '../../../src/simulate/mechanisms/balance/balance.ts';
import type { BalanceModel } from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';
import { noOutages, outagePlan } from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../graphs.ts';
import { type NaiveStage, replay } from './naive-chain.ts';

const catalogue = testCatalogue();
const periods = 40;

/** Stages from downstream up, as the replay has them. */
function chainOf(stages: readonly NaiveStage[], demand: readonly number[]): BalanceModel {
  const stores = stages.map((stage, k) =>
    twin(`stage-${k}`, core('Store'), {
      baseStockLevel: stage.level,
      holdingCost: stage.holdingCost,
      backorderCost: stage.backorderCost,
    }),
  );
  const transits = stages.flatMap((stage, k): Change[] =>
    lane(`to-${k}`, [k + 1 < stages.length ? `stage-${k + 1}` : 'source', `stage-${k}`], {
      leadTimePeriods: stage.leadTime,
      inTransitHoldingCost: stage.inTransitCost,
    }),
  );
  const graph = graphOf([
    twin('source', core('Supply')),
    ...stores,
    ...transits,
    twin('customer', core('PeriodicDemand'), { demandSeries: demand }),
    link('customer', 'servedBy', 'stage-0'),
  ]);
  return balanceModel(graph, catalogue) as BalanceModel;
}

const stage = fc.record({
  level: fc.integer({ min: 0, max: 30 }),
  leadTime: fc.nat(3),
  holdingCost: fc.integer({ min: 0, max: 5 }),
  backorderCost: fc.integer({ min: 0, max: 9 }),
  inTransitCost: fc.integer({ min: 0, max: 3 }),
});

describe('an outage', () => {
  it.each(['orders', 'shipments', 'receipts', 'transit'] as const)(
    'of %s makes a chain do what a replay by the definitions does',
    (kind) => {
      fc.assert(
        fc.property(
          fc.array(stage, { minLength: 1, maxLength: 4 }),
          fc.array(fc.integer({ min: 0, max: 9 }), { minLength: periods, maxLength: periods }),
          fc.array(fc.tuple(fc.nat(3), fc.nat(periods - 1), fc.integer({ min: 1, max: 6 })), {
            maxLength: 5,
          }),
          (stages, demand, drawn) => {
            const outages = drawn.map(([k, from, length]) => ({
              twin: `stage-${k % stages.length}`,
              kind,
              from,
              until: from + length,
            }));
            const isOut = (k: number, period: number) =>
              outages.some(
                (each) => each.twin === `stage-${k}` && each.from <= period && period < each.until,
              );
            const model = chainOf(stages, demand);
            const balance = new Balance(model, 1);
            const plan = outagePlan(model, outages, periods);
            replay(stages, demand, (k, t) => (isOut(k, t) ? kind : undefined)).forEach(
              (naive, t) => {
                balance.step(t, plan[t] ?? noOutages(model));
                const { state } = balance;
                const level = stages.map((_, k) => (state.onHand[k] ?? 0) - (state.owed[k] ?? 0));
                expect([...state.ordered], `orders of ${t}`).toEqual(naive.order);
                expect([...state.received], `receipts of ${t}`).toEqual(naive.receipt);
                expect(level, `levels of ${t}`).toEqual(naive.inventory);
                expect([...state.owed], `backorders of ${t}`).toEqual(naive.backorder);
                expect(state.costs.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(naive.cost, 9);
              },
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});
