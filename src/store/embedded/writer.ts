/**
 * The one writer: takes what waits, runs it in one LMDB transaction (group commit), and answers
 * only when that is on disk. A refused task leaves the others alone; a failed transaction leaves
 * everything as it was, and writing is tried again with the next task or a second later.
 */
import type { RootDatabase } from 'lmdb';
import type { Commit } from '../../model/changeset.ts';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { LiveGraph } from './live-graph.ts';

/** One piece of work, run inside the transaction: it sees what the tasks before it wrote. */
export type Task<R> = (live: LiveGraph) => Outcome<R>;

/** What a task did; `write` comes last, so that a task that throws has written nothing. */
export interface Outcome<R> {
  readonly result: R;
  readonly live?: LiveGraph;
  readonly commit?: Commit;
  write?(): void;
}

/** What a writer works on. */
export interface WriterParts {
  /** The data folder, for messages. */
  readonly folder: string;
  readonly root: RootDatabase<Buffer>;
  readonly live: LiveGraph;
  /** Told of commits once they are on disk, before their tasks resolve. */
  readonly onCommits: (commits: readonly Commit[]) => void;
  /** Writes something that changes nothing, to find out whether writing works again. */
  readonly probe: () => void;
  /** Why what is written would be lost, asked before each transaction ends. */
  readonly lost: () => Problem | undefined;
}

interface Waiting {
  readonly task: Task<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How many tasks share a transaction at most, so that readers get their turn. */
const groupSize = 1_000;

/** How many tasks may wait; more are `RATE_LIMITED`, so that memory is bounded. */
export const maxWaiting = 20_000;

/** How long after a failed transaction writing is tried again by itself. */
const probeMilliseconds = 1_000;

/** Runs tasks one after another, many to a transaction. */
export class Writer {
  readonly #folder: string;
  readonly #root: RootDatabase<Buffer>;
  readonly #onCommits: (commits: readonly Commit[]) => void;
  readonly #probeWrite: () => void;
  readonly #lost: () => Problem | undefined;
  readonly #waiting: Waiting[] = [];
  #live: LiveGraph;
  #scheduled = false;
  #closed = false;
  #failure: Problem | undefined;
  #probe: NodeJS.Timeout | undefined;

  constructor({ folder, root, live, onCommits, probe, lost }: WriterParts) {
    this.#folder = folder;
    this.#root = root;
    this.#live = live;
    this.#onCommits = onCommits;
    this.#probeWrite = probe;
    this.#lost = lost;
  }

  /** The graph of the last transaction that is on disk. */
  get live(): LiveGraph {
    return this.#live;
  }

  /** Why writes fail at present; undefined when they do not. */
  get failure(): Problem | undefined {
    return this.#lost() ?? this.#failure;
  }

  /** Runs a task; rejects with what it throws, or `UNAVAILABLE` when nothing can be written. */
  run<R>(task: Task<R>): Promise<R> {
    if (this.#closed) return Promise.reject(new LinchpinError(closedProblem));
    if (this.#waiting.length >= maxWaiting) return Promise.reject(new LinchpinError(busyProblem));
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ task, resolve: resolve as (result: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Takes no more tasks; resolves when those that wait are done. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#probe);
    while (this.#waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    clearTimeout(this.#probe);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#writeGroup(this.#waiting.splice(0, groupSize));
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #writeGroup(group: readonly Waiting[]): void {
    const done: { readonly waiting: Waiting; readonly outcome: Outcome<unknown> }[] = [];
    let live = this.#live;
    try {
      this.#root.transactionSync(() => {
        for (const waiting of group) {
          const outcome = attempt(waiting, live);
          if (outcome === undefined) continue;
          outcome.write?.();
          live = outcome.live ?? live;
          done.push({ waiting, outcome });
        }
        if (this.#lost() !== undefined) throw new Error('the file is gone');
      });
    } catch (cause) {
      this.#fail(cause, group);
      return;
    }
    if (done.some(({ outcome }) => outcome.write !== undefined)) this.#failure = undefined;
    this.#live = live;
    this.#onCommits(done.flatMap(({ outcome }) => outcome.commit ?? []));
    for (const { waiting, outcome } of done) waiting.resolve(outcome.result);
  }

  #fail(cause: unknown, group: readonly Waiting[]): void {
    const { message } = cause as Error;
    this.#failure = this.#lost() ?? {
      code: 'UNAVAILABLE',
      where: this.#folder,
      message: `nothing can be written (${message}); reads go on`,
      action: 'make room on the disk or check it; writing resumes by itself',
    };
    const error = new LinchpinError(this.#failure, { cause });
    for (const { reject } of group) reject(error);
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => {
      this.run(() => ({ result: undefined, write: this.#probeWrite })).catch(() => undefined);
    }, probeMilliseconds).unref();
  }
}

function attempt({ task, reject }: Waiting, live: LiveGraph): Outcome<unknown> | undefined {
  try {
    return task(live);
  } catch (error) {
    reject(error);
    return undefined;
  }
}

/** Why a closed store answers nothing. */
export const closedProblem: Problem = {
  code: 'UNAVAILABLE',
  where: 'store',
  message: 'the store is closed',
};

const busyProblem: Problem = {
  code: 'RATE_LIMITED',
  where: 'store',
  message: `${maxWaiting} writes wait for the disk`,
  action: 'wait for earlier writes before sending more, and try again',
};
