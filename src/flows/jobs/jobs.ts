/**
 * The jobs of a service: started once for each question, worked on a few at a time, cancelled,
 * followed, and taken up again after a restart from what they have kept. Opened with the service.
 */

import type { Archive } from '../../model/archive.ts';
import { type Clock, systemClock } from '../../model/clock.ts';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { Job, JobKind } from './job.ts';
import { doneJob, refuseDone, tooMany, unforeseen, unknownJob } from './job-refusals.ts';
import { type JobEnd, type KeptJob, KeptJobs, type ListedJob } from './kept-jobs.ts';
import { LiveJob } from './live-job.ts';
import { Turns } from './turns.ts';

export interface JobsOptions {
  readonly clock?: Clock;
  /** How many jobs are worked on at the same time; 2 by default. */
  readonly atOnce?: number;
  /** How many may be unfinished, those that wait included; 16 by default. */
  readonly mostUnfinished?: number;
  /** How many finished jobs are kept, the newest; 200 by default. */
  readonly mostKept?: number;
  /** Hears of failures that nobody foresaw. */
  onFailure?(error: unknown): void;
}

/** A job as it goes on. */
export type Following = AsyncIterableIterator<Job, undefined>;

/** How many answers of finished jobs stay in memory. */
const mostStates = 4;

export class Jobs<D, S> {
  readonly #kind: JobKind<D, S>;
  readonly #kept: KeptJobs<D>;
  readonly #options: Required<Pick<JobsOptions, 'mostUnfinished' | 'mostKept'>>;
  readonly #onFailure: (error: unknown) => void;
  readonly #turns: Turns;
  readonly #live = new Map<string, LiveJob<D, S>>();
  readonly #states = new Map<string, Promise<S>>();
  #starting: Promise<unknown> = Promise.resolve();
  #runs = 0;
  #closing = false;

  constructor(archive: Archive, kind: JobKind<D, S>, options: JobsOptions = {}) {
    const { clock = systemClock, atOnce = 2, mostUnfinished = 16, mostKept = 200 } = options;
    this.#kind = kind;
    this.#kept = new KeptJobs(archive, clock);
    this.#options = { mostUnfinished, mostKept };
    this.#turns = new Turns(atOnce);
    this.#onFailure = (error) => options.onFailure?.(error);
  }

