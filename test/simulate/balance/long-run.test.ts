import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { normalQuantile } from '../../../src/model/variates.ts';
import { unitsAsked } from '../../../src/simulate/mechanisms/balance/balance.ts';
import { BalanceKernel } from '../../../src/simulate/mechanisms/balance/balance-kernel.ts';
import { layoutOf } from '../../../src/simulate/mechanisms/balance/balance-layout.ts';
import type {
  BalanceModel,
  Demand,
} from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { BalanceParameters } from '../../../src/simulate/mechanisms/balance/balance-parameters.ts';
import { BalanceState } from '../../../src/simulate/mechanisms/balance/balance-state.ts';
import { BalanceTotals } from '../../../src/simulate/mechanisms/balance/balance-totals.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';
import {
  momentsOf,
  unitsAt,
} from '../../../src/simulate/mechanisms/balance/demand-distribution.ts';
import { noOutages } from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
import { stepChain } from '../../../src/simulate/mechanisms/balance/step-chain.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../graphs.ts';
import { optimalLostSales, poisson } from './lost-sales.ts';

const catalogue = testCatalogue();

function shopOf(store: JsonObject, demand: JsonObject, leadTimePeriods: number): BalanceModel {
  const graph = graphOf([
    twin('source', core('Supply')),
    twin('shop', core('Store'), store),
    ...lane('truck', ['source', 'shop'], { leadTimePeriods }),
    twin('customer', core('PeriodicDemand'), demand),
    link('customer', 'servedBy', 'shop'),
  ]);
  return balanceModel(graph, catalogue) as BalanceModel;
}

/** Orders for the one store of a chain what `units` says of the state before each period. */
function runControlled(
  model: BalanceModel,
  periods: number,
  units: (state: BalanceState) => number,
): BalanceTotals {
  const [parameters, state] = [new BalanceParameters(model), new BalanceState(model)];
  const [demand, totals] = [model.demands[0] as Demand, new BalanceTotals()];
  totals.begin(parameters);
  for (let period = 0; period < periods; period++) {
    parameters.orderQuantity[0] = units(state);
    state.beginPeriod();
    state.asked[0] = unitsAsked(demand, period, 7);
    stepChain({ layout: layoutOf(model), parameters, state }, period, noOutages(model));
    totals.add(state);
  }
  return totals;
}

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

