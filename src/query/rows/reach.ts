/** How far nodes are from where a walk must end, so that no walk goes on that cannot arrive. */
import type { Start } from './starts.ts';
import { type Distances, type Ground, hopsFrom, type Route, reversed } from './walks.ts';

/** The fewest relationships from each node to one of the ends; nodes further than `maxHops` have none. */
export function distancesTo(ends: Start, route: Route, ground: Ground): Distances {
  const back = reversed(route);
  let rim = [...ends.nodes()];
  const distances = new Map(rim.map((node) => [node, 0]));
  for (let distance = 1; distance <= route.link.maxHops && rim.length > 0; distance++) {
    const next: number[] = [];
    for (const node of rim) {
      for (const { end } of hopsFrom(node, back, ground)) {
        if (distances.has(end)) continue;
        distances.set(end, distance);
        next.push(end);
      }
    }
    rim = next;
  }
  return distances;
}
