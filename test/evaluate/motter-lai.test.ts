/** Motter–Lai cascades against published labels, closed forms and a slow second method. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Betweenness } from '../../src/evaluate/motter-lai/betweenness.ts';
import { everyFailure } from '../../src/evaluate/motter-lai/every-failure.ts';
import { labelsOf } from '../../src/evaluate/motter-lai/labels.ts';
import { readCascadeGrid } from '../../src/evaluate/motter-lai/read-grid.ts';
import { adjacency, undirectedGraph } from '../../src/evaluate/undirected-graph.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { naiveBetweenness, naiveCascade } from './naive-betweenness.ts';

type Links = readonly (readonly [number, number])[];

const graphs = fc.integer({ min: 2, max: 14 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    links: fc
      .uniqueArray(
        fc.tuple(fc.integer({ min: 0, max: nodes - 1 }), fc.integer({ min: 0, max: nodes - 1 })),
        { maxLength: 2 * nodes, selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}` },
      )
      .map((pairs) => pairs.filter(([a, b]) => a !== b)),
    dead: fc.uniqueArray(fc.integer({ min: 0, max: nodes - 1 }), { maxLength: 3 }),
  }),
);

function loads(nodes: number, links: Links, dead: readonly number[] = []): number[] {
  const failed = Uint8Array.from({ length: nodes }, (_, node) => (dead.includes(node) ? 1 : 0));
  return [...new Betweenness(adjacency(undirectedGraph(nodes, links))).loads(failed)];
}

describe('betweenness', () => {
  test('is what its definition gives on any graph, some nodes gone', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, links, dead }) => {
        const expected = naiveBetweenness(nodes, links, new Set(dead));
        for (const [node, load] of loads(nodes, links, dead).entries())
          expect(load).toBeCloseTo(dead.includes(node) ? 0 : (expected[node] as number), 9);
      }),
      { numRuns: 300 },
    );
  });

  test('of a path of n nodes is 2·i·(n - 1 - i), of a star (n - 1)(n - 2) at the middle', () => {
    const path: Links = Array.from({ length: 9 }, (_, i) => [i, i + 1]);
    expect(loads(10, path)).toEqual(Array.from({ length: 10 }, (_, i) => 2 * i * (9 - i)));
    const star: Links = Array.from({ length: 6 }, (_, i) => [0, i + 1]);
    expect(loads(7, star)).toEqual([30, 0, 0, 0, 0, 0, 0]);
  });

  test('of a ring of an even number of nodes is (n - 2)²/4 everywhere', () => {
    const ring: Links = Array.from({ length: 12 }, (_, i) => [i, (i + 1) % 12]);
    for (const load of loads(12, ring)) expect(load).toBeCloseTo(25, 12);
  });
});

describe('cascades', () => {
  test('go step by step as the slow method does', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, links }) => {
        const { outcomes } = everyFailure(undirectedGraph(nodes, links), 0.3);
        for (const [seed, outcome] of outcomes.entries())
          expect([...outcome]).toEqual(naiveCascade(nodes, links, { seed, alpha: 0.3 }));
      }),
      { numRuns: 60 },
    );
  });

  test('of a ring: what is left is a path, whose middle is overloaded', () => {
    const ring: Links = Array.from({ length: 8 }, (_, i) => [i, (i + 1) % 8]);
    const { network, onsets, outcomes } = everyFailure(undirectedGraph(8, ring), 0.25);
    // Without node 0 a path of 7 is left, with 2·i·(6 - i) in its i-th place; capacity 1.25·9.
    const after = [0, 0, 10, 16, 18, 16, 10, 0].map((load) => load / 11.25);
    expect([...(onsets[0]?.stress ?? [])]).toEqual(after.map(Math.fround));
    expect([...(outcomes[0] ?? [])]).toEqual([0, -1, -1, 1, 1, 1, -1, -1]);
    expect([...network.base]).toEqual(new Array(8).fill(Math.fround(0.8)));
  });

  test('shift what they shift: base plus shift is the stress after one failure', () => {
    const links: Links = [...Array.from({ length: 9 }, (_, i) => [i, i + 1] as const), [2, 6]];
    const { network, onsets } = everyFailure(undirectedGraph(10, links), 1);
    const { offsets, indices, values } = network.shifts;
    const dense = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
    for (let row = 0; row < 10; row++)
      for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e++)
        (dense[row] as number[])[indices[e] as number] = values[e] as number;
    for (const [seed, { stress }] of onsets.entries())
      for (let node = 0; node < 10; node++) {
        const shift = node === seed ? 0 : (stress[node] as number) - (network.base[node] as number);
        expect(dense[node]?.[seed]).toBeCloseTo(Math.min(3, Math.max(-1.5, shift)), 3);
      }
  });

  test('leave a node that had no load without any, as its neighbours are linked to one another', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, links, dead }) => {
        const before = loads(nodes, links);
        for (const [node, load] of loads(nodes, links, dead).entries())
          if (before[node] === 0) expect(load).toBe(0);
      }),
    );
  });
});

const spain = sharedData('cascade', 'es_98.json');

test.skipIf(spain === undefined)(
  `the labels of the Spanish grid come out to a millionth (else ${noSharedData})`,
  () => {
    const grid = readCascadeGrid(spain ?? '');
    expect([grid.name, grid.graph.nodeCount, grid.graph.from.length]).toEqual(['es_98', 98, 175]);
    const ours = labelsOf(everyFailure(grid.graph, grid.alpha).outcomes);
    for (const name of Object.keys(ours) as (keyof typeof ours)[])
      for (const [node, value] of ours[name].entries())
        expect(Math.abs(value - (grid.labels?.[name][node] ?? Number.NaN))).toBeLessThan(1e-6);
  },
);
