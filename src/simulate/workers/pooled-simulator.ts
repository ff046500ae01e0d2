/**
 * A simulator that runs many cases, and answers for many twins, on several threads, byte for byte as
 * the one inside would in this process. Single runs, and cases that take no time, stay in this process. Adapter of
 * `Simulator`, made in the composition root.
 */
import type { CaseFigures, CasesRequest, Simulator } from '../simulator.ts';
import { CaseTally } from './case-tally.ts';
import { dispatch } from './dispatch.ts';
import { spreadSurvival } from './spread-survival.ts';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.ts';

export interface PooledSimulatorOptions extends WorkerPoolOptions {
  /**
   * Path or `file:` URL of a module that exports `engine`, a function of mechanisms that makes the
   * same simulator as the one inside: threads share no functions.
   */
  readonly module: string;
  /** Files of mechanisms of others that the simulator inside has; each is a default export. */
  readonly mechanisms?: readonly string[];
  /** Cases that take less in this process stay here; 0.1 by default, none at 0. */
  readonly inProcessSeconds?: number;
}

export interface PooledSimulator extends Simulator {
  /** Ends the threads and what they are at. */
  close(): Promise<void>;
}

/** So long a few first cases are run here, to see how long they take. */
const sampleMilliseconds = 10;
/** What a case is thought to take where none was run yet. */
const unknownMilliseconds = 1;

export function pooledSimulator(
  inner: Simulator,
  options: PooledSimulatorOptions,
): PooledSimulator {
  const { inProcessSeconds = 0.1, module, mechanisms = [] } = options;
  const source = { module, mechanisms };
  const pool = new WorkerPool(options);
  return {
    run: (request) => inner.run(request),
    survival: (request) => spreadSurvival({ pool, inner, source, inProcessSeconds }, request),
    choose: async (request) => inner.choose?.(request),
    close: () => pool.close(),
    async runCases(request): Promise<CaseFigures> {
      const tally = new CaseTally(request.cases.length, request.kpis.length);
      const most = Math.min(sampleMilliseconds, inProcessSeconds * 1000);
      const { next, seconds } = await sample(inner, request, { tally, most });
      const left = request.cases.length - next;
      if (left * seconds <= inProcessSeconds) await runHere(inner, request, { tally, from: next });
      else await dispatch({ pool, source, request, tally }, { from: next, seconds });
      return tally.result();
    },
  };
}

interface Sample {
  /** The first case that has not been run. */
  readonly next: number;
  /** For each case, as measured. */
  readonly seconds: number;
}

/** Runs a case, then twice as many, and so on until that has taken `most` milliseconds. */
async function sample(
  inner: Simulator,
  request: CasesRequest,
  { tally, most }: { readonly tally: CaseTally; readonly most: number },
): Promise<Sample> {
  const begun = performance.now();
  let next = 0;
  let took = 0;
  let last = unknownMilliseconds;
  for (let size = 1; next < request.cases.length && took < most; size *= 2) {
    const to = Math.min(request.cases.length, next + size);
    const before = took;
    await runHere(inner, request, { tally, from: next, to });
    took = performance.now() - begun;
    last = (took - before) / (to - next);
    next = to;
  }
  return { next, seconds: last / 1000 };
}

interface Here {
  readonly tally: CaseTally;
  readonly from: number;
  readonly to?: number;
}

async function runHere(inner: Simulator, request: CasesRequest, { tally, from, to }: Here) {
  const cases = request.cases.slice(from, to);
  if (cases.length > 0) tally.take(from, await inner.runCases({ ...request, cases }));
}
