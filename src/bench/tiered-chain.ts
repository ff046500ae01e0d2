/**
 * Supply chains of many tiers drawn from a seed: for `time-to-survive`, of the size of a published one,
 * and for the tests of survival.
 */
import type { Change } from '../model/change.ts';
import { uniform } from '../model/random.ts';
import { lane, link, twin } from './core-graph.ts';

/** 4,400 sites in ten tiers, the 50 assembly plants first; those of the last tier are supplies. */
export const publishedTiers = [50, 300, 900, 800, 700, 600, 450, 300, 200, 100];

/** An item of a tier and the sites that make it; each gives `rate` units a day. */
interface Item {
  readonly sites: readonly string[];
  readonly rate: number;
}

export interface TierOptions {
  readonly seed?: number;
  /** Share of the items below the first tier that two sites make, 0 … 1. Default 0.2. */
  readonly dualShare?: number;
  /** Takers of an item beside those that have to be, at most. Default 2. */
  readonly moreTakers?: number;
}

type Draw = (tier: number, item: number, stream: number) => number;

/**
 * Each plant serves one customer; each item of a tier has one to some takers in the tier above, and
 * each of these an item to take. Capacities are 1.2 to 2 times what a site has to give.
 */
export function tieredChain(tiers: readonly number[], options: TierOptions = {}): Change[] {
  const { seed = 1, dualShare = 0.2, moreTakers = 2 } = options;
  const draw: Draw = (tier, item, stream) => uniform(seed, tier * 65_536 + item, stream, 0);
  const changes: Change[] = [];
  let above: readonly Item[] = [];
  tiers.forEach((sites, tier) => {
    const items = itemsOf(sites, (i) => tier > 0 && draw(tier, i, 0) < dualShare);
    above = items.map((numbers, i) => {
      const own = (stream: number) => draw(tier, i, stream);
      const taking = takersOf(above, { i, items: items.length, moreTakers }, own);
      const needed = taking.reduce((sum, { sites: to, rate }) => sum + to.length * rate, 0);
      const rate = tier === 0 ? 5 + Math.round(10 * own(1)) : needed / numbers.length;
      const ids = numbers.map((number) => `site-${tier}-${number}`);
      const item = `item-${tier}-${i}`;
      ids.forEach((id, k) => {
        const site = { item, rate, draw: (stream: number) => own(100 * (k + 1) + stream) };
        changes.push(siteOf(id, site, tier === tiers.length - 1));
        changes.push(...lanesOf(id, taking, { preference: k, draw: site.draw }));
        if (tier === 0) changes.push(...customerOf(id, rate));
      });
      return { sites: ids, rate };
    });
  });
  return changes;
}

/** The sites of a tier, by the item that they make. */
function itemsOf(sites: number, isDual: (item: number) => boolean): number[][] {
  const items: number[][] = [];
  for (let site = 0; site < sites; site += items.at(-1)?.length ?? 1) {
    const numbers = isDual(items.length) ? [site, site + 1] : [site];
    items.push(numbers.filter((number) => number < sites));
  }
  return items;
}

interface ItemAmong {
  readonly i: number;
  readonly items: number;
  readonly moreTakers: number;
}

function takersOf(
  above: readonly Item[],
  { i, items, moreTakers }: ItemAmong,
  draw: (stream: number) => number,
): Item[] {
  if (above.length === 0) return [];
  const taking = new Set([i % above.length]);
  for (let each = i; each < above.length; each += items) taking.add(each);
  const more = Math.floor((moreTakers + 1) * draw(2));
  for (let k = 0; k < more; k++) taking.add(Math.floor(above.length * draw(3 + k)));
  return [...taking].map((index) => above[index] as Item);
}

interface Site {
  readonly item: string;
  readonly rate: number;
  readonly draw: (stream: number) => number;
}

/** Up to ten days of stock. */
function siteOf(id: string, { item, rate, draw }: Site, isSupply: boolean): Change {
  const capacity = rate * (1.2 + 0.8 * draw(0));
  if (isSupply) return twin(id, 'core:Supply', { capacity, commodity: item });
  const onHand = Math.round(rate * 10 * draw(1));
  return twin(id, 'core:Store', { item, onHand, orderCapacity: capacity });
}

/** Up to three days under way to each site of each item that takes this one. */
function lanesOf(
  id: string,
  taking: readonly Item[],
  { preference, draw }: { readonly preference: number; readonly draw: Site['draw'] },
): Change[] {
  let stream = 2;
  return taking.flatMap(({ sites, rate }) =>
    sites.flatMap((to) => {
      const pipeline = [Math.round(3 * rate * draw(stream++))];
      return lane(`lane-${id}-${to}`, [id, to], { pipeline, preference });
    }),
  );
}

function customerOf(plant: string, demandMean: number): Change[] {
  const id = `customer-of-${plant}`;
  const customer = twin(id, 'core:PeriodicDemand', { demandMean, lostSaleCost: 100 });
  return [customer, link([id, plant], 'servedBy')];
}
