/**
 * Runs the first cases of many in this process, to see how long they take, and goes on as long as
 * threads would not be done sooner. Used by `pooledSimulator`.
 */
import type { CasesRequest, Simulator } from '../simulator.ts';
import type { CaseTally } from './case-tally.ts';

/** The cases that are left to threads. */
export interface Rest {
  /** The first of them. */
  readonly from: number;
  /** What each is thought to take. */
  readonly seconds: number;
}

/** So long cases are run before it is thought of again how many are left. */
const batchSeconds = 0.1;
/** What a case is thought to take where none was run yet. */
const unknownSeconds = 0.001;

export interface RunHereOptions {
  readonly tally: CaseTally;
  /** Cases stay here while all that are left are thought to take at most so many seconds; none at 0. */
  readonly most: number;
  /** So long first cases are run before anything is thought of them: code is slow when it is new. */
  readonly sample: number;
}

/** Seconds are those of a processor: where others have it meanwhile, threads would wait as well. */
export async function runHere(
  inner: Simulator,
  request: CasesRequest,
  { tally, most, sample }: RunHereOptions,
): Promise<Rest> {
  const { length } = request.cases;
  let [from, took, size, seconds] = [0, 0, 1, unknownSeconds];
  while (from < length && most > 0) {
    if (took >= sample && (length - from) * seconds > most) break;
    const cases = request.cases.slice(from, from + size);
    const begun = now();
    tally.take(from, await inner.runCases({ ...request, cases }));
    const batch = since(begun);
    took += batch;
    from += cases.length;
    seconds = batch / cases.length;
    const wanted = Math.floor(batchSeconds / Math.max(seconds, 1e-7));
    size = Math.max(1, Math.min(2 * size, wanted));
  }
  return { from, seconds };
}

function now() {
  return { wall: performance.now(), processor: process.cpuUsage() };
}

/** Where threads are busy, the processor's time is theirs too. */
function since(begun: ReturnType<typeof now>): number {
  const { user, system } = process.cpuUsage(begun.processor);
  return Math.min((performance.now() - begun.wall) / 1e3, (user + system) / 1e6);
}
