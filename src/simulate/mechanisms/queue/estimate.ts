/**
 * The analytic first answer for a queue model, in milliseconds: an open network by traffic
 * equations and Allen and Cunneen's formula station by station, a closed one by mean value
 * analysis. Buffers are taken as unlimited, and shifts as round the clock.
 */
import { arrivalVariations } from './arrival-variations.ts';
import { allenCunneen } from './erlang.ts';
import { changeShare, type EffectiveTime, effectiveTime, type Load, loadOf } from './loads.ts';
import { meanValueAnalysis } from './mean-value-analysis.ts';
import type { QueueModel, Source } from './queue-model.ts';

export interface QueueEstimate {
  /** `capacity`: no more than a bound on the throughput, for job lists and mixtures. */
  readonly method: 'openNetwork' | 'meanValueAnalysis' | 'capacity';
  /** Jobs out per unit of time; of an unstable network, what its bottleneck lets through. */
  readonly throughput: number;
  /** Infinite when unstable, absent where only the capacity is known. */
  readonly workInProgress?: number;
  readonly flowTime?: number;
  readonly stations: readonly StationEstimate[];
  /** Index of the station with the highest utilisation; -1 without any. */
  readonly bottleneck: number;
}

export interface StationEstimate {
  readonly twin: string;
  /** Share of its machines' time asked for, above 1 where more is asked than they can do. */
  readonly utilisation: number;
  /** Mean jobs waiting; infinite when unstable, absent where unknown. */
  readonly queue?: number;
}

/** More stations than this are not estimated: the elimination would take too long. */
export const maxEstimatedStations = 2000;

/** `model` is one that `checkQueueModel` has passed, with at least one source. */
export function estimate(model: QueueModel): QueueEstimate {
  const demand = demandOf(model);
  const [first] = model.sources;
  if (model.sources.every(hasRate)) return openNetwork(model, demand);
  if (model.sources.length === 1 && first?.jobs.kind === 'closed') {
    return closedNetwork(model, demand, first.jobs.jobs);
  }
  return capacityOnly(model, demand);
}

interface Demand {
  /** Jobs per unit of time; 1 for all sources together where they have no rate. */
  readonly rate: number;
  /** By station: visits per unit of time. */
  readonly visits: Float64Array;
  readonly times: readonly EffectiveTime[];
}

/** Whether jobs come at a rate of their own: not from a list, a loop or a stock without end. */
function hasRate({ jobs }: Source): boolean {
  return jobs.kind === 'open' && jobs.between.mean > 0;
}

/** Jobs per unit of time, or a weight among sources that have no rate. */
function rateOf({ jobs }: Source): number {
  if (jobs.kind === 'open') return jobs.between.mean > 0 ? 1 / jobs.between.mean : 1;
  return jobs.kind === 'list' ? jobs.list.length : jobs.jobs;
}

function demandOf(model: QueueModel): Demand {
  const count = model.stations.length;
  const sum = {
    visits: new Float64Array(count),
    time: new Float64Array(count),
    time2: new Float64Array(count),
  };
  const isOpen = model.sources.every(hasRate);
  const rates = model.sources.map(rateOf);
  const all = rates.reduce((total, rate) => total + rate, 0);
  model.sources.forEach((source, k) => {
    const load = loadOf(model, source);
    const rate = (rates[k] as number) / (isOpen ? 1 : all);
    for (const key of ['visits', 'time', 'time2'] as const) addScaled(sum[key], load[key], rate);
  });
  const changes = changeShare(model);
  const times = model.stations.map((station, s) =>
    effectiveTime(station, momentsAt(sum, s), changes),
  );
  return { rate: isOpen ? all : 1, visits: sum.visits, times };
}

function addScaled(to: Float64Array, values: Float64Array, factor: number): void {
  for (let s = 0; s < to.length; s++) {
    const value = values[s] as number;
    if (value !== 0) to[s] = (to[s] as number) + value * factor;
  }
}

function momentsAt({ visits, time, time2 }: Load, s: number) {
  return { visits: visits[s] as number, time: time[s] as number, time2: time2[s] as number };
}

/** Machine-time asked per unit of time, for each machine. */
function utilisations(model: QueueModel, { visits, times }: Demand): number[] {
  return times.map(({ mean }, s) => {
    const asked = mean === 0 ? 0 : (visits[s] as number) * mean;
    return asked / (model.stations[s]?.servers ?? 1);
  });
}

function highest(values: readonly number[]): number {
  let best = -1;
  values.forEach((value, i) => {
    if (best < 0 || value > (values[best] as number)) best = i;
  });
  return best;
}

function openNetwork(model: QueueModel, demand: Demand): QueueEstimate {
  const loads = utilisations(model, demand);
  const bottleneck = highest(loads);
  const most = loads[bottleneck] ?? 0;
  const variations = arrivalVariations(model, { ...demand, loads });
  let inProcess = 0;
  const stations = model.stations.map(({ twin, servers = 1 }, s) => {
    const rate = demand.visits[s] as number;
    const service = demand.times[s] as EffectiveTime;
    const arrivals = { rate, variation2: variations[s] as number };
    const { queue } = allenCunneen(arrivals, service, servers);
    inProcess += queue + (service.mean === 0 ? 0 : rate * service.mean);
    return { twin, utilisation: loads[s] as number, queue };
  });
  const throughput = most < 1 ? demand.rate : demand.rate / most;
  const flowTime = throughput > 0 ? inProcess / throughput : 0;
  return {
    method: 'openNetwork',
    throughput,
    workInProgress: inProcess,
    flowTime,
    stations,
    bottleneck,
  };
}

function closedNetwork(model: QueueModel, demand: Demand, jobs: number): QueueEstimate {
  const network = model.stations.map(({ servers = 1 }, s) => ({
    visits: demand.visits[s] as number,
    time: demand.times[s]?.mean ?? 0,
    servers: Math.min(servers, jobs),
  }));
  const { throughput, jobs: present } = meanValueAnalysis(network, jobs);
  const loads = utilisations(model, demand).map((load) => (load > 0 ? load * throughput : 0));
  const stations = model.stations.map(({ twin, servers = 1 }, s) => {
    const utilisation = loads[s] as number;
    return {
      twin,
      utilisation,
      queue: Math.max(0, (present[s] as number) - utilisation * servers),
    };
  });
  const flowTime = jobs / throughput;
  const bottleneck = highest(loads);
  return {
    method: 'meanValueAnalysis',
    throughput,
    workInProgress: jobs,
    flowTime,
    stations,
    bottleneck,
  };
}

function capacityOnly(model: QueueModel, demand: Demand): QueueEstimate {
  const loads = utilisations(model, demand);
  const bottleneck = highest(loads);
  const most = loads[bottleneck] ?? 0;
  const stations = model.stations.map(({ twin }, s) => ({
    twin,
    utilisation: most > 0 ? (loads[s] as number) / most : 0,
  }));
  const throughput = most > 0 ? demand.rate / most : Number.POSITIVE_INFINITY;
  return { method: 'capacity', throughput, stations, bottleneck };
}
