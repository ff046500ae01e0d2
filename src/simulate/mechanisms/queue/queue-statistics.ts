/** What a simulation came to since its statistics began, as rates and shares. */
import type { QueueSimulation } from './queue-simulation.ts';
import { state, states } from './server-clocks.ts';

export interface QueueStatistics {
  /** How long was counted. */
  readonly seconds: number;
  /** Jobs that came in, went out, and found no room. */
  readonly entered: number;
  readonly left: number;
  readonly lost: number;
  /** Jobs out per second. */
  readonly throughput: number;
  /** Time average of the jobs in the system. */
  readonly workInProgress: number;
  /** Mean time in the system of the jobs that left; 0 when none has. */
  readonly flowTime: number;
  /** Jobs that left after they were due, and their mean lateness over all that left. */
  readonly tardy: number;
  readonly meanTardiness: number;
  readonly stations: readonly StationStatistics[];
}

export interface StationStatistics {
  readonly twin: string;
  /** Jobs done per second. */
  readonly throughput: number;
  /** Time average of the jobs waiting in line. */
  readonly queue: number;
  /** Shares of the machines' time; they sum to 1. */
  readonly working: number;
  readonly setup: number;
  readonly blocked: number;
  readonly starved: number;
  readonly down: number;
  readonly offShift: number;
  /** Mean length of a machine's active periods, in seconds; 0 when it never was active. */
  readonly activePeriod: number;
}

export function statisticsOf(simulation: QueueSimulation): QueueStatistics {
  simulation.settle();
  const { tally, now, since, layout } = simulation;
  const seconds = now - since;
  const per = (value: number, of: number) => (of > 0 ? value / of : 0);
  return {
    seconds,
    entered: tally.entered,
    left: tally.left,
    lost: tally.lost,
    throughput: per(tally.left, seconds),
    workInProgress: per(tally.jobSeconds(now), seconds),
    flowTime: per(tally.flowTime, tally.left),
    tardy: tally.tardy,
    meanTardiness: per(tally.tardiness, tally.left),
    stations: layout.model.stations.map((_, s) => stationStatistics(simulation, s, seconds)),
  };
}

function stationStatistics(
  { layout, clocks, tally }: QueueSimulation,
  station: number,
  seconds: number,
): StationStatistics {
  const first = layout.firstServer[station] as number;
  const end = layout.firstServer[station + 1] as number;
  const spent = (of: number) => {
    let sum = 0;
    for (let v = first; v < end; v++) sum += clocks.spent[v * states + of] as number;
    return sum;
  };
  let total = 0;
  for (let of = 0; of < states; of++) total += spent(of);
  const share = (of: number) => (total > 0 ? spent(of) / total : 0);
  let periods = 0;
  for (let v = first; v < end; v++) periods += clocks.periods[v] as number;
  const active = spent(state.working) + spent(state.setup) + spent(state.down);
  return {
    twin: layout.model.stations[station]?.twin ?? '',
    throughput: seconds > 0 ? (tally.done[station] as number) / seconds : 0,
    queue: seconds > 0 ? (tally.waited[station] as number) / seconds : 0,
    working: share(state.working),
    setup: share(state.setup),
    blocked: share(state.blocked),
    starved: share(state.starved),
    down: share(state.down),
    offShift: share(state.offShift),
    activePeriod: periods > 0 ? active / periods : 0,
  };
}
