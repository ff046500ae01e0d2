/** The products of serving against the definition, for every remainder of their blocks. */
import { expect, test } from 'vitest';
import { arrayAlgebra, type Matrix, matrix } from '../../gnn/model/array-algebra.ts';
import { RandomStream } from '../../src/model/random.ts';

const random = new RandomStream(21);

function filled(rows: number, columns: number): Matrix {
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  return matrix(rows, columns, values);
}

function at(m: Matrix, row: number, column: number): number {
  return m.values[row * m.columns + column] ?? Number.NaN;
}

test.each([
  [1, 1, 1],
  [2, 3, 4],
  [3, 5, 5],
  [4, 2, 8],
  [5, 7, 6],
  [0, 3, 4],
])('a product of [%i, %i] and [_, %i] sums what it must', (rows, depth, width) => {
  const [a, b, bias] = [filled(rows, depth), filled(depth, width), filled(1, width)];
  const [product, moved] = [arrayAlgebra.matMul(a, b), arrayAlgebra.affine(a, b, bias)];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += at(a, row, k) * at(b, k, column);
      expect(at(product, row, column)).toBeCloseTo(sum, 5);
      expect(at(moved, row, column)).toBeCloseTo(sum + at(bias, 0, column), 5);
    }
  }
});

test('joining puts columns side by side', () => {
  const joined = arrayAlgebra.join([
    matrix(2, 1, Float32Array.of(1, 4)),
    matrix(2, 2, Float32Array.of(2, 3, 5, 6)),
  ]);
  expect([...joined.values]).toEqual([1, 2, 3, 4, 5, 6]);
});
