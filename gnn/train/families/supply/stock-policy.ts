/**
 * Demand, policies and opening stock of generated supply chains, in terms of how long stock lasts.
 * The numbers are assumptions of ours. Called by `supplyChain`.
 */
import type { RandomStream } from '../../../../src/model/random.ts';
import type { Demand, Store } from '../../../../src/simulate/mechanisms/balance/balance-model.ts';
import { orderingOf } from '../../../../src/simulate/mechanisms/balance/replenishment.ts';
import { between } from '../placed-graph.ts';

/** How the sites of one chain are run. */
export interface ChainHabits {
  readonly policy: 'baseStock' | 'sS' | 'rQ' | 'any';
  /** Periods that safety stock lasts, about; 0 for chains that run without any. */
  readonly safety: number;
  /** Standard deviation over mean of demand. */
  readonly variation: number;
  readonly seasonal: boolean;
  readonly lostFraction: number;
  readonly serviceRule: Store['serviceRule'];
  /** Whether goods are under way at the start; else shelves are full and the pipes empty. */
  readonly underWay: boolean;
}

export function drawHabits(random: RandomStream): ChainHabits {
  return {
    policy: random.pick(['baseStock', 'baseStock', 'sS', 'rQ', 'any'] as const),
    safety: random.uniform() < 0.1 ? 0 : 1.5 * 14 ** random.uniform(),
    variation: random.uniform() < 0.2 ? 0 : between(random, 0.05, 0.4),
    seasonal: random.uniform() < 0.3,
    lostFraction: random.pick([0, 0, 0, 1, 0.5]),
    serviceRule: random.pick(['inOrder', 'proportional', 'proportional', 'whole'] as const),
    underWay: random.uniform() < 0.75,
  };
}

type Drawn = 'distribution' | 'mean' | 'standardDeviation' | 'sample' | 'series' | 'lostFraction';

/** Periods of a seasonal series; longer than any horizon. */
const seasonPeriods = 256;

export function drawDemand(random: RandomStream, habits: ChainHabits): Pick<Demand, Drawn> {
  const mean = 4 * 25 ** random.uniform();
  const standardDeviation = mean * habits.variation;
  const distribution =
    habits.variation === 0
      ? 'normal'
      : random.pick(['normal', 'lognormal', 'uniform', 'poisson'] as const);
  const phase = 2 * Math.PI * random.uniform();
  const [season, swing] = [between(random, 20, 60), between(random, 0.1, 0.4)];
  const series = Array.from({ length: habits.seasonal ? seasonPeriods : 0 }, (_, period) => {
    const wave = 1 + swing * Math.sin(phase + (2 * Math.PI * period) / season);
    return Math.max(0, mean * wave + standardDeviation * random.normal());
  });
  const { lostFraction } = habits;
  return { distribution, mean, standardDeviation, sample: [], series, lostFraction };
}

type Stocked =
  | 'rule'
  | 'echelon'
  | 'reorderPoint'
  | 'orderUpTo'
  | 'orderQuantity'
  | 'reviewPeriods'
  | 'initialOnHand';

export interface StockNeed {
  /** Mean units asked in a period. */
  readonly rate: number;
  /** Periods from an order to stock, and units of the item under way at the start. */
  readonly leadPeriods: number;
  readonly underWay: number;
}

/** Levels that last through the lead time and some safety; stock on hand as such a policy leaves it. */
export function drawStock(
  random: RandomStream,
  habits: ChainHabits,
  { rate, leadPeriods, underWay }: StockNeed,
): Pick<Store, Stocked> {
  const policy =
    habits.policy === 'any' ? random.pick(['baseStock', 'sS', 'rQ'] as const) : habits.policy;
  const reviewPeriods = random.uniform() < 0.8 ? 1 : 2 + random.integer(6);
  const safety = habits.safety * between(random, 0.3, 1.7);
  const level = rate * (leadPeriods + reviewPeriods + safety);
  const lot = rate * between(random, 1, 8);
  const ordering = orderingOf(policy, {
    baseStockLevel: level,
    reorderPoint: level,
    orderUpToLevel: level + lot,
    orderQuantity: lot,
  });
  const full = policy === 'baseStock' ? level - rate : level + lot * random.uniform();
  return { ...ordering, reviewPeriods, initialOnHand: Math.max(0, full - underWay) };
}
