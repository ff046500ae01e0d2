/**
 * Long work of the server's own in short slices, so that other requests go on meanwhile. Called
 * where a schema is made and where it is written out.
 */
import { setImmediate } from 'node:timers/promises';

/** How long the work may hold the process at a time. */
const sliceMilliseconds = 10;

/** Takes all steps, each a fraction of a millisecond, and gives what they come to. */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (let begun = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - begun < sliceMilliseconds) continue;
    await setImmediate();
    begun = performance.now();
  }
}
