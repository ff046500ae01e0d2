/**
 * A query on the past beside the same query on the present: `linchpin bench asof`. Many commits of
 * telemetry happened after the moment that is asked about, and most of them are sealed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHistory } from '../history/history.ts';
import type { TwinGraph } from '../model/graph.ts';
import { uniform } from '../model/random.ts';
import { graphQueries } from '../query/graph-queries.ts';
import { embeddedStore } from '../store/embedded/embedded-store.ts';
import type { TwinStore } from '../store/twin-store.ts';
import { inTurn, type Measured, median } from './benchmark.ts';
import { batches, cityGraph, scaledCity } from './scaled-city.ts';

/** The size of a run. */
export interface AsofBenchOptions {
  /** Twins; 20,000 by default. */
  readonly twins?: number;
  /** Readings after the moment; 400,000 by default. */
  readonly readings?: number;
  readonly rounds?: number;
}

/** Queries per second as of a past revision; `firstSeconds` is the first one's, which finds the graph. */
export async function asofBench(options: AsofBenchOptions = {}): Promise<Measured> {
  const { twins = 20_000, readings = 400_000, rounds = 5 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  const store = await embeddedStore({ path: join(folder, 'data') });
  const history = openHistory(store);
  try {
    const ids = await addCity(store, twins);
    history.follow();
    const moment = await addReadings(store, ids, readings / 4);
    await addReadings(store, ids, (readings * 3) / 4);
    await history.momentOf(moment);
    const started = performance.now();
    const past = await history.graphAt(moment);
    const firstSeconds = (performance.now() - started) / 1000;
    const present = await store.snapshot();
    const { ours, peer } = await inTurn(
      rounds,
      () => queriesPerSecond(past),
      () => queriesPerSecond(present),
    );
    const [result, now] = [median(ours), median(peer)];
    const details = { twins: present.size.twins, readings, rounds, firstSeconds };
    const unit = 'queries per second as of a past revision';
    return { name: 'asof', result, peer: now, ratio: result / now, unit, details };
  } finally {
    await history.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

/** Adds cities; gives the ids of what can have readings. */
async function addCity(store: TwinStore, twins: number): Promise<string[]> {
  const ids: string[] = [];
  for (const changes of batches(scaledCity(cityGraph(), twins), 5_000)) {
    const { changeset } = await store.commit(changes);
    ids.push(...changeset.twins.added.keys());
  }
  return ids;
}

/** A thousand readings a commit, as ingest makes them; gives the revision they lead to. */
async function addReadings(store: TwinStore, ids: readonly string[], count: number) {
  let time = Date.now();
  let revision = 0;
  for (let done = 0; done < count; done += 1_000) {
    const changes = Array.from({ length: 1_000 }, (_, n) => ({
      observe: {
        twin: ids[(done + n) % ids.length] as string,
        path: 'load',
        value: uniform(1, n, 0, done),
        time: time++,
      },
    }));
    ({ revision } = await store.commit(changes));
  }
  return revision;
}

/** What a planner's page asks: the busiest of a kind, what they are connected to, and a sum. */
async function queriesPerSecond(graph: TwinGraph, seconds = 1): Promise<number> {
  const queries = graphQueries(() => graph);
  const started = performance.now();
  let answered = 0;
  while (performance.now() - started < seconds * 1000) {
    const { items } = await queries.find({
      models: ['dtmi:linchpin:city:Hospital;1'],
      where: { kind: 'compare', path: 'load', operator: 'gt', value: 0.5 },
      orderBy: [{ path: 'load', descending: true }],
      first: 10,
    });
    await queries.relationshipsOf(items.map(({ id }) => ({ twin: id, direction: 'out' as const })));
    await queries.aggregate({
      models: ['dtmi:linchpin:power:Load;1'],
      measures: [{ function: 'sum', path: 'load' }],
    });
    answered++;
  }
  return (answered * 1000) / (performance.now() - started);
}
