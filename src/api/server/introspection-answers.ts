/**
 * The answers to introspections, each written once and kept with its schema. Called by
 * `introspection.ts`; requests that come while an answer is written wait for the same one.
 */
import { type GraphQLSchema, print } from 'graphql';
import { limitExceeded } from '../limits.ts';
import { inSlices, oneSlice } from './in-slices.ts';
import { introspectionText } from './introspection-text.ts';
import type { SelectedOperation } from './selected-fields.ts';

/** How large answers may be, and how many of a schema are kept. */
export interface AnswerBounds {
  /** No answer is larger: about as much as a browser can read as one text. */
  readonly largestBytes: number;
  /** How much is kept of a schema; the answer that was asked for last is, whatever its size. */
  readonly keptBytes: number;
  readonly keptAnswers: number;
}

const defaultBounds: AnswerBounds = {
  largestBytes: 256_000_000,
  keptBytes: 128_000_000,
  keptAnswers: 100,
};

/** Text that is turned into bytes at once; short enough that a slice ends in time. */
const pieceLength = 32_768;

/** What is written and what was, by schema; a schema that is not served any more takes its along. */
export class IntrospectionAnswers {
  readonly #kept = new WeakMap<GraphQLSchema, Map<string, Answer>>();
  readonly #bounds: AnswerBounds;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(bounds: Partial<AnswerBounds> = {}) {
    this.#bounds = { ...defaultBounds, ...bounds };
  }

  /**
   * The body of the response. Throws `LIMIT_EXCEEDED` for one that is too large, and an
   * `AbortError` once the signals of all who wait for it have gone off.
   */
  async of(operation: SelectedOperation, signal: AbortSignal): Promise<Buffer> {
    signal.throwIfAborted();
    const kept = this.#kept.get(operation.schema) ?? new Map<string, Answer>();
    this.#kept.set(operation.schema, kept);
    const key = keyOf(operation);
    const answer = kept.get(key) ?? new Answer(operation, this.#bounds.largestBytes, this.#inTurn);
    // What was asked for last comes last.
    kept.delete(key);
    kept.set(key, answer);
    try {
      return await answer.for(signal);
    } catch (error) {
      if (!signal.aborted && kept.get(key) === answer) kept.delete(key);
      throw error;
    } finally {
      this.#forget(kept);
    }
  }

  /** Long ones one after the other: of several that take turns, none would be ready in time. */
  readonly #inTurn: Write = async (steps) => {
    const { done, value } = oneSlice(steps);
    if (done) return value;
    const written = this.#turn.then(() => inSlices(steps));
    this.#turn = written.catch(() => {});
    return written;
  };

  #forget(kept: Map<string, Answer>): void {
    const { keptBytes, keptAnswers } = this.#bounds;
    let bytes = [...kept.values()].reduce((sum, answer) => sum + answer.bytes, 0);
    for (const [key, answer] of kept) {
      if (kept.size === 1 || (bytes <= keptBytes && kept.size <= keptAnswers)) return;
      kept.delete(key);
      bytes -= answer.bytes;
    }
  }
}

/** Equal where two requests ask the same of a schema. */
function keyOf({ operation, fragments, variables }: SelectedOperation): string {
  const document = [operation, ...fragments.values()].map(print);
  return JSON.stringify([document, variables]);
}

/** Writes an answer in its turn. */
type Write = (steps: Generator<void, Buffer>) => Promise<Buffer>;

class Answer {
  /** How large it is so far. */
  bytes = 0;
  readonly #writing: Generator<void, Buffer>;
  readonly #run: Write;
  /** Who waits for it; nobody any more once it is written. */
  #waiting: Set<AbortSignal> | undefined = new Set();
  #body: Promise<Buffer> | undefined;

  constructor(operation: SelectedOperation, largestBytes: number, run: Write) {
    this.#run = run;
    this.#writing = this.#write(operation, largestBytes);
  }

  for(signal: AbortSignal): Promise<Buffer> {
    this.#waiting?.add(signal);
    this.#body ??= this.#run(this.#whileWanted());
    return this.#body;
  }

  /** What was left when everybody had gone is there for the next who asks, to go on with. */
  *#whileWanted(): Generator<void, Buffer> {
    for (;;) {
      const { done, value } = this.#writing.next();
      if (done) {
        this.#waiting = undefined;
        return value;
      }
      if ([...(this.#waiting ?? [])].every(({ aborted }) => aborted)) {
        this.#waiting?.clear();
        this.#body = undefined;
        throw new DOMException('nobody waits for the schema any more', 'AbortError');
      }
      yield;
    }
  }

  *#write(operation: SelectedOperation, largestBytes: number): Generator<void, Buffer> {
    const chunks: Buffer[] = [];
    let text = '{"data":';
    const flush = () => {
      const chunk = Buffer.from(text);
      chunks.push(chunk);
      this.bytes += chunk.length;
      text = '';
      if (this.bytes > largestBytes) throw tooLarge(largestBytes);
    };
    for (const piece of introspectionText(operation)) {
      text += piece;
      if (text.length < pieceLength) continue;
      flush();
      yield;
    }
    text += '}';
    flush();
    const body = Buffer.allocUnsafe(this.bytes);
    let at = 0;
    for (const chunk of chunks) {
      at += chunk.copy(body, at);
      yield;
    }
    return body;
  }
}

function tooLarge(bytes: number) {
  const message = `is larger than ${bytes / 1_000_000} MB in the fields asked for`;
  return limitExceeded('the schema', message, 'ask for fewer fields, or for single types');
}
