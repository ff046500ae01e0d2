/** The last step of the pipeline: every result leaves with errors that clients may see. */
import { randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Logger } from 'pino';
import { publicError, type Report } from '../errors.ts';
import type { ApiPlugin } from './plugin.ts';

/** Logs an unknown error whole, under an id that the client gets. */
export function reportTo(logger: Logger): Report {
  return (error) => {
    const requestId = randomUUID();
    logger.error({ err: error, requestId }, 'a request failed in a way that nobody foresaw');
    return requestId;
  };
}

/** The result with its errors made public. */
function publicResult<Result extends ExecutionResult>(result: Result, report: Report): Result {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => publicError(error, report)) };
}

/** Publishes the errors of results, of each event of a stream, and of what failed before them. */
export function publicErrors(report: Report): ApiPlugin {
  return {
    onExecute: () => ({
      onExecuteDone: ({ result, setResult }) => {
        if (!isAsyncIterable(result)) setResult(publicResult(result, report));
      },
    }),
    onSubscribe: () => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (!isAsyncIterable(result)) setResult(publicResult(result, report));
        return {
          onNext: ({ result: event, setResult: setEvent }) => {
            if (!isAsyncIterable(event)) setEvent(publicResult(event, report));
          },
        };
      },
      onSubscribeError: ({ error, setError }) => setError(publicError(error, report)),
    }),
    onResultProcess: ({ result, setResult }) => {
      if (isAsyncIterable(result) || Array.isArray(result)) return;
      setResult(publicResult(result, report));
    },
  };
}
