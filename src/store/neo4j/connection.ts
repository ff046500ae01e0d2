/**
 * The connection to one Neo4j database: runs statements and transactions on its leader, with
 * bookmarks, so that whoever asks sees everything that was acknowledged before.
 */
import neo4j, { type Driver, type RecordShape, type Session, type Transaction } from 'neo4j-driver';
import { requireVersion, type ServerPlace, serverError } from './server-errors.ts';

/** Which database to use, and as whom. */
export interface ConnectionOptions {
  /** `neo4j://`, `neo4j+s://`, `bolt://` and so on. */
  readonly uri: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** The user's home database where absent. */
  readonly database?: string | undefined;
}

type Parameters = Readonly<Record<string, unknown>>;

/** Whole numbers come and go as big integers, all other numbers as floats. */
const driverSettings = {
  useBigInt: true,
  connectionTimeout: 5_000,
  connectionAcquisitionTimeout: 10_000,
  // The driver's own retries are not used: only the journal knows whether a commit landed.
  maxTransactionRetryTime: 0,
  telemetryDisabled: true,
} as const;

/** How long the server lets a transaction of ours run before it ends it and frees its locks. */
const transactionMilliseconds = 120_000;

/** An open connection; errors of the server are left as the driver gives them. */
export class Connection {
  readonly place: ServerPlace;
  readonly #driver: Driver;

  constructor({ uri, username = 'neo4j', password = '', database }: ConnectionOptions) {
    this.place = { uri, database };
    this.#driver = neo4j.driver(uri, neo4j.auth.basic(username, password), driverSettings);
  }

  /** Refuses a server that is too old. */
  async checkVersion(): Promise<void> {
    const info = await this.#driver.getServerInfo({ ...this.#database });
    requireVersion(info.agent ?? 'unknown', this.place.uri);
  }

  /** Runs one statement by itself, and gives its rows. */
  async run<R extends RecordShape>(text: string, parameters: Parameters = {}): Promise<R[]> {
    const session = this.#session();
    try {
      const { records } = await session.run<R>(text, parameters);
      return records.map((record) => record.toObject());
    } finally {
      await closed(session);
    }
  }

  /** The rows of one statement as they come. */
  async *stream<R extends RecordShape>(
    text: string,
    parameters: Parameters = {},
  ): AsyncIterable<R> {
    const session = this.#session();
    try {
      for await (const record of session.run<R>(text, parameters)) yield record.toObject();
    } finally {
      await closed(session);
    }
  }

  /** Runs some work in one transaction; `commit` decides by its result whether it is kept. */
  async transaction<R>(
    work: (transaction: Transaction) => Promise<R>,
    commit: (result: R) => boolean,
    timeout = transactionMilliseconds,
  ): Promise<R> {
    const session = this.#session();
    try {
      const transaction = await session.beginTransaction({ timeout });
      const result = await work(transaction);
      if (commit(result)) await transaction.commit();
      else await transaction.rollback();
      return result;
    } finally {
      await closed(session);
    }
  }

  /** The same error as one of ours. */
  explained(error: unknown): unknown {
    return serverError(error, this.place);
  }

  close(): Promise<void> {
    return this.#driver.close();
  }

  /** Reads go to the leader too: a follower may not have what another instance wrote. */
  #session(): Session {
    return this.#driver.session({
      ...this.#database,
      defaultAccessMode: neo4j.session.WRITE,
      bookmarkManager: this.#driver.executeQueryBookmarkManager,
      fetchSize: 2_000,
    });
  }

  get #database(): { database?: string } {
    const { database } = this.place;
    return database === undefined ? {} : { database };
  }
}

/** Ends a session, and with it an open transaction; that this fails says nothing new. */
async function closed(session: Session): Promise<void> {
  await session.close().catch(() => undefined);
}
