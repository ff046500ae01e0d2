/** The custom kernels of training on TensorFlow.js' wasm backend: products, gradients, tensor counts. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { csrMatMul, sparseTensor } from '../../../gnn/kernels/csr-mat-mul.ts';
import { denseProduct, hasDenseProduct } from '../../../gnn/kernels/dense-product.ts';
import { useWasmBackend } from '../../../gnn/kernels/wasm-backend.ts';
import { transpose } from '../../../gnn/model/sparse.ts';
import { RandomStream } from '../../../src/model/random.ts';
import { difference, float64Algebra, type Rows, rowsOf } from './float64-algebra.ts';
import { arbitrarySizes, arbitraryWidth, randomDense, randomSparse } from './random-matrices.ts';

const { aggregate, affine, matMul } = float64Algebra;

beforeAll(async () => {
  await useWasmBackend();
});

function randomTensor(random: RandomStream, rows: number, columns: number) {
  const { values } = randomDense(random, rows, columns);
  return { tensor: tf.tensor2d(values, [rows, columns]), rows: rowsOf(values, columns) };
}

function flipped(rows: Rows, columns: number): Rows {
  return Array.from({ length: columns }, (_, j) => rows.map((row) => row[j] ?? Number.NaN));
}

function data(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}

test('the wasm backend lets our kernels use its memory', () => {
  expect(tf.getBackend()).toBe('wasm');
  expect(hasDenseProduct()).toBe(true);
});

test('sparse products and their gradients are within 1e-5, and leave no tensors', () => {
  const sizes = fc.tuple(arbitrarySizes, arbitraryWidth);
  fc.assert(
    fc.property(sizes, ([{ seed, ...size }, width]) => {
      const random = new RandomStream(seed);
      const sparse = randomSparse(random, size);
      const held = tf.memory().numTensors;
      tf.tidy(() => {
        const matrix = sparseTensor(sparse);
        const x = randomTensor(random, size.columns, width);
        const dy = randomTensor(random, size.rows, width);
        const found = csrMatMul(matrix, x.tensor);
        // Rounding grows as a random walk over the terms of a sum.
        const most = 1e-5 * Math.sqrt(1 + size.entries / Math.min(size.rows, size.columns));
        expect(difference(data(found), aggregate(sparse, x.rows))).toBeLessThan(most);
        const gradient = tf.grad((at) => csrMatMul(matrix, at as tf.Tensor2D));
        const expected = aggregate(transpose(sparse), dy.rows);
        expect(difference(data(gradient(x.tensor, dy.tensor)), expected)).toBeLessThan(most);
        matrix.dispose();
      });
      expect(tf.memory().numTensors).toBe(held);
    }),
  );
});

test('dense products and their gradients are within 1e-5 a term, and leave no tensors', () => {
  const sizes = fc.tuple(
    fc.constantFrom(1, 5, 127, 300),
    arbitraryWidth,
    fc.constantFrom(1, 6, 33),
  );
  fc.assert(
    fc.property(sizes, ([n, k, m]) => {
      const random = new RandomStream(n * k + m);
      const held = tf.memory().numTensors;
      tf.tidy(() => {
        const [x, w] = [randomTensor(random, n, k), randomTensor(random, k, m)];
        const [b, dy] = [randomTensor(random, 1, m), randomTensor(random, n, m)];
        const found = denseProduct([x.tensor], w.tensor, b.tensor);
        const expected = affine(x.rows, w.rows, b.rows);
        const scale = Math.sqrt(Math.max(k, m, n));
        expect(difference(data(found), expected) / scale).toBeLessThan(1e-5);
        const gradient = tf.grads((...at) => {
          const [left, weight, bias] = at as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
          return denseProduct([left], weight, bias);
        });
        const all = gradient([x.tensor, w.tensor, b.tensor], dy.tensor).map(data);
        const gradients = [
          matMul(dy.rows, flipped(w.rows, m)),
          matMul(flipped(x.rows, k), dy.rows),
          matMul([new Array<number>(n).fill(1)], dy.rows),
        ];
        for (const [i, values] of all.entries()) {
          expect(difference(values, gradients[i] as Rows) / scale).toBeLessThan(1e-5);
        }
      });
      expect(tf.memory().numTensors).toBe(held);
    }),
    { numRuns: 30 },
  );
});

test('a clone that shares its numbers outlives what it was made of', () => {
  const held = tf.memory();
  const x = tf.tensor1d([1, 2, 3]);
  const y = tf.clone(x);
  x.dispose();
  expect([...y.dataSync()]).toEqual([1, 2, 3]);
  y.dispose();
  expect(tf.memory().numTensors).toBe(held.numTensors);
  expect(tf.memory().numDataBuffers).toBe(held.numDataBuffers);
});

test('what stands in parts gives the product and gradients of what is put side by side', () => {
  const random = new RandomStream(8);
  const held = tf.memory().numTensors;
  tf.tidy(() => {
    const parts = [1, 16, 5].map((columns) => randomTensor(random, 40, columns).tensor);
    const [w, b] = [randomTensor(random, 22, 6).tensor, randomTensor(random, 1, 6).tensor];
    const dy = randomTensor(random, 40, 6).tensor;
    const product =
      (apart: boolean) =>
      (weight: tf.Tensor, bias: tf.Tensor, ...x: tf.Tensor[]) => {
        const left = apart ? (x as tf.Tensor2D[]) : [tf.concat2d(x as tf.Tensor2D[], 1)];
        return denseProduct(left, weight as tf.Tensor2D, bias as tf.Tensor2D);
      };
    const [apart, together] = [true, false].map((way) => {
      const all = [w, b, ...parts] as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      return [product(way)(...all), ...tf.grads(product(way) as never)(all, dy)].map(data);
    });
    for (const [i, values] of (apart ?? []).entries()) {
      const expected = rowsOf(together?.[i] ?? new Float32Array(0), 1);
      expect(difference(values, expected)).toBeLessThan(1e-5);
    }
  });
  expect(tf.memory().numTensors).toBe(held);
});
