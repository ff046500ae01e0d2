import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit, Outage } from '../../../src/model/scenario.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import type { Case } from '../../../src/simulate/simulator.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../graphs.ts';

/** Not a whole number, so that the times of reviews are rounded. */
const periodLength = 0.7 * 86_400;
const horizonSeconds = 24.5 * periodLength;
const kpis = ['fillRate', 'backorders', 'backorders.most', 'inventory', 'cost', 'lostSales'];
const catalogue = testCatalogue();

/** A tree of four stores below a supply of limited capacity; nothing depends on anything. */
const store = { periodLength, item: 'x', holdingCost: 1.1, backorderCost: 4.7 };
const demand = { demandMean: 5, demandStandardDeviation: 2.3 };
const graph = graphOf([
  twin('source', core('Supply'), { capacity: 31 }),
  twin('s0', core('Store'), { ...store, baseStockLevel: 52.3, unitOrderCost: 0.3 }),
  twin('s1', core('Store'), { ...store, baseStockLevel: 21.7, fixedOrderCost: 2.9 }),
  twin('s2', core('Store'), { ...store, baseStockLevel: 17.1 }),
  twin('s3', core('Store'), {
    ...store,
    ...{ replenishmentPolicy: 'sS', reorderPoint: 8.2, orderUpToLevel: 19.4, onHand: 12 },
  }),
  ...lane('t0', ['source', 's0'], { leadTimePeriods: 2 }),
  ...lane('t1', ['s0', 's1'], { leadTimePeriods: 1 }),
  ...lane('t2', ['s0', 's2'], { leadTimePeriods: 3 }),
  ...lane('t3', ['s1', 's3'], { leadTimePeriods: 0 }),
  ...['s1', 's2', 's3'].flatMap((id) => [
    twin(`d-${id}`, core('PeriodicDemand'), demand),
    link(`d-${id}`, 'servedBy', id),
  ]),
]);

const places = fc.constantFrom('s0', 's1', 's2', 's3', 't0', 't1', 't2', 't3');
const kinds = fc.constantFrom('all', 'orders', 'shipments', 'receipts', 'transit');
const outage: fc.Arbitrary<Outage> = fc
  .tuple(
    fc.oneof(
      fc.tuple(places, kinds),
      fc.tuple(fc.constantFrom('source', 'd-s1'), fc.constant('all')),
    ),
    // Half of them begin and end at a review.
    fc.oneof(fc.nat(24), fc.double({ min: 0, max: 24, noNaN: true })),
    fc.oneof(fc.nat(9), fc.double({ min: 0, max: 9, noNaN: true }), fc.constant(undefined)),
  )
  .map(([[id, kind], from, length]) => ({
    ...{ twin: id, kind: kind as Outage['kind'], from: from * periodLength },
    ...(length === undefined ? {} : { until: (from + length) * periodLength }),
  })) as fc.Arbitrary<Outage>;
const cases: fc.Arbitrary<Case[]> = fc.array(
  fc
    .tuple(fc.array(outage, { maxLength: 3 }), fc.nat(3))
    .map(([list, seed]) => ({ edits: list.map((each): Edit => ({ outage: each })), seed })),
  // More than the lanes hold, so that some begin at their first outage.
  { minLength: 50, maxLength: 90 },
);

describe('many runs of a chain on which nothing depends', () => {
  it('have the very figures of single runs', async () => {
    const simulator = engine();
    const scenario = { base: 0, models: '', edits: [], seed: 1, horizonSeconds };
    await fc.assert(
      fc.asyncProperty(cases, async (list) => {
        const request = { graph, catalogue, scenario, cases: list, kpis };
        const { figures, problems } = await simulator.runCases(request);
        expect(problems).toEqual([]);
        for (const [i, { edits, seed }] of list.entries()) {
          const single = await simulator.run({
            ...{ graph, catalogue, scenario: { ...scenario, edits, seed } },
          });
          const value = (name: string) => single.kpis.find((kpi) => kpi.name === name)?.value;
          const row = [...figures.subarray(i * kpis.length, (i + 1) * kpis.length)];
          expect(row).toEqual(kpis.map((name) => value(name) ?? Number.NaN));
        }
      }),
      { numRuns: 8 },
    );
  });
});
