/**
 * How much a place of a supply chain gives in a period at most, whichever ways all demand is served
 * and whatever is out: a capacity above that never limits. Called by `buildSurvivalNetwork`.
 *
 * A unit that a store gives takes `quantity` units of each input, all from the source that takes most
 * of the place: that is a recursion from the place down. Nobody makes more than is asked of them.
 */
import type { SurvivalNetwork } from './survival-network.ts';

type Parts = Pick<SurvivalNetwork, 'model' | 'leaving' | 'from' | 'to' | 'rates' | 'turns'>;

/** Units a period by place, each worked out when it is asked for; infinite where there is a circle. */
export function mostRates(parts: Parts): (place: number) => number {
  const { turns } = parts;
  if (turns === undefined) return () => Number.POSITIVE_INFINITY;
  const known = new Float64Array(parts.leaving.length).fill(Number.NaN);
  // By place: units of the one asked for that a unit of it takes at most; 0 between two calls.
  const takes = new Float64Array(parts.leaving.length);
  return (place) => {
    const rate = known[place] as number;
    if (!Number.isNaN(rate)) return rate;
    known[place] = mostRate(parts, { place, turns, takes });
    return known[place] as number;
  };
}

interface Asked {
  readonly place: number;
  readonly turns: Int32Array;
  readonly takes: Float64Array;
}

function mostRate(
  { model, leaving, from, to, rates }: Parts,
  { place, turns, takes }: Asked,
): number {
  const cone = new Set([place]);
  for (const each of cone)
    for (const lane of leaving[each] as readonly number[]) cone.add(to[lane] as number);
  const order = [...cone].sort((a, b) => (turns[a] as number) - (turns[b] as number));
  let most = 0;
  for (const each of order) {
    const store = model.stores[each];
    let units = each === place ? 1 : 0;
    for (const { transits, quantityPer } of each === place ? [] : (store?.inputs ?? [])) {
      let largest = 0;
      for (const lane of transits)
        largest = Math.max(largest, takes[from[lane] as number] as number);
      units += quantityPer * largest;
    }
    takes[each] = units;
    for (const demand of store?.demands ?? []) most += units * (rates[demand] as number);
  }
  for (const each of order) takes[each] = 0;
  return most;
}
