/** The Neo4j that benchmarks run on: the one that NEO4J_URI names, else one of their own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNeo4j } from '../store/neo4j/server/start-server.ts';

/** A server for one benchmark. */
export interface BenchNeo4j {
  readonly uri: string;
  stop(): Promise<void>;
}

/** Starts a server on an empty folder, or gives the one of the environment, which must be empty. */
export async function benchNeo4j(): Promise<BenchNeo4j> {
  const { NEO4J_URI: uri } = process.env;
  if (uri !== undefined) return { uri, stop: async () => {} };
  const data = mkdtempSync(join(tmpdir(), 'linchpin-bench-neo4j-'));
  const server = await startNeo4j({ data });
  return {
    uri: server.uri,
    async stop() {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
