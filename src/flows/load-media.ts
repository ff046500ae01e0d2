/**
 * What an import compares with and commits to: a store, or for a dry run a copy of its graph that
 * is thrown away. Used by `storeTarget`.
 */
import { setImmediate } from 'node:timers/promises';
import { applyChanges } from '../model/apply.ts';
import type { Change } from '../model/change.ts';
import { sizeOf } from '../model/changeset.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { foldSteps, grownSteps } from '../model/packed/fold.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { checkOf } from '../ontology/check.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';

/** The graph that changes are compared with and made in, leaving refused ones out. */
export interface Media {
  graph(): Promise<TwinGraph>;
  commit(changes: readonly Change[]): Promise<Committed>;
}

/** What a commit came to. */
export interface Committed {
  /** What was left out, `index` being the change's position. */
  readonly rejected: readonly Problem[];
  /** Whether an earlier attempt was not answered, so that it may have been made. */
  readonly isUnsure?: boolean;
}

/** Commits to the store, a second time where the first attempt failed for a while only. */
export function live(store: CheckedStore): Media {
  return {
    graph: () => store.snapshot(),
    async commit(changes) {
      try {
        return await store.commit(changes, { skipRefused: true });
      } catch (error) {
        if (!(error instanceof LinchpinError) || !error.retriable) throw error;
        // The attempt may have been made; what it made is found to be there.
        const { rejected } = await store.commit(changes, { skipRefused: true });
        return { rejected, isUnsure: true };
      }
    },
  };
}

/** A trial's graph is folded at this many overlaid records: memory and time stay bounded by it. */
export const mostTried = 1 << 16;

/** How long a fold may hold up everything else. */
const turnMilliseconds = 10;

/** Commits to a copy of a graph, which stays as it is. */
export function trial(given: TwinGraph, catalogue: Catalogue): Media {
  const options = { revision: given.revision + 1, now: 0, check: checkOf(catalogue) };
  let graph = given;
  let overlaid = 0;
  // Growing is cheaper, but uses up the base, and the first one is the store's.
  let fold = foldSteps;
  return {
    graph: async () => graph,
    async commit(changes) {
      const applied = applyChanges(graph, changes, { ...options, skipRefused: true });
      graph = graph.withChanges(applied.changeset);
      overlaid += sizeOf(applied.changeset);
      if (overlaid >= mostTried) {
        graph = await inTurns(fold(graph));
        overlaid = 0;
        fold = grownSteps;
      }
      return { rejected: applied.rejected };
    },
  };
}

/** Does work that comes in small pieces, and lets others have their turns in between. */
async function inTurns<R>(steps: Generator<void, R>): Promise<R> {
  for (let end = 0; ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < end) continue;
    await setImmediate();
    end = performance.now() + turnMilliseconds;
  }
}
