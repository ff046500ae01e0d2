/**
 * A job: work that outlives a request and the process. What all kinds have in common, and what a
 * kind has to bring. Used by `openJobs`.
 */
import type { Problem } from '../../model/errors.ts';

export type JobState = 'running' | 'done' | 'cancelled' | 'failed';

/** What is known of a job at a moment. */
export interface Job {
  /** SHA-256 of its kind and definition: the same question is the same job. */
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  /** Epoch milliseconds, UTC. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  /** Runs that are done, and how many there will be as far as is known; 0 before that is known. */
  readonly done: number;
  readonly total: number;
  /** At the pace since it was taken up; absent when it is over or too early to say. */
  readonly secondsLeft?: number;
  /** Why it failed. */
  readonly problem?: Problem;
}

/** What a job has kept, by name; names are printable ASCII of at most 100 characters. */
export interface JobRecords {
  /** Keeps bytes for good unless there are some under the name. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
  /** All names that begin so, in the order of their characters. */
  names(prefix: string): Promise<readonly string[]>;
}

/** What a job's run is given. */
export interface JobWork {
  readonly records: JobRecords;
  /** Aborts when the job is cancelled or the service ends. */
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}

/** A kind of job: a question `D`, plain JSON, and what is known of its answer, `S`. */
export interface JobKind<D, S> {
  readonly name: string;
  /** What the records come to, whatever became of the process that wrote them. */
  open(definition: D, records: JobRecords): Promise<S>;
  /** Goes on to the end, and keeps what took time as it goes. */
  run(state: S, work: JobWork): Promise<void>;
}
