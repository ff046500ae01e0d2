/** Runs sweeps without jobs, and keeps their records in memory. */
import type { JobRecords, JobWork } from '../../src/flows/jobs/job.ts';
import type { SweepRooms } from '../../src/flows/sweep/case-runs.ts';
import { judgedSweep } from '../../src/flows/sweep/judge-sweep.ts';
import { runSweep } from '../../src/flows/sweep/run-sweep.ts';
import { Sweep } from '../../src/flows/sweep/sweep.ts';
import type { SweepDefinition } from '../../src/flows/sweep/sweep-definition.ts';
import type { Simulator } from '../../src/simulate/simulator.ts';
import { toyCatalogue, toyGraph, toyScenario, toySimulator } from './toy-simulator.ts';

export type Asked = Omit<SweepDefinition, 'scenario'> & Partial<Pick<SweepDefinition, 'scenario'>>;

export const toyRooms = (simulator: Simulator = toySimulator()): SweepRooms => ({
  graph: toyGraph,
  catalogue: toyCatalogue,
  simulator,
});

/** A definition over the toy's scenario. */
export function sweepOf(asked: Asked): SweepDefinition {
  return { scenario: { ...toyScenario, models: 'toy' }, ...asked };
}

export function memoryRecords(): JobRecords & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    async put(name, bytes) {
      if (!kept.has(name)) kept.set(name, bytes);
    },
    get: async (name) => kept.get(name),
    names: async (prefix) => [...kept.keys()].filter((name) => name.startsWith(prefix)).sort(),
  };
}

export function workWith(records: JobRecords, signal?: AbortSignal): JobWork {
  return { records, signal: signal ?? new AbortController().signal, progress: () => {} };
}

/** Judges and runs a sweep to its end. */
export async function swept(asked: Asked, rooms: SweepRooms = toyRooms()): Promise<Sweep> {
  const sweep = new Sweep(judgedSweep(rooms, sweepOf(asked)));
  await runSweep(rooms, sweep, workWith(memoryRecords()));
  return sweep;
}

/** What a sweep came to, to the last bit. */
export function bytesOf({ ready, base, failed, problems, selection }: Sweep): string {
  const bits = (list: ArrayBufferView | undefined) =>
    list === undefined
      ? ''
      : Buffer.from(list.buffer, list.byteOffset, list.byteLength).toString('hex');
  return JSON.stringify({
    counts: bits(ready?.table.counts),
    values: bits(ready?.table.values),
    base: base.map(bits),
    selected: selection?.result,
    problems,
    failed,
  });
}
