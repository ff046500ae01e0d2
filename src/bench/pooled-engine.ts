/** The engine with a thread for each of two cores, as the service has it. Used by benchmarks of sweeps. */
import { engine } from '../simulate/engine/engine.ts';
import type { Simulator } from '../simulate/simulator.ts';
import { pooledSimulator } from '../simulate/workers/pooled-simulator.ts';

/** A simulator, how many threads it has, and how to end them. */
export interface BenchEngine {
  readonly simulator: Simulator;
  readonly threads: number;
  close(): Promise<void>;
}

/** Threads only run what is built: in tests, which are not, all is done in this process. */
export function pooledEngine(threads = 2): BenchEngine {
  const inner = engine();
  if (import.meta.url.endsWith('.ts')) {
    return { simulator: inner, threads: 0, close: async () => {} };
  }
  const module = new URL('../simulate/engine/engine.js', import.meta.url).href;
  const simulator = pooledSimulator(inner, { module, threads, inProcessSeconds: 0 });
  return { simulator, threads, close: () => simulator.close() };
}
