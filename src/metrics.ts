/** Publishes the counts of rooms that know nothing of Prometheus. Called by `service.ts`. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Ingest, IngestCounts } from './flows/ingest.ts';
import type { SweepJobs } from './flows/sweep/sweep-jobs.ts';
import type { TwinStore } from './store/twin-store.ts';

const meanings: Readonly<Record<keyof IngestCounts, string>> = {
  messages: 'Telemetry messages taken in.',
  applied: 'Readings that changed a twin.',
  stale: 'Readings that were older than what their property held, or delivered before.',
  refused: 'Rejections that were kept.',
  turnedAway: 'Messages that a full queue turned away, to be sent again.',
  commits: 'Commits that telemetry made.',
};

/** Registers a counter for each thing that ingest counts. */
export function publishIngest(registry: Registry, { counts }: Ingest): void {
  for (const [key, help] of Object.entries(meanings)) {
    const name = `linchpin_telemetry_${key.replace('turnedAway', 'turned_away')}_total`;
    publish(registry, { name, help }, () => counts()[key as keyof IngestCounts]);
  }
}

/** Registers what a store counts. */
export function publishStore(registry: Registry, store: Pick<TwinStore, 'retries'>): void {
  const help = 'Attempts to write that were repeated: deadlocks, lost connections.';
  publish(registry, { name: 'linchpin_store_retries_total', help }, () => store.retries());
}

/** Registers how many jobs are unfinished, and how many runs they have done. */
export function publishJobs(registry: Registry, jobs: Pick<SweepJobs, 'counts'>): void {
  const gauge: Gauge = new Gauge({
    name: 'linchpin_jobs_running',
    help: 'Jobs that are worked on or wait for their turn.',
    registers: [registry],
    collect: () => {
      gauge.set(jobs.counts().running);
    },
  });
  const help = 'Runs of the simulator that jobs have done.';
  publish(registry, { name: 'linchpin_job_runs_total', help }, () => jobs.counts().runs);
}

/** A counter whose value is kept elsewhere. */
function publish(
  registry: Registry,
  described: { readonly name: string; readonly help: string },
  value: () => number,
): void {
  const counter = new Counter({
    ...described,
    registers: [registry],
    collect() {
      counter.reset();
      counter.inc(value());
    },
  });
}
