/** Orders of rows: each is one, brings neighbours together, and changes no product. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  localityOrder,
  orderAlong,
  placesOf,
  reordered,
} from '../../../gnn/kernels/resident/locality.ts';
import { type SparseMatrix, sparseMatrix } from '../../../gnn/model/sparse.ts';
import { RandomStream } from '../../../src/model/random.ts';
import { dense } from '../matrices.ts';
import { arbitrarySizes, randomSparse } from './random-matrices.ts';

function bandwidth({ rows, offsets, indices }: SparseMatrix): number {
  let widest = 0;
  for (let row = 0; row < rows; row++) {
    for (let e = offsets[row] ?? 0; e < (offsets[row + 1] ?? 0); e++) {
      widest = Math.max(widest, Math.abs((indices[e] ?? 0) - row));
    }
  }
  return widest;
}

test('a path whose rows stand anyhow becomes a path from one end to the other', () => {
  const length = 101;
  const name = (place: number) => (place * 37) % length;
  const path = sparseMatrix(
    length,
    length,
    Array.from({ length: length - 1 }, (_, i) => ({ row: name(i), column: name(i + 1), value: 1 })),
  );
  const order = localityOrder(path);
  expect(bandwidth(path)).toBeGreaterThan(30);
  expect(bandwidth(reordered(path, order, order))).toBe(1);
});

test('a reordered matrix has the same entries at the places of their rows and columns', () => {
  fc.assert(
    fc.property(arbitrarySizes, ({ seed, rows, entries }) => {
      const square = randomSparse(new RandomStream(seed), { rows, columns: rows, entries });
      const order = localityOrder(square);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
      const along = orderAlong(square, order);
      const [before, after] = [dense(square), dense(reordered(square, along, order))];
      const [rowPlaces, columnPlaces] = [placesOf(along), placesOf(order)];
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < rows; j++) {
          expect(after[rowPlaces[i] ?? -1]?.[columnPlaces[j] ?? -1]).toBe(before[i]?.[j]);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('groups stand in the order of their first members', () => {
  const groups = sparseMatrix(3, 4, [
    { row: 0, column: 3, value: 1 },
    { row: 1, column: 0, value: 1 },
    { row: 1, column: 2, value: 1 },
  ]);
  expect([...orderAlong(groups, Int32Array.of(3, 2, 1, 0))]).toEqual([0, 1, 2]);
  expect([...orderAlong(groups, Int32Array.of(0, 1, 2, 3))]).toEqual([1, 0, 2]);
});
