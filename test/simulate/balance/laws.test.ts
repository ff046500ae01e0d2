import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { Balance, unitsAsked } from '../../../src/simulate/mechanisms/balance/balance.ts';
import { BalanceKernel } from '../../../src/simulate/mechanisms/balance/balance-kernel.ts';
import { layoutOf } from '../../../src/simulate/mechanisms/balance/balance-layout.ts';
import type {
  BalanceModel,
  Demand,
} from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { parametersOf } from '../../../src/simulate/mechanisms/balance/balance-parameters.ts';
import {
  BalanceState,
  type SavedState,
} from '../../../src/simulate/mechanisms/balance/balance-state.ts';
import {
  noOutages,
  type OutagePlan,
  outagePlan,
} from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
import { plainLinks } from '../../../src/simulate/mechanisms/balance/plain-links.ts';
import { stepAnyChain } from '../../../src/simulate/mechanisms/balance/step-chain.ts';
import { anyStore, demands, outages, plainStore, treeOf } from './random-chain.ts';

const periods = 30;
const anyTree = fc.array(anyStore, { minLength: 1, maxLength: 4 });
const plainTree = fc.array(plainStore, { minLength: 1, maxLength: 4 });

const sum = (column: Float64Array) => column.reduce((total, value) => total + value, 0);

/** To the last bit. */
function isSame(a: SavedState, b: SavedState): boolean {
  const same = (x: Float64Array | Int32Array, y: Float64Array | Int32Array) =>
    x.length === y.length && x.every((value, i) => Object.is(value, y[i]));
  return same(a.numbers, b.numbers) && same(a.clocks, b.clocks);
}

/** Units in the chain: in stores, set aside, under way and at doors. */
function unitsIn(state: BalanceState): number {
  const held = [state.onHand, state.inProcess, state.raw, state.reserved, state.atDoor];
  const underWay = state.model.transits.reduce((total, _, t) => total + state.underWay(t), 0);
  return held.reduce((total, column) => total + sum(column), underWay);
}

function run(model: BalanceModel, plan: OutagePlan, seed = 5): { balance: Balance; cost: number } {
  const balance = new Balance(model, seed);
  let cost = 0;
  for (let period = 0; period < periods; period++) {
    balance.step(period, plan[period] ?? noOutages(model));
    cost += sum(balance.state.costs);
  }
  return { balance, cost };
}

