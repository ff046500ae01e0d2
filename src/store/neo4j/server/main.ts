/**
 * `npm run neo4j`: a Neo4j Community server on this machine, until it is interrupted. Options:
 * `--port` (7687), `--data` (.linchpin-neo4j), `--auth` (wants NEO4J_PASSWORD, at least 8 characters).
 */
import { parseArgs } from 'node:util';
import { describeProblem, LinchpinError } from '../../../model/errors.ts';
import { startNeo4j } from './start-server.ts';

interface Wanted {
  readonly data: string;
  readonly port: number;
  readonly password?: string;
}

function wanted(): Wanted {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7687' },
      data: { type: 'string', default: '.linchpin-neo4j' },
      auth: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw refused('--port', `${values.port} is not a port`, 'a whole number from 0 to 65535');
  }
  if (!values.auth) return { data: values.data, port };
  const password = process.env.NEO4J_PASSWORD ?? '';
  if (password.length >= 8) return { data: values.data, port, password };
  throw refused('--auth', 'there is no password', 'NEO4J_PASSWORD, at least 8 characters');
}

function refused(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}

function lineOf(error: unknown): string {
  if (error instanceof LinchpinError) return error.message;
  const { message } = error as Error;
  return describeProblem({ code: 'BAD_USER_INPUT', where: 'npm run neo4j', message });
}

try {
  const server = await startNeo4j(wanted());
  process.stdout.write(`NEO4J_URI=${server.uri}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.stop());
  await server.ended;
} catch (error) {
  console.error(`linchpin: ${lineOf(error)}`);
  process.exitCode = 2;
}
