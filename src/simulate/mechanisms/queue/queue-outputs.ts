/** Key figures and outputs by twin of a run of the queue mechanism. */
import type { Kpi } from '../../simulator.ts';
import type { GraphQueues } from './build-queue-model.ts';
import { isRandom } from './distribution.ts';
import { activeShare } from './queue-findings.ts';
import type { QueueModel } from './queue-model.ts';
import type { QueueStatistics } from './queue-statistics.ts';

const hour = 3600;

export function kpisOf(model: QueueModel, statistics: QueueStatistics): Kpi[] {
  const kpis: Kpi[] = [
    {
      name: 'throughput',
      value: statistics.throughput * hour,
      unit: 'jobPerHour',
      better: 'higher',
    },
    { name: 'workInProgress', value: statistics.workInProgress, better: 'lower' },
    { name: 'flowTime', value: statistics.flowTime, unit: 'second', better: 'lower' },
  ];
  const canLose = model.sources.some(
    ({ jobs }) => jobs.kind === 'open' && jobs.whenFull === 'lost',
  );
  if (canLose) kpis.push({ name: 'lostJobs', value: statistics.lost, better: 'lower' });
  if (hasDueDates(model)) {
    const { tardy, meanTardiness } = statistics;
    kpis.push({ name: 'tardyJobs', value: tardy, better: 'lower' });
    kpis.push({ name: 'tardiness', value: meanTardiness, unit: 'second', better: 'lower' });
  }
  return kpis;
}

function hasDueDates({ sources, types }: QueueModel): boolean {
  const listed = sources.some(
    ({ jobs }) => jobs.kind === 'list' && jobs.list.some(({ due }) => due !== undefined),
  );
  return listed || types.some(({ dueAfter = Infinity }) => dueAfter < Infinity);
}

/** By station: rates and shares; by single job: when it was done, in seconds after the start. */
export function twinOutputs(
  { model, jobs, sourceNodes }: GraphQueues,
  statistics: QueueStatistics,
  completed: readonly Float64Array[],
): Map<string, Record<string, number>> {
  const outputs = new Map<string, Record<string, number>>();
  for (const station of statistics.stations) {
    const { twin, working, setup, blocked, starved, down, offShift, queue } = station;
    outputs.set(twin, {
      utilisation: working + setup,
      active: activeShare(station),
      setup,
      blocked,
      starved,
      down,
      offShift,
      queue,
      throughput: station.throughput * hour,
    });
  }
  const list = completed[sourceNodes.indexOf(-1)];
  const { list: planned = [] } = (model.sources[sourceNodes.indexOf(-1)]?.jobs ?? {}) as {
    list?: readonly { release: number; due?: number }[];
  };
  jobs.forEach((twin, order) => {
    const done = list?.[order] ?? Number.NaN;
    const job = planned[order];
    if (Number.isNaN(done) || job === undefined) return;
    const late = job.due === undefined ? {} : { tardiness: Math.max(0, done - job.due) };
    outputs.set(twin, { completed: done, flowTime: done - job.release, ...late });
  });
  return outputs;
}

/** Whether another seed could give another result. */
export function drawsAnything({ stations, sources, types }: QueueModel): boolean {
  const mixed = sources.some(({ mix, entries }) => mix.length > 1 || entries.length > 1);
  const arriving = sources.some(({ jobs }) => jobs.kind === 'open' && isRandom(jobs.between));
  const ownTimes = types.some(({ steps = [] }) => steps.some(({ time = 0 }) => time > 0));
  return (
    mixed ||
    arriving ||
    stations.some(({ time, setup, failures, routes, routing }) => {
      const varies = isRandom(ownTimes ? { ...time, mean: 1 } : time);
      const splits = routing !== 'shortestQueue' && routes.some(({ share }) => share < 1);
      return varies || splits || failures !== undefined || (setup && isRandom(setup));
    })
  );
}