describe('the long-run cost of a store', () => {
  it.each([1, 5])(
    'with normal demand and the best base stock for lead time %i is (h + p)σφ(z)',
    (lead) => {
      const [h, p, mean, deviation] = [0.18, 0.7, 50, 8];
      const z = normalQuantile(p / (p + h));
      const spread = deviation * Math.sqrt(lead);
      const store = { baseStockLevel: mean * lead + z * spread, holdingCost: h, backorderCost: p };
      const demand = { demandMean: mean, demandStandardDeviation: deviation };
      const periods = 200_000;
      const cost = new BalanceKernel(shopOf(store, demand, lead), periods).run(4).cost / periods;
      const exact = (h + p) * spread * density(z);
      if (lead === 1) expect(exact).toBeCloseTo(1.9976, 4);
      expect(Math.abs(cost / exact - 1)).toBeLessThan(0.01);
    },
  );

  it('with (s, S) and Poisson demand is the renewal-reward cost', () => {
    const [h, p, fixed, mean, s, S] = [1, 4, 5, 6, 4, 10];
    const pmf = Array.from({ length: 60 }, (_, k) => poisson(mean, k));
    const held = (y: number) =>
      pmf.reduce((sum, q, d) => sum + q * (h * Math.max(0, y - d) + p * Math.max(0, d - y)), 0);
    // m(j): expected visits to S - j in a cycle (Zheng and Federgruen 1991).
    const visits: number[] = [];
    for (let j = 0; j < S - s; j++) {
      let sum = j === 0 ? 1 : 0;
      for (let d = 1; d <= j; d++) sum += (pmf[d] as number) * (visits[j - d] as number);
      visits.push(sum / (1 - (pmf[0] as number)));
    }
    const length = visits.reduce((sum, m) => sum + m, 0);
    const exact = visits.reduce((sum, m, j) => sum + m * held(S - j), fixed) / length;
    const store: JsonObject = {
      replenishmentPolicy: 'sS',
      reorderPoint: s,
      orderUpToLevel: S,
      holdingCost: h,
      backorderCost: p,
      fixedOrderCost: fixed,
    };
    const periods = 200_000;
    const demand = { demandMean: mean, demandDistribution: 'poisson' };
    const totals = new BalanceKernel(shopOf(store, demand, 1), periods).run(4);
    expect(Math.abs(totals.cost / periods / exact - 1)).toBeLessThan(0.01);
    expect(
      totals.costOf('holding') + totals.costOf('backorder') + totals.costOf('fixedOrder'),
    ).toBeCloseTo(totals.cost, 4);
  });

  it('with (r, Q) and steady demand is √(2Kλh) at the economic order quantity', () => {
    const [K, rate, h] = [50, 4, 1];
    const Q = Math.sqrt((2 * K * rate) / h);
    expect(Q).toBe(20);
    const store: JsonObject = {
      replenishmentPolicy: 'rQ',
      reorderPoint: 0,
      orderQuantity: Q,
      holdingCost: h,
      fixedOrderCost: K,
      onHand: Q,
    };
    const totals = new BalanceKernel(shopOf(store, { demandMean: rate }, 0), 1000).run(1);
    // Stock at the ends of five periods of a cycle is 16, 12, 8, 4 and, refilled at once, 20.
    expect(totals.costOf('fixedOrder') / 1000).toBeCloseTo(K / 5, 9);
    expect(totals.costOf('holding') / 1000).toBeCloseTo((h * (16 + 12 + 8 + 4 + 20)) / 5, 9);
    const discrete = (h * rate) / 2;
    expect(totals.cost / 1000).toBeCloseTo(Math.sqrt(2 * K * rate * h) + discrete, 9);
  });

  it.each([
    [1, 4, 4.0407],
    [2, 9, 6.0936],
  ])(
    'with lost sales, lead time %i and penalty %i is that of the best policy',
    (lead, penalty, exact) => {
      const best = optimalLostSales(5, lead, penalty);
      expect(best.cost).toBeCloseTo(exact, 3);
      const periods = 60_000;
      const store = {
        replenishmentPolicy: 'fixedOrder',
        orderQuantity: 1,
        onHand: 10,
        holdingCost: 1,
      };
      const demand: JsonObject = {
        demandMean: 5,
        demandDistribution: 'poisson',
        lostFraction: 1,
        lostSaleCost: penalty,
      };
      const { cost } = runControlled(shopOf(store, demand, lead), periods, (state) => {
        const [first = 0, ...rest] = state.pipes.ahead(0).slice(0, lead);
        return best.order([(state.onHand[0] as number) + first, ...rest]);
      });
      expect(Math.abs(cost / periods / exact - 1)).toBeLessThan(0.02);
    },
  );
});

describe('a demand distribution', () => {
  it.each([
    { distribution: 'poisson', mean: 5, standardDeviation: 0, sample: [] },
    { distribution: 'poisson', mean: 2500, standardDeviation: 0, sample: [] },
    { distribution: 'uniform', mean: 9, standardDeviation: 2, sample: [] },
    { distribution: 'lognormal', mean: 9, standardDeviation: 4, sample: [] },
    { distribution: 'empirical', mean: 0, standardDeviation: 0, sample: [1, 2, 2, 7] },
  ] as const)('%j has its mean and variance over an even grid of probabilities', (demand) => {
    const steps = 200_000;
    let [sum, squares] = [0, 0];
    for (let i = 0; i < steps; i++) {
      const units = unitsAt(demand, (i + 0.5) / steps);
      sum += units;
      squares += units * units;
    }
    const { mean, variance } = momentsOf(demand);
    expect(sum / steps / mean).toBeCloseTo(1, 4);
    expect((squares / steps - (sum / steps) ** 2) / variance).toBeCloseTo(1, 2);
  });

  it('of Poisson has the cumulative probabilities of its formula', () => {
    let cumulative = 0;
    for (let k = 0; k < 15; k++) {
      cumulative += poisson(5, k);
      const demand = {
        distribution: 'poisson',
        mean: 5,
        standardDeviation: 0,
        sample: [],
      } as const;
      expect(unitsAt(demand, cumulative - 1e-9)).toBe(k);
      expect(unitsAt(demand, cumulative + 1e-9)).toBe(k + 1);
    }
  });

  it('is drawn by the quantiles of the normal distribution', () => {
    expect(normalQuantile(0.05)).toBeCloseTo(-1.6448536269514726, 14);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 13);
    expect(normalQuantile(0.99999)).toBeCloseTo(4.26489079392384, 10);
  });
});
