/** The job shop of `layout`: stations, job types that visit all of them in orders of their own, and jobs. */
import { uniform } from '../model/random.ts';
import { type BenchGraph, benchGraph, link, twin } from './core-graph.ts';

export interface JobShopSize {
  readonly stations: number;
  readonly jobs: number;
}

const types = 10;
const seed = 1;

/** Mean seconds at a station; the longest is about nine tenths of the time between two jobs. */
export function meanTimes(stations: number): number[] {
  return Array.from({ length: stations }, (_, s) => 40 + 40 * uniform(seed, s, 0, 0));
}

export const secondsBetweenJobs = 90;

/** By type: the stations in the order that it visits them in. */
export function routesOf(stations: number): number[][] {
  return Array.from({ length: types }, (_, type) => {
    const order = Array.from({ length: stations }, (_, s) => s);
    const keys = order.map((s) => uniform(seed, type, 1, s));
    return order.sort((a, b) => (keys[a] as number) - (keys[b] as number));
  });
}

export function stationName(station: number): string {
  return `station-${String(station).padStart(3, '0')}`;
}

/** Every job is done within this time but for the rarest draws. */
export function horizonOf({ stations, jobs }: JobShopSize): number {
  return jobs * secondsBetweenJobs + stations * 60 * 20;
}

export function jobShop({ stations, jobs }: JobShopSize): BenchGraph {
  const routes = routesOf(stations);
  return benchGraph([
    ...meanTimes(stations).map((cycleTime, s) =>
      twin(stationName(s), 'core:Processor', { cycleTime, cycleTimeDistribution: 'exponential' }),
    ),
    ...routes.flatMap((order, type) => [
      twin(`type-${type}`, 'core:JobType'),
      ...order.map((station, position) =>
        link([`type-${type}`, stationName(station)], 'visits', { position }),
      ),
    ]),
    twin('orders', 'core:JobSource', { interarrivalTime: secondsBetweenJobs, jobLimit: jobs }),
    ...routes.map((_, type) => link(['orders', `type-${type}`], 'makes', { share: 1 / types })),
  ]);
}
