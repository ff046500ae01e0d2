/** Small stress networks for tests of baselines: written out, or drawn by fast-check. */
import fc from 'fast-check';
import { type SparseEntry, sparseMatrix } from '../../gnn/model/sparse.ts';
import type { Onset, StressNetwork } from '../../gnn/model/stress-network.ts';
import { adjacency, undirectedGraph } from '../../src/evaluate/undirected-graph.ts';

export interface StressSpec {
  /** Stress of each limit while everything works, by element. */
  readonly base: readonly (readonly number[])[];
  /** `[what fails, limit, what it adds]` */
  readonly shifts: readonly (readonly [number, number, number])[];
  readonly pairs: readonly (readonly [number, number])[];
  /** Whether stress below -1 exceeds too. */
  readonly twoSided?: boolean;
}

export function stressNetwork({
  base,
  shifts,
  pairs,
  twoSided = false,
}: StressSpec): StressNetwork {
  const offsets = [0];
  for (const limits of base) offsets.push((offsets.at(-1) ?? 0) + limits.length);
  const limitCount = offsets.at(-1) ?? 0;
  const entries: SparseEntry[] = shifts.map(([column, row, value]) => ({ row, column, value }));
  return {
    elementCount: base.length,
    limitOffsets: Int32Array.from(offsets),
    limitName: new Array<string>(limitCount).fill('load'),
    base: Float32Array.from(base.flat()),
    twoSided: new Uint8Array(limitCount).fill(Number(twoSided)),
    carries: new Uint8Array(base.length),
    holdSeconds: new Float64Array(base.length),
    shifts: sparseMatrix(limitCount, base.length, entries),
    neighbours: adjacency(undirectedGraph(base.length, pairs)),
  };
}

/** What is known after some elements failed, by superposition. */
export function onsetAfter(network: StressNetwork, failed: readonly number[]): Onset {
  const stress = network.base.slice();
  const { offsets, indices, values } = network.shifts;
  for (let limit = 0; limit < stress.length; limit++) {
    for (let e = offsets[limit] ?? 0; e < (offsets[limit + 1] ?? 0); e++) {
      if (failed.includes(indices[e] ?? 0)) stress[limit] = (stress[limit] ?? 0) + (values[e] ?? 0);
    }
  }
  const flags = Uint8Array.from({ length: network.elementCount }, (_, n) => +failed.includes(n));
  return { failed: flags, stress };
}

/** Eighths add up without rounding, so that another order of sums gives the same. */
const eighths = (min: number, max: number) => fc.integer({ min, max }).map((x) => x / 8);

/** Networks of up to 12 elements, some without limits, and who fails first. */
export const stressCases = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const element = fc.integer({ min: 0, max: count - 1 });
  return fc
    .record({
      base: fc.array(fc.array(eighths(-2, 8), { maxLength: 3 }), {
        minLength: count,
        maxLength: count,
      }),
      drawn: fc.array(fc.tuple(element, fc.nat(99), eighths(-4, 8)), { maxLength: 40 }),
      pairs: fc.array(fc.tuple(element, element), { maxLength: 20 }),
      failed: fc.uniqueArray(element, { minLength: 1, maxLength: 3 }),
      twoSided: fc.boolean(),
    })
    .map(({ base, drawn, pairs, failed, twoSided }) => {
      const limits = base.flat().length;
      const shifts = drawn.map(([who, limit, add]) => [who, limit % limits, add] as const);
      const joined = pairs.filter(([a, b]) => a !== b);
      const spec = { base, shifts: limits === 0 ? [] : shifts, pairs: joined, twoSided };
      return { spec, failed };
    });
});
