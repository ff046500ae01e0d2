/**
 * Which machine holds the system up, by two methods that look at its states alone: active periods
 * (Roser, Nakano and Tanaka 2001, 2002) and turning points (Li, Chang and Ni 2009).
 */
import type { QueueModel } from './queue-model.ts';
import type { QueueStatistics, StationStatistics } from './queue-statistics.ts';
import type { ActivePeriod } from './server-clocks.ts';

/** The station whose machines stay active longest at a time, on average; -1 if none ever was. */
export function longestActive(stations: readonly StationStatistics[]): number {
  let best = -1;
  let longest = 0;
  stations.forEach(({ activePeriod }, s) => {
    if (activePeriod <= longest) return;
    longest = activePeriod;
    best = s;
  });
  return best;
}

/**
 * The station at which waiting turns from blocking to starving: it waits least of its neighbours,
 * those before it are rather blocked and those behind it rather starved. Neighbours are the
 * stations that jobs come from and go to. Where several turn, the one that waits least; where none
 * does, as in a system without full buffers, the one that waits least of all. -1 if all wait always.
 */
export function turningPoint(model: QueueModel, { stations }: QueueStatistics): number {
  const { before, behind } = neighbours(model);
  const waits = stations.map(({ blocked, starved }) => blocked + starved);
  const lean = stations.map(({ blocked, starved }) => blocked - starved);
  const turns = stations.map((_, s) => {
    const own = waits[s] as number;
    const isLeast = [...(before[s] ?? []), ...(behind[s] ?? [])].every(
      (other) => own < (waits[other] as number),
    );
    const isBlockedBefore = [...(before[s] ?? [])].every((other) => (lean[other] as number) > 0);
    const isStarvedBehind = [...(behind[s] ?? [])].every((other) => (lean[other] as number) < 0);
    return isLeast && isBlockedBefore && isStarvedBehind;
  });
  const busy = waits.map((wait) => wait < 1);
  return leastOf(waits, turns.some((each) => each) ? turns : busy);
}

function leastOf(values: readonly number[], among: readonly boolean[]): number {
  let best = -1;
  values.forEach((value, i) => {
    if (among[i] && (best < 0 || value < (values[best] as number))) best = i;
  });
  return best;
}

function neighbours(model: QueueModel) {
  const before = model.stations.map(() => new Set<number>());
  const behind = model.stations.map(() => new Set<number>());
  const connect = (from: number, to: number) => {
    if (from === to) return;
    behind[from]?.add(to);
    before[to]?.add(from);
  };
  model.stations.forEach(({ routes }, from) => {
    for (const { station, share } of routes) if (share > 0) connect(from, station);
  });
  for (const { steps = [] } of model.types) {
    steps.forEach(({ station }, i) => {
      const next = steps[i + 1];
      if (next !== undefined) connect(station, next.station);
    });
  }
  return { before, behind };
}

/** How long each machine was the momentary bottleneck, alone or while it passed from or to another. */
export interface MomentaryShare {
  readonly sole: number;
  readonly shifting: number;
}

/**
 * Roser 2002: at any time the bottleneck is the machine whose present active period is the longest;
 * while the periods of one bottleneck and the next overlap, it shifts. By server, in seconds.
 */
export function momentaryBottlenecks(
  periods: readonly ActivePeriod[],
  servers: number,
): MomentaryShare[] {
  const chain = bottleneckChain(periods);
  const shares = Array.from({ length: servers }, () => ({ sole: 0, shifting: 0 }));
  chain.forEach(({ server, from, until }, i) => {
    const share = shares[server];
    if (share === undefined) return;
    const begins = Math.min(until, Math.max(from, chain[i - 1]?.until ?? from));
    const ends = Math.max(begins, Math.min(until, chain[i + 1]?.from ?? until));
    share.sole += ends - begins;
    share.shifting += begins - from + (until - ends);
  });
  return shares;
}

/** The periods that are a bottleneck's, in order: from one's end back to the longest that covers it. */
function bottleneckChain(periods: readonly ActivePeriod[]): ActivePeriod[] {
  const sorted = [...periods]
    .filter(({ from, until }) => until > from)
    .sort((a, b) => a.from - b.from || b.until - a.until || a.server - b.server);
  const chain: ActivePeriod[] = [];
  let i = 0;
  const open: ActivePeriod[] = [];
  let time = sorted[0]?.from ?? 0;
  for (;;) {
    for (; i < sorted.length && (sorted[i] as ActivePeriod).from <= time; i++) {
      open.push(sorted[i] as ActivePeriod);
    }
    let longest: ActivePeriod | undefined;
    for (let k = open.length - 1; k >= 0; k--) {
      const period = open[k] as ActivePeriod;
      if (period.until <= time) open.splice(k, 1);
      else if (longest === undefined || leads(period, longest)) longest = period;
    }
    if (longest === undefined) {
      if (i === sorted.length) return chain;
      time = (sorted[i] as ActivePeriod).from;
    } else {
      chain.push(longest);
      time = longest.until;
    }
  }
}

function leads(a: ActivePeriod, b: ActivePeriod): boolean {
  const lead = a.until - a.from - (b.until - b.from);
  return lead > 0 || (lead === 0 && a.server < b.server);
}
