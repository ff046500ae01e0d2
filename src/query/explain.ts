/** What a query did, step by step: shown by `explain`. Called by the executors around each query. */
import type { IndexName, Work } from './work.ts';

/** What one query of a graph did. */
export interface PlanStep {
  /** Which query of `GraphQueries` it was, or `rows`. */
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
  /** What it did one after another, where that is more than one thing. */
  readonly stages?: readonly PlanStage[];
}

/** A part of what one query did; what it looks at may also be rows and groups. */
interface PlanStage {
  /**
   * `start` finds a twin's records, `walk` follows a link from each, `filter` tests conditions,
   * then rows are made one (`group`), put in order up to TOP (`order`) and cut (`page`).
   */
  readonly operation: string;
  /** The twins and relationships that it is about, as the query calls them. */
  readonly on?: string;
  readonly index?: IndexName;
  readonly examined: number;
  readonly followed: number;
  readonly returned: number;
}

/** Hears of every query; a step that is made in parts goes on counting after it was heard of. */
export type Observe = (step: PlanStep) => void;

/** Begins a query's work; the function given back tells what it was, and passes its result on. */
export function observing(
  operation: string,
  work: Work,
  observe: Observe | undefined,
): <R>(result: R) => R {
  const began = performance.now();
  return (result) => {
    if (observe !== undefined) {
      const { index, examined, followed } = work;
      const milliseconds = performance.now() - began;
      const counts = { index, examined, followed, returned: countOf(result), milliseconds };
      const stages = work.stages.map((stage) => ({ ...stage }));
      observe({ operation, ...counts, ...(stages.length > 0 && { stages }) });
    }
    return result;
  };
}

/** Tells of work that comes in parts, all of which are one step. */
export function observedParts<A, R>(
  operation: string,
  { work, observe }: { readonly work: Work; readonly observe: Observe | undefined },
  answer: (asked: A) => R,
): (asked: A) => R {
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
