/** What goes wrong at a Neo4j server, as errors of ours that say what to do. */
import { Neo4jError } from 'neo4j-driver';
import { type ErrorCode, LinchpinError, type Problem } from '../../model/errors.ts';

/** What the errors name: the address and the database. */
export interface ServerPlace {
  readonly uri: string;
  readonly database?: string | undefined;
}

/** Whether trying again may help: the connection was lost, or the server asks for it. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Neo4jError)) return false;
  return lostCodes.has(error.code) || passing.test(error.code);
}

/** Whether the server answered that it will not do it: then it has done nothing. */
export function isRefused(error: unknown): boolean {
  return error instanceof Neo4jError && error.code.startsWith('Neo.ClientError.');
}

const passing =
  /^Neo\.(TransientError\.|ClientError\.(Cluster\.NotALeader|Transaction\.TransactionTimedOut|Security\.AuthorizationExpired))/;

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

function problemOf(error: Neo4jError, { uri, database }: ServerPlace): Problem {
  const { code, message } = error;
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
      message: `Neo4j cannot be reached: ${lossOf(error)}`,
      action: 'start Neo4j (npm run neo4j starts one) or correct NEO4J_URI',
    };
  }
  const kind = kinds.find(({ codes }) => codes.test(code)) ?? unknownKind;
  return {
    code: kind.code,
    where: uri,
    message: `${kind.says} (${code}): ${message}`,
    action: kind.action,
  };
}

/** Why a connection was lost: the socket's own words where the driver has them, else its first sentence. */
function lossOf(error: Neo4jError): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const [, ofSocket] = /Caused by: (.+)$/s.exec(each.message) ?? [];
    if (ofSocket !== undefined) return ofSocket;
  }
  return error.message.replace(/\.(?:\s.*)?$/s, '');
}

/** Errors that mean the same to who reads them. */
interface ErrorKind {
  /** Neo4j's status codes: `Neo.<who is to blame>.<part>.<title>`. */
  readonly codes: RegExp;
  readonly code: ErrorCode;
  /** The beginning of the message. */
  readonly says: string;
  readonly action: string;
}

/** The first that fits counts. Whatever is `UNAVAILABLE` may succeed later, all else stays as it is. */
const kinds: readonly ErrorKind[] = [
  {
    codes: /\.Security\.Forbidden$/,
    code: 'FORBIDDEN',
    says: 'Neo4j does not let its user do this',
    action: 'grant the user in NEO4J_USERNAME reading, writing and schema changes',
  },
  {
    codes: /^Neo\.ClientError\.Security\./,
    code: 'UNAUTHENTICATED',
    says: 'Neo4j refuses the login',
    action: 'correct NEO4J_USERNAME and NEO4J_PASSWORD',
  },
  {
    codes: /ReadOnly/,
    code: 'FORBIDDEN',
    says: 'this database of Neo4j is read-only',
    action: 'let it be written, or name another one with NEO4J_DATABASE',
  },
  {
    codes: /^Neo\.(ClientError|DatabaseError)\.Schema\./,
    code: 'CONFLICT',
    says: 'a constraint or an index of this database is in the way',
    action:
      'drop those that are not Linchpin’s (SHOW CONSTRAINTS, SHOW INDEXES), and what others wrote against those that are',
  },
  {
    codes: /^Neo\.ClientError\.General\..*OutOfMemory/,
    code: 'LIMIT_EXCEEDED',
    says: 'this takes more memory than Neo4j grants a transaction',
    action: 'change less at once, or raise db.memory.transaction.max in neo4j.conf',
  },
  {
    codes: /^Neo\.ClientError\.(Transaction|Cluster|Database)\./,
    code: 'UNAVAILABLE',
    says: 'Neo4j ended this before it was done',
    action: 'see Neo4j’s log; Linchpin tries again with the next request',
  },
  {
    codes: /^Neo\.ClientError\./,
    code: 'INTERNAL_SERVER_ERROR',
    says: 'Neo4j does not accept what Linchpin sent',
    action: 'report this message to Linchpin with the version of Neo4j: trying again will not help',
  },
];

const unknownKind: Omit<ErrorKind, 'codes'> = {
  code: 'UNAVAILABLE',
  says: 'Neo4j could not do it',
  action: 'see Neo4j’s log; Linchpin tries again with the next request',
};

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
