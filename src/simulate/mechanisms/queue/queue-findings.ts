/** Why queues are as they are: bottleneck, overload, deadlock, lost jobs. Called for a run's outputs. */
import type { Finding, FindingPart } from '../../simulator.ts';
import { tellingGain, tellingUtilisation } from '../../telling.ts';
import { longestActive, turningPoint } from './bottlenecks.ts';
import { estimate, maxEstimatedStations, type QueueEstimate } from './estimate.ts';
import type { QueueModel } from './queue-model.ts';
import type { QueueStatistics, StationStatistics } from './queue-statistics.ts';

export interface Findable {
  readonly model: QueueModel;
  readonly statistics: QueueStatistics;
  readonly deadlocked: boolean;
  /** Jobs per second with one more machine at a station; undefined where that is not known. */
  oneMore(station: number): number | undefined;
}

export function findingsOf(queues: Findable): Finding[] {
  const { model, statistics } = queues;
  const analytic =
    model.stations.length <= maxEstimatedStations && model.sources.length > 0
      ? estimate(model)
      : undefined;
  return [
    ...bottleneck(queues, analytic),
    ...overload(model, analytic),
    ...deadlock(queues),
    ...(statistics.lost === 0 ? [] : [lost(statistics)]),
  ];
}

/** None where the busiest station has time to spare and one more machine there gives nothing. */
function bottleneck(queues: Findable, analytic: QueueEstimate | undefined): Finding[] {
  const { model, statistics } = queues;
  const station = longestActive(statistics.stations);
  if (station < 0) return [];
  const turn = turningPoint(model, statistics);
  const found = statistics.stations[station] as StationStatistics;
  const other = turn === station ? undefined : statistics.stations[turn];
  const more = queues.oneMore(station);
  const amount = more === undefined ? undefined : (more - statistics.throughput) * 3600;
  const asked =
    analytic?.method === 'openNetwork' ? analytic.stations[station]?.utilisation : undefined;
  const isWorth = amount !== undefined && amount > tellingGain * statistics.throughput * 3600;
  if (!isWorth && onShiftShare(found) < tellingUtilisation) return [];
  const gain = amount === undefined ? {} : { gain: { kpi: 'throughput', amount, per: 'machine' } };
  const second = other === undefined ? [] : [partOf(other)];
  const named = {
    mechanism: 'queue',
    kind: 'bottleneck',
    text: bottleneckText(found, { other, asked }),
    twins: [{ ...partOf(found), ...gain }, ...second],
  };
  return isWorth ? [named, price(found.twin, amount)] : [named];
}

function bottleneckText(
  found: StationStatistics,
  told: {
    readonly other: StationStatistics | undefined;
    readonly asked: number | undefined;
  },
): string {
  const { other, asked } = told;
  const time = found.offShift > 0 ? 'the time of their shifts' : 'the time';
  return [
    `${found.twin} holds the system up: its machines are active ${percent(onShiftShare(found))} of`,
    ` ${time}, ${number(found.activePeriod)} s at a stretch`,
    other === undefined
      ? ', and its neighbours wait for it more than it waits for them'
      : `; by its neighbours' waiting it would be ${other.twin}`,
    asked === undefined ? '' : `; it is asked for ${percent(asked)} of what it can do`,
    '.',
  ].join('');
}

function price(twin: string, amount: number): Finding {
  const text = `One more machine at ${twin} is worth ${number(amount)} jobs an hour.`;
  return { mechanism: 'queue', kind: 'price', text, twins: [{ twin, value: amount }] };
}

function partOf(station: StationStatistics): FindingPart {
  return { twin: station.twin, value: activeShare(station), utilisation: onShiftShare(station) };
}

/** A machine that is always active while it is on shift can do no more. */
function onShiftShare(station: StationStatistics): number {
  const onShift = 1 - station.offShift;
  return onShift > 0 ? Math.min(1, activeShare(station) / onShift) : 0;
}

/** Stations with unlimited room that are asked for more than they can do: their queues only grow. */
function overload(model: QueueModel, analytic: QueueEstimate | undefined): Finding[] {
  if (analytic?.method !== 'openNetwork') return [];
  const over = analytic.stations.filter(
    ({ utilisation }, s) =>
      utilisation >= 1 && (model.stations[s]?.buffer ?? Infinity) === Infinity,
  );
  if (over.length === 0) return [];
  over.sort((a, b) => b.utilisation - a.utilisation);
  const names = over
    .slice(0, 3)
    .map(({ twin, utilisation }) => `${twin} for ${percent(utilisation)} of what it can do`);
  const others = over.length > 3 ? ` and ${over.length - 3} more` : '';
  return [
    {
      mechanism: 'queue',
      kind: 'overload',
      text: `Jobs come faster than they can be done: they ask ${names.join(', ')}${others}.`,
      twins: over.map(({ twin, utilisation }) =>
        utilisation < Infinity ? { twin, value: utilisation, utilisation } : { twin },
      ),
    },
  ];
}

function deadlock({ deadlocked, statistics }: Findable): Finding[] {
  if (!deadlocked) return [];
  const held = statistics.stations.filter(({ blocked }) => blocked > 0);
  const text = 'All jobs wait for one another for room, and no machine can go on.';
  const twins = held.map(({ twin, blocked }) => ({ twin, value: blocked }));
  return [{ mechanism: 'queue', kind: 'deadlock', text, twins }];
}

function lost({ lost: jobs, entered }: QueueStatistics): Finding {
  const share = percent(jobs / (jobs + entered));
  const text = `${jobs} jobs (${share}) found no room and were lost.`;
  return { mechanism: 'queue', kind: 'lostJobs', text, twins: [] };
}

/** Share of the machines' time in which they work, are set up or are under repair. */
export function activeShare({ working, setup, down }: StationStatistics): number {
  return working + setup + down;
}

function percent(share: number): string {
  return share < Infinity ? `${number(share * 100)} %` : 'more than any share';
}

/** To three digits, as a sentence shows it. */
function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
