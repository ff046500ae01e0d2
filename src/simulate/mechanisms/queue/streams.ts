/**
 * The numbers of the streams of draws: three for each station, two for each of its machines, three
 * for each source. Used by all parts of a simulation that draw.
 */
import { exponential } from '../../../model/variates.ts';
import { Draws, purpose, type StreamNames, streamNames } from './draws.ts';
import { drawn, type QueueLayout, type Times } from './queue-layout.ts';

export interface Streams {
  time(station: number): number;
  setup(station: number): number;
  /** Of a station, or of a source `k` at `stations + k`. */
  route(place: number): number;
  failure(server: number): number;
  repair(server: number): number;
  arrival(source: number): number;
  type(source: number): number;
}

export function streamsOf({ model, stationOf }: QueueLayout): Streams {
  const stations = model.stations.length;
  const servers = stations * 3;
  const sources = servers + stationOf.length * 2;
  return {
    time: (s) => s * 3,
    setup: (s) => s * 3 + 1,
    route: (place) => (place < stations ? place * 3 + 2 : sources + (place - stations) * 3 + 2),
    failure: (v) => servers + v * 2,
    repair: (v) => servers + v * 2 + 1,
    arrival: (k) => sources + k * 3,
    type: (k) => sources + k * 3 + 1,
  };
}

const namesOfLayouts = new WeakMap<QueueLayout, StreamNames>();

/** All streams of a layout, keyed by twin and purpose; machines by their number too. */
export function drawsOf(layout: QueueLayout, seed: number): Draws {
  let names = namesOfLayouts.get(layout);
  if (names === undefined) {
    names = namesOf(layout);
    namesOfLayouts.set(layout, names);
  }
  return new Draws(seed, names);
}

function namesOf({ model, stationOf, firstServer }: QueueLayout): StreamNames {
  const keys: [string, number][] = [];
  for (const { twin } of model.stations) {
    keys.push([twin, purpose.time], [twin, purpose.setup], [twin, purpose.route]);
  }
  stationOf.forEach((station, v) => {
    const machine = `${model.stations[station]?.twin}#${v - (firstServer[station] as number)}`;
    keys.push([machine, purpose.failure], [machine, purpose.repair]);
  });
  for (const { twin } of model.sources) {
    keys.push([twin, purpose.time], [twin, purpose.type], [twin, purpose.route]);
  }
  return streamNames(keys);
}

/** One time from a distribution: the constant draws nothing. */
export function drawTime(times: Times, entity: number, draws: Draws, stream: number): number {
  return (times.mean[entity] as number) * drawVariate(times, entity, draws, stream);
}

/** The same for a mean of 1. */
export function drawVariate(times: Times, entity: number, draws: Draws, stream: number): number {
  const kind = times.kind[entity] as number;
  if (kind === drawn.constant) return 1;
  const draw = draws.next(stream);
  return kind === drawn.exponential
    ? exponential(draw)
    : (times.variate[entity] as (draw: number) => number)(draw);
}
