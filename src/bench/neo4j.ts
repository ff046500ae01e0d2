/** The Neo4j that benchmarks run on: the one that NEO4J_URI names, else one of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import neo4j, { type Driver } from 'neo4j-driver';
import { LinchpinError } from '../model/errors.ts';
import type { ConnectionOptions } from '../store/neo4j/connection.ts';
import { startNeo4j } from '../store/neo4j/server/start-server.ts';

/** A server for one benchmark. */
export interface BenchNeo4j {
  readonly options: ConnectionOptions;
  /** A driver as its users have it, with numbers for whole numbers; closed with the server. */
  readonly driver: Driver;
  stop(): Promise<void>;
}

/** Starts a server on an empty folder, or gives the one of the environment, which must be empty. */
export async function benchNeo4j(): Promise<BenchNeo4j> {
  const { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password } = process.env;
  if (uri === undefined) return ownServer();
  const options = { uri, username, password, database: process.env.NEO4J_DATABASE };
  const driver = driverTo(options);
  const { records } = await driver.executeQuery('MATCH (node) RETURN node LIMIT 1');
  if (records.length === 0) return { options, driver, stop: () => driver.close() };
  await driver.close();
  throw new LinchpinError({
    code: 'CONFLICT',
    where: 'NEO4J_URI',
    message: 'this Neo4j is not empty, and a benchmark writes to it',
    action: 'name an empty one, or leave NEO4J_URI out',
  });
}

async function ownServer(): Promise<BenchNeo4j> {
  const data = mkdtempSync(join(tmpdir(), 'linchpin-bench-neo4j-'));
  const server = await startNeo4j({ data });
  const options = { uri: server.uri };
  const driver = driverTo(options);
  return {
    options,
    driver,
    async stop() {
      await driver.close();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function driverTo({ uri, username = 'neo4j', password = '' }: ConnectionOptions): Driver {
  return neo4j.driver(uri, neo4j.auth.basic(username, password), { disableLosslessIntegers: true });
}
