/** Cascades of lines against closed forms and a slow second method, islands included. */
import { describe, expect, test } from 'vitest';
import { generatedSnapshot } from '../../gnn/train/families/generated-snapshot.ts';
import { growingGrid } from '../../gnn/train/families/growing-grid.ts';
import { spatialGrid } from '../../gnn/train/families/spatial-grid.ts';
import { type GridSnapshot, gridSnapshot } from '../../src/evaluate/dc-cascade/grid-snapshot.ts';
import { lineStress } from '../../src/evaluate/dc-cascade/line-stress.ts';
import { outagePairs } from '../../src/evaluate/dc-cascade/outage-pairs.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import { RandomStream } from '../../src/model/random.ts';
import { naiveFlows, naiveLineCascade } from './naive-line-cascade.ts';

/** Power goes from node 0 to node 2 of a triangle: two thirds directly. */
function triangle(ratings: readonly number[]): GridSnapshot {
  const ends = [
    [0, 1],
    [1, 2],
    [2, 0],
  ] as const;
  return gridSnapshot({
    lines: ends.map(([from, to], line) => ({
      from,
      to,
      susceptance: 5,
      rating: ratings[line] as number,
    })),
    demand: Float64Array.of(0, 0, 3),
    generation: Float64Array.of(3, 0, 0),
    margin: () => 1,
  });
}

function generated(seed: number): GridSnapshot {
  const random = new RandomStream(seed);
  const placed = seed % 2 === 0 ? growingGrid(random, 24) : spatialGrid(random, 26, 'uniform');
  return generatedSnapshot(random, placed, { byLength: seed % 2 === 1 });
}

function dense({ network }: ReturnType<typeof lineStress>, lost: number): number[] {
  const { offsets, indices, values } = network.shifts;
  return Array.from(network.base, (_, line) => {
    for (let e = offsets[line] as number; e < (offsets[line + 1] as number); e++)
      if (indices[e] === lost) return values[e] as number;
    return 0;
  });
}

describe('the stress of lines', () => {
  test('of a triangle: its direct line carries two thirds, and without it the others all', () => {
    const stress = lineStress(triangle([2, 4, 2.5]));
    const { network } = stress;
    expect([...network.base]).toEqual([1 / 2, 1 / 4, 2 / 2.5].map(Math.fround));
    const expected = [3 / 2 - 1 / 2, 3 / 4 - 1 / 4, 0];
    for (const [line, shift] of dense(stress, 2).entries())
      expect(shift).toBeCloseTo(expected[line] as number, 6);
    expect([...network.neighbours.indices]).toEqual([1, 2, 0, 2, 0, 1]);
  });

  test('after any single outage is base plus shift, also where an island falls off', () => {
    for (let seed = 0; seed < 6; seed++) {
      const snapshot = generated(seed);
      const stress = lineStress(snapshot);
      const { base } = stress.network;
      const before = naiveFlows(snapshot, []);
      for (const lost of base.keys()) {
        const after = naiveFlows(snapshot, [lost]);
        const shifts = dense(stress, lost);
        for (const [line, flow] of after.entries()) {
          if (line === lost) continue;
          const sign = (before[line] as number) < 0 ? -1 : 1;
          const expected = (sign * flow) / (snapshot.rating[line] as number);
          expect(
            Math.abs((base[line] as number) + (shifts[line] as number) - expected),
          ).toBeLessThan(1.1e-4);
        }
      }
    }
  });

  test('turns negative where the flow turns round, and a line trips below -1 too', () => {
    // A ring of four: what goes from 0 to 2 leaves more to one side, which a tie between turns round.
    const ring = [
      { from: 0, to: 1, susceptance: 10, rating: 9 },
      { from: 0, to: 3, susceptance: 10, rating: 9 },
      { from: 1, to: 2, susceptance: 1, rating: 9 },
      { from: 3, to: 2, susceptance: 4, rating: 9 },
      { from: 1, to: 3, susceptance: 1, rating: 0.3 },
    ];
    const snapshot = gridSnapshot({
      lines: ring,
      demand: Float64Array.of(0, 0, 4, 0),
      generation: Float64Array.of(4, 0, 0, 0),
      margin: () => 1,
    });
    const { network, cascade } = lineStress(snapshot);
    expect(network.base[4]).toBeGreaterThan(0);
    const { onset, outcome } = cascade.run([3]);
    // All goes through node 1: directly by 10, or round by 10 and 1 in series, a twelfth.
    expect(onset.stress[4]).toBeCloseTo(-4 / 12 / 0.3, 6);
    expect(outcome[4]).toBe(1);
  });
});

