/** The sparse kernel on each backend, against dense products and finite differences. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csrMatMul, sparseTensor } from '../../gnn/kernels/csr-mat-mul.ts';
import { blockDiagonal, sparseMatrix, transpose } from '../../gnn/model/sparse.ts';
import { useFastestBackend } from '../../gnn/train/backend.ts';
import { arbitrarySparse, dense } from './matrices.ts';

beforeAll(async () => {
  await useFastestBackend();
});
afterAll(() => {
  tf.disposeVariables();
});

test('the backend that training falls back to is wasm', () => {
  expect(['tensorflow', 'wasm']).toContain(tf.getBackend());
});

test('a transpose has the same entries the other way round', () => {
  fc.assert(
    fc.property(arbitrarySparse, (sparse) => {
      const turned = dense(transpose(sparse));
      for (const [r, row] of dense(sparse).entries()) {
        for (const [c, value] of row.entries()) expect(turned[c]?.[r]).toBeCloseTo(value, 5);
      }
    }),
  );
});

test('a block-diagonal matrix keeps its blocks apart', () => {
  const a = sparseMatrix(1, 2, [{ row: 0, column: 1, value: 2 }]);
  const b = sparseMatrix(2, 1, [{ row: 1, column: 0, value: 3 }]);
  expect(dense(blockDiagonal([a, b]))).toEqual([
    [0, 2, 0],
    [0, 0, 0],
    [0, 0, 3],
  ]);
});

describe.each(['fastest', 'cpu'])('on the %s backend', (name) => {
  beforeAll(async () => {
    if (name === 'cpu') await tf.setBackend('cpu');
    else await useFastestBackend();
  });

  test('the product equals the dense one', () => {
    fc.assert(
      fc.property(arbitrarySparse, fc.integer({ min: 1, max: 5 }), (sparse, width) => {
        tf.tidy(() => {
          const x = tf.randomUniform<tf.Rank.R2>([sparse.columns, width], -1, 1, 'float32', 7);
          const wanted = tf.matMul(tf.tensor2d(dense(sparse)), x).arraySync();
          const matrix = sparseTensor(sparse);
          const product = csrMatMul(matrix, x).arraySync();
          matrix.dispose();
          expect(closeness(product, wanted as number[][])).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 30 },
    );
  });

  test('the gradient equals finite differences', () => {
    const sparse = sparseMatrix(3, 2, [
      { row: 0, column: 1, value: 2 },
      { row: 2, column: 0, value: -1 },
      { row: 2, column: 1, value: 0.5 },
    ]);
    tf.tidy(() => {
      const matrix = sparseTensor(sparse);
      const loss = (x: tf.Tensor) => tf.sum(tf.square(csrMatMul(matrix, x as tf.Tensor2D)));
      const at = [0.3, -0.7, 1.1, 0.2];
      const gradient = tf
        .grad(loss)(tf.tensor2d(at, [2, 2]))
        .dataSync();
      for (const [i, value] of at.entries()) {
        const moved = (by: number) => {
          const x = at.map((v, j) => (i === j ? value + by : v));
          return loss(tf.tensor2d(x, [2, 2])).dataSync()[0] as number;
        };
        expect(gradient[i]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 2);
      }
      matrix.dispose();
    });
  });
});

function closeness(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  let largest = 0;
  for (const [i, row] of a.entries()) {
    for (const [j, value] of row.entries()) {
      largest = Math.max(largest, Math.abs(value - (b[i]?.[j] ?? Number.NaN)));
    }
  }
  return largest;
}
