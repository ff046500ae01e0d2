/**
 * When each site would run dry if demand kept to its mean: gaps in supply move down the chain by
 * their lead times, and stock eats their beginnings. A baseline and a feature of stock-outs.
 *
 * After the time-to-survive of Simchi-Levi et al. 2014: a site is short where the gap outlasts its
 * slack. Orders that pile up, and what they take from others, are left out.
 */
import type { FlowRates } from './flow-rates.ts';
import type { MaterialSlack } from './material-slack.ts';
import {
  elementCountOf,
  type SupplyChain,
  type SupplyOutage,
  type SupplyTransit,
  sourceOf,
} from './supply-chain.ts';

/** Periods. A site is short from `start` until before `end`; both 0 where nothing reaches it. */
export interface ShortageWalk {
  /** `[elements]` */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Periods of the longest gap in one of its materials, and that over its slack. `[elements]` */
  readonly gap: Float64Array;
  readonly ratio: Float64Array;
  /** The longest gap that what is out brings by itself, over the slack. `[limits]` */
  readonly direct: Float64Array;
}

export interface WalkInput {
  readonly chain: SupplyChain;
  readonly rates: FlowRates;
  readonly slack: MaterialSlack;
}

/** Passes over the sites: one is enough unless goods go round in a circle. */
const mostPasses = 3;

export function shortageWalk(input: WalkInput, outages: readonly SupplyOutage[]): ShortageWalk {
  const { chain, slack } = input;
  const count = elementCountOf(chain);
  const out = new Float64Array(count);
  for (const { element, periods } of outages) {
    out[element] = Math.max(out[element] as number, periods);
  }
  const walk: ShortageWalk = {
    start: new Float64Array(count),
    end: out.slice(),
    gap: new Float64Array(count),
    ratio: new Float64Array(count),
    direct: new Float64Array(slack.lead.length),
  };
  for (let pass = 0, changed = true; changed && pass < mostPasses; pass++) {
    changed = false;
    for (let i = chain.sequence.length - 1; i >= 0; i--) {
      const store = chain.sequence[i] as number;
      changed = visit(input, { out, walk, store }) || changed;
    }
  }
  return walk;
}

interface Visit {
  readonly out: Float64Array;
  readonly walk: ShortageWalk;
  readonly store: number;
}

/** Looks at a store's materials again; whether its shortage has become another. */
function visit(input: WalkInput, { out, walk, store }: Visit): boolean {
  const { slack } = input;
  const { start, end, gap, ratio, direct } = walk;
  const before = [start[store], end[store]];
  const own = out[store] as number;
  let [first, last] = own > 0 ? [0, own] : [Number.POSITIVE_INFINITY, 0];
  for (let l = slack.offsets[store] as number; l < (slack.offsets[store + 1] as number); l++) {
    const [from, until, known] = gapOf(input, { out, walk, limit: l });
    const periods = until - from;
    const room = slack.slack[l] as number;
    if (known) direct[l] = Math.max(direct[l] as number, periods / room);
    gap[store] = Math.max(gap[store] as number, periods);
    ratio[store] = Math.max(ratio[store] as number, periods / room);
    if (periods <= room) continue;
    first = Math.min(first, from + room);
    last = Math.max(last, until);
  }
  start[store] = last > 0 ? first : 0;
  end[store] = last;
  return before[0] !== start[store] || before[1] !== last;
}

type Gap = readonly [from: number, until: number, direct: boolean];

/** The gap in a material's arrivals; `direct` where its source or its transit is out. */
function gapOf(
  { chain, slack }: WalkInput,
  { out, walk, limit }: { out: Float64Array; walk: ShortageWalk; limit: number },
): Gap {
  const t = slack.alternatives[limit]?.[0] as number;
  const transit = chain.transits[t] as SupplyTransit;
  const places = chain.stores.length + chain.supplies.length;
  const source = sourceOf(chain, transit);
  const lead = slack.lead[limit] as number;
  const detour = slack.detour[limit] as number;
  const carried = out[places + t] as number;
  const sourceOut = source < 0 ? 0 : (out[source] as number);
  const longest = Math.max(carried, sourceOut);
  // While a source or transit is out, orders go by an alternative; its goods only take longer.
  if (longest > 0) return [lead, lead + Math.min(longest, detour), true];
  if (source < 0 || (walk.end[source] as number) === 0) return [lead, lead, false];
  return [lead + (walk.start[source] as number), lead + (walk.end[source] as number), false];
}
