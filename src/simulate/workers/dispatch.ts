/**
 * Spreads cases over the threads of a pool, in messages that take about a tenth of a second: long
 * enough not to be all overhead, short enough to stop soon. Used by `pooledSimulator`.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { CasesRequest } from '../simulator.ts';
import type { CaseTally } from './case-tally.ts';
import { type CasesAnswer, type CasesMessage, errorOf, packCases } from './messages.ts';
import { sharedGraph, sharedOntology } from './shared-input.ts';
import type { WorkerPool } from './worker-pool.ts';

/** What is spread, over what. */
export interface Dispatch {
  readonly pool: WorkerPool;
  /** As in `PooledSimulatorOptions`. */
  readonly source: Pick<CasesMessage, 'module' | 'mechanisms'>;
  readonly request: CasesRequest;
  readonly tally: CaseTally;
}

const messageSeconds = 0.1;
const mostCases = 20_000;
/** A thread has the next message at hand when it has answered one. */
const messagesPerThread = 2;
/** So long threads may go on with messages that nobody waits for before they are ended. */
const graceMilliseconds = 500;

/** Runs the cases from a position on, of which each is thought to take so many seconds. */
export async function dispatch(
  { pool, source, request, tally }: Dispatch,
  start: { readonly from: number; readonly seconds: number },
): Promise<void> {
  const { cases, signal } = request;
  const ending = new AbortController();
  const shared = {
    ...source,
    graph: sharedGraph(request.graph),
    ontology: sharedOntology(request.catalogue),
  };
  const setting = { ...shared, scenario: request.scenario, kpis: request.kpis };
  let next = start.from;
  let { seconds } = start;
  const size = (): number => {
    const left = cases.length - next;
    const fair = Math.ceil(left / (pool.threads * messagesPerThread));
    const wanted = Math.round(messageSeconds / Math.max(seconds, 1e-7));
    return Math.min(left, Math.max(1, Math.min(wanted, fair, mostCases)));
  };
  const lane = async (): Promise<void> => {
    while (next < cases.length && !ending.signal.aborted) {
      const from = next;
      next += size();
      const to = next;
      const message = { ...setting, cases: packCases(cases, from, to) };
      const answer = await answered(pool, message, { signal: ending.signal, from });
      if ('refused' in answer) throw errorOf(answer.refused);
      seconds = (seconds + answer.seconds / (to - from)) / 2;
      tally.take(from, answer);
    }
  };
  const lanes = Array.from({ length: pool.threads * messagesPerThread }, lane);
  try {
    await orAborted(Promise.all(lanes), signal);
  } catch (error) {
    next = cases.length;
    const end = setTimeout(() => ending.abort(), graceMilliseconds);
    void Promise.allSettled(lanes).then(() => clearTimeout(end));
    throw error;
  }
}

async function orAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
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
async function answered(
  pool: WorkerPool,
  message: CasesMessage,
  { signal, from }: { readonly signal: AbortSignal; readonly from: number },
): Promise<CasesAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.run(message, signal);
    } catch (error) {
      if (error instanceof LinchpinError || signal.aborted || !hasDied(error)) throw error;
      if (attempt === 2) throw died(error, from, from + message.cases.seeds.length - 1);
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

function died(cause: unknown, first: number, last: number): LinchpinError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LinchpinError(
    {
      code: 'UNAVAILABLE',
      where: `cases ${first} to ${last}`,
      message: `the worker that ran them ended twice: ${reason}`,
      expected: 'cases that fit into the memory of a worker',
      action: 'try again, or run fewer or smaller cases',
    },
    { cause },
  );
}
