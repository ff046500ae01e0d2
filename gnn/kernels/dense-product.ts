/**
 * Dense times dense with a gradient, as a custom kernel of TensorFlow.js' wasm backend on our own
 * code. The stock one leaves its fast path for the transposed products that a gradient consists of.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { addressOf, heapKernels } from './tensor-heap.ts';

const kernelName = 'DenseProduct';

/** Rows that are taken at once: those of the operands then stay in the cache. */
const blockRows = 64;

/** Whether `denseProduct` runs here: on the wasm backend, where its memory can be had. */
export function hasDenseProduct(): boolean {
  return tf.getBackend() === 'wasm' && heapKernels(tf.backend() as BackendWasm) !== undefined;
}

/** `x · weight + bias`: `[n, k] · [k, m] + [1, m] → [n, m]`, with gradients for all three. */
export function denseProduct(x: tf.Tensor2D, weight: tf.Tensor2D, bias?: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => run(x, weight, bias ?? tf.zeros([1, weight.shape[1]])));
}

function run(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor2D, transposed = false) {
  const attributes = { transposed };
  return tf.engine().runKernel(kernelName, { x, weight, bias }, attributes) as tf.Tensor2D;
}

/** `xᵀ · y`: `[n, k], [n, m] → [k, m]` */
function transposedProduct(x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
  return run(x, y, tf.zeros([1, y.shape[1]]), true);
}

tf.registerKernel({
  kernelName,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const { x, weight, bias } = inputs as unknown as Record<'x' | 'weight' | 'bias', tf.TensorInfo>;
    return multiply(backend as BackendWasm, [x, weight, bias], attrs?.transposed === true);
  },
});

function multiply(
  backend: BackendWasm,
  [x, weight, bias]: readonly [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo],
  transposed: boolean,
): tf.TensorInfo {
  const kernels = heapKernels(backend);
  if (kernels === undefined) throw new Error('the memory of the wasm backend cannot be had');
  const [n = 0, k = 0] = x.shape;
  const width = (weight.shape[1] ?? 0) * 4;
  const output = backend.makeOutput([transposed ? k : n, weight.shape[1] ?? 0], 'float32');
  const at = (info: tf.TensorInfo) => addressOf(backend, info);
  const [from, w, start, out] = [at(x), at(weight), at(bias), at(output)];
  const own = { xStride: k * 4, wStride: width, width, outStride: width };
  if (transposed && n === 0) backend.typedArrayFromHeap(output).fill(0);
  for (let row = 0; row < n; row += blockRows) {
    const rows = Math.min(blockRows, n - row);
    const block = { ...own, x: from + row * own.xStride };
    if (transposed) {
      // Each block of rows adds its products to those of the blocks before it.
      const sums = row === 0 ? { start, startStride: 0 } : { start: out, startStride: width };
      kernels.transposedProduct({
        ...{ ...block, ...sums, out },
        ...{ rows: k, depth: rows, w: w + row * width },
      });
    } else {
      const place = { start, startStride: 0, out: out + row * width };
      kernels.product({ ...block, ...place, rows, depth: k, w });
    }
  }
  return output;
}

// dX = dY · Wᵀ, dW = Xᵀ · dY, db = 1ᵀ · dY; each is computed only if it is asked for.
tf.registerGradient({
  kernelName,
  inputsToSave: ['x', 'weight'],
  gradFunc: (gradient, saved) => {
    const dy = gradient as tf.Tensor2D;
    const [x, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
    return {
      x: () => denseProduct(dy, tf.transpose(weight)),
      weight: () => transposedProduct(x, dy),
      bias: () => transposedProduct(tf.ones([dy.shape[0], 1]), dy),
    };
  },
});
