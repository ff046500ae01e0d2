/**
 * What clients see of an error: known ones pass with their code, place and problems, unknown ones
 * are reported whole and masked. Called for every result that leaves the server.
 */
import { GraphQLError } from 'graphql';
import { type ErrorCode, LinchpinError, type Problem } from '../model/errors.ts';
import { limitExceeded } from './limits.ts';

/** Takes an unknown error to the log; gives the id by which a client can name it. */
export type Report = (error: unknown) => string;

/** Codes of graphql-js and Yoga, in ours. */
const foreignCodes: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  REQUEST_ENTITY_TOO_LARGE: 'LIMIT_EXCEEDED',
};

const published = new WeakSet<GraphQLError>();

/** The error as clients may see it. Publishing it twice changes nothing. */
export function publicError(error: unknown, report: Report): GraphQLError {
  if (error instanceof GraphQLError && published.has(error)) return error;
  const cause = rootCause(error);
  const made = madePublic(cause, error, report);
  published.add(made);
  return made;
}

function madePublic(cause: unknown, error: unknown, report: Report): GraphQLError {
  if (cause instanceof LinchpinError) return known(cause, error);
  if (cause instanceof GraphQLError) return ofGraphql(cause, error);
  if (cause instanceof DOMException && cause.name === 'AbortError') return known(givenUp, error);
  return masked(error, report(cause));
}

/** What a flow that stopped on its signal leaves behind: nobody waits for it any more. */
const givenUp = new LinchpinError({
  code: 'UNAVAILABLE',
  where: 'the request',
  message: 'was given up before it was done',
  action: 'send it again',
});

/** The innermost error: what a resolver or scalar threw, below what graphql-js put around it. */
function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function known(cause: LinchpinError, error: unknown): GraphQLError {
  const { code, where, retriable, problems } = cause;
  return placed(cause.message, error, { code, where, retriable, problems: problems.map(plain) });
}

function ofGraphql(cause: GraphQLError, error: unknown): GraphQLError {
  if (cause.message === comparisonsAborted) return known(tooManyComparisons(), error);
  const { code: given, originalError: _, http: __, ...extensions } = cause.extensions;
  const code = given === undefined ? 'BAD_USER_INPUT' : (foreignCodes[String(given)] ?? given);
  const message = error instanceof GraphQLError ? error.message : cause.message;
  return placed(message, error, { ...extensions, code });
}

/** What graphql-js says when a selection repeats its fields so often that comparing them is too much. */
const comparisonsAborted = 'Validation aborted.';

function tooManyComparisons(): LinchpinError {
  return limitExceeded('the query', 'repeats its fields too often', 'name each field once');
}

function masked(error: unknown, requestId: string): GraphQLError {
  const message = `something went wrong inside the service; its log has it under ${requestId}`;
  return placed(message, error, { code: 'INTERNAL_SERVER_ERROR', requestId });
}

function placed(
  message: string,
  error: unknown,
  extensions: Record<string, unknown>,
): GraphQLError {
  const status = httpStatus(error, extensions.code);
  // Yoga reads it from there; it is not enumerable, so that no client sees it.
  if (status !== undefined) Object.defineProperty(extensions, 'http', { value: status });
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes = null, source = null, positions = null, path = null } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/**
 * The status of an answer with this error: none for one of a single field, beside which there is
 * data. With `spec`, clients of plain `application/json` get 200, as GraphQL over HTTP has it.
 */
function httpStatus(error: unknown, code: unknown): object | undefined {
  if (error instanceof GraphQLError) {
    const { originalError, http } = error.extensions;
    // A body that is not JSON is 400 for every client.
    if (originalError) return { status: 400 };
    if (typeof http === 'object' && http !== null) return http;
    if (error.path !== undefined) return undefined;
  }
  return code === 'INTERNAL_SERVER_ERROR' ? { status: 500 } : { status: 400, spec: true };
}

function plain(problem: Problem): Problem {
  return { ...problem };
}
