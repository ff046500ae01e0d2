/**
 * Threads that answer messages: piscina, started when there is first something to do and ended
 * when there has been nothing for a while. Used by `pooledSimulator`.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { LinchpinError } from '../../model/errors.ts';
import type { Message } from './messages.ts';

export interface WorkerPoolOptions {
  /** How many threads run at once; as many as the machine has processors by default. */
  readonly threads?: number;
  /** Flags of Node for each thread, such as a loader; those of the process by default. */
  readonly execArgv?: readonly string[];
  /** The largest heap of a thread; Node's own limit by default. */
  readonly heapMegabytes?: number;
  /** How long threads without work stay; 30 s by default. */
  readonly idleMilliseconds?: number;
}

/** Built, the worker is JavaScript; in tests it is TypeScript, like this file. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const worker = fileURLToPath(new URL(`./worker.${extension}`, import.meta.url));

export class WorkerPool {
  readonly threads: number;
  readonly #options: WorkerPoolOptions;
  #piscina: Piscina | undefined;
  #broken = new AbortController();
  #closed = false;
  #running = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: WorkerPoolOptions) {
    this.threads = Math.max(1, Math.floor(options.threads ?? availableParallelism()));
    this.#options = options;
  }

  /** Whether there are threads: they have something to do, or had until a short while ago. */
  get isStarted(): boolean {
    return this.#piscina !== undefined;
  }

  /** Answers a message on one of the threads; `signal` ends the thread that is at it. */
  async run<Answer>(message: Message, signal: AbortSignal): Promise<Answer> {
    if (this.#closed) throw closed();
    this.#piscina ??= this.#open();
    const broken = this.#broken.signal;
    clearTimeout(this.#idle);
    this.#running += 1;
    try {
      const either = AbortSignal.any([signal, broken]);
      return (await this.#piscina.run(message, { signal: either })) as Answer;
    } catch (error) {
      if (!broken.aborted || signal.aborted) throw error;
      throw new Error(`worker exited before it was ready: ${textOf(broken.reason)}`);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#endWhenIdle();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  #endWhenIdle(): void {
    const { idleMilliseconds = 30_000 } = this.#options;
    this.#idle = setTimeout(() => void this.#end().catch(() => {}), idleMilliseconds).unref();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const piscina = this.#piscina;
    this.#piscina = undefined;
    await piscina?.destroy();
  }

  #open(): Piscina {
    const { execArgv, heapMegabytes } = this.#options;
    const piscina = new Piscina({
      filename: worker,
      // With fewer, nobody starts a thread for what waits when the last one has died.
      minThreads: this.threads,
      maxThreads: this.threads,
      // A thread that waits in `Atomics.wait` cannot hear that it is to end.
      atomics: 'disabled',
      recordTiming: false,
      ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
      ...(heapMegabytes === undefined
        ? {}
        : { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } }),
    });
    // A thread that fails with no message in hand, as one that cannot load its file.
    piscina.on('error', (error: unknown) => this.#fail(piscina, error));
    return piscina;
  }

  /** What waits for threads that do not come is given up; the next message begins with new ones. */
  #fail(piscina: Piscina, error: unknown): void {
    if (this.#piscina !== piscina) return;
    this.#piscina = undefined;
    this.#broken.abort(error);
    this.#broken = new AbortController();
    void piscina.destroy().catch(() => {});
  }
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

function closed(): LinchpinError {
  return new LinchpinError({
    code: 'UNAVAILABLE',
    where: 'simulator',
    message: 'the simulator is closed',
    action: 'start the service again',
  });
}
