/** What goes wrong at a Neo4j server, as errors of ours that say what to do. */
import { Neo4jError } from 'neo4j-driver';
import { LinchpinError, type Problem } from '../../model/errors.ts';

/** What the errors name: the address and the database. */
export interface ServerPlace {
  readonly uri: string;
  readonly database?: string | undefined;
}

/** Whether trying again may help: the connection was lost, or the server asks for it. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Neo4jError)) return false;
  const { code } = error;
  return (
    lostCodes.has(code) ||
    code.startsWith('Neo.TransientError.') ||
    code === 'Neo.ClientError.Cluster.NotALeader' ||
    code === 'Neo.ClientError.Transaction.TransactionTimedOut'
  );
}

/** Whether the connection was lost, so that nobody knows what the server did last. */
export function isLost(error: unknown): boolean {
  return error instanceof Neo4jError && lostCodes.has(error.code);
}

const lostCodes: ReadonlySet<string> = new Set([
  'ServiceUnavailable',
  'SessionExpired',
  'ConnectionPoolAcquisitionTimeout',
]);

/** The error of ours for one of the server; those that are ours already stay. */
export function serverError(error: unknown, place: ServerPlace): unknown {
  if (!(error instanceof Neo4jError)) return error;
  return new LinchpinError(problemOf(error, place), { cause: error });
}

function problemOf({ code, message }: Neo4jError, { uri, database }: ServerPlace): Problem {
  if (code.startsWith('Neo.ClientError.Security.')) {
    return {
      code: 'UNAUTHENTICATED',
      where: uri,
      message: `Neo4j refuses the login: ${message}`,
      action: 'correct NEO4J_USERNAME and NEO4J_PASSWORD',
    };
  }
  if (code === 'Neo.ClientError.Database.DatabaseNotFound') {
    return {
      code: 'BAD_USER_INPUT',
      where: 'NEO4J_DATABASE',
      message: `this Neo4j has no database ${database ?? ''}`.trim(),
      expected: 'a database that SHOW DATABASES lists; Community has one, neo4j',
      action: 'correct it, or leave it out for the user’s home database',
    };
  }
  if (lostCodes.has(code)) {
    return {
      code: 'UNAVAILABLE',
      where: uri,
      message: `Neo4j cannot be reached: ${message}`,
      action: 'start Neo4j or correct NEO4J_URI; Linchpin goes on by itself when it answers',
    };
  }
  return {
    code: 'UNAVAILABLE',
    where: uri,
    message: `Neo4j could not do it (${code}): ${message}`,
    action: 'see Neo4j’s log; Linchpin tries again with the next request',
  };
}

/** Refuses servers before 5.26, which lack what the statements need; agents look like `Neo4j/5.26.0`. */
export function requireVersion(agent: string, uri: string): void {
  const [, major, minor] = /^Neo4j\/([0-9]+)\.([0-9]+)/.exec(agent) ?? [];
  const version = [Number(major ?? 0), Number(minor ?? 0)] as const;
  if (version[0] > 5 || (version[0] === 5 && version[1] >= 26)) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: uri,
    message: `the server is ${agent}`,
    expected: 'Neo4j 5.26 or later',
    action: 'upgrade it, or start one with npm run neo4j',
  });
}
