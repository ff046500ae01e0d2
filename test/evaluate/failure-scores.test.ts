/** Scores without learning, against small networks by hand, networkx 3.6.1 and a slow cascade. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Onset, StressNetwork } from '../../gnn/model/stress-network.ts';
import { failureScores, failureVerdicts } from '../../src/evaluate/baselines/failure-scores.ts';
import { hopsFrom } from '../../src/evaluate/baselines/hops.ts';
import { pageRank } from '../../src/evaluate/baselines/page-rank.ts';
import { adjacency, undirectedGraph } from '../../src/evaluate/undirected-graph.ts';
import { superposed } from '../../src/predict/gnn/superposition.ts';
import { onsetAfter, stressCases, stressNetwork } from './small-stress.ts';

/** A line 0 - 1 - 2 - 3 with an element 4 aside. Each failure adds to the next. */
const line = stressNetwork({
  base: [[0.5], [0.5, 0.75], [0.5], [0.5], []],
  shifts: [
    [0, 1, 0.25],
    [0, 2, 0.5],
    [1, 3, 0.75],
    [2, 4, 0.25],
    [1, 4, 0.125],
  ],
  pairs: [
    [0, 1],
    [1, 2],
    [2, 3],
  ],
});
const afterFirst = onsetAfter(line, [0]);

describe('scores of a line after its first element has failed', () => {
  test('distance falls with the hops, and is 0 where none lead', () => {
    expect([...failureScores.distance(line, afterFirst)]).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 0]);
  });

  test('degree, betweenness and utilisation are those of the network', () => {
    expect([...failureScores.degree(line, afterFirst)]).toEqual([1, 2, 2, 1, 0]);
    expect([...failureScores.betweenness(line, afterFirst)]).toEqual([0, 4, 4, 0, 0]);
    expect([...failureScores.utilisation(line, afterFirst)]).toEqual([0.5, 0.75, 0.5, 0.5, 0]);
  });

  test('one step says who exceeds now: the most stressed limit counts', () => {
    expect([...failureScores.oneStep(line, afterFirst)]).toEqual([0.5, 1.25, 0.5, 0.5, 0]);
    expect([...failureVerdicts.oneStep(line, afterFirst)]).toEqual([1, 1, 0, 0, 0]);
  });

  test('outage shifts go on until nothing more exceeds', () => {
    const { steps, peak, second } = superposed(line, afterFirst);
    expect([...steps]).toEqual([0, 1, 2, -1, -1]);
    expect([...peak]).toEqual([0.5, 1.25, 1.25, 0.875, 0]);
    expect([...second]).toEqual([0.5, 1.25, 1.25, 0.625, 0]);
    expect([...failureVerdicts.outageShifts(line, afterFirst)]).toEqual([1, 1, 1, 0, 0]);
    const [, first = 0, then = 0, never = 0, apart = 0] = failureScores.outageShifts(
      line,
      afterFirst,
    );
    expect(first).toBeGreaterThan(then);
    expect(then).toBeGreaterThan(1);
    expect(never).toBe(0.875);
    expect(apart).toBe(0);
  });

  test('a flow that turns round exceeds below -1', () => {
    // The failure of 0 turns the flow of 1 round; that of 1 adds to 2 against its direction.
    const network = stressNetwork({
      base: [[0.5], [0.25], [0.5]],
      shifts: [
        [0, 1, -1.5],
        [1, 2, -1.75],
      ],
      pairs: [],
      twoSided: true,
    });
    const onset = onsetAfter(network, [0]);
    expect([...failureScores.oneStep(network, onset)]).toEqual([0.5, 1.25, 0.5]);
    expect([...superposed(network, onset).steps]).toEqual([0, 1, 2]);
  });

  test('relief that sums up below -1 is no failure of a load', () => {
    const network = stressNetwork({
      base: [[1], [1.5], [1.5], [0.75], [1.5]],
      shifts: [
        [1, 3, -0.75],
        [2, 3, -0.75],
        [4, 3, -0.75],
      ],
      pairs: [],
    });
    expect([...superposed(network, onsetAfter(network, [0])).steps]).toEqual([0, 1, 1, -1, 1]);
  });

  test('a stress of 1 holds', () => {
    const onset = { failed: new Uint8Array(1), stress: Float32Array.of(1) };
    const one = stressNetwork({ base: [[1]], shifts: [], pairs: [] });
    expect([...superposed(one, onset).steps]).toEqual([-1]);
  });
});

test('PageRank is what networkx computes', () => {
  const pairs = [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 1],
    [3, 4],
  ] as const;
  const rank = pageRank(adjacency(undirectedGraph(6, pairs)));
  const expected = [
    0.10901673208014845, 0.28196653583970305, 0.1889072505680639, 0.28196653583970305,
    0.10901673208014845, 0.02912621359223301,
  ];
  for (const [n, value] of expected.entries()) expect(rank[n]).toBeCloseTo(value, 10);
});

test('hops from nowhere are endless', () => {
  expect([...hopsFrom(line.neighbours, new Uint8Array(5))]).toEqual(new Array(5).fill(Infinity));
});

/** The same cascade round by round over dense sums, every limit anew each time. */
function slowCascade(network: StressNetwork, { failed, stress }: Onset): number[] {
  const { elementCount, limitOffsets, shifts, twoSided } = network;
  const steps = Array.from(failed, (flag): number => (flag === 1 ? 0 : -1));
  const stressOf = (n: number) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let limit = limitOffsets[n] ?? 0; limit < (limitOffsets[n + 1] ?? 0); limit++) {
      let sum: number = stress[limit] ?? 0;
      for (let e = shifts.offsets[limit] ?? 0; e < (shifts.offsets[limit + 1] ?? 0); e++) {
        if ((steps[shifts.indices[e] ?? 0] ?? -1) > 0) sum += shifts.values[e] ?? 0;
      }
      most = Math.max(most, twoSided[limit] === 1 ? Math.abs(sum) : sum);
    }
    return most;
  };
  for (let step = 1; step <= elementCount; step++) {
    const next = steps.flatMap((known, n) => (known === -1 && stressOf(n) > 1 ? [n] : []));
    for (const n of next) steps[n] = step;
  }
  return steps;
}

test('the cascade of shifts is that of a slow one', () => {
  fc.assert(
    fc.property(stressCases, ({ spec, failed }) => {
      const network = stressNetwork(spec);
      const onset = onsetAfter(network, failed);
      expect([...superposed(network, onset).steps]).toEqual(slowCascade(network, onset));
    }),
  );
});

test('every score is finite on every network, and as long as its elements', () => {
  fc.assert(
    fc.property(stressCases, ({ spec, failed }) => {
      const network = stressNetwork(spec);
      const onset = onsetAfter(network, failed);
      for (const score of Object.values(failureScores)) {
        const values = score(network, onset);
        expect(values.length).toBe(network.elementCount);
        expect(values.every(Number.isFinite)).toBe(true);
      }
    }),
  );
});
