import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '../../src/flows/jobs/job.ts';
import { Jobs, type JobsOptions } from '../../src/flows/jobs/jobs.ts';
import { publishJobs } from '../../src/metrics.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import {
  type Counting,
  countingKind,
  gate,
  type OpenedStore,
  temporaryStore,
} from './jobs-fixture.ts';

let opened: OpenedStore;
beforeEach(async () => {
  opened = await temporaryStore();
});
afterEach(() => opened.remove());

type Gate = (step: number) => Promise<void> | void;
const never = new Promise<void>(() => {});
const jobsWith = (pass: Gate, options: JobsOptions = {}) =>
  new Jobs(opened.store.archive, countingKind(pass), options);
const three: Counting = { name: 'three', to: 3 };

const until = async (jobs: Jobs<Counting, unknown>, id: string): Promise<Job> => {
  const following = await jobs.follow(id, new AbortController().signal, 1);
  let last: Job | undefined;
  for await (const job of following) last = job;
  return last as Job;
};

describe('a job', () => {
  test('runs to its end, and the same question is the same job', async () => {
    const jobs = jobsWith(() => {});
    const { id, state } = await jobs.start(three);
    expect(state).toBe('running');
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(await until(jobs, id)).toMatchObject({ state: 'done', done: 3, total: 3 });
    expect(await jobs.start(three)).toMatchObject({ id, state: 'done' });
    expect((await jobs.start({ ...three, to: 4 })).id).not.toBe(id);
    expect(await jobs.state(id)).toMatchObject({ steps: [0, 1, 2] });
  });

  test('is started once when it is asked for twice at the same time', async () => {
    const jobs = jobsWith(() => {});
    const [one, two] = await Promise.all([jobs.start(three), jobs.start(three)]);
    expect(one.id).toBe(two.id);
    await until(jobs, one.id);
    expect(await jobs.list()).toHaveLength(1);
    expect(jobs.counts()).toEqual({ running: 0, runs: 3 });
  });

  test('tells how far it is, step by step, and ends with its state', async () => {
    const gates = [gate(), gate(), gate()];
    const jobs = jobsWith((step) => gates[step]?.passes);
    const { id } = await jobs.start(three);
    const seen: string[] = [];
    const following = await jobs.follow(id, new AbortController().signal, 1);
    for await (const job of following) {
      seen.push(`${job.state} ${job.done}`);
      if (job.total > 0) gates[job.done]?.open();
    }
    expect(seen.filter((line, i) => line !== seen[i - 1])).toEqual([
      'running 0',
      'running 1',
      'running 2',
      'done 3',
    ]);
  });

  test('can be left by one who follows it, also while nothing happens', async () => {
    const jobs = jobsWith(() => never);
    const { id } = await jobs.start(three);
    const following = await jobs.follow(id, new AbortController().signal);
    await following.next();
    const waiting = following.next();
    await following.return?.();
    await waiting;
    const gone = new AbortController();
    const other = await jobs.follow(id, gone.signal, 1);
    await other.next();
    gone.abort();
    let last = await other.next();
    if (last.done !== true) last = await other.next();
    expect(last.done).toBe(true);
    await jobs.close();
  });
});

describe('cancelling', () => {
  test('ends a job, which keeps what it has and goes on when it is started again', async () => {
    let open = false;
    const jobs = jobsWith((step) => (step === 2 && !open ? never : undefined));
    const { id } = await jobs.start(three);
    await jobs.cancel(id);
    expect(await jobs.get(id)).toMatchObject({ state: 'cancelled' });
    open = true;
    await jobs.start(three);
    expect(await until(jobs, id)).toMatchObject({ state: 'done', done: 3 });
    expect(await jobs.list()).toHaveLength(1);
  });

  test('twice changes nothing; what is done cannot be cancelled, nor what is not there', async () => {
    const jobs = jobsWith(() => never);
    const { id } = await jobs.start(three);
    const first = await jobs.cancel(id);
    expect(await jobs.cancel(id)).toEqual(first);
    const quick = jobsWith(() => {});
    const done = await quick.start({ name: 'quick', to: 1 });
    await until(quick, done.id);
    await expect(quick.cancel(done.id)).rejects.toThrow(
      'CONFLICT input.id: the job is done already; expected a job that is running; leave it as it is',
    );
    const unknown =
      'NOT_FOUND id: there is no job nobody; expected the id of a job that is kept; see jobs for those there are, or start it again';
    await expect(jobs.cancel('nobody')).rejects.toThrow(unknown);
    await expect(jobs.get('nobody')).rejects.toThrow(unknown);
    await expect(jobs.state('nobody')).rejects.toThrow(unknown);
    await expect(jobs.follow('nobody', new AbortController().signal)).rejects.toThrow(unknown);
  });
});

