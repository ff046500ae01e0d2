/**
 * The one writer: takes the group of tasks that wait, decides them in memory inside one write of
 * the journal (group commit), and answers only when that is durable. While a group is written the
 * next one gathers. A refused task leaves the others alone; a failed write leaves all as it was.
 */
import { setImmediate } from 'node:timers/promises';
import { type ErrorCode, LinchpinError, type Problem } from '../../model/errors.ts';
import { type Decision, decide } from './decision.ts';
import type { Journal, Seen, Wanted } from './journal.ts';
import type { Present } from './present.ts';
import type { Task } from './task.ts';

interface Waiting {
  readonly task: Task<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What a writer works on. */
export interface WriterParts {
  readonly journal: Pick<Journal, 'write'>;
  readonly present: Present;
  /** Runs something that needs the log to reach back to the present, again if it did not. */
  readonly reaching: <R>(work: () => Promise<R>) => Promise<R>;
}

/** How many tasks share a write at most, so that readers get their turn. */
const groupSize = 1_000;

/** How many tasks may wait; more are `RATE_LIMITED`, so that memory is bounded. */
export const maxWaiting = 20_000;

/** Runs tasks one after another, many to a write. */
export class Writer {
  readonly #parts: WriterParts;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /** Runs a task; rejects with what it throws, or `UNAVAILABLE` when nothing can be written. */
  run<R>(task: Task<R>): Promise<R> {
    if (this.#closed) return Promise.reject(new LinchpinError(closedProblem));
    if (this.#waiting.length >= maxWaiting) return Promise.reject(new LinchpinError(busyProblem));
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ task, resolve: resolve as (result: unknown) => void, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Takes no more tasks; resolves when those that wait are done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await setImmediate();
      await this.#parts.present.room();
      await this.#write(this.#nextGroup());
    }
    this.#writing = undefined;
  }

  #nextGroup(): readonly Waiting[] {
    const alone = this.#waiting.findIndex(({ task }) => task.alone === true);
    const size = alone === -1 ? groupSize : Math.min(groupSize, Math.max(alone, 1));
    return this.#waiting.splice(0, size);
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const tasks = group.map(({ task }) => task);
    const { journal, present, reaching } = this.#parts;
    let decision: Decision;
    try {
      decision = await reaching(() =>
        journal.write(wantedBy(tasks, present), (seen) => this.#decide(tasks, seen)),
      );
    } catch (error) {
      if (group.length > 1 && isOfSome(error)) return this.#writeHalves(group);
      for (const { reject } of group) reject(error);
      return;
    }
    try {
      present.take(decision);
    } catch (error) {
      // It is durable all the same; the next write finds the present behind, and reads it anew.
      process.emitWarning(error as Error);
    }
    decision.answers.forEach((answer, index) => {
      const { resolve, reject } = group[index] as Waiting;
      if ('error' in answer) reject(answer.error);
      else resolve(answer.result);
    });
  }

  /** Finds the task that the medium refuses, so that the others are written. */
  async #writeHalves(group: readonly Waiting[]): Promise<void> {
    const half = group.length >> 1;
    await this.#write(group.slice(0, half));
    await this.#write(group.slice(half));
  }

  #decide(tasks: readonly Task<unknown>[], seen: Seen): Decision {
    const { present } = this.#parts;
    present.follow(seen);
    if (present.graph.revision !== seen.revision) throw new LinchpinError(behindProblem);
    return decide(tasks, { graph: present.graph, models: present.models, seen });
  }
}

/** Whether a refusal may be about some tasks of a group only, and not about writing at all. */
function isOfSome(error: unknown): boolean {
  return !(error instanceof LinchpinError && ofAll.has(error.code));
}

const ofAll: ReadonlySet<ErrorCode> = new Set([
  'UNAVAILABLE',
  'NOT_FOUND',
  'FORBIDDEN',
  'UNAUTHENTICATED',
]);

function wantedBy(tasks: readonly Task<unknown>[], { known }: Present): Wanted {
  return {
    ...known,
    operations: tasks.flatMap(({ operations }) => operations ?? []),
    messages: tasks.flatMap(({ messages }) => messages ?? []),
  };
}

/** Why a closed store answers nothing. */
export const closedProblem: Problem = {
  code: 'UNAVAILABLE',
  where: 'store',
  message: 'the store is closed',
};

/** Makes the graph be read anew, as a log that no longer reaches back to it does. */
const behindProblem: Problem = {
  code: 'NOT_FOUND',
  where: 'store',
  message: 'the graph in memory is behind the journal',
};

const busyProblem: Problem = {
  code: 'RATE_LIMITED',
  where: 'store',
  message: `${maxWaiting} writes wait to be kept`,
  action: 'wait for earlier writes before sending more, and try again',
};
