/**
 * The journal of the Neo4j store: twins are nodes and relationships are relationships that a
 * planner can ask with Cypher; beside them are the models, the log of commits and the archive.
 */

import type { Archive } from '../../model/archive.ts';
import type { CommitRecord } from '../../model/commit-record.ts';
import { type ErrorCode, LinchpinError, type Problem } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Page } from '../../query/query.ts';
import type { Batch, Head, Journal, Known, News, Seen, Wanted } from '../live/journal.ts';
import { defaultRetention, type Retention } from '../live/retention.ts';
import { closedProblem } from '../live/writer.ts';
import type { Rejection, RejectionFilter, StoredModel } from '../twin-store.ts';
import { neo4jArchive, removeLostParts } from './archive.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { GroupWriter } from './group-writer.ts';
import { readLog } from './log.ts';
import { readGraph } from './read-graph.ts';
import { readRejections } from './read-rejections.ts';
import { forgetOldest } from './retention.ts';
import { type KnownModels, modelsOf, type Run, readHead, readNews, requireSame } from './seen.ts';
import { prepareDatabase } from './setup.ts';

/** Which database to open, and how much to keep in it. */
export interface Neo4jJournalOptions extends ConnectionOptions {
  readonly retention?: Partial<Retention>;
  /** How long to wait for a server that does not answer at first; 30,000 ms unless given. */
  readonly startMilliseconds?: number;
}

/** After how many writes what is too old is deleted. */
const writesBetweenTrims = 500;

/** How long a failed write makes the journal unhealthy, when none succeeds. */
const failureMilliseconds = 5_000;

/**
 * Opens a database. `UNAVAILABLE`, `UNAUTHENTICATED`, `DATA_TOO_NEW`, or `BAD_USER_INPUT` when the
 * server is too old, the database is not there or its graph is not ours.
 */
export async function neo4jJournal(options: Neo4jJournalOptions): Promise<Journal> {
  const connection = new Connection(options);
  try {
    const id = await prepareDatabase(connection, options.startMilliseconds ?? 30_000);
    await removeLostParts(connection);
    const run: Run = (text, parameters) => connection.run(text, parameters);
    const models = await modelsOf(run, await readHead(run), undefined);
    return new Neo4jJournal({ connection, run, id, models, options });
  } catch (error) {
    await connection.close();
    throw connection.explained(error);
  }
}

interface Parts {
  readonly connection: Connection;
  readonly run: Run;
  readonly id: string;
  readonly models: KnownModels;
  readonly options: Neo4jJournalOptions;
}

class Neo4jJournal implements Journal {
  readonly id: string;
  readonly shared = true;
  readonly archive: Archive;
  readonly #connection: Connection;
  readonly #run: Run;
  readonly #writer: GroupWriter;
  readonly #retention: Retention;
  #models: KnownModels;
  #failure: { readonly problem: Problem; readonly at: number } | undefined;
  #writes = 0;
  #trimming: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor({ connection, run, id, models, options }: Parts) {
    this.id = id;
    this.#connection = connection;
    this.#run = run;
    this.#models = models;
    this.#writer = new GroupWriter(connection, id);
    this.#retention = { ...defaultRetention, ...options.retention };
    const archive = neo4jArchive(connection);
    this.archive = {
      put: (key, bytes) => this.#asked(() => archive.put(key, bytes)),
      get: (key) => this.#asked(() => archive.get(key)),
      keys: (prefix) => this.#asked(() => archive.keys(prefix)),
      remove: (keys) => this.#asked(() => archive.remove(keys)),
    };
    this.#trim();
  }

  head(): Promise<Head> {
    return this.#asked(async () => {
      const head = await readHead(this.#run);
      requireSame(head, this.id, head);
      const { revision, oldest, modelsVersion } = head;
      return { revision, oldest, modelsVersion };
    });
  }

  models(): Promise<readonly StoredModel[]> {
    return this.#asked(async () => {
      this.#models = await modelsOf(this.#run, await readHead(this.#run), this.#models);
      return this.#models.vocabulary.stored;
    });
  }

  graph(): Promise<TwinGraph> {
    return this.#asked(() => readGraph(this.#connection, this.id));
  }

  commitsAfter(revision: number, limit: number): Promise<readonly CommitRecord[]> {
    return this.#asked(() => readLog(this.#connection, revision, limit));
  }

  news(known: Known): Promise<News> {
    return this.#asked(async () => {
      const { head, news, models } = await readNews(this.#run, known, this.#models);
      requireSame(head, this.id, known);
      this.#models = models;
      return news;
    });
  }

  write<B extends Batch>(wanted: Wanted, decide: (seen: Seen) => B): Promise<B> {
    return this.#asked(async () => {
      try {
        const task = { wanted, models: this.#models, decide };
        const { batch, models } = await this.#writer.write(task);
        this.#models = models;
        this.#failure = undefined;
        if (++this.#writes % writesBetweenTrims === 0) this.#trim();
        return batch;
      } catch (error) {
        this.#remember(error);
        throw error;
      }
    });
  }

  rejections(filter: RejectionFilter): Promise<Page<Rejection>> {
    return this.#asked(() => readRejections(this.#connection, filter));
  }

  retries(): number {
    return this.#writer.retries;
  }

  async health(): Promise<Problem | undefined> {
    try {
      await this.#asked(() => this.#run('RETURN 1'));
    } catch (error) {
      return problemOf(error);
    }
    const { problem, at } = this.#failure ?? { problem: undefined, at: 0 };
    return performance.now() - at < failureMilliseconds ? problem : undefined;
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.#trimming;
      await this.#writer.close();
      await this.#connection.close();
    })();
    return this.#closing;
  }

  async #asked<R>(work: () => Promise<R>): Promise<R> {
    if (this.#closing !== undefined) throw new LinchpinError(closedProblem);
    try {
      return await work();
    } catch (error) {
      throw this.#connection.explained(error);
    }
  }

  /** What cannot be deleted now is deleted after other writes. */
  #trim(): void {
    this.#trimming = this.#trimming.then(() =>
      forgetOldest(this.#connection, this.#retention).catch(() => undefined),
    );
  }

  #remember(error: unknown): void {
    const problem = problemOf(error);
    if (problem !== undefined && outages.has(problem.code))
      this.#failure = { problem, at: performance.now() };
  }
}

/** Why no write at all succeeds: the server is away, or refuses its user. */
const outages: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'FORBIDDEN', 'UNAUTHENTICATED']);

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof LinchpinError) return error.problems[0];
  throw error;
}
