/**
 * A Neo4j for a test file: the one at `NEO4J_URI`, where files take turns and nothing but what
 * tests left there is ever removed, else a server of the file's own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import neo4j, { type Driver } from 'neo4j-driver';
import { afterAll } from 'vitest';
import type { ConnectionOptions } from '../../src/store/neo4j/connection.ts';
import { startNeo4j } from '../../src/store/neo4j/server/start-server.ts';

/** A database that tests may fill and empty. */
export interface TestDatabase {
  readonly options: ConnectionOptions;
  /** Rows of a statement, as a planner would run it. */
  query(text: string, parameters?: object): Promise<Record<string, unknown>[]>;
  /** Removes everything. */
  empty(): Promise<void>;
}

/** A database, or why there is none. */
export type FoundDatabase =
  | { readonly database: TestDatabase; readonly missing: undefined }
  | { readonly database: undefined; readonly missing: string };

/**
 * The database of this test file, given back when its tests are done. Where none can be had it
 * says why, for the title of the suite that is skipped; with `CI` set that is a failure.
 */
export async function testDatabase(): Promise<FoundDatabase> {
  const { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password } = process.env;
  if (uri) {
    const options = { uri, username, password, database: process.env.NEO4J_DATABASE };
    const database = databaseAt(options);
    await takeTurn(database.driver, options);
    return { database, missing: undefined };
  }
  try {
    return { database: databaseAt({ uri: await ownServer() }), missing: undefined };
  } catch (error) {
    if (process.env.CI) throw error;
    const { message } = error as Error;
    return { database: undefined, missing: `there is no Neo4j: ${message.replace(/[()]/g, '')}` };
  }
}

/** A server with an empty folder, which ends with the file's tests; gives its address. */
async function ownServer(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'linchpin-neo4j-'));
  const server = await startNeo4j({ data, brief: true });
  afterAll(async () => {
    await server.stop();
    await rm(data, { recursive: true });
  });
  return server.uri;
}

function databaseAt(options: ConnectionOptions): TestDatabase & { readonly driver: Driver } {
  const { uri, username = 'neo4j', password = '' } = options;
  const driver = neo4j.driver(uri, neo4j.auth.basic(username, password), { useBigInt: true });
  const run = async (text: string, parameters: object = {}) => {
    const session = driver.session(databaseOf(options));
    const { records } = await session.run(text, parameters).finally(() => session.close());
    return records.map((record) => record.toObject());
  };
  afterAll(() => driver.close());
  return {
    driver,
    options,
    query: run,
    async empty() {
      await run(
        `MATCH (node) WHERE NOT node:LinchpinTests
         CALL (node) { DETACH DELETE node } IN TRANSACTIONS OF 10000 ROWS`,
      );
    },
  };
}

/** Waits for the files before; the lock on the mark is ours until the connection ends. */
async function takeTurn(driver: Driver, options: ConnectionOptions): Promise<void> {
  const session = driver.session(databaseOf(options));
  const { records } = await session
    .run(
      `CREATE CONSTRAINT linchpin_tests IF NOT EXISTS
     FOR (mark:LinchpinTests) REQUIRE mark.name IS UNIQUE`,
    )
    .then(() =>
      session.run(
        'OPTIONAL MATCH (node) WITH node LIMIT 1 OPTIONAL MATCH (mark:LinchpinTests) RETURN node, mark',
      ),
    );
  if (records[0]?.get('node') && !records[0]?.get('mark')) {
    throw new Error('NEO4J_URI names a database that is not empty; tests need one of their own');
  }
  await session.run("MERGE (mark:LinchpinTests {name: 'turn'})");
  const turn = await session.beginTransaction();
  await turn.run("MATCH (mark:LinchpinTests {name: 'turn'}) SET mark.taken = true");
}

function databaseOf({ database }: ConnectionOptions): { database?: string } {
  return database === undefined ? {} : { database };
}
