/**
 * The two ways things go wrong: a `Problem` is a value (one bad item of a batch), a `LinchpinError`
 * is thrown (the whole request fails). Both say what, where, what was expected and what to do.
 */

/** Stable codes; the first ten are what GraphQL clients see in `extensions.code`. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'VALIDATION_FAILED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'LIMIT_EXCEEDED'
  | 'UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR'
  | 'PORT_IN_USE'
  | 'DATA_LOCKED'
  | 'DATA_TOO_NEW'
  | 'DATA_DAMAGED';

/** One refusal, as a value. */
export interface Problem {
  readonly code: ErrorCode;
  /**
   * The place: a twin and property (`pump-1/flow`), a file and line (`a.ndjson:12`), an argument; in
   * a model's text file, line, column and element (`pump.json:12:7 dtmi:…;1/contents/flow/schema`).
   */
  readonly where: string;
  /** What is wrong, as a sentence without the place. */
  readonly message: string;
  /** What would have been right. */
  readonly expected?: string;
  /** What to do about it. */
  readonly action?: string;
  /** Position in the batch, where there is one. */
  readonly index?: number;
  /** The place in the text of a file, where it is known: both from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** Whether a step answered with a problem instead of its result. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'where' in value;
}

/** A problem as one line: code, place, what, expected, what to do. */
export function describeProblem(problem: Problem): string {
  const expected = problem.expected === undefined ? '' : `; expected ${problem.expected}`;
  const action = problem.action === undefined ? '' : `; ${problem.action}`;
  const where = problem.where === '' ? '' : ` ${problem.where}`;
  const text = `${problem.code}${where}: ${problem.message}${expected}${action}`;
  // Ids and payloads of others may hold line breaks and terminal codes.
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** Whether trying the same again later may help. */
const retriableCodes: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'RATE_LIMITED']);

/** A request that fails as a whole. `problems` lists every bad item where there were several. */
export class LinchpinError extends Error {
  override readonly name = 'LinchpinError';
  readonly code: ErrorCode;
  readonly where: string;
  readonly retriable: boolean;
  readonly problems: readonly Problem[];

  constructor(problem: Problem, options: { cause?: unknown; problems?: readonly Problem[] } = {}) {
    super(describeProblem(problem), 'cause' in options ? { cause: options.cause } : undefined);
    this.code = problem.code;
    this.where = problem.where;
    this.retriable = retriableCodes.has(problem.code);
    this.problems = options.problems ?? [problem];
  }
}

/** The error of a batch that was refused whole: names the first problem and counts the others. */
export function refusal(problems: readonly Problem[]): LinchpinError {
  const [first] = problems;
  if (first === undefined) throw new TypeError('refusal() needs at least one problem');
  const others = problems.length - 1;
  const message = others === 0 ? first.message : `${first.message} (and ${others} more)`;
  return new LinchpinError({ ...first, message }, { problems });
}
