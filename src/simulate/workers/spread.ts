/**
 * Sends messages to the threads of a pool until there are no more, and gives up when nobody waits for
 * the answers. A thread that dies of a message gets one more chance. Used by all that runs on threads:
 * `spreadCases`, `spreadSurvival`, `runElsewhere` and `chooseElsewhere`.
 */
import { LinchpinError } from '../../model/errors.ts';
import { errorOf, type Message, type Refused, type SimulatorSource } from './messages.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Threads, and the simulator that each of them has. */
export interface Threads {
  readonly pool: WorkerPool;
  readonly source: SimulatorSource;
}

/** One message, and what becomes of its answer. */
export interface Errand<Answer> {
  readonly message: Message;
  /** What it is about, for errors. */
  readonly what: string;
  take(answer: Answer): void;
}

/** A thread has the next message at hand when it has answered one. */
const messagesPerThread = 2;
/** So long threads may go on with messages that nobody waits for before they are ended. */
const graceMilliseconds = 500;

/** How many messages are under way at once. */
export function messagesAtOnce(pool: WorkerPool): number {
  return pool.threads * messagesPerThread;
}

/** Sends what `next` gives until that is undefined; throws the first refusal. */
export async function spread<Answer extends object>(
  pool: WorkerPool,
  next: () => Errand<Answer> | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const ending = new AbortController();
  let stopped = false;
  const lane = async (): Promise<void> => {
    for (let errand = next(); errand !== undefined; errand = stopped ? undefined : next()) {
      const { message, what } = errand;
      const answer = await answered<Answer | Refused>(pool, message, {
        signal: ending.signal,
        what,
      });
      if ('refused' in answer) throw errorOf(answer.refused);
      errand.take(answer);
    }
  };
  const lanes = Array.from({ length: messagesAtOnce(pool) }, lane);
  try {
    await orAborted(Promise.all(lanes), signal);
  } catch (error) {
    stopped = true;
    const end = setTimeout(() => ending.abort(), graceMilliseconds);
    void Promise.allSettled(lanes).then(() => clearTimeout(end));
    throw error;
  }
}

async function orAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The answer to a message; a thread that dies of it gets one more chance. */
async function answered<Answer>(
  pool: WorkerPool,
  message: Message,
  { signal, what }: { readonly signal: AbortSignal; readonly what: string },
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.run<Answer>(message, signal);
    } catch (error) {
      if (error instanceof LinchpinError || signal.aborted || !hasDied(error)) throw error;
      if (attempt === 2) throw died(error, what);
    }
  }
}

/** Whether it is the thread that failed, and not something that ran on it. */
function hasDied(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ERR_WORKER_INIT_FAILED') return true;
  return error.name === 'AbortError' || /^worker exited|^Terminating worker/.test(error.message);
}

function died(cause: unknown, what: string): LinchpinError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LinchpinError(
    {
      code: 'UNAVAILABLE',
      where: what,
      message: `the worker that was at it ended twice: ${reason}`,
      expected: 'what fits into the memory of a worker',
      action: 'try again, or ask for less at once',
    },
    { cause },
  );
}
