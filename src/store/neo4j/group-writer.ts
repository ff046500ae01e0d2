/**
 * Writes batches, each in one transaction that first takes the head. A connection that is lost in
 * the middle is made again, and the writer's own mark in the graph tells whether the batch landed.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import { type Batch, changesModels, type Seen, type Wanted } from '../live/journal.ts';
import { batchWrites, headAfter, isNothing, type Write } from './batch-writes.ts';
import type { Connection } from './connection.ts';
import {
  type HeadRow,
  type KnownModels,
  lockHead,
  look,
  type Run,
  requireSame,
  runIn,
} from './seen.ts';
import { isPassing, isRefused } from './server-errors.ts';

/** How often a write is tried, and for how long, before it fails. */
const patience = { attempts: 10, milliseconds: 30_000, pauseMilliseconds: 100 };

/** How many rows one statement takes. */
const rowsAtOnce = 5_000;

/** What a write came to. */
export interface Written<B> {
  readonly batch: B;
  readonly models: KnownModels;
}

/** One write: how far the caller is, and what decides it. */
export interface Task<B> {
  readonly wanted: Wanted;
  readonly models: KnownModels;
  readonly decide: (seen: Seen) => B;
}

/** An attempt whose commit was sent, so that it may have landed. */
interface Sent<B> extends Written<B> {
  readonly group: string;
}

/** Writes for one instance; one write at a time. */
export class GroupWriter {
  readonly #connection: Connection;
  readonly #graph: string;
  readonly #id = randomUUID();
  #retries = 0;

  /** `graph` is the identity of the data that was opened. */
  constructor(connection: Connection, graph: string) {
    this.#connection = connection;
    this.#graph = graph;
  }

  /** How many attempts were repeated. */
  get retries(): number {
    return this.#retries;
  }

  /**
   * Rejects with `UNAVAILABLE` when a commit was sent and nobody knows whether it landed, whatever
   * came after; else with the last attempt's error, and nothing was written: see `serverError`,
   * `NOT_FOUND` when the log no longer reaches back.
   */
  async write<B extends Batch>(task: Task<B>): Promise<Written<B>> {
    const deadline = performance.now() + patience.milliseconds;
    let sent: Sent<B> | undefined;
    for (let attempt = 1; ; attempt++) {
      const before: Sent<B> | undefined = sent;
      try {
        return await this.#attempt(task, sent, (next) => {
          sent = next;
        });
      } catch (error) {
        // What is refused is this attempt's own commit, not an earlier one that nobody answered.
        if (sent !== before && isRefused(error)) sent = undefined;
        const more = attempt < patience.attempts && performance.now() < deadline;
        if (!isPassing(error) || !more) throw this.#failure(error, sent !== undefined);
        this.#retries++;
        await pause(patience.pauseMilliseconds * attempt * (0.5 + Math.random()));
      }
    }
  }

  /** Forgets what tells of this instance's last write. */
  async close(): Promise<void> {
    const parameters = { id: this.#id };
    await this.#connection
      .run('MATCH (writer:LinchpinWriter {id: $id}) DELETE writer', parameters)
      .catch(() => undefined);
  }

  async #attempt<B extends Batch>(
    { wanted, models: known, decide }: Task<B>,
    sent: Sent<B> | undefined,
    onSend: (sent: Sent<B> | undefined) => void,
  ): Promise<Written<B>> {
    const work = async (run: Run) => {
      const mine = { writer: this.#id, models: known };
      const [, { seen, head, group, models }] = await Promise.all([
        lockHead(run),
        look(run, wanted, mine),
      ]);
      requireSame(head, this.#graph, wanted);
      // The lock was the earlier attempt's until that ended one way or the other.
      if (sent !== undefined && sent.group === group) return { ...sent, write: false };
      onSend(undefined);
      const batch = decide(seen);
      if (isNothing(batch)) return { batch, models, write: false };
      const next = { batch, models: knownAfter(models, batch), group: randomUUID() };
      await this.#writeAll(run, next, head);
      onSend(next);
      return { ...next, write: true };
    };
    const { batch, models } = await this.#connection.transaction(
      (transaction) => work(runIn(transaction)),
      ({ write }) => write,
    );
    return { batch, models };
  }

  async #writeAll<B extends Batch>(
    run: Run,
    { batch, models, group }: Sent<B>,
    head: HeadRow,
  ): Promise<void> {
    const writes = batchWrites(batch, head, models.vocabulary).flatMap(portions);
    const after = Object.entries(headAfter(batch, head)).map(([name, n]) => [name, BigInt(n)]);
    const parameters = { id: this.#id, group, head: Object.fromEntries(after) };
    await Promise.all([
      ...writes.map(({ text, rows }) => run(text, { rows })),
      run(
        `MATCH (head:LinchpinHead {name: 'head'}) SET head += $head
         MERGE (writer:LinchpinWriter {id: $id}) SET writer.group = $group, writer.at = timestamp()`,
        parameters,
      ),
    ]);
  }

  #failure(error: unknown, maySent: boolean): unknown {
    const explained = this.#connection.explained(error);
    return maySent ? new LinchpinError(this.#doubt(explained), { cause: error }) : explained;
  }

  /** A commit was sent and not answered; `last` is why nobody could find out what became of it. */
  #doubt(last: unknown): Problem {
    const why = last instanceof LinchpinError ? last.problems[0] : undefined;
    const again = 'try again with the same operation id: it has effect once';
    return {
      code: 'UNAVAILABLE',
      where: this.#connection.place.uri,
      message: `a commit was sent and not answered, so whether it landed is not known: ${why?.message ?? last}`,
      action: why?.action === undefined ? again : `${why.action}; then ${again}`,
    };
  }
}

function knownAfter(models: KnownModels, batch: Batch): KnownModels {
  if (!changesModels(batch)) return models;
  return { version: models.version + 1, vocabulary: models.vocabulary.after(batch) };
}

function portions({ text, rows }: Write): Write[] {
  const parts: Write[] = [];
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    parts.push({ text, rows: rows.slice(start, start + rowsAtOnce) });
  }
  return parts;
}
