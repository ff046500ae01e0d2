/**
 * A queue model in flat arrays, as the simulation runs it: machines ("servers") numbered station
 * by station, routes and steps one after the other. Made once for each model by `layoutOf`.
 */
import { type Distribution, isRandom, type Variate, variateOf } from './distribution.ts';
import type { QueueModel, Route, Source, Station } from './queue-model.ts';

/** How a time is drawn; the two quickest kinds need no call. */
export const drawn = { constant: 0, exponential: 1, other: 2 } as const;

/** One distribution for each of a number of entities. */
export interface Times {
  readonly kind: Uint8Array;
  readonly mean: Float64Array;
  readonly variate: readonly Variate[];
}

export interface QueueLayout {
  readonly model: QueueModel;
  /** By station: its servers are `firstServer[s] … firstServer[s + 1] - 1`. */
  readonly firstServer: Int32Array;
  /** By server. */
  readonly stationOf: Int32Array;
  /** By station: jobs that fit in all, those in machines among them. */
  readonly places: Float64Array;
  readonly time: Times;
  readonly setup: Times;
  readonly between: Times;
  readonly repair: Times;
  /** By station: 0 no failures, 1 while working, 2 always. */
  readonly failureClock: Uint8Array;
  readonly reserves: Uint8Array;
  /** By station: 0 first come, 1 shortest time, 2 earliest due, 3 priority. */
  readonly discipline: Uint8Array;
  readonly shortestQueue: Uint8Array;
  readonly calendarOf: Int32Array;
  /** Routes of station `s`, then entries of source `k` at `stations + k`. */
  readonly routeOffsets: Int32Array;
  readonly routeTo: Int32Array;
  /** Shares summed up within each station. */
  readonly routeShare: Float64Array;
  readonly routeTime: Float64Array;
  readonly routePool: Int32Array;
  /** By station: whether any way out takes time or a transporter. */
  readonly travels: Uint8Array;
  /** Steps of type `t`. */
  readonly stepOffsets: Int32Array;
  readonly stepStation: Int32Array;
  /** Mean time, NaN: the station's own; one more for jobs past their steps. */
  readonly stepTime: Float64Array;
  readonly family: Int32Array;
  readonly interarrival: Times;
}

const layouts = new WeakMap<QueueModel, QueueLayout>();

/** The layout of a model that `checkQueueModel` has passed. */
export function layoutOf(model: QueueModel): QueueLayout {
  let layout = layouts.get(model);
  if (layout === undefined) {
    layout = build(model);
    layouts.set(model, layout);
  }
  return layout;
}

function build(model: QueueModel): QueueLayout {
  const { stations, sources, types } = model;
  const firstServer = offsets(stations.map(({ servers = 1 }) => servers));
  const stationOf = new Int32Array(firstServer[stations.length] as number);
  stations.forEach((_, s) => {
    stationOf.fill(s, firstServer[s], firstServer[s + 1]);
  });
  return {
    model,
    firstServer,
    stationOf,
    places: Float64Array.from(stations, ({ servers = 1, buffer = Infinity }) => servers + buffer),
    time: timesOf(stations.map(({ time }) => time)),
    setup: timesOf(stations.map(({ setup }) => setup)),
    between: timesOf(stations.map(({ failures }) => failures?.between)),
    repair: timesOf(stations.map(({ failures }) => failures?.repair)),
    failureClock: Uint8Array.from(stations, ({ failures }) =>
      failures === undefined ? 0 : failures.clock === 'working' ? 1 : 2,
    ),
    reserves: Uint8Array.from(stations, (each) => Number(each.blocking === 'beforeService')),
    discipline: Uint8Array.from(stations, disciplineOf),
    shortestQueue: Uint8Array.from(stations, (each) => Number(each.routing === 'shortestQueue')),
    calendarOf: Int32Array.from(stations, ({ calendar = -1 }) => calendar),
    ...routesOf([...stations.map(({ routes }) => routes), ...sources.map((each) => each.entries)]),
    stepOffsets: offsets(types.map(({ steps = [] }) => steps.length)),
    stepStation: Int32Array.from(types.flatMap(({ steps = [] }) => steps.map((s) => s.station))),
    stepTime: Float64Array.from([
      ...types.flatMap(({ steps = [] }) => steps.map(({ time = Number.NaN }) => time)),
      Number.NaN,
    ]),
    family: Int32Array.from(types, ({ family }) => family),
    interarrival: timesOf(sources.map(arrivalsOf)),
  };
}

function arrivalsOf({ jobs }: Source): Distribution | undefined {
  return jobs.kind === 'open' ? jobs.between : undefined;
}

function disciplineOf({ discipline = 'firstCome' }: Station): number {
  return ['firstCome', 'shortestTime', 'earliestDue', 'priority'].indexOf(discipline);
}

function routesOf(lists: readonly (readonly Route[])[]) {
  const all = lists.flat();
  const routeShare = new Float64Array(all.length);
  let at = 0;
  for (const list of lists) {
    let sum = 0;
    // A sum that is 1 but for rounding is 1, so that nobody leaves by rounding.
    for (const { share } of list) {
      sum += share;
      routeShare[at++] = sum > 1 - 1e-9 ? 1 : sum;
    }
  }
  return {
    routeOffsets: offsets(lists.map((list) => list.length)),
    routeTo: Int32Array.from(all, ({ station }) => station),
    routeShare,
    routeTime: Float64Array.from(all, ({ travelTime = 0 }) => travelTime),
    routePool: Int32Array.from(all, ({ transporters = -1 }) => transporters),
    travels: Uint8Array.from(lists, (list) =>
      Number(list.some((each) => (each.travelTime ?? 0) > 0 || each.transporters !== undefined)),
    ),
  };
}

function timesOf(distributions: readonly (Distribution | undefined)[]): Times {
  return {
    kind: Uint8Array.from(distributions, (each) => {
      if (each === undefined || !isRandom(each)) return drawn.constant;
      return each.kind === 'exponential' ? drawn.exponential : drawn.other;
    }),
    mean: Float64Array.from(distributions, (each) => each?.mean ?? 0),
    variate: distributions.map((each) => (each === undefined ? () => 1 : variateOf(each))),
  };
}

function offsets(lengths: readonly number[]): Int32Array {
  const sums = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    sums[i + 1] = (sums[i] as number) + length;
  });
  return sums;
}
