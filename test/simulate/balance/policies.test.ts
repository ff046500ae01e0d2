import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { Balance } from '../../../src/simulate/mechanisms/balance/balance.ts';
import type { BalanceModel } from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';
import { noOutages } from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../graphs.ts';

const catalogue = testCatalogue();

function shopOf(store: JsonObject, demand: JsonObject, transit: JsonObject = {}): BalanceModel {
  const graph = graphOf([
    twin('source', core('Supply')),
    twin('shop', core('Store'), store),
    ...lane('truck', ['source', 'shop'], transit),
    twin('customer', core('PeriodicDemand'), demand),
    link('customer', 'servedBy', 'shop'),
  ]);
  return balanceModel(graph, catalogue) as BalanceModel;
}

/** Orders of each store by period. */
function ordersOf(model: BalanceModel, periods: number, store = 0): number[] {
  const balance = new Balance(model, 1);
  return Array.from({ length: periods }, (_, period) => {
    balance.step(period, noOutages(model));
    return balance.state.ordered[store] as number;
  });
}

const asked = { demandMean: 3 };
const twoDays = { leadTimePeriods: 2 };

describe('a replenishment policy', () => {
  it.each<[string, JsonObject, number[]]>([
    ['sS', { reorderPoint: 4, orderUpToLevel: 10 }, [0, 6, 0, 6, 0, 6]],
    ['rQ', { reorderPoint: 4, orderQuantity: 2, onHand: 6 }, [2, 4, 2, 4, 2, 4]],
    ['rQ', { reorderPoint: 4, orderQuantity: 7, onHand: 10 }, [0, 7, 0, 0, 7, 0]],
    ['fixedOrder', { orderQuantity: 5, onHand: 10 }, [5, 5, 5, 5, 5, 5]],
    ['baseStock', { baseStockLevel: 10, reviewPeriods: 3 }, [3, 0, 0, 9, 0, 0]],
    ['baseStock', { baseStockLevel: 10, minimumOrder: 5 }, [0, 6, 0, 6, 0, 6]],
    ['baseStock', { baseStockLevel: 10, orderCapacity: 2 }, [2, 2, 2, 2, 2, 2]],
    ['baseStock', {}, [0, 0, 0, 0, 0, 0]],
  ])(
    '%s with %j orders %j when three are asked in each period',
    (replenishmentPolicy, numbers, orders) => {
      const model = shopOf({ replenishmentPolicy, ...numbers }, asked, twoDays);
      expect(ordersOf(model, 6)).toEqual(orders);
    },
  );

  it('of echelon base stock makes a chain do what installation base stock of the differences does', () => {
    const levels = [9, 21, 36];
    const series = [4, 0, 7, 3, 9, 1, 0, 0, 6, 5, 2, 8, 8, 0, 3];
    const chain = (policy: string, level: (k: number) => number): BalanceModel => {
      const changes: Change[] = [twin('source', core('Supply'))];
      levels.forEach((_, k) => {
        const numbers = { replenishmentPolicy: policy, baseStockLevel: level(k) };
        changes.push(twin(`stage-${k}`, core('Store'), numbers));
      });
      levels.forEach((_, k) => {
        const from = k + 1 < levels.length ? `stage-${k + 1}` : 'source';
        changes.push(...lane(`to-${k}`, [from, `stage-${k}`], { leadTimePeriods: k + 1 }));
      });
      changes.push(twin('customer', core('PeriodicDemand'), { demandSeries: series }));
      changes.push(link('customer', 'servedBy', 'stage-0'));
      return balanceModel(graphOf(changes), catalogue) as BalanceModel;
    };
    const echelon = chain('echelonBaseStock', (k) => levels[k] as number);
    const local = chain('baseStock', (k) => (levels[k] as number) - (levels[k - 1] ?? 0));
    for (const store of [0, 1, 2]) {
      expect(ordersOf(echelon, 15, store)).toEqual(ordersOf(local, 15, store));
    }
  });

  it('of guaranteed service sets μτ + zσ√τ and never owes while demand keeps its bound', () => {
    const store = { replenishmentPolicy: 'guaranteedService', safetyFactor: 2 };
    const series = Array.from({ length: 60 }, (_, t) => (t % 7 < 3 ? 14 : 4));
    const demand = { demandMean: 8, demandStandardDeviation: 4, demandSeries: series };
    const graph = graphOf([
      twin('source', core('Supply')),
      twin('plant', core('Store'), { ...store, serviceTimePeriods: 1, processingPeriods: 2 }),
      twin('shop', core('Store'), { ...store, serviceTimePeriods: 2 }),
      ...lane('in', ['source', 'plant'], { leadTimePeriods: 3 }),
      ...lane('on', ['plant', 'shop'], { leadTimePeriods: 2 }),
      twin('customer', core('PeriodicDemand'), demand),
      link('customer', 'servedBy', 'shop'),
    ]);
    const model = balanceModel(graph, catalogue) as BalanceModel;
    const [plant, shop] = model.stores;
    expect(plant?.orderUpTo).toBeCloseTo(8 * 4 + 2 * 4 * Math.sqrt(4), 9);
    expect(shop?.orderUpTo).toBeCloseTo(8 * 1 + 2 * 4 * Math.sqrt(1), 9);
    const balance = new Balance(model, 1);
    for (let period = 0; period < 60; period++) {
      balance.step(period, noOutages(model));
      expect(Math.max(...balance.state.owed), `period ${period}`).toBe(0);
      const due = period < 2 ? 0 : series[period - 2];
      expect(balance.state.served[0]).toBe(due);
    }
  });

  it('takes goods that are under way at the start into its position', () => {
    const transit = { leadTimePeriods: 2, pipeline: [4, 2] };
    const model = shopOf({ baseStockLevel: 10, onHand: 1 }, { demandMean: 0 }, transit);
    const balance = new Balance(model, 1);
    const stock = [0, 1, 2].map((period) => {
      balance.step(period, noOutages(model));
      return [balance.state.ordered[0], balance.state.onHand[0]];
    });
    expect(stock).toEqual([
      [3, 5],
      [0, 7],
      [0, 10],
    ]);
  });

  it('without a lead time has its order in the same period', () => {
    const model = shopOf({ baseStockLevel: 10 }, asked);
    const balance = new Balance(model, 1);
    balance.step(0, noOutages(model));
    expect([balance.state.received[0], balance.state.onHand[0]]).toEqual([3, 10]);
  });

  it('does not order again what is lost, and charges what it costs', () => {
    const store = { baseStockLevel: 5, holdingCost: 1, unitOrderCost: 2, fixedOrderCost: 10 };
    const demand = { demandSeries: [8, 0, 0], lostFraction: 1, lostSaleCost: 7 };
    const model = shopOf(store, demand, { leadTimePeriods: 1, inTransitHoldingCost: 0.5 });
    const balance = new Balance(model, 1);
    balance.step(0, noOutages(model));
    expect([...balance.state.lost, ...balance.state.ordered]).toEqual([3, 5]);
    expect([...balance.state.costs]).toEqual([0, 0, 21, 10, 10, 2.5]);
    balance.step(1, noOutages(model));
    expect([...balance.state.costs]).toEqual([5, 0, 0, 0, 0, 0]);
  });

  it.each<[string, number[]]>([
    ['inOrder', [6, 2]],
    ['proportional', [4, 4]],
    ['whole', [6, 0]],
  ])('shares eight units among six and six asked by the rule %s', (serviceRule, served) => {
    const customer = (id: string) => [
      twin(id, core('PeriodicDemand'), { demandMean: 6 }),
      link(id, 'servedBy', 'shop'),
    ];
    const graph = graphOf([
      twin('shop', core('Store'), { onHand: 8, serviceRule }),
      ...customer('a'),
      ...customer('b'),
    ]);
    const model = balanceModel(graph, catalogue) as BalanceModel;
    const balance = new Balance(model, 1);
    balance.step(0, noOutages(model));
    expect([...balance.state.served]).toEqual(served);
  });
});

