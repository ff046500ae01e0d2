/** The algebra on TensorFlow.js tensors, with gradients: what training runs. */
import * as tf from '@tensorflow/tfjs';
import type { Algebra } from '../model/algebra.ts';
import { csrMatMul, type SparseTensor } from './csr-mat-mul.ts';
import { denseProduct, hasDenseProduct } from './dense-product.ts';

/** The algebra of training; equal to the array algebra within float32 rounding. */
export const tensorAlgebra: Algebra<tf.Tensor2D, SparseTensor> = {
  matMul,
  affine: (x, weight, bias) =>
    hasDenseProduct() ? denseProduct(x, weight, bias) : tf.add(matMul(x, weight), bias),
  aggregate: csrMatMul,
  add: (a, b) => tf.add(a, b),
  subtract: (a, b) => tf.sub(a, b),
  multiply: (a, b) => tf.mul(a, b),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  relu: (x) => tf.relu(x),
  join: (parts) => tf.concat([...parts], 1),
};

/**
 * Dense product with a gradient by explicit transposes: dA = dC · Bᵀ, dB = Aᵀ · dC. The stock
 * gradient asks matMul to transpose, which is slow on some backends. On wasm we have our own.
 */
function matMul(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  if (hasDenseProduct()) return denseProduct(a, b);
  const product = tf.customGrad<tf.Tensor2D>((left, right, save) => {
    const [x, y] = [left as tf.Tensor2D, right as tf.Tensor2D];
    (save as tf.GradSaveFunc)([x, y]);
    return {
      value: tf.matMul(x, y) as tf.Tensor2D,
      gradFunc: (dy: tf.Tensor2D, saved: tf.Tensor[]) => {
        const [savedX, savedY] = saved as [tf.Tensor2D, tf.Tensor2D];
        return [tf.matMul(dy, tf.transpose(savedY)), tf.matMul(tf.transpose(savedX), dy)];
      },
    };
  });
  return product(a, b) as tf.Tensor2D;
}
