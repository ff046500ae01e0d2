/**
 * Who supplies whom in a generated supply chain: tiers from the customers up, items with bills of
 * materials, second sources. Called by `supplyChain`, which adds times, demand and stock.
 */
import type { RandomStream } from '../../../../src/model/random.ts';
import { between } from '../placed-graph.ts';

/** `distribution` hands one item on, `assembly` makes items of others, `mixed` does both. */
export const chainKinds = ['distribution', 'assembly', 'mixed'] as const;
export type ChainKind = (typeof chainKinds)[number];

/** A material of a site: what it is, how much, and where from, the preferred source first. */
export interface DraftInput {
  readonly item: string;
  readonly quantityPer: number;
  /** Sites of the tier above; of the supplies for the uppermost tier. */
  readonly sources: readonly number[];
}

export interface DraftSite {
  readonly tier: number;
  readonly item: string;
  readonly inputs: readonly DraftInput[];
}

export interface ChainDraft {
  /** Those that serve customers first, tier by tier upwards. */
  readonly sites: readonly DraftSite[];
  /** What each supply gives out. */
  readonly supplies: readonly string[];
}

interface Tier {
  readonly first: number;
  /** Item of each place. */
  readonly items: readonly number[];
  readonly assembles: boolean;
}

/** About `size` stores in two to six tiers. */
export function layeredChain(random: RandomStream, size: number, kind: ChainKind): ChainDraft {
  const tiers = drawTiers(random, size, kind);
  const second = random.uniform() < 0.25 ? 0 : between(random, 0.1, 0.6);
  const sites: DraftSite[] = [];
  tiers.slice(0, -1).forEach((tier, level) => {
    const above = tiers[level + 1] as Tier;
    const recipes = drawRecipes(random, tier, above);
    for (const item of tier.items) {
      const recipe = recipes[item] as Recipe;
      const inputs = recipe.map(([material, quantityPer]) => ({
        item: `i${level + 1}-${material}`,
        quantityPer,
        sources: drawSources(random, above, material, second),
      }));
      sites.push({ tier: level, item: `i${level}-${item}`, inputs });
    }
  });
  const last = tiers.at(-1) as Tier;
  const supplies = last.items.map((item) => `i${tiers.length - 1}-${item}`);
  return { sites, supplies };
}

/** Tiers narrow upwards in distribution; each item of a tier has a place at least. */
function drawTiers(random: RandomStream, size: number, kind: ChainKind): Tier[] {
  const count = 2 + random.integer(5);
  const ratio = kind === 'assembly' ? between(random, 0.8, 1.3) : between(random, 0.3, 0.8);
  const weights = Array.from({ length: count }, (_, level) => ratio ** level);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const tiers: Tier[] = [];
  let first = 0;
  let items = kind === 'assembly' ? 1 + random.integer(4) : 1 + random.integer(3);
  for (let level = 0; level <= count; level++) {
    const weight = weights[level] ?? weights[count - 1] ?? 1;
    const assembles =
      kind === 'assembly' ? random.uniform() < 0.75 : kind === 'mixed' && level >= count / 2;
    const width = Math.max(items, Math.round((size * weight) / total), 1);
    const places = Array.from({ length: width }, (_, p) => (p < items ? p : random.integer(items)));
    tiers.push({ first: level === count ? 0 : first, items: places, assembles });
    first += width;
    if (assembles) items = Math.max(1, Math.round(items * between(random, 1, 2.5)));
    items = Math.min(items, Math.max(1, Math.round(size / 3)));
  }
  return tiers;
}

type Recipe = readonly (readonly [material: number, quantityPer: number])[];

/** What each item of a tier is made of; handed on as it is where the tier does not assemble. */
function drawRecipes(random: RandomStream, tier: Tier, above: Tier): Recipe[] {
  const materials = 1 + Math.max(...above.items);
  return Array.from({ length: 1 + Math.max(...tier.items) }, (_, item) => {
    if (!tier.assembles) return [[item % materials, 1] as const];
    const count = Math.min(materials, 1 + random.integer(4));
    const drawn = new Set([item % materials]);
    for (let i = 1; i < count; i++) drawn.add(random.integer(materials));
    return [...drawn].map((material) => [material, 1 + random.integer(3)] as const);
  });
}

/** One source of the material, and in a share of cases one or two more. */
function drawSources(random: RandomStream, above: Tier, material: number, second: number) {
  const places = [...above.items.keys()].filter((p) => above.items[p] === material);
  const count = random.uniform() < second ? 2 + random.integer(2) : 1;
  const chosen = new Set<number>();
  for (let i = 0; i < count; i++) chosen.add(above.first + random.pick(places));
  return [...chosen];
}
