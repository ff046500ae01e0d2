/** The certificates of survival by themselves, on chains where most items have a second source. */
import { describe, expect, test } from 'vitest';
import { tieredChain } from '../../../src/bench/tiered-chain.ts';
import { foreverDays, wholeSurvival } from '../../../src/bench/whole-survival.ts';
import { loadSolver } from '../../../src/linear-program/solver.ts';
import type { Change } from '../../../src/model/change.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import type {
  BalanceModel,
  Store,
} from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';
import type { Survival } from '../../../src/simulate/survival.ts';
import { graphOf, testCatalogue } from '../graphs.ts';

const catalogue = testCatalogue();
const day = 86_400;
const { survival } = engine();

/** Lanes of every other item take half a unit. */
function withQuantities(changes: readonly Change[]): Change[] {
  return changes.map((change) => {
    if (!('addTwin' in change)) return change;
    const { id, properties = {} } = change.addTwin;
    const [, tier, site] = /^lane-site-(\d+)-(\d+)-/.exec(id) ?? [];
    if (tier === undefined || (Number(tier) + (Number(site) >> 1)) % 2 === 0) return change;
    return { addTwin: { ...change.addTwin, properties: { ...properties, quantityPer: 0.5 } } };
  });
}

interface Chain {
  readonly model: BalanceModel;
  readonly survivals: readonly Survival[];
}

async function chainOf(changes: readonly Change[]): Promise<Chain> {
  const graph = graphOf(changes);
  const { survivals } = await survival({ graph, catalogue });
  return { model: balanceModel(graph, catalogue) as BalanceModel, survivals };
}

/** Prices in periods a unit, of what the certificate names. */
class Prices {
  readonly #prices: ReadonlyMap<string, number>;

  constructor({ limits }: Survival) {
    const named = limits.map(
      ({ kind, twin, secondsPerUnit }) => [`${kind} ${twin}`, secondsPerUnit / day] as const,
    );
    this.#prices = new Map(named);
  }

  of(kind: string, twin: string): number {
    return this.#prices.get(`${kind} ${twin}`) ?? 0;
  }
}

/** How far the prices are from a point of the whole chain's dual program: 0 proves the time. */
function dualViolation({ model }: Chain, out: Survival): number {
  const { stores, supplies, demands } = model;
  const prices = new Prices(out);
  const periods = out.timeToSurvive / day;
  let growth = 0;
  let violation = 0;
  for (const store of stores) {
    const price = prices.of('stock', store.twin);
    for (const d of store.demands) growth += price * (demands[d]?.mean ?? 0);
    growth -= (prices.of('order', store.twin) * store.orderCapacity) / periods;
    if (store.twin !== out.twin) {
      violation = Math.max(violation, overpriced(model, store, { price, prices, out }));
    }
  }
  for (const { twin, capacity } of supplies) {
    if (twin !== out.twin) growth -= (prices.of('supply', twin) * capacity) / periods;
  }
  return Math.max(violation, Math.abs(growth - 1));
}

interface Priced {
  readonly price: number;
  readonly prices: Prices;
  readonly out: Survival;
}

/**
 * A unit is worth no more than its inputs; these no more than where they are cheapest, but for what
 * the capacity of the store's orders is worth.
 */
function overpriced(
  { stores, supplies, transits }: BalanceModel,
  { twin, inputs, reviewPeriods }: Store,
  { price, prices, out }: Priced,
): number {
  const periods = out.timeToSurvive / day;
  const sourceOf = (lane: number) => {
    const { fromStore = -1, fromSupply = -1 } = transits[lane] ?? {};
    if (fromStore >= 0) return prices.of('stock', stores[fromStore]?.twin ?? '');
    const from = supplies[fromSupply]?.twin ?? '';
    return from === out.twin ? Number.POSITIVE_INFINITY : prices.of('supply', from) / periods;
  };
  let capacity = (prices.of('order', twin) * reviewPeriods) / periods;
  let worth = 0;
  for (const { transits: lanes, quantityPer } of inputs) {
    const cheapest = Math.min(...lanes.map(sourceOf));
    const isNamed = lanes.some((lane) => (transits[lane]?.pipeline[0] ?? 0) > 0);
    // Where nothing is under way the price is not named, and is what it can be.
    const own = prices.of('pipeline', transits[lanes[0] as number]?.twin ?? '');
    worth += quantityPer * (isNamed ? own : cheapest);
    if (isNamed) capacity -= quantityPer * Math.max(0, own - cheapest);
  }
  return Math.max(-capacity, price - worth - Math.max(0, capacity));
}

describe('the certificate of a time to survive', () => {
  test('is a point of the dual program of the whole chain, and comes to the time', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const tiers = [2, 5, 8, 8, 5];
      const chain = await chainOf(
        withQuantities(tieredChain(tiers, { dualShare: 0.6, moreTakers: 1, seed })),
      );
      const finite = chain.survivals.filter(({ timeToSurvive }) => Number.isFinite(timeToSurvive));
      expect(finite.length).toBeGreaterThan(5);
      for (const each of finite) {
        expect(dualViolation(chain, each), `${seed} ${each.twin}`).toBeLessThan(1e-6);
        const stocks = each.limits.filter(({ kind }) => kind === 'stock' || kind === 'pipeline');
        const proven = stocks.reduce((sum, limit) => sum + limit.units * limit.secondsPerUnit, 0);
        expect(proven / each.timeToSurvive, `${seed} ${each.twin}`).toBeCloseTo(1, 6);
      }
    }
  });

  test('proves nothing when one of its prices is lower', async () => {
    const chain = await chainOf(tieredChain([2, 5, 8, 8, 5], { dualShare: 0.6, seed: 1 }));
    let spoilt = 0;
    for (const each of chain.survivals) {
      const [first] = each.limits.filter(({ kind }) => kind === 'stock' || kind === 'pipeline');
      if (first === undefined) continue;
      // A lower sum than the time, which no point of the dual program can come to.
      const cheaper = { ...first, secondsPerUnit: first.secondsPerUnit * 0.99 };
      const limits = each.limits.map((limit) => (limit === first ? cheaper : limit));
      expect(dualViolation(chain, { ...each, limits }), each.twin).toBeGreaterThan(1e-6);
      spoilt++;
    }
    expect(spoilt).toBeGreaterThan(5);
  });

  test('holds for the time of the whole program, that of a chain of 130 sites', async () => {
    const changes = withQuantities(tieredChain([3, 12, 30, 40, 30, 15], { dualShare: 0.4 }));
    const { model, survivals } = await chainOf(changes);
    const solver = await loadSolver();
    for (const { twin, timeToSurvive, gap } of survivals.filter((_, i) => i % 4 === 0)) {
      const solution = solver.solve(wholeSurvival(model, twin));
      const whole = solution.status === 'optimal' ? solution.objective : Number.NaN;
      const own = Math.min(timeToSurvive / day, foreverDays);
      expect((own - whole) / Math.max(1, whole), twin).toBeCloseTo(0, 7);
      expect(gap).toBeLessThan(1e-3);
    }
  });
});
