/**
 * Grids over places in the plane: the minimum spanning tree and short links besides, so that some
 * are nearly trees and some are meshed. Places lie anywhere, in clusters or along a strip.
 */
import { undirectedGraph } from '../../../src/evaluate/undirected-graph.ts';
import { DisjointSets } from '../../../src/model/disjoint-sets.ts';
import type { RandomStream } from '../../../src/model/random.ts';
import { nearPairs, type Pair } from './near-pairs.ts';
import { between, type PlacedGraph, type Points } from './placed-graph.ts';
import { drawnByWeight } from './weighted-draw.ts';

export type Pattern = 'uniform' | 'clusters' | 'strip';

/** By pattern: ranges of the mean degree, and of how steeply length tells against a link. */
const ranges = {
  uniform: { degree: [2.4, 4.2], steepness: [0.3, 3] },
  clusters: { degree: [2.4, 4.4], steepness: [0.3, 3] },
  strip: { degree: [2.2, 4], steepness: [0.1, 2] },
} as const;

export function spatialGrid(random: RandomStream, size: number, pattern: Pattern): PlacedGraph {
  const points = placed[pattern](random, size);
  const { degree, steepness } = ranges[pattern];
  const pairs = meshed(random, nearPairs(points), {
    size,
    links: Math.floor((between(random, degree[0], degree[1]) * size) / 2),
    steepness: between(random, steepness[0], steepness[1]),
  });
  if (pattern === 'strip') pairs.push(...longTies(random, size));
  return { graph: undirectedGraph(size, pairs), ...points };
}

const placed: Readonly<Record<Pattern, (random: RandomStream, size: number) => Points>> = {
  uniform: (random, size) => pointsFrom(size, () => [random.uniform(), random.uniform()]),
  clusters: (random, size) => {
    const centres = Array.from(
      { length: Math.max(2, Math.floor(size / 15)) },
      () => [random.uniform(), random.uniform()] as const,
    );
    return pointsFrom(size, () => {
      const [x, y] = random.pick(centres);
      return [x + 0.06 * random.normal(), y + 0.06 * random.normal()];
    });
  },
  strip: (random, size) => {
    const width = between(random, 0.15, 0.6);
    return pointsFrom(size, () => [random.uniform(), width * random.uniform()]);
  },
};

function pointsFrom(size: number, draw: () => readonly [number, number]): Points {
  const drawn = Array.from({ length: size }, draw);
  return { x: Float64Array.from(drawn, ([x]) => x), y: Float64Array.from(drawn, ([, y]) => y) };
}

/** The spanning tree (Kruskal's), then pairs drawn by exp(-steepness · length over the median). */
function meshed(
  random: RandomStream,
  pairs: readonly Pair[],
  wanted: { readonly size: number; readonly links: number; readonly steepness: number },
): (readonly [number, number])[] {
  const sets = new DisjointSets(wanted.size);
  const tree: Pair[] = [];
  const rest: Pair[] = [];
  for (const pair of pairs) {
    const [a, b] = pair.ends;
    if (sets.find(a) === sets.find(b)) rest.push(pair);
    else {
      sets.join(a, b);
      tree.push(pair);
    }
  }
  const median = pairs[pairs.length >> 1]?.length ?? 1;
  const weights = rest.map(({ length }) => Math.exp((-wanted.steepness * length) / median));
  const extra = drawnByWeight(random, weights, wanted.links - tree.length);
  return [...tree, ...extra.map((index) => rest[index] as Pair)].map(({ ends }) => ends);
}

/** Up to one for every twenty places, between any two. */
function longTies(random: RandomStream, size: number): [number, number][] {
  const count = random.integer(Math.max(1, Math.floor(size / 20)) + 1);
  const ties = Array.from({ length: count }, (): [number, number] => [
    random.integer(size),
    random.integer(size),
  ]);
  return ties.filter(([a, b]) => a !== b);
}
