/** Sweeps as jobs on a real store that is closed and opened again. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Job } from '../../src/flows/jobs/job.ts';
import { type StartSweep, startSweep, sweepJobs } from '../../src/flows/sweep/sweep-jobs.ts';
import { openHistory } from '../../src/history/history.ts';
import type { Simulator } from '../../src/simulate/simulator.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { gate, type OpenedStore, temporaryStore } from './jobs-fixture.ts';
import { bytesOf } from './sweep-fixture.ts';
import { toyCatalogue, toyChanges, toySimulator } from './toy-simulator.ts';

let opened: OpenedStore;
beforeEach(async () => {
  opened = await temporaryStore();
});
afterEach(() => opened.remove());

const signal = new AbortController().signal;
const noise = { noise: 1, own: 1 };

async function services(simulator: Simulator) {
  const store = await checkedStore(opened.store, []);
  if ((await store.revision()) === 0) {
    await store.addModels([...toyCatalogue.interfaces.values()].map(({ document }) => document));
    await store.commit(toyChanges);
  }
  const rooms = { store, history: openHistory(store), simulator };
  return { ...rooms, jobs: sweepJobs(rooms) };
}

const values = Array.from({ length: 200 }, (_, i) => i / 8);
const asked = (base: number): StartSweep => ({
  scenario: { base, edits: [], seed: 5, horizonSeconds: 60 },
  axes: [{ values: { twin: 'store-0', property: 'baseStockLevel', values } }],
  best: { kpi: 'total', top: 3, most: 100 },
});

async function ended(jobs: Awaited<ReturnType<typeof services>>['jobs'], id: string): Promise<Job> {
  let last: Job | undefined;
  for await (const job of await jobs.follow(id, signal, 1)) last = job;
  return last as Job;
}

test('a sweep that a restart interrupts comes to the bytes of one that was not', async () => {
  const opening = gate();
  let runs = 0;
  const reached = gate();
  const before = () => {
    runs += 1;
    if (runs < 900) return;
    reached.open();
    return opening.passes;
  };
  const first = await services(toySimulator({ ...noise, before }));
  const { revision } = await first.store.snapshot();
  const { job, estimate } = await startSweep(first, asked(revision), { signal });
  expect(estimate).toMatchObject({ cases: 200, runs: 2000 });
  await reached.passes;
  const closing = first.jobs.close();
  opening.open();
  await closing;
  // The present goes on, the sweep stays on its base.
  await first.store.commit([{ set: { twin: 'store-0', property: 'baseStockLevel', value: 99 } }]);
  await opened.reopen();
  const second = await services(toySimulator(noise));
  const kept = (await opened.store.archive.keys(`job/${job.id}/record/chunk/`)).length;
  expect(kept).toBeGreaterThan(0);
  await second.jobs.resume();
  expect(await ended(second.jobs, job.id)).toMatchObject({ state: 'done' });
  const resumed = bytesOf(await second.jobs.state(job.id));
  await opened.reopen();
  const third = await services(toySimulator(noise));
  expect(bytesOf(await third.jobs.state(job.id))).toBe(resumed);
  await opened.remove();
  opened = await temporaryStore();
  const whole = await services(toySimulator(noise));
  const again = await startSweep(whole, asked((await whole.store.snapshot()).revision), { signal });
  expect(await ended(whole.jobs, again.job.id)).toMatchObject({ state: 'done' });
  expect(bytesOf(await whole.jobs.state(again.job.id))).toBe(resumed);
});

test('a sweep whose models have changed since is not mixed with others', async () => {
  const first = await services(toySimulator({ ...noise, before: () => new Promise(() => {}) }));
  const { revision } = await first.store.snapshot();
  const definition = {
    ...asked(revision),
    scenario: { ...asked(revision).scenario, models: 'old' },
  };
  const job = await first.jobs.start(definition);
  expect(await ended(first.jobs, job.id)).toMatchObject({
    state: 'failed',
    problem: {
      code: 'CONFLICT',
      where: 'models',
      message: 'the models have changed since the sweep was started',
    },
  });
});
