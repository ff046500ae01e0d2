/** Queue models for the tests, written as short lists. */
import type { Distribution } from '../../../src/simulate/mechanisms/queue/distribution.ts';
import type {
  OpenArrivals,
  QueueModel,
  Source,
  Station,
} from '../../../src/simulate/mechanisms/queue/queue-model.ts';
import {
  QueueSimulation,
  type QueueSimulationOptions,
} from '../../../src/simulate/mechanisms/queue/queue-simulation.ts';
import { statisticsOf } from '../../../src/simulate/mechanisms/queue/queue-statistics.ts';

export const exponential = (mean: number): Distribution => ({ kind: 'exponential', mean });
export const constant = (mean: number): Distribution => ({ kind: 'deterministic', mean });
export const times = (
  kind: Distribution['kind'],
  mean: number,
  variation: number,
): Distribution => ({ kind, mean, variation });

/** A station that jobs leave the system from, unless it says otherwise. */
export function station(twin: string, more: Partial<Station> = {}): Station {
  return { twin, time: exponential(1), routes: [], ...more };
}

/** Stations one behind the other. */
export function chain(stations: readonly Station[]): Station[] {
  const last = stations.length - 1;
  return stations.map((each, s) =>
    s === last ? each : { ...each, routes: [{ ...each.routes[0], station: s + 1, share: 1 }] },
  );
}

export function source(jobs: Source['jobs'], more: Partial<Source> = {}): Source {
  return {
    twin: 'source',
    jobs,
    entries: [{ station: 0, share: 1 }],
    mix: [{ type: 0, share: 1 }],
    ...more,
  };
}

export function arrivals(
  between: Distribution,
  whenFull: OpenArrivals['whenFull'] = 'lost',
): OpenArrivals {
  return { kind: 'open', between, whenFull };
}

/** A raw material that never runs out, for lines with finite buffers. */
export const inexhaustible = arrivals(constant(0), 'waits');

export function modelOf(
  stations: readonly Station[],
  sources: readonly Source[],
  more: Partial<QueueModel> = {},
): QueueModel {
  const types = [{ name: 'piece', family: 0 }];
  return { stations, sources, types, calendars: [], transporters: [], ...more };
}

/** Runs to the horizon, that moment included. */
export function runTo(model: QueueModel, horizon: number, options: QueueSimulationOptions = {}) {
  const simulation = new QueueSimulation(model, { seed: 1, ...options });
  simulation.run(horizon, true);
  return { simulation, statistics: statisticsOf(simulation) };
}
