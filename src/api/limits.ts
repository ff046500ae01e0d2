/**
 * What one client may ask for at once. Read by the server's pipeline; every refusal has the code
 * `LIMIT_EXCEEDED` and says the limit and what to do.
 */
import { LinchpinError } from '../model/errors.ts';

/** How much one client may ask for, limit by limit. */
export interface Limits {
  /** Levels of nested fields in an operation. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Fields of an operation's root, through fragments. */
  readonly rootFields: number;
  /** Objects an operation may load, as estimated from its page sizes. */
  readonly complexity: number;
  readonly bodyBytes: number;
  /** Levels of nested objects and lists in the variables. */
  readonly variablesDepth: number;
  /** How long a query or mutation may take: a what-if over weeks takes seconds, also on a busy machine. */
  readonly requestSeconds: number;
  /** Operations that may be open at once on one WebSocket. */
  readonly operationsPerSocket: number;
  /** How long a new WebSocket may wait before its `connection_init`. */
  readonly connectionInitSeconds: number;
}

/** The limits of a service that sets none. */
export const defaultLimits: Limits = Object.freeze({
  depth: 16,
  aliases: 15,
  directives: 5,
  tokens: 1_000,
  rootFields: 20,
  complexity: 10_000,
  bodyBytes: 1_000_000,
  variablesDepth: 64,
  requestSeconds: 60,
  operationsPerSocket: 60,
  connectionInitSeconds: 3,
});

/** The largest page of a list, and the one a request gets that names none. */
export const maxPage = 1_000;
export const defaultPage = 50;

/** The error for something that is over its limit. */
export function limitExceeded(where: string, message: string, action: string): LinchpinError {
  return new LinchpinError({ code: 'LIMIT_EXCEEDED', where, message, action });
}
