import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noChanges, sizeOf } from '../../src/model/changeset.ts';
import { Branch } from '../../src/scenario/branch.ts';
import { difference, reversed } from '../../src/scenario/difference.ts';
import { changes } from '../api/plant.ts';
import { graphOf } from '../simulate/graphs.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { catalogue, fitting, listed, naiveOf, plant, plantEdits } from './naive-graph.ts';

const branchOf = (edits: Parameters<typeof fitting>[0], base = plant) =>
  Branch.at({ base, catalogue, seed: 1, horizonSeconds: 60 }, fitting(edits, base));

describe('the difference of two graphs', () => {
  test('leads from one to the other, and reversed back, to the last stamp', () => {
    fc.assert(
      fc.property(plantEdits(20), plantEdits(20), (some, others) => {
        const [from, to] = [branchOf(some).graph(), branchOf(others).graph()];
        const found = difference(from, to);
        expect(graphDigest(from.withChanges(found))).toBe(graphDigest(to));
        expect(graphDigest(to.withChanges(reversed(found)))).toBe(graphDigest(from));
      }),
      { numRuns: 500 },
    );
  });

  test('undoes a scenario', () => {
    const digest = graphDigest(plant);
    fc.assert(
      fc.property(plantEdits(20), (edits) => {
        const graph = branchOf(edits).graph();
        const undone = graph.withChanges(reversed(difference(plant, graph)));
        expect(graphDigest(undone)).toBe(digest);
      }),
      { numRuns: 300 },
    );
  });

  test('is the same whether the graphs share a base or not', () => {
    fc.assert(
      fc.property(plantEdits(15), (edits) => {
        const copy = graphOf(changes);
        const graph = branchOf(edits).graph();
        const [near, far] = [difference(plant, graph), difference(copy, graph)];
        expect(sizeOf(far)).toBe(sizeOf(near));
        expect(graphDigest(copy.withChanges(far))).toBe(graphDigest(graph));
        const apart = difference(plant, branchOf(edits, copy).graph());
        expect(apart).toEqual(near);
      }),
      { numRuns: 300 },
    );
  });

  test('is nothing between equal graphs', () => {
    expect(difference(plant, plant)).toEqual(noChanges);
    expect(difference(plant, graphOf(changes))).toEqual(noChanges);
  });

  test('has exactly the records that a naive comparison finds', () => {
    fc.assert(
      fc.property(plantEdits(20), (edits) => {
        const graph = branchOf(edits).graph();
        const { twins } = difference(plant, graph);
        const [before, after] = [naiveOf(plant).twins, naiveOf(graph).twins];
        const gone = [...before.keys()].filter((id) => !after.has(id));
        const came = [...after.keys()].filter((id) => !before.has(id));
        expect([...twins.removed.keys()]).toEqual(gone.sort());
        expect([...twins.added.keys()]).toEqual(came.sort());
        for (const [id, record] of listed(naiveOf(graph)).twins) {
          if (twins.updated.has(id) || twins.added.has(id)) continue;
          expect(record).toEqual(before.get(id));
        }
      }),
      { numRuns: 300 },
    );
  });
});
