/**
 * Balances each island: where generation falls short, all its loads shrink alike; where it is too
 * much, all its generation does (arXiv 2404.16134, section on the cascade model). Called by flows.
 */
import type { Islands } from '../../simulate/mechanisms/potential/dc-network.ts';

export interface Power {
  /** Megawatt by node, at least 0. */
  readonly demand: Float64Array;
  readonly generation: Float64Array;
}

/** Injections in megawatt by node, which add up to 0 on every island. */
export function balanced({ demand, generation }: Power, islands: Islands): Float64Array {
  const { islandOf, count } = islands;
  const [taken, given] = [new Float64Array(count), new Float64Array(count)];
  for (let node = 0; node < islandOf.length; node++) {
    const island = islandOf[node] as number;
    taken[island] = (taken[island] as number) + (demand[node] as number);
    given[island] = (given[island] as number) + (generation[node] as number);
  }
  const share = (wanted: number, other: number) => (wanted > other ? other / wanted : 1);
  return Float64Array.from(islandOf, (island, node) => {
    const [most, least] = [given[island] as number, taken[island] as number];
    const gives = (generation[node] as number) * share(most, least);
    return gives - (demand[node] as number) * share(least, most);
  });
}