describe('a supply chain', () => {
  it('keeps units at every step: what supplies sent is in it or was served', () => {
    fc.assert(
      fc.property(anyTree, demands, outages, (drawn, demand, list) => {
        const model = treeOf(drawn, demand);
        const plan = outagePlan(model, list, periods);
        const balance = new Balance(model, 5);
        const { state } = balance;
        const bought = model.transits.flatMap(({ fromStore }, t) => (fromStore < 0 ? [t] : []));
        const given = () => bought.reduce((all, t) => all + (state.reserved[t] as number), 0);
        let [came, served, lost, asked] = [unitsIn(state), 0, 0, 0];
        for (let period = 0; period < periods; period++) {
          const before = given();
          balance.step(period, plan[period] ?? noOutages(model));
          for (const t of bought) came += state.departed[t] as number;
          came += given() - before;
          served += sum(state.served);
          lost += sum(state.lost);
          asked += sum(state.asked);
          expect(unitsIn(state) + served).toBeCloseTo(came, 7);
          const waiting = sum(state.demandOwed) + sum(state.demandPromised);
          expect(served + lost + waiting).toBeCloseTo(asked, 7);
          for (const column of [state.onHand, state.raw, state.onOrder, state.demandOwed]) {
            expect(Math.min(0, ...column)).toBeGreaterThan(-1e-9);
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  it('begins again from a saved state, and goes on to the last bit as it went on before', () => {
    fc.assert(
      fc.property(anyTree, demands, outages, fc.nat(periods - 2), (drawn, demand, list, at) => {
        const model = treeOf(drawn, demand);
        const plan = outagePlan(model, list, periods);
        const balance = new Balance(model, 5);
        let saved = balance.state.copyTo();
        for (let period = 0; period < periods; period++) {
          balance.step(period, plan[period] ?? noOutages(model));
          if (period === at) saved = balance.state.copyTo();
        }
        const end = balance.state.copyTo();
        balance.state.restore(saved);
        for (let period = at + 1; period < periods; period++) {
          balance.step(period, plan[period] ?? noOutages(model));
        }
        expect(isSame(balance.state.copyTo(), end)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('that is plain goes by the quick steps to the last bit as by the steps for any chain', () => {
    const demand: JsonObject = { demandMean: 4, demandStandardDeviation: 3 };
    fc.assert(
      fc.property(plainTree, outages, (drawn, list) => {
        const model = treeOf(drawn, demand);
        const layout = layoutOf(model);
        expect(plainLinks(layout)).toBeDefined();
        const plan = outagePlan(model, list, periods);
        const balance = new Balance(model, 5);
        const state = new BalanceState(model);
        const chain = { layout, parameters: parametersOf(model), state };
        for (let period = 0; period < periods; period++) {
          const now = plan[period] ?? noOutages(model);
          balance.step(period, now);
          state.beginPeriod();
          model.demands.forEach((each, d) => {
            state.asked[d] =
              ((now.demands[d] as number) & 16) === 0 ? unitsAsked(each as Demand, period, 5) : 0;
          });
          stepAnyChain(chain, period, now);
          expect(isSame(state.copyTo(), balance.state.copyTo())).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('in a row serves no less in time when a base stock is higher, demand being the same', () => {
    fc.assert(
      fc.property(plainTree, fc.nat(3), fc.integer({ min: 1, max: 9 }), (drawn, which, more) => {
        const demand: JsonObject = { demandMean: 5, demandStandardDeviation: 4 };
        const chain = drawn.map((each, k) => ({ ...each, parent: k === 0 ? 0 : k - 1 }));
        const raised = chain.map((each, k) => {
          const level = (each.store.baseStockLevel as number) + more;
          return k === which % chain.length ? { ...each, store: { baseStockLevel: level } } : each;
        });
        const fill = (stores: typeof drawn) => {
          const kernel = new BalanceKernel(
            treeOf(stores, demand, (k) => k === stores.length - 1),
            periods,
          );
          return kernel.run(3).fillRate;
        };
        expect(fill(raised)).toBeGreaterThanOrEqual(fill(chain) - 1e-12);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the kernel of sweeps', () => {
  it('comes to what the mechanism comes to, component by component', () => {
    fc.assert(
      fc.property(anyTree, demands, outages, (drawn, demand, list) => {
        const model = treeOf(drawn, demand);
        const plan = outagePlan(model, list, periods);
        const kernel = new BalanceKernel(model, periods);
        kernel.run(9);
        const totals = kernel.run(5, plan);
        const { balance, cost } = run(model, plan);
        expect(totals.cost).toBeCloseTo(cost, 6);
        expect(isSame(kernel.state.copyTo(), balance.state.copyTo())).toBe(true);
        expect(totals.owed).toBe(sum(balance.state.demandOwed));
      }),
      { numRuns: 60 },
    );
  });

  it('patched equals a chain built with the new numbers, and restored the old one', () => {
    const level = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(plainTree, level, fc.nat(6), fc.nat(9), (drawn, orderUpTo, lead, mean) => {
        const changed = drawn.map((each, k) => {
          if (k > 0) return each;
          const store = { baseStockLevel: orderUpTo };
          return { ...each, store, transit: { leadTimePeriods: lead } };
        });
        const [before, after] = [
          treeOf(drawn, { demandMean: 4, demandStandardDeviation: 1 }),
          treeOf(changed, { demandMean: mean, demandStandardDeviation: 1 }),
        ];
        const kernel = new BalanceKernel(before, periods);
        const original = kernel.run(5).cost;
        kernel.patch('orderUpTo', 0, orderUpTo);
        kernel.patch('leadTime', 0, lead);
        for (let d = 0; d < drawn.length; d++) kernel.patch('demandMean', d, mean);
        expect(kernel.run(5).cost).toBe(new BalanceKernel(after, periods).run(5).cost);
        kernel.restoreParameters();
        expect(kernel.run(5).cost).toBe(original);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a patch that is no number, or outside the chain', () => {
    const store = { store: { baseStockLevel: 3 }, transit: {}, parent: 0 };
    const kernel = new BalanceKernel(treeOf([store], { demandMean: 1 }), 1);
    expect(() => kernel.patch('orderUpTo', 1, 1)).toThrow(/BAD_USER_INPUT orderUpTo\[1\]/);
    expect(() => kernel.patch('orderUpTo', 0, Number.NaN)).toThrow(/NaN cannot be patched/);
    expect(() => kernel.patch('leadTime', 0, -1)).toThrow(/-1 cannot be patched/);
  });
});
