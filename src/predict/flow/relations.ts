/**
 * Whom a link hears in one pass of the network: those that trips come from and go on to, those that
 * touch it, and those that trips may take instead. Rows are means or shares. Called by the features.
 */
import { type SparseMatrix, transpose } from '../../../gnn/model/sparse.ts';
import type { LinkMeasures } from './link-measures.ts';

/** The kinds of neighbours, in the order in which the network has weights for them. */
export const relationNames = [
  'trips come from',
  'trips go on to',
  'enters its start',
  'leaves its end',
  'is its detour',
  'has it as detour',
] as const;

/** `[links, links]` each, in the order of `relationNames`. */
export function relationsOf({ turns, turnSum, sum, detours }: LinkMeasures): SparseMatrix[] {
  const onto = { rows: sum.length, columns: sum.length, offsets: turns.first, indices: turns.onto };
  const trips = { ...onto, values: Float32Array.from(turnSum) };
  const pairs = { ...onto, values: new Float32Array(turnSum.length).fill(1) };
  return [
    perRow(transpose(trips), sum),
    perRow(trips, sum),
    mean(transpose(pairs)),
    mean(pairs),
    mean(detours.shares),
    mean(transpose(detours.shares)),
  ];
}

/** Each row divided by a number of its own; a row of nothing stays so. */
function perRow(matrix: SparseMatrix, by: ArrayLike<number>): SparseMatrix {
  const values = matrix.values.slice();
  for (let row = 0; row < matrix.rows; row++) {
    const divisor = by[row] as number;
    const end = matrix.offsets[row + 1] as number;
    for (let e = matrix.offsets[row] as number; e < end; e++) {
      values[e] = divisor > 0 ? (values[e] as number) / divisor : 0;
    }
  }
  return { ...matrix, values };
}

function mean(matrix: SparseMatrix): SparseMatrix {
  return perRow(matrix, rowSums(matrix));
}

export function rowSums({ rows, offsets, values }: SparseMatrix): Float64Array {
  const sums = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const end = offsets[row + 1] as number;
    for (let e = offsets[row] as number; e < end; e++) {
      sums[row] = (sums[row] as number) + (values[e] as number);
    }
  }
  return sums;
}
