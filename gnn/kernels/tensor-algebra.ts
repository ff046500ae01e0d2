/** The algebra on TensorFlow.js tensors, with gradients: what training runs. */
import * as tf from '@tensorflow/tfjs';
import type { Algebra } from '../model/algebra.ts';
import { csrMatMul, type SparseTensor } from './csr-mat-mul.ts';
import { denseProduct, hasDenseProduct } from './dense-product.ts';

/** Matrices side by side, not yet put together: products and sums over neighbours take the parts. */
class Joined {
  readonly parts: readonly tf.Tensor2D[];

  constructor(parts: readonly tf.Tensor2D[]) {
    this.parts = parts;
  }
}

export type Rows = tf.Tensor2D | Joined;

/** The algebra of training; equal to the array algebra within float32 rounding. */
export const tensorAlgebra: Algebra<Rows, SparseTensor> = {
  matMul: (a, b) => product(partsOf(a), whole(b)),
  affine: (x, weight, bias) => product(partsOf(x), whole(weight), whole(bias)),
  aggregate(matrix, x) {
    const [first, ...others] = partsOf(x).map((part) => aggregated(matrix, part));
    return others.length === 0
      ? (first as tf.Tensor2D)
      : new Joined([first as tf.Tensor2D, ...others]);
  },
  add: (a, b) => tf.add(whole(a), whole(b)),
  subtract: (a, b) => tf.sub(whole(a), whole(b)),
  multiply: (a, b) => tf.mul(whole(a), whole(b)),
  sigmoid: (x) => tf.sigmoid(whole(x)),
  tanh: (x) => tf.tanh(whole(x)),
  relu: (x) => tf.relu(whole(x)),
  join: (parts) => new Joined(parts.flatMap(partsOf)),
};

/** As one tensor. */
export function whole(x: Rows): tf.Tensor2D {
  return x instanceof Joined ? tf.concat([...x.parts], 1) : x;
}

function partsOf(x: Rows): readonly tf.Tensor2D[] {
  return x instanceof Joined ? x.parts : [x];
}

/** All onsets in one product, side by side: rows are contiguous, so that nothing moves. */
function aggregated(matrix: SparseTensor, x: tf.Tensor2D): tf.Tensor2D {
  const { rows, columns } = matrix;
  const onsets = columns === 0 ? 0 : x.shape[0] / columns;
  if (onsets === 1) return csrMatMul(matrix, x);
  const sums = csrMatMul(matrix, tf.reshape(x, [columns, onsets * x.shape[1]]));
  return tf.reshape(sums, [rows * onsets, x.shape[1]]);
}

function product(
  parts: readonly tf.Tensor2D[],
  weight: tf.Tensor2D,
  bias?: tf.Tensor2D,
): tf.Tensor2D {
  if (hasDenseProduct()) return denseProduct(parts, weight, bias);
  const sums = stockProduct(whole(new Joined(parts)), weight);
  return bias === undefined ? sums : tf.add(sums, bias);
}

/**
 * Dense product with a gradient by explicit transposes: dA = dC · Bᵀ, dB = Aᵀ · dC. The stock
 * gradient asks matMul to transpose, which is slow on some backends.
 */
function stockProduct(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const multiply = tf.customGrad<tf.Tensor2D>((left, right, save) => {
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
  return multiply(a, b) as tf.Tensor2D;
}