describe('a restart', () => {
  test('takes up what was running from where it was, and nothing else', async () => {
    const jobs = jobsWith((step) => (step === 2 ? never : undefined));
    const { id } = await jobs.start(three);
    const cancelled = await jobs.start({ name: 'other', to: 3 });
    await jobs.cancel(cancelled.id);
    for await (const job of await jobs.follow(id, new AbortController().signal, 1)) {
      if (job.done === 2) break;
    }
    await jobs.close();
    await opened.reopen();
    const steps: number[] = [];
    const after = jobsWith((step) => {
      steps.push(step);
    });
    expect(await after.get(id)).toMatchObject({ state: 'running' });
    await after.resume();
    expect(await until(after, id)).toMatchObject({ state: 'done', done: 3, total: 3 });
    expect(steps).toEqual([2]);
    expect(await after.get(cancelled.id)).toMatchObject({ state: 'cancelled' });
    expect(after.counts().runs).toBe(1);
  });
});

test('what jobs do is told to Prometheus', async () => {
  const registry = new Registry();
  const jobs = jobsWith((step) => (step === 2 ? never : undefined));
  publishJobs(registry, jobs);
  const { id } = await jobs.start(three);
  for await (const job of await jobs.follow(id, new AbortController().signal, 1)) {
    if (job.done === 2) break;
  }
  const text = await registry.metrics();
  expect(text).toContain('linchpin_jobs_running 1');
  expect(text).toContain('linchpin_job_runs_total 2');
  await jobs.close();
});

describe('many jobs', () => {
  test('wait for their turn, and too many are refused', async () => {
    const opening = gate();
    const jobs = jobsWith(() => opening.passes, { atOnce: 1, mostUnfinished: 3 });
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => jobs.start({ name, to: 1 })));
    await expect(jobs.start({ name: 'd', to: 1 })).rejects.toThrow(
      'RATE_LIMITED jobs: 3 jobs are unfinished already; expected at most 3 at a time; wait for one to end, or cancel one',
    );
    expect(jobs.counts().running).toBe(3);
    await jobs.cancel(b?.id ?? '');
    opening.open();
    expect(await until(jobs, a?.id ?? '')).toMatchObject({ state: 'done' });
    expect(await until(jobs, c?.id ?? '')).toMatchObject({ state: 'done' });
  });

  test('are forgotten when there are newer ones, with all that they kept', async () => {
    const jobs = jobsWith(() => {}, { mostKept: 2 });
    for (const name of ['a', 'b', 'c']) await until(jobs, (await jobs.start({ name, to: 2 })).id);
    expect(await jobs.list()).toHaveLength(2);
    expect(await opened.store.archive.keys('job/')).toHaveLength(2 * 4);
  });
});

describe('a failure', () => {
  test('is the problem of the job, and the service lives', async () => {
    const jobs = jobsWith(() => {
      throw new LinchpinError({ code: 'UNAVAILABLE', where: 'store', message: 'it is away' });
    });
    const { id } = await jobs.start(three);
    expect(await until(jobs, id)).toMatchObject({
      state: 'failed',
      problem: { code: 'UNAVAILABLE', where: 'store', message: 'it is away' },
    });
  });

  test('that nobody foresaw is told without its details, which go to the log', async () => {
    const logged: unknown[] = [];
    const secret = new TypeError('secret of the house');
    const onFailure = (error: unknown) => logged.push(error);
    const jobs = jobsWith(
      () => {
        throw secret;
      },
      { onFailure },
    );
    const { id } = await jobs.start(three);
    expect((await until(jobs, id)).problem).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      where: 'job',
      message: 'its work ended by an unforeseen TypeError',
      action: 'see the log of the service',
    });
    expect(logged).toEqual([secret]);
  });
});
