/**
 * What a stress network of a supply chain cannot say in `base`, `shifts` and `stress`: columns of
 * its elements, of its links and of an onset, all without dimension (times in steps). Proposed as
 * optional fields of the common form.
 */
import { type FlowRates, mostCover, squashed } from './flow-rates.ts';
import type { MaterialSlack } from './material-slack.ts';
import type { ShortageWalk } from './shortage-walk.ts';
import {
  elementCountOf,
  type SupplyChain,
  type SupplyDemand,
  type SupplyStore,
} from './supply-chain.ts';

/**
 * By element, 0 where it does not apply: which kind it is; of a store how long its stock lasts, the
 * least slack of its materials, their longest lead time, the share of them with a second source;
 * its own customers' share of what is asked, their demand's deviation over mean, the share of it
 * that is lost when not served; how far its orders lag behind its level, the size of a lot; of a
 * supply its capacity beyond what is asked; how many materials, or deliveries. Times in steps, as
 * log(1 + steps) but for `positionGap`, -4 … 4.
 */
export const elementColumnNames = [
  'store',
  'supply',
  'transit',
  'cover',
  'slack',
  'lead',
  'secondSources',
  'ownDemand',
  'variation',
  'lost',
  'positionGap',
  'lot',
  'spare',
  'materials',
  'deliveries',
] as const;

/**
 * By element: whether it is out and for how long; by the walk of gaps the longest gap in supply,
 * that over its slack (0 … 4), whether it runs dry, from when and until when; the gap over the slack
 * by what is out alone. Times as log(1 + steps).
 */
export const onsetColumnNames = [
  'out',
  'outage',
  'gap',
  'ratio',
  'dries',
  'driesAt',
  'driesUntil',
  'direct',
] as const;

/** Row-major `[elements, elementColumnNames]`. */
export function elementColumns(chain: SupplyChain, rates: FlowRates, slack: MaterialSlack) {
  const width = elementColumnNames.length;
  const columns = new Float32Array(elementCountOf(chain) * width);
  chain.stores.forEach((store, s) => {
    columns.set(storeColumns(chain, { rates, slack, store, s }), s * width);
  });
  const step = rates.stepPeriods;
  chain.supplies.forEach(({ capacity, deliveries }, s) => {
    const asked = deliveries.reduce((sum, t) => sum + (rates.transits[t] as number), 0);
    const row = new Float32Array(width);
    row[1] = 1;
    row[12] = spareOf(capacity, asked);
    row[14] = Math.log1p(deliveries.length);
    columns.set(row, (chain.stores.length + s) * width);
  });
  const places = chain.stores.length + chain.supplies.length;
  chain.transits.forEach(({ leadTime, orderLeadTime }, t) => {
    const row = new Float32Array(width);
    row[2] = 1;
    row[5] = squashed(leadTime + orderLeadTime, step);
    columns.set(row, (places + t) * width);
  });
  return columns;
}

/** Capacity above what is usually asked, as a share of that; 0 … 4. */
function spareOf(capacity: number, asked: number): number {
  return asked > 0 ? Math.min(4, Math.max(0, capacity / asked - 1)) : 4;
}

interface StoreView {
  readonly rates: FlowRates;
  readonly slack: MaterialSlack;
  readonly store: SupplyStore;
  readonly s: number;
}

function storeColumns(chain: SupplyChain, { rates, slack, store, s }: StoreView): number[] {
  const step = rates.stepPeriods;
  const rate = rates.stores[s] as number;
  const demands = store.demands.map((d) => chain.demands[d] as SupplyDemand);
  const own = demands.reduce((sum, { mean }) => sum + mean, 0);
  const variance = demands.reduce((sum, { standardDeviation: sd }) => sum + sd ** 2, 0);
  const lost = demands.reduce((sum, { mean, lostFraction }) => sum + mean * lostFraction, 0);
  const [first, end] = [slack.offsets[s] as number, slack.offsets[s + 1] as number];
  const limits = Array.from({ length: end - first }, (_, i) => first + i);
  const least = Math.min(...limits.map((l) => slack.slack[l] as number), mostCover);
  const lead = Math.max(0, ...limits.map((l) => slack.lead[l] as number));
  const single = limits.filter((l) => slack.detour[l] === Number.POSITIVE_INFINITY).length;
  const position = least + lead;
  const level = rate > 0 && Number.isFinite(store.orderUpTo) ? store.orderUpTo / rate : position;
  const batch = Number.isFinite(store.reorderPoint) ? store.orderUpTo - store.reorderPoint : 0;
  return [
    1,
    0,
    0,
    squashed(rates.cover[s] as number, step),
    squashed(least, step),
    squashed(lead, step),
    limits.length === 0 ? 0 : 1 - single / limits.length,
    rate > 0 ? Math.min(1, own / rate) : 0,
    own > 0 ? Math.min(2, Math.sqrt(variance) / own) : 0,
    own > 0 ? lost / own : 0,
    Math.max(-4, Math.min(4, (level - position) / step)),
    rate > 0 ? squashed(batch / rate, step) : 0,
    0,
    Math.log1p(limits.length),
    0,
  ];
}

/** Row-major `[elements, onsetColumnNames]`. */
export function onsetColumns(
  walk: ShortageWalk,
  failed: Uint8Array,
  { rates, slack }: { readonly rates: FlowRates; readonly slack: MaterialSlack },
): Float32Array {
  const width = onsetColumnNames.length;
  const step = rates.stepPeriods;
  const columns = new Float32Array(failed.length * width);
  for (let n = 0; n < failed.length; n++) {
    const [start, end] = [walk.start[n] as number, walk.end[n] as number];
    const out = failed[n] === 1;
    let direct = 0;
    for (let l = slack.offsets[n] as number; l < (slack.offsets[n + 1] as number); l++) {
      direct = Math.max(direct, walk.direct[l] as number);
    }
    const dries = !out && end > start;
    columns.set(
      [
        out ? 1 : 0,
        out ? squashed(end, step) : 0,
        squashed(walk.gap[n] as number, step),
        Math.min(4, walk.ratio[n] as number),
        dries ? 1 : 0,
        dries ? squashed(start, step) : 0,
        dries ? squashed(end, step) : 0,
        Math.min(4, direct),
      ],
      n * width,
    );
  }
  return columns;
}
