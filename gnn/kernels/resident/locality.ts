/**
 * Orders of rows in which neighbours lie near each other, so that what a row gathers is in the cache
 * already. An order names, place by place, the row that stands there.
 */
import type { SparseMatrix } from '../../model/sparse.ts';

/**
 * The order of Cuthill and McKee (1969), reversed: breadth first over rows and columns alike of a
 * square matrix, from the row with the fewest entries, those with fewer entries first.
 */
export function localityOrder(matrix: SparseMatrix): Int32Array {
  const { rows } = matrix;
  const both = symmetric(matrix);
  const degrees = Int32Array.from(
    { length: rows },
    (_, row) => at(both.offsets, row + 1) - at(both.offsets, row),
  );
  const starts = sortedBy(degrees);
  const order = new Int32Array(rows);
  const seen = new Uint8Array(rows);
  let [head, tail] = [0, 0];
  for (const start of starts) {
    if (seen[start] === 1) continue;
    seen[start] = 1;
    order[tail++] = start;
    while (head < tail) {
      const row = at(order, head++);
      const from = tail;
      for (let e = at(both.offsets, row); e < at(both.offsets, row + 1); e++) {
        const next = at(both.indices, e);
        if (seen[next] === 1) continue;
        seen[next] = 1;
        order[tail++] = next;
      }
      sortStretch(order, degrees, from, tail);
    }
  }
  return order.reverse();
}

/** The order of a matrix's rows by the least place of their columns, of groups by their members. */
export function orderAlong(matrix: SparseMatrix, columnOrder: Int32Array): Int32Array {
  const places = placesOf(columnOrder);
  const least = Int32Array.from({ length: matrix.rows }, (_, row) => {
    let place = matrix.columns;
    for (let e = at(matrix.offsets, row); e < at(matrix.offsets, row + 1); e++) {
      place = Math.min(place, at(places, at(matrix.indices, e)));
    }
    return place;
  });
  return sortedBy(least);
}

/** The inverse of an order: where each row stands. */
export function placesOf(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) places[at(order, place)] = place;
  return places;
}

/** A matrix with its rows and columns in these orders; undefined is the order they have. */
export function reordered(
  matrix: SparseMatrix,
  rowOrder: Int32Array | undefined,
  columnOrder: Int32Array | undefined,
): SparseMatrix {
  if (rowOrder === undefined && columnOrder === undefined) return matrix;
  const places = columnOrder && placesOf(columnOrder);
  const offsets = new Int32Array(matrix.rows + 1);
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float32Array(matrix.values.length);
  let next = 0;
  for (let place = 0; place < matrix.rows; place++) {
    const row = rowOrder === undefined ? place : at(rowOrder, place);
    for (let e = at(matrix.offsets, row); e < at(matrix.offsets, row + 1); e++, next++) {
      const column = at(matrix.indices, e);
      indices[next] = places === undefined ? column : at(places, column);
      values[next] = matrix.values[e] as number;
    }
    offsets[place + 1] = next;
  }
  return { ...matrix, offsets, indices, values };
}

/** The entries of a square matrix and of its transpose, without their values. */
function symmetric({ rows, offsets, indices }: SparseMatrix) {
  const both = new Int32Array(rows + 1);
  const each = (visit: (row: number, column: number) => void) => {
    for (let row = 0; row < rows; row++) {
      for (let e = at(offsets, row); e < at(offsets, row + 1); e++) visit(row, at(indices, e));
    }
  };
  const count = (row: number) => {
    both[row + 1] = at(both, row + 1) + 1;
  };
  each((row, column) => {
    count(row);
    count(column);
  });
  for (let row = 0; row < rows; row++) both[row + 1] = at(both, row + 1) + at(both, row);
  const next = both.slice(0, rows);
  const neighbours = new Int32Array(at(both, rows));
  const put = (row: number, neighbour: number) => {
    neighbours[at(next, row)] = neighbour;
    next[row] = at(next, row) + 1;
  };
  each((row, column) => {
    put(row, column);
    put(column, row);
  });
  return { offsets: both, indices: neighbours };
}

/** Rows by keys from 0 on, those with the same key by number: a counting sort. */
function sortedBy(keys: Int32Array): Int32Array {
  const starts = new Int32Array(keys.reduce((most, key) => Math.max(most, key), 0) + 2);
  for (const key of keys) starts[key + 1] = at(starts, key + 1) + 1;
  for (let key = 1; key < starts.length; key++) starts[key] = at(starts, key) + at(starts, key - 1);
  const sorted = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) {
    const key = at(keys, row);
    sorted[at(starts, key)] = row;
    starts[key] = at(starts, key) + 1;
  }
  return sorted;
}

/** Sorts the few rows of a stretch by degree, in place; many by the language's own sort. */
function sortStretch(order: Int32Array, degrees: Int32Array, from: number, to: number): void {
  if (to - from > 32) {
    order.subarray(from, to).sort((a, b) => at(degrees, a) - at(degrees, b) || a - b);
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const row = at(order, i);
    const degree = at(degrees, row);
    let j = i;
    for (; j > from; j--) {
      const before = at(order, j - 1);
      const beforeDegree = at(degrees, before);
      if (beforeDegree < degree || (beforeDegree === degree && before < row)) break;
      order[j] = before;
    }
    order[j] = row;
  }
}

function at(array: Int32Array, index: number): number {
  return array[index] as number;
}
