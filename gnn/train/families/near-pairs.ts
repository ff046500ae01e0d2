/** Pairs of points that a short link could join. Called by the spatial family. */
import { distance, type Points } from './placed-graph.ts';

export interface Pair {
  readonly ends: readonly [number, number];
  readonly length: number;
}

/** How many of the nearest points are near whatever lies between. */
const nearest = 5;

/**
 * The Gabriel graph (no third point in the circle over a pair; Gabriel and Sokal, Systematic Zoology
 * 18 (1969) 259), which holds the minimum spanning tree, and each point's five nearest; shortest first.
 */
export function nearPairs(points: Points): Pair[] {
  const count = points.x.length;
  const found = new Map<number, Pair>();
  const add = (a: number, b: number) => {
    const ends: [number, number] = [Math.min(a, b), Math.max(a, b)];
    found.set(ends[0] * count + ends[1], { ends, length: distance(points, a, b) });
  };
  const others = Array.from({ length: count }, (_, n) => n);
  const far = new Float64Array(count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) far[b] = distance(points, a, b);
    const byDistance = others
      .filter((n) => n !== a)
      .sort((p, q) => (far[p] as number) - (far[q] as number) || p - q);
    byDistance.forEach((b, rank) => {
      if (rank < nearest || (b > a && isGabriel(points, [a, b], byDistance))) add(a, b);
    });
  }
  const keys = [...found.keys()].sort((p, q) => p - q);
  return keys.map((key) => found.get(key) as Pair).sort((p, q) => p.length - q.length);
}

/** What lies in the circle over a pair is nearer to the first end than the second is. */
function isGabriel(
  { x, y }: Points,
  [a, b]: readonly [number, number],
  byDistance: readonly number[],
): boolean {
  const [ax, ay, bx, by] = [x[a], y[a], x[b], y[b]] as [number, number, number, number];
  for (const n of byDistance) {
    if (n === b) break;
    const [nx, ny] = [x[n] as number, y[n] as number];
    if ((nx - ax) * (nx - bx) + (ny - ay) * (ny - by) < 0) return false;
  }
  return true;
}
