/** The threads of a `ResidentNetwork`: all do their part of a run, or one of them says why not. */
import { Worker } from 'node:worker_threads';
import type { ThreadStart } from './layer-thread.ts';

/** Built, the thread's file is JavaScript; in tests it is TypeScript, like this file. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const threadFile = new URL(`./layer-thread.${extension}`, import.meta.url);

export class ThreadTeam {
  readonly #workers: readonly Worker[];
  #settle: ((error?: Error) => void) | undefined;
  #atWork = 0;
  #broken: Error | undefined;

  constructor(start: Omit<ThreadStart, 'thread'>, execArgv: readonly string[] | undefined) {
    this.#workers = Array.from({ length: start.schedule.threads }, (_, thread) => {
      const workerData: ThreadStart = { ...start, thread };
      const flags = execArgv === undefined ? {} : { execArgv: [...execArgv] };
      const worker = new Worker(threadFile, { workerData, ...flags });
      worker.on('message', () => this.#finished());
      worker.on('error', (error) => this.#fail(error));
      worker.on('exit', () => this.#fail(new Error('a thread of the network has ended')));
      worker.unref();
      return worker;
    });
  }

  /** One run on all threads; one at a time. A thread that dies ends the team. */
  run(): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    this.#atWork = this.#workers.length;
    return new Promise((resolve, reject) => {
      // Only who waits keeps the process alive.
      for (const worker of this.#workers) worker.ref();
      this.#settle = (error) => {
        this.#settle = undefined;
        for (const worker of this.#workers) worker.unref();
        if (error === undefined) resolve();
        else reject(error);
      };
      for (const worker of this.#workers) worker.postMessage(null);
    });
  }

  async close(): Promise<void> {
    this.#broken ??= new Error('the network is closed');
    this.#settle?.(this.#broken);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #finished(): void {
    this.#atWork -= 1;
    if (this.#atWork === 0) this.#settle?.();
  }

  #fail(error: Error): void {
    if (this.#broken !== undefined) return;
    this.#broken = error;
    this.#settle?.(error);
    for (const worker of this.#workers) void worker.terminate();
  }
}
