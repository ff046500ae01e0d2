/** Supply chains of many tiers for tests and figures of survival, drawn from a seed. */
import type { Change } from '../../../src/model/change.ts';
import { uniform } from '../../../src/model/random.ts';
import { core, lane, link, twin } from '../graphs.ts';

export interface TierOptions {
  /** Sites of each tier, the assembly plants first; those of the last tier are supplies. */
  readonly tiers: readonly number[];
  /** Takers of an item beside the one that every item has, at most. */
  readonly takers: number;
  /** Share of the items that two sites make. */
  readonly dual: number;
  readonly seed?: number;
}

/** 4,400 sites, 50 of them plants, as in the published chain; ten tiers. */
export const publishedSize: TierOptions = {
  tiers: [50, 300, 900, 800, 700, 600, 450, 300, 200, 100],
  takers: 2,
  dual: 0.2,
};

/** An item of a tier, the sites that make it, and what takes it. */
interface Item {
  readonly sites: readonly string[];
  /** Units a period that each of its sites gives when all that take it halve what they take. */
  readonly rate: number;
}

/**
 * Each plant serves one customer. Each item of a tier has one to some takers in the tier above, and
 * each of these has an item to take. Capacities are 1.2 to 2 times what a site has to give.
 */
export function tieredChain({ tiers, takers, dual, seed = 1 }: TierOptions): Change[] {
  const changes: Change[] = [];
  const draw: Draw = (tier, i, what) => uniform(seed, tier * 65_536 + i, what, 0);
  let above: readonly Item[] = [];
  tiers.forEach((sites, tier) => {
    const counts = countsOf(sites, (i) => tier > 0 && draw(tier, i, 1) < dual);
    let site = 0;
    above = counts.map((count, i) => {
      const taking = takersOf(above.length, { i, items: counts.length }, (k) =>
        k === 0 ? Math.floor((takers + 1) * draw(tier, i, 3)) : draw(tier, i, 10 + k),
      );
      const to = taking.flatMap((a) => {
        const { sites: ids, rate } = above[a] as Item;
        return ids.map((id) => ({ id, rate }));
      });
      const own = 5 + Math.round(10 * draw(0, i, 2));
      const rate = tier === 0 ? own : to.reduce((sum, each) => sum + each.rate, 0) / count;
      const ids = Array.from({ length: count }, () => `site-${tier}-${digits(site++)}`);
      const role = { isSupply: tier === tiers.length - 1, item: `item-${tier}-${i}` };
      ids.forEach((id, k) => {
        changes.push(siteOf(id, role, rate, [draw(tier, i, 5 + k), draw(tier, i, 7 + k)]));
        to.forEach((taker, t) => {
          const pipeline = [Math.round(3 * taker.rate * draw(tier, i, 20 + 2 * t + k))];
          const name = `lane-${id}-${taker.id}`;
          changes.push(...lane(name, [id, taker.id], { pipeline, preference: k }));
        });
      });
      if (tier === 0) changes.push(...customerOf(i, own));
      return { sites: ids, rate };
    });
  });
  return changes;
}

type Draw = (tier: number, item: number, what: number) => number;

/** How many sites make each item, one or two, so that all sites are taken. */
function countsOf(sites: number, isDual: (item: number) => boolean): number[] {
  const counts: number[] = [];
  for (let taken = 0; taken < sites; taken += counts.at(-1) as number) {
    counts.push(taken + 1 < sites && isDual(counts.length) ? 2 : 1);
  }
  return counts;
}

/** Of the items above; `draw(0)` is how many more there are, others are where they stand. */
function takersOf(
  above: number,
  { i, items }: { readonly i: number; readonly items: number },
  draw: (k: number) => number,
): number[] {
  if (above === 0) return [];
  const taking = new Set([i % above]);
  for (let a = i; a < above; a += items) taking.add(a);
  for (let k = 1; k <= draw(0); k++) taking.add(Math.floor(above * draw(k)));
  return [...taking];
}

function customerOf(plant: number, demandMean: number): Change[] {
  const name = `customer-${digits(plant)}`;
  return [
    twin(name, core('PeriodicDemand'), { demandMean, lostSaleCost: 100 }),
    link(name, 'servedBy', `site-0-${digits(plant)}`),
  ];
}

function siteOf(
  id: string,
  { isSupply, item }: { readonly isSupply: boolean; readonly item: string },
  rate: number,
  [spare, stock]: readonly [number, number],
): Change {
  const capacity = rate * (1.2 + 0.8 * spare);
  if (isSupply) return twin(id, core('Supply'), { capacity, commodity: item });
  const onHand = Math.round(rate * 10 * stock);
  return twin(id, core('Store'), { item, onHand, orderCapacity: capacity });
}

function digits(site: number): string {
  return String(site).padStart(4, '0');
}
