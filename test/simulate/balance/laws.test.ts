import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { Balance } from '../../../src/simulate/mechanisms/balance/balance.ts';
import { BalanceKernel } from '../../../src/simulate/mechanisms/balance/balance-kernel.ts';
import type { BalanceModel } from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import type {
  BalanceState,
  SavedState,
} from '../../../src/simulate/mechanisms/balance/balance-state.ts';
import {
  noOutages,
  type OutagePlan,
  outagePlan,
} from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
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
});
