/** Publishes the counts of rooms that know nothing of Prometheus. Called by `service.ts`. */
import { Counter, type Registry } from 'prom-client';
import type { Ingest, IngestCounts } from './flows/ingest.ts';

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
  for (const [name, help] of Object.entries(meanings)) {
    const counter = new Counter({
      name: `linchpin_telemetry_${name.replace('turnedAway', 'turned_away')}_total`,
      help,
      registers: [registry],
      collect() {
        counter.reset();
        counter.inc(counts()[name as keyof IngestCounts]);
      },
    });
  }
}