  /** Takes up the jobs that were running when the service ended; resolves when they are known. */
  async resume(): Promise<void> {
    for (const { id } of [...(await this.#kept.list())].reverse()) {
      if ((await this.#kept.end(id)) !== undefined) continue;
      const kept = await this.#kept.get(id);
      if (kept !== undefined && !this.#live.has(id)) this.#begin(kept);
    }
  }

  /**
   * Begins a job. The same question is the same job: one that runs or is done is given as it is, one
   * that was cancelled or failed goes on from what it has. `RATE_LIMITED` when too many are unfinished.
   */
  start(definition: D): Promise<Job> {
    const started = this.#starting.then(() => this.#start(definition));
    this.#starting = started.catch(() => {});
    return started;
  }

  async #start(definition: D): Promise<Job> {
    const id = KeptJobs.idOf(this.#kind.name, definition);
    const live = this.#live.get(id);
    if (live !== undefined) return live.job;
    const end = await this.#kept.end(id);
    if (end?.state === 'done') return this.get(id);
    const { mostUnfinished } = this.#options;
    if (this.#live.size >= mostUnfinished) throw tooMany(mostUnfinished);
    const known = await this.#kept.get(id);
    const kept = known ?? (await this.#kept.keep(id, this.#kind.name, definition));
    if (end !== undefined) await this.#kept.reopen(id);
    this.#states.delete(id);
    return (this.#live.get(id) ?? this.#begin(kept)).job;
  }

  /** `NOT_FOUND`. */
  async get(id: string): Promise<Job> {
    const live = this.#live.get(id);
    if (live !== undefined) return live.job;
    const kept = await this.#kept.get(id);
    if (kept === undefined) throw unknownJob(id);
    return doneJob(kept, await this.#kept.end(id));
  }

  /** All jobs, newest first. */
  list(): Promise<readonly ListedJob[]> {
    return this.#kept.list();
  }

  /** What is known of the answer so far. */
  async state(id: string): Promise<S> {
    const live = this.#live.get(id);
    if (live?.state !== undefined) return live.state;
    const known = this.#states.get(id);
    if (known !== undefined) return known;
    const kept = await this.#kept.get(id);
    if (kept === undefined) throw unknownJob(id);
    const state = this.#kind.open(kept.definition, this.#kept.records(id));
    this.#states.set(id, state);
    state.catch(() => this.#states.delete(id));
    if (this.#states.size > mostStates) {
      this.#states.delete(this.#states.keys().next().value as string);
    }
    return state;
  }

  /** Ends a job; what it has stays. One that is cancelled already stays so; `CONFLICT` for others. */
  async cancel(id: string): Promise<Job> {
    const live = this.#live.get(id);
    if (live === undefined) return refuseDone(await this.get(id));
    live.ending.abort(new Cancelled());
    await live.finished;
    return this.get(id);
  }

  /** The job now and whenever there is news, at most every so often; ends with the job. */
  async follow(id: string, signal: AbortSignal, milliseconds = 250): Promise<Following> {
    await this.get(id);
    const ended = new AbortController();
    const end = AbortSignal.any([signal, ended.signal]);
    const news = this.#news(id, end, milliseconds);
    const reader: Following = {
      [Symbol.asyncIterator]: () => reader,
      next: () => news.next(),
      // A generator that waits for news cannot return: ending its wait lets it.
      return: () => {
        ended.abort();
        return news.return(undefined);
      },
    };
    return reader;
  }

  async *#news(id: string, signal: AbortSignal, least: number): AsyncGenerator<Job, undefined> {
    const gone = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    for (;;) {
      const live = this.#live.get(id);
      const changed = live?.changed;
      const job = live?.job ?? (await this.get(id));
      yield job;
      if (job.state !== 'running' || changed === undefined || signal.aborted) return;
      await Promise.race([changed, gone]);
      await Promise.race([live?.finished, pause(least), gone]);
      if (signal.aborted) return;
    }
  }

  /** How many jobs are unfinished, and how many runs were done since the service began. */
  counts(): { readonly running: number; readonly runs: number } {
    return { running: this.#live.size, runs: this.#runs };
  }

  /** Lets go of running jobs; they are taken up by the next `resume`. */
  async close(): Promise<void> {
    this.#closing = true;
    const all = [...this.#live.values()];
    for (const live of all) live.ending.abort(new Cancelled());
    await Promise.all(all.map(({ finished }) => finished));
  }

  #begin(kept: KeptJob<D>): LiveJob<D, S> {
    const live = new LiveJob<D, S>(kept);
    this.#live.set(kept.id, live);
    live.finished = this.#work(live);
    return live;
  }

  async #work(live: LiveJob<D, S>): Promise<void> {
    const leave = await this.#turns.enter(live.ending.signal);
    try {
      const end = await this.#endOf(live);
      if (end !== undefined) await this.#kept.keepEnd(live.kept.id, end);
      this.#live.delete(live.kept.id);
      await this.#forgetOldest();
    } catch (error) {
      // The archive is out of reach: the job is taken up again at the next start.
      this.#onFailure(error);
    } finally {
      this.#live.delete(live.kept.id);
      live.announce();
      leave();
    }
  }

  /** Works until the job is over; undefined when it is to be taken up again. */
  async #endOf(live: LiveJob<D, S>): Promise<JobEnd | undefined> {
    const { kept, ending } = live;
    const ended = (state: JobEnd['state'], problem?: Problem): JobEnd => {
      const { done, total } = live;
      const finishedAt = this.#kept.now();
      return { state, finishedAt, done, total, ...(problem !== undefined && { problem }) };
    };
    try {
      ending.signal.throwIfAborted();
      const records = this.#kept.records(kept.id);
      live.state = await this.#kind.open(kept.definition, records);
      const progress = (done: number, total: number) => {
        this.#runs += live.progress(done, total);
      };
      await this.#kind.run(live.state, { records, signal: ending.signal, progress });
      return ended('done');
    } catch (error) {
      if (ending.signal.aborted) return this.#closing ? undefined : ended('cancelled');
      if (error instanceof LinchpinError) return ended('failed', error.problems[0]);
      this.#onFailure(error);
      return ended('failed', unforeseen(error));
    }
  }

  async #forgetOldest(): Promise<void> {
    const finished = (await this.#kept.list()).filter(({ id }) => !this.#live.has(id));
    for (const old of finished.slice(this.#options.mostKept)) {
      this.#states.delete(old.id);
      await this.#kept.remove(old);
    }
  }
}

/** Why the work on a job ends. */
class Cancelled extends Error {
  override readonly name = 'AbortError';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
