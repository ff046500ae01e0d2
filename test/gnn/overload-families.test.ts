/** Generated grids: connected, simple, of the size and density asked for. */
import { describe, expect, test } from 'vitest';
import { growingGrid } from '../../gnn/train/families/growing-grid.ts';
import { nearPairs } from '../../gnn/train/families/near-pairs.ts';
import { distance, type PlacedGraph } from '../../gnn/train/families/placed-graph.ts';
import { type Pattern, spatialGrid } from '../../gnn/train/families/spatial-grid.ts';
import { drawnByWeight } from '../../gnn/train/families/weighted-draw.ts';
import { DisjointSets } from '../../src/model/disjoint-sets.ts';
import { RandomStream } from '../../src/model/random.ts';

const patterns: readonly Pattern[] = ['uniform', 'clusters', 'strip'];

function grids(size: number, seed: number): PlacedGraph[] {
  return [
    growingGrid(new RandomStream(seed), size),
    ...patterns.map((pattern) => spatialGrid(new RandomStream(seed), size, pattern)),
  ];
}

describe('a generated grid', () => {
  test('hangs together, joins no node to itself, and has a mean degree of 1.9 to 4.6', () => {
    for (let seed = 0; seed < 8; seed++)
      for (const { graph } of grids(60 + 20 * seed, seed)) {
        expect(graph.nodeCount).toBe(60 + 20 * seed);
        const sets = new DisjointSets(graph.nodeCount);
        for (const [link, from] of graph.from.entries()) {
          expect(from).not.toBe(graph.to[link]);
          sets.join(from, graph.to[link] as number);
        }
        const parts = Array.from({ length: graph.nodeCount }, (_, node) => sets.find(node));
        expect(new Set(parts).size).toBe(1);
        const degree = (2 * graph.from.length) / graph.nodeCount;
        expect(degree).toBeGreaterThan(1.9);
        expect(degree).toBeLessThan(4.6);
      }
  });

  test('is the same for the same numbers and another for others', () => {
    const links = (seed: number) => grids(60, seed).map(({ graph }) => [...graph.from].join());
    expect(links(3)).toEqual(links(3));
    for (const [index, text] of links(4).entries()) expect(text).not.toBe(links(3)[index]);
  });

  test('of two nodes is one link', () => {
    for (const { graph } of grids(2, 1))
      expect([...graph.from, ...graph.to].sort()).toEqual([0, 1]);
  });
});

test('near pairs hold the minimum spanning tree', () => {
  const { x, y } = spatialGrid(new RandomStream(5), 70, 'clusters');
  const points = { x, y };
  const sets = new DisjointSets(70);
  let ours = 0;
  for (const { ends, length } of nearPairs(points)) {
    if (sets.find(ends[0]) === sets.find(ends[1])) continue;
    sets.join(...(ends as [number, number]));
    ours += length;
  }
  // Prim's over all pairs.
  const inside = new Set([0]);
  let least = 0;
  while (inside.size < 70) {
    let [best, node] = [Number.POSITIVE_INFINITY, -1];
    for (const a of inside)
      for (let b = 0; b < 70; b++)
        if (!inside.has(b) && distance(points, a, b) < best)
          [best, node] = [distance(points, a, b), b];
    inside.add(node);
    least += best;
  }
  expect(ours).toBeCloseTo(least, 9);
});

test('drawing by weight takes each item as often as its weight says', () => {
  const random = new RandomStream(17);
  const taken = [0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const [index = 0] = drawnByWeight(random, [1, 2, 5], 1);
    taken[index] = (taken[index] ?? 0) + 1 / 4000;
  }
  for (const [index, share] of [1 / 8, 2 / 8, 5 / 8].entries())
    expect(Math.abs((taken[index] ?? 0) - share)).toBeLessThan(0.03);
  expect(drawnByWeight(random, [1, 1], 5)).toEqual([0, 1]);
  expect(drawnByWeight(random, [1, 1], -2)).toEqual([]);
});
