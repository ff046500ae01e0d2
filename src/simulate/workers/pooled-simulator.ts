/**
 * A simulator that runs many cases, answers for many twins and chooses among many edits on threads,
 * byte for byte as the one inside would in this process. Single runs, and what takes no time, stay in
 * this process, unless there are mechanisms of others: one that never returns then holds up a thread,
 * which ends with the request. Adapter of `Simulator`, made in the composition root.
 */
import type { CaseFigures, Simulator } from '../simulator.ts';
import { CaseTally } from './case-tally.ts';
import { chooseElsewhere, runElsewhere } from './elsewhere.ts';
import { runHere } from './run-here.ts';
import { spreadCases } from './spread-cases.ts';
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
  /**
   * Cases that take less in this process stay here; 0.1 by default, none at 0 or with `mechanisms`.
   * While there are no threads, those stay that take less than these would to start.
   */
  readonly inProcessSeconds?: number;
}

export interface PooledSimulator extends Simulator {
  /** Ends the threads and what they are at. */
  close(): Promise<void>;
}

/** A program over so few candidates has no more branches than a blink takes. */
const fewCandidates = 8;

/** So long a few first cases are run here, to see how long they take. */
const sampleSeconds = 0.01;
/** Seconds of a processor that threads take to start and to run as quickly as this process does. */
const startSeconds = 2;

export function pooledSimulator(
  inner: Simulator,
  options: PooledSimulatorOptions,
): PooledSimulator {
  const { module, mechanisms = [] } = options;
  const isForeign = mechanisms.length > 0;
  const inProcessSeconds = isForeign ? 0 : (options.inProcessSeconds ?? 0.1);
  const pool = new WorkerPool(options);
  const threads = { pool, source: { module, mechanisms } };
  return {
    run: (request) => (isForeign ? runElsewhere(threads, request) : inner.run(request)),
    survival: (request) => spreadSurvival({ ...threads, inner, inProcessSeconds }, request),
    async choose(request) {
      const isShort = !isForeign && request.candidates.length <= fewCandidates;
      return isShort ? inner.choose?.(request) : chooseElsewhere(threads, request);
    },
    close: () => pool.close(),
    async runCases(request): Promise<CaseFigures> {
      const tally = new CaseTally(request.cases.length, request.kpis.length);
      const isCold = inProcessSeconds > 0 && !pool.isStarted;
      const most = isCold ? Math.max(startSeconds, inProcessSeconds) : inProcessSeconds;
      const sample = isCold ? most / 2 : sampleSeconds;
      const rest = await runHere(inner, request, { tally, most, sample });
      if (rest.from < request.cases.length) await spreadCases(threads, { request, tally }, rest);
      return tally.result();
    },
  };
}
