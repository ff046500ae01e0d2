/** What jobs answer when they cannot, and a finished job as a value. Used by `Jobs`. */
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { Job } from './job.ts';
import type { JobEnd, KeptJob } from './kept-jobs.ts';

/** A job that nobody works on; one without an end waits for the next start of the service. */
export function doneJob<D>(kept: KeptJob<D>, end: JobEnd | undefined): Job {
  const { id, kind, createdAt } = kept;
  if (end === undefined) return { id, kind, createdAt, state: 'running', done: 0, total: 0 };
  return { id, kind, createdAt, ...end };
}

/** The answer to cancelling a job that is over. */
export function refuseDone(job: Job): Job {
  if (job.state === 'cancelled') return job;
  throw new LinchpinError({
    code: 'CONFLICT',
    where: 'input.id',
    message: `the job is ${job.state} already`,
    expected: 'a job that is running',
    action: 'leave it as it is',
  });
}

export function unknownJob(id: string): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'id',
    message: `there is no job ${id.slice(0, 256)}`,
    expected: 'the id of a job that is kept',
    action: 'see jobs for those there are, or start it again',
  });
}

export function tooMany(most: number): LinchpinError {
  return new LinchpinError({
    code: 'RATE_LIMITED',
    where: 'jobs',
    message: `${most} jobs are unfinished already`,
    expected: `at most ${most} at a time`,
    action: 'wait for one to end, or cancel one',
  });
}

/** What is told of a failure that nobody foresaw. */
export function unforeseen(error: unknown): Problem {
  const name = error instanceof Error ? error.name : typeof error;
  return {
    code: 'INTERNAL_SERVER_ERROR',
    where: 'job',
    message: `its work ended by an unforeseen ${name}`,
    action: 'see the log of the service',
  };
}
