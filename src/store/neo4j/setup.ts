/** Prepares a database at start: waits for the server, applies the schema, makes or checks the head. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Neo4jError } from 'neo4j-driver';
import { LinchpinError } from '../../model/errors.ts';
import { packageRoot } from '../../package-root.ts';
import type { Connection } from './connection.ts';
import { isPassing } from './server-errors.ts';

/** The format that this program writes; it reads this one and none above. */
const format = 1;

const pauseMilliseconds = 500;

/** How long nobody is told that a server does not answer. */
const quietMilliseconds = 2_000;

/**
 * Makes a database ready and gives the identity of its data. A server that does not answer is
 * waited for, with a line on standard error: `UNAVAILABLE` when it does not within `patience`
 * (milliseconds). `UNAUTHENTICATED`, `DATA_TOO_NEW`, and `BAD_USER_INPUT` for a server that is too
 * old or a graph that is not ours.
 */
export async function prepareDatabase(connection: Connection, patience: number): Promise<string> {
  const began = performance.now();
  let told = false;
  for (;;) {
    try {
      await connection.checkVersion();
      return await prepare(connection);
    } catch (error) {
      const waited = performance.now() - began;
      if (!isPassing(error) || waited > patience) throw connection.explained(error);
      if (!told && waited >= quietMilliseconds) {
        const until = new Date(Date.now() + patience - waited).toLocaleTimeString('en-GB');
        console.error(`linchpin: waiting for Neo4j at ${connection.place.uri} until ${until}`);
        told = true;
      }
      await pause(pauseMilliseconds);
    }
  }
}

async function prepare(connection: Connection): Promise<string> {
  const known = await readHead(connection);
  if (known === undefined) await refuseForeign(connection);
  else refuseNewer(known.format, connection);
  for (const statement of schemaStatements()) await apply(connection, statement);
  const id = known?.id ?? (await makeHead(connection));
  await connection.run(forgetOldWriters);
  return id;
}

interface FoundHead {
  readonly id: string;
  readonly format: number;
}

async function readHead(connection: Connection): Promise<FoundHead | undefined> {
  const [row] = await connection.run<{ id: string; format: bigint }>(
    "MATCH (head:LinchpinHead {name: 'head'}) RETURN head.id AS id, head.format AS format",
  );
  return row && { id: row.id, format: Number(row.format) };
}

/** Several that start at once make one head. */
async function makeHead(connection: Connection): Promise<string> {
  const text = `
    MERGE (head:LinchpinHead {name: 'head'})
    ON CREATE SET head.id = $id, head.format = $format, head.revision = 0, head.modelsVersion = 0,
      head.twins = 0, head.relationships = 0, head.models = 0, head.operations = 0,
      head.messages = 0, head.rejections = 0
    RETURN head.id AS id`;
  const parameters = { id: randomUUID(), format: BigInt(format) };
  const [row] = await connection.run<{ id: string }>(text, parameters);
  return (row as { id: string }).id;
}

/** Instances that ended without a word a day ago or earlier will not ask for their last write. */
const forgetOldWriters = `
  MATCH (writer:LinchpinWriter) WHERE writer.at < timestamp() - 86400000 DELETE writer`;

/** `IF NOT EXISTS` looks before it makes: what another instance made in between is as good. */
async function apply(connection: Connection, statement: string): Promise<void> {
  try {
    await connection.run(statement);
  } catch (error) {
    const isThere = error instanceof Neo4jError && error.code.endsWith(madeByOthers);
    if (!isThere) throw error;
  }
}

const madeByOthers = '.Schema.EquivalentSchemaRuleAlreadyExists';

/** The statements of `schema/neo4j.cypher`, one by one. */
function schemaStatements(): readonly string[] {
  const text = readFileSync(join(packageRoot(), 'schema', 'neo4j.cypher'), 'utf8');
  return text
    .replace(/^\/\/.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

async function refuseForeign(connection: Connection): Promise<void> {
  const [row] = await connection.run<{ labels: string[] }>(
    'MATCH (node) WHERE node:Twin OR node:Model RETURN labels(node) AS labels LIMIT 1',
  );
  if (row === undefined) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: connection.place.uri,
    message: `the database has nodes labelled ${row.labels.join(', ')} that Linchpin did not write`,
    expected: 'an empty database, or one that Linchpin made',
    action: 'name another one with NEO4J_DATABASE or NEO4J_URI',
  });
}

function refuseNewer(found: number, { place }: Connection): void {
  if (found <= format) return;
  throw new LinchpinError({
    code: 'DATA_TOO_NEW',
    where: place.uri,
    message: `the graph was written by a newer version (format ${found})`,
    expected: `format ${format} or older`,
    action: 'use the newer version of Linchpin, or another database',
  });
}