describe('a supply chain that cannot be meant', () => {
  it.each<[string, () => BalanceModel, RegExp]>([
    [
      'a negative lead time',
      () => shopOf({}, asked, { leadTimePeriods: -1 }),
      /truck\/leadTimePeriods: -1 is too low/,
    ],
    [
      'an unknown policy',
      () => shopOf({ replenishmentPolicy: 'more' }, asked),
      /shop\/replenishmentPolicy: "more" is not known/,
    ],
    [
      'a batch of nothing',
      () => shopOf({ replenishmentPolicy: 'rQ', orderQuantity: 0 }, asked),
      /shop\/orderQuantity: 0 is too low/,
    ],
    [
      'a level below the reorder point',
      () => shopOf({ replenishmentPolicy: 'sS', reorderPoint: 5, orderUpToLevel: 4 }, asked),
      /shop\/orderUpToLevel: 4 is too low/,
    ],
    [
      'a fraction above one',
      () => shopOf({}, { lostFraction: 2 }),
      /customer\/lostFraction: 2 is too high/,
    ],
  ])('is refused: %s', (_, build, message) => {
    expect(build).toThrow(message);
  });

  it('is refused: an item that is made of itself', () => {
    const store = (id: string, item: string) => twin(id, core('Store'), { item });
    const graph = graphOf([
      store('a', 'steel'),
      store('b', 'wire'),
      store('c', 'rope'),
      ...lane('ab', ['a', 'b']),
      ...lane('bc', ['b', 'c']),
      ...lane('ca', ['c', 'a']),
    ]);
    expect(() => balanceModel(graph, catalogue)).toThrow(
      /BAD_USER_INPUT .: the bill of materials is a circle: /,
    );
  });
});
