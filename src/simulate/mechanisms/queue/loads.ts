/**
 * What one job of a source asks of each station on average: visits, and moments of the time that a
 * machine is taken. Called by `estimate`.
 */
import { variationOf } from './distribution.ts';
import type { QueueModel, Route, Source, Station } from './queue-model.ts';
import { type Share, trafficRates } from './traffic.ts';

export interface Load {
  /** By station: mean visits of a job. */
  readonly visits: Float64Array;
  /** By station: sums over those visits of the time, and of its square. */
  readonly time: Float64Array;
  readonly time2: Float64Array;
}

/** Shares that a router takes its ways with; by machines, where it looks for the shortest queue. */
function sharesOf(model: QueueModel, { routing, routes }: Station): number[] {
  if (routing !== 'shortestQueue') return routes.map(({ share }) => share);
  const machines = routes.map(({ station }) => model.stations[station]?.servers ?? 1);
  const all = machines.reduce((sum, each) => sum + each, 0);
  return machines.map((each) => each / all);
}

/** The ways between stations of jobs without steps. */
export function waysOf(model: QueueModel): Share[] {
  return model.stations.flatMap((station, from) => {
    const shares = sharesOf(model, station);
    return station.routes.map(({ station: to }, r) => ({ from, to, share: shares[r] as number }));
  });
}

/** How much of a source's jobs are of each type. */
function typeShares({ jobs, mix }: Source): Map<number, number> {
  const shares = new Map<number, number>();
  const add = (type: number, share: number) => shares.set(type, (shares.get(type) ?? 0) + share);
  if (jobs.kind === 'list') for (const { type } of jobs.list) add(type, 1 / jobs.list.length);
  else for (const { type, share } of mix) add(type, share);
  return shares;
}

export function loadOf(model: QueueModel, source: Source): Load {
  const count = model.stations.length;
  const load: Load = {
    visits: new Float64Array(count),
    time: new Float64Array(count),
    time2: new Float64Array(count),
  };
  let free = 0;
  for (const [t, share] of typeShares(source)) {
    const steps = model.types[t]?.steps ?? [];
    if (steps.length === 0) free += share;
    for (const { station, time } of steps) addVisits(model, load, { station, share, time });
  }
  if (free > 0) {
    const visits = trafficRates(outside(count, source.entries, free), waysOf(model));
    visits.forEach((share, station) => {
      if (share > 0) addVisits(model, load, { station, share, time: undefined });
    });
  }
  return load;
}

function outside(count: number, entries: readonly Route[], rate: number): Float64Array {
  const rates = new Float64Array(count);
  for (const { station, share } of entries) {
    rates[station] = (rates[station] as number) + share * rate;
  }
  return rates;
}

interface Visits {
  readonly station: number;
  readonly share: number;
  readonly time: number | undefined;
}

function addVisits(model: QueueModel, load: Load, { station, share, time }: Visits): void {
  const own = (model.stations[station] as Station).time;
  const mean = time ?? own.mean;
  const add = (to: Float64Array, value: number) => {
    to[station] = (to[station] as number) + value;
  };
  add(load.visits, share);
  add(load.time, share * mean);
  add(load.time2, share * mean * mean * (1 + variationOf(own) ** 2));
}

/** Share of visits to any station that follow one of another family, were families to come at random. */
export function changeShare(model: QueueModel): number {
  const families = new Map<number, number>();
  let all = 0;
  for (const source of model.sources) {
    for (const [type, share] of typeShares(source)) {
      const family = model.types[type]?.family ?? 0;
      families.set(family, (families.get(family) ?? 0) + share);
      all += share;
    }
  }
  let same = 0;
  for (const share of families.values()) same += (share / all) ** 2;
  return all > 0 ? 1 - same : 0;
}

export interface EffectiveTime {
  readonly mean: number;
  /** Squared coefficient of variation. */
  readonly variation2: number;
}

/**
 * The time a job takes a machine, with setups and failures: means by availability, variability by
 * Hopp and Spearman, "Factory Physics", equations 8.4 to 8.6 (failures while working).
 */
export function effectiveTime(
  { setup, failures }: Station,
  natural: { readonly visits: number; readonly time: number; readonly time2: number },
  changes: number,
): EffectiveTime {
  if (natural.visits === 0 || natural.time === 0) return { mean: 0, variation2: 0 };
  let mean = natural.time / natural.visits;
  let variance = Math.max(0, natural.time2 / natural.visits - mean * mean);
  if (setup !== undefined && setup.mean > 0) {
    const square = setup.mean ** 2 * (1 + variationOf(setup) ** 2);
    variance += changes * square - (changes * setup.mean) ** 2;
    mean += changes * setup.mean;
  }
  let variation2 = variance / (mean * mean);
  if (failures !== undefined && failures.repair.mean > 0) {
    const { between, repair } = failures;
    const availability = between.mean / (between.mean + repair.mean);
    const repairs = 1 + variationOf(repair) ** 2;
    variation2 += (repairs * availability * (1 - availability) * repair.mean) / mean;
    mean /= availability;
  }
  return { mean, variation2 };
}
