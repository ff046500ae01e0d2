/** How regular the arrivals at each station of an open network are. Called by `estimate`. */
import { variationOf } from './distribution.ts';
import { type EffectiveTime, waysOf } from './loads.ts';
import type { QueueModel } from './queue-model.ts';

/** By station: jobs per unit of time, the time each takes, and the share of the machines' time. */
export interface Traffic {
  readonly visits: Float64Array;
  readonly times: readonly EffectiveTime[];
  readonly loads: readonly number[];
}

const sweeps = 100;

/**
 * Squared coefficients of variation of the arrivals at each station, by the linear equations of
 * Whitt 1983 (the queueing network analyzer) with superposition in its asymptotic form; solved by
 * iteration. 1 throughout a network of exponential times, and where jobs have steps of their own.
 */
export function arrivalVariations(model: QueueModel, traffic: Traffic): Float64Array {
  const arrivals = new Float64Array(model.stations.length).fill(1);
  if (model.types.some(({ steps = [] }) => steps.length > 0)) return arrivals;
  const departures = arrivals.slice();
  const ways = waysOf(model);
  const outside = outsideOf(model);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const sums = outside.slice();
    for (const { from, to, share } of ways) {
      const rate = (traffic.visits[from] as number) * share;
      if (rate === 0) continue;
      const split = share * (departures[from] as number) + 1 - share;
      sums[to] = (sums[to] as number) + rate * split;
    }
    for (let s = 0; s < arrivals.length; s++) {
      const rate = traffic.visits[s] as number;
      if (rate > 0 && rate < Infinity) arrivals[s] = (sums[s] as number) / rate;
      departures[s] = departureVariation(model, traffic, s, arrivals[s] as number);
    }
  }
  return arrivals;
}

/** Sums of rate and squared variation over the jobs that come from outside. */
function outsideOf(model: QueueModel): Float64Array {
  const sums = new Float64Array(model.stations.length);
  for (const { jobs, entries } of model.sources) {
    if (jobs.kind !== 'open' || jobs.between.mean === 0) continue;
    for (const { station, share } of entries) {
      const split = share * variationOf(jobs.between) ** 2 + 1 - share;
      sums[station] = (sums[station] as number) + (share / jobs.between.mean) * split;
    }
  }
  return sums;
}

/** Whitt 1983, equation 39. */
function departureVariation(
  model: QueueModel,
  { loads, times }: Traffic,
  station: number,
  arrival: number,
): number {
  const load2 = Math.min(1, loads[station] as number) ** 2;
  const machines = Math.sqrt(model.stations[station]?.servers ?? 1);
  const service = (times[station]?.variation2 ?? 0) - 1;
  return 1 + (1 - load2) * (arrival - 1) + (load2 * service) / machines;
}