describe('a cascade of lines', () => {
  test('of a triangle trips what takes over, all at once', () => {
    const { cascade } = lineStress(triangle([2, 4, 2.5]));
    const { onset, outcome } = cascade.run([2]);
    expect([...onset.stress]).toEqual([3 / 2, 3 / 4, 0].map(Math.fround));
    expect([...outcome]).toEqual([1, -1, 0]);
  });

  test('goes step by step as the slow method does', () => {
    let longest = 0;
    for (let seed = 0; seed < 6; seed++) {
      const snapshot = generated(seed);
      const { network, cascade } = lineStress(snapshot);
      for (const pair of outagePairs(network.base, 12, new RandomStream(seed))) {
        const { onset, outcome } = cascade.run(pair);
        expect([...outcome]).toEqual(naiveLineCascade(snapshot, pair));
        const flows = naiveFlows(snapshot, pair);
        for (const [line, flow] of flows.entries()) {
          const size = Math.abs(flow) / (snapshot.rating[line] as number);
          expect(Math.abs(onset.stress[line] as number)).toBeCloseTo(size, 4);
        }
        longest = Math.max(longest, ...outcome);
      }
    }
    expect(longest).toBeGreaterThan(2);
  });
});

describe('a snapshot', () => {
  test('merges parallel lines: susceptances and ratings add up, and no limit stays none', () => {
    const parallel = [
      { from: 0, to: 1, susceptance: 2, rating: 3 },
      { from: 1, to: 0, susceptance: 4, rating: 5 },
      { from: 1, to: 2, susceptance: 1, rating: 9 },
      { from: 1, to: 2, susceptance: 1 },
      { from: 2, to: 2, susceptance: 7, rating: 1 },
    ];
    const { network, rating } = gridSnapshot({
      lines: parallel,
      demand: Float64Array.of(0, 0, 3),
      generation: Float64Array.of(3, 0, 0),
      margin: () => 1.5,
    });
    expect([...network.susceptance]).toEqual([6, 2]);
    expect(rating[0]).toBe(8);
    expect(rating[1]).toBeCloseTo(4.5, 12);
  });

  test('gives no outages where there are no two lines, and every pair where few are left', () => {
    expect(outagePairs(new Float32Array(1), 5, new RandomStream(1))).toEqual([]);
    expect(outagePairs(new Float32Array(0), 5, new RandomStream(1))).toEqual([]);
    const pairs = outagePairs(Float32Array.of(1, 1, 1), 50, new RandomStream(1));
    expect(new Set(pairs.map(String))).toEqual(new Set(['0,1', '0,2', '1,2']));
  });

  test('whose susceptances cancel one another is refused with the node', () => {
    const lines = [
      { from: 0, to: 1, susceptance: 1 },
      { from: 1, to: 2, susceptance: 1 },
      { from: 2, to: 0, susceptance: -0.5 },
    ];
    const parts = { lines, demand: Float64Array.of(0, 0, 1), generation: Float64Array.of(1, 0, 0) };
    const build = () => gridSnapshot({ ...parts, margin: () => 2 });
    expect(build).toThrow(LinchpinError);
    expect(build).toThrow(/BAD_USER_INPUT node \d: the susceptances around it cancel/);
  });
});
