/** Random supply trees with every policy and rule, and random outages, for property tests. */
import fc from 'fast-check';
import type { Change } from '../../../src/model/change.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { BalanceModel } from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';
import type { PlannedOutage } from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../graphs.ts';

const catalogue = testCatalogue();

const units = (most: number) => fc.integer({ min: 0, max: most });

export const policies = fc.oneof(
  fc.record({ baseStockLevel: units(40) }),
  fc.record({ reorderPoint: units(20), above: units(20) }).map(({ reorderPoint, above }) => ({
    replenishmentPolicy: 'sS',
    reorderPoint,
    orderUpToLevel: reorderPoint + above,
  })),
  fc.record({
    replenishmentPolicy: fc.constant('rQ'),
    reorderPoint: units(20),
    orderQuantity: fc.integer({ min: 1, max: 15 }),
    onHand: units(30),
  }),
  fc.record({ replenishmentPolicy: fc.constant('echelonBaseStock'), baseStockLevel: units(60) }),
  fc.record({ replenishmentPolicy: fc.constant('fixedOrder'), orderQuantity: units(8) }),
  fc.record({ replenishmentPolicy: fc.constant('guaranteedService') }),
);

/** Stores without anything that makes a chain other than plain. */
export const plainStore = fc
  .tuple(fc.record({ baseStockLevel: units(40) }), units(3), fc.nat(100))
  .map(([policy, leadTimePeriods, parent]) => ({
    store: policy as JsonObject,
    transit: { leadTimePeriods } as JsonObject,
    parent,
  }));

export const anyStore = fc
  .tuple(
    policies,
    fc.record({
      processingPeriods: units(2),
      serviceTimePeriods: units(2),
      reviewPeriods: fc.integer({ min: 1, max: 3 }),
      minimumOrder: units(3),
      orderCapacity: fc.integer({ min: 3, max: 40 }),
      serviceRule: fc.constantFrom('inOrder', 'proportional', 'whole'),
    }),
    fc.record({
      leadTimePeriods: units(3),
      orderLeadTimePeriods: units(2),
      inTransitHoldingCost: units(2),
      pipeline: fc.array(units(5), { maxLength: 4 }),
    }),
    fc.nat(100),
  )
  .map(([policy, rules, transit, parent]) => ({
    store: { ...policy, ...rules } as JsonObject,
    transit: transit as JsonObject,
    parent,
  }));

export interface DrawnStore {
  readonly store: JsonObject;
  readonly transit: JsonObject;
  readonly parent: number;
}

/** Each store is supplied by an earlier one or the source; all are asked unless `asks` says less. */
export function treeOf(
  drawn: readonly DrawnStore[],
  demand: JsonObject,
  asks: (store: number) => boolean = () => true,
): BalanceModel {
  const parentOf = (k: number, parent: number) =>
    parent % (k + 1) === k ? 'source' : `s${parent % (k + 1)}`;
  const costs = { holdingCost: 1, backorderCost: 4, unitOrderCost: 2, fixedOrderCost: 3 };
  const changes: Change[] = [
    twin('source', core('Supply'), { capacity: 60 }),
    ...drawn.map(({ store }, k) => twin(`s${k}`, core('Store'), { ...costs, ...store })),
    ...drawn.flatMap(({ transit, parent }, k) =>
      lane(`t${k}`, [parentOf(k, parent), `s${k}`], transit),
    ),
    ...drawn.flatMap((_, k) =>
      asks(k)
        ? [twin(`d${k}`, core('PeriodicDemand'), demand), link(`d${k}`, 'servedBy', `s${k}`)]
        : [],
    ),
  ];
  return balanceModel(graphOf(changes), catalogue) as BalanceModel;
}

export const demands: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { demandMean: 4 },
  { demandMean: 4, demandStandardDeviation: 2 },
  { demandMean: 4, demandDistribution: 'poisson' },
  { demandMean: 4, demandDistribution: 'poisson', lostFraction: 1, lostSaleCost: 7 },
  { demandMean: 4, demandDistribution: 'poisson', lostFraction: 0.5, lostSaleCost: 7 },
);

export const outages: fc.Arbitrary<PlannedOutage[]> = fc.array(
  fc
    .tuple(
      fc.constantFrom('s0', 's1', 's2', 't0', 't1', 't2', 'source', 'd0', 'd1'),
      fc.nat(25),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom('all', 'orders', 'shipments', 'receipts', 'transit'),
    )
    .map(([id, from, length, kind]) => ({ twin: id, from, until: from + length, kind })),
  { maxLength: 5 },
) as fc.Arbitrary<PlannedOutage[]>;
