/**
 * Long work of the server's own in short slices, so that other requests go on meanwhile. Called
 * where a schema is made and where it is written out.
 */
import { setImmediate } from 'node:timers/promises';

/** How long the work may hold the process at a time. */
const sliceMilliseconds = 10;

/** Takes all steps, each a fraction of a millisecond, and gives what they come to. */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = oneSlice(steps);
    if (done) return value;
    await setImmediate();
  }
}

/** Takes steps until they are done or their time is up. */
export function oneSlice<Result>(steps: Generator<void, Result>): IteratorResult<void, Result> {
  const begun = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done || performance.now() - begun >= sliceMilliseconds) return step;
  }
}
