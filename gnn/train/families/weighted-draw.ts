/** Draws by weight without putting back. Called by families and by the choice of examples. */
import type { RandomStream } from '../../../src/model/random.ts';

/**
 * Indexes of at most `count` items, ascending, one after the other by weight above zero (Efraimidis
 * and Spirakis, "Weighted random sampling with a reservoir", Inf. Process. Lett. 97 (2006) 181).
 */
export function drawnByWeight(
  random: RandomStream,
  weights: readonly number[],
  count: number,
): number[] {
  const keys = weights.map((weight) => -Math.log(random.uniform()) / weight);
  return [...keys.keys()]
    .sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b)
    .slice(0, Math.max(0, count))
    .sort((a, b) => a - b);
}
