/** What a query did, step by step: shown by `explain`. Called by the executor around each query. */
import { type IndexName, Work } from './work.ts';

/** What one query of a graph did. */
export interface PlanStep {
  /** Which query of `GraphQueries` it was. */
  readonly operation: string;
  /** How the records that it looked at were found. */
  readonly index: IndexName;
  /** How many records it looked at. */
  readonly examined: number;
  /** How many relationships it followed. */
  readonly followed: number;
  /** How many records, paths or rows it gave. */
  readonly returned: number;
  readonly milliseconds: number;
}

/** Hears of every query; a step that is made in parts goes on counting after it was heard of. */
export type Observe = (step: PlanStep) => void;

/** Does a query's work and tells what it was. */
export function observed<R>(
  operation: string,
  observe: Observe | undefined,
  answer: (work: Work) => R,
): R {
  const work = new Work();
  const began = performance.now();
  const result = answer(work);
  if (observe !== undefined) {
    const { index, examined, followed } = work;
    const milliseconds = performance.now() - began;
    observe({ operation, index, examined, followed, returned: countOf(result), milliseconds });
  }
  return result;
}

/** The same for work that comes in parts, all of which are one step. */
export function observedParts<A, R>(
  operation: string,
  observe: Observe | undefined,
  answerer: (work: Work) => (asked: A) => R,
): (asked: A) => R {
  const work = new Work();
  const answer = answerer(work);
  if (observe === undefined) return answer;
  const step = {
    operation,
    get index() {
      return work.index;
    },
    get examined() {
      return work.examined;
    },
    get followed() {
      return work.followed;
    },
    returned: 0,
    milliseconds: 0,
  };
  observe(step);
  return (asked) => {
    const began = performance.now();
    const result = answer(asked);
    step.milliseconds += performance.now() - began;
    step.returned += countOf(result);
    return result;
  };
}

/** Records in a page or list; pages in a list count what they hold. */
function countOf(result: unknown): number {
  if (Array.isArray(result)) return result.reduce((sum: number, item) => sum + countOf(item), 0);
  if (typeof result !== 'object' || result === null) return 0;
  return 'items' in result && Array.isArray(result.items) ? result.items.length : 1;
}
