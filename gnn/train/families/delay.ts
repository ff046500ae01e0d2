/** How long generated nodes are said to go on without support. */
import type { RandomStream } from '../../../src/model/random.ts';

/** Seconds: none, or for a `share` of the nodes five minutes to two days, log-uniform. */
export function delay(random: RandomStream, share: number): number {
  const [has, how] = [random.uniform() < share, random.uniform()];
  return has ? Math.round(300 * 576 ** how) : 0;
}
