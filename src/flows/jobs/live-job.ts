/** A job that is being worked on: its progress, and who waits for news of it. Used by `openJobs`. */

import type { Job } from './job.ts';
import type { KeptJob } from './kept-jobs.ts';

/** How long the end of a job is guessed at only after some work. */
const leastSeconds = 0.5;

export class LiveJob<D, S> {
  readonly kept: KeptJob<D>;
  readonly ending = new AbortController();
  /** Settles when nothing more happens to it. */
  finished: Promise<void> = Promise.resolve();
  /** What is known of the answer; undefined until its records are read. */
  state: S | undefined;
  #done = 0;
  #total = 0;
  #begun: { readonly at: number; readonly done: number } | undefined;
  #changed = waiting();

  constructor(kept: KeptJob<D>) {
    this.kept = kept;
  }

  /** Gives how many runs are new; those before the first call are of another process. */
  progress(done: number, total: number): number {
    this.#begun ??= { at: performance.now(), done };
    const news = this.#total === 0 ? 0 : done - this.#done;
    this.#done = done;
    this.#total = total;
    this.announce();
    return news;
  }

  /** Wakes those who wait. */
  announce(): void {
    this.#changed.resolve();
    this.#changed = waiting();
  }

  /** Resolves at the next news. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  get done(): number {
    return this.#done;
  }

  get total(): number {
    return this.#total;
  }

  get job(): Job {
    const { id, kind, createdAt } = this.kept;
    const secondsLeft = this.#secondsLeft();
    return {
      id,
      kind,
      state: 'running',
      createdAt,
      done: this.#done,
      total: this.#total,
      ...(secondsLeft !== undefined && { secondsLeft }),
    };
  }

  #secondsLeft(): number | undefined {
    if (this.#begun === undefined) return undefined;
    const seconds = (performance.now() - this.#begun.at) / 1000;
    const since = this.#done - this.#begun.done;
    if (since <= 0 || seconds < leastSeconds) return undefined;
    return ((this.#total - this.#done) / since) * seconds;
  }
}

function waiting(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
