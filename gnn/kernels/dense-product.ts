/**
 * Dense times dense with a gradient, as a custom kernel of TensorFlow.js' wasm backend on our own
 * code. The stock one leaves its fast path for the transposed products that a gradient consists of.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { addressOf, heapKernels } from './tensor-heap.ts';

const kernelName = 'DenseProduct';

/** Of an operand's rows that are taken at once, which then stay in the cache. */
const blockBytes = 2 ** 15;

function rowsAtOnce(...widths: readonly number[]): number {
  return Math.max(64, Math.floor(blockBytes / (4 * Math.max(...widths, 1))));
}

/** Whether `denseProduct` runs here: on the wasm backend, where its memory can be had. */
export function hasDenseProduct(): boolean {
  return tf.getBackend() === 'wasm' && heapKernels(tf.backend() as BackendWasm) !== undefined;
}

/**
 * `[x0, x1 …] · weight + bias`: `[n, k] · [k, m] + [1, m] → [n, m]`, with gradients for all. What
 * stands left may be in parts, k columns together, which are not put side by side for it.
 */
export function denseProduct(
  parts: readonly tf.Tensor2D[],
  weight: tf.Tensor2D,
  bias?: tf.Tensor2D,
): tf.Tensor2D {
  const start = bias ?? tf.zeros([1, weight.shape[1]]);
  // A list, of which the gradient gets all; the declared type knows names alone.
  const operands = [weight, start, ...parts] as unknown as tf.NamedTensorMap;
  return tf.engine().runKernel(kernelName, operands) as tf.Tensor2D;
}

/** `xᵀ · y`: `[n, k], [n, m] → [k, m]` */
function transposedProduct(x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
  return tf.engine().runKernel(transposedName, { x, y }) as tf.Tensor2D;
}

const transposedName = 'TransposedDenseProduct';

tf.registerKernel({
  kernelName,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    return multiply(backend as BackendWasm, inputs as unknown as Operands<tf.TensorInfo>);
  },
});

/** Weight, bias, and the parts of what stands left. */
type Operands<T> = readonly [T, T, ...T[]];

function kernelsOf(backend: BackendWasm) {
  const kernels = heapKernels(backend);
  if (kernels === undefined) throw new Error('the memory of the wasm backend cannot be had');
  return kernels;
}

/** Each part adds its products to the sums of those before it. */
function multiply(
  backend: BackendWasm,
  [weight, bias, ...parts]: Operands<tf.TensorInfo>,
): tf.TensorInfo {
  const kernels = kernelsOf(backend);
  const [n = 0] = parts[0]?.shape ?? [];
  const columns = weight.shape[1] ?? 0;
  const width = columns * 4;
  const output = backend.makeOutput([n, columns], 'float32');
  const [w, start, out] = [weight, bias, output].map((info) => addressOf(backend, info)) as Three;
  const places = parts.map((part) => ({ at: addressOf(backend, part), depth: part.shape[1] ?? 0 }));
  const atOnce = rowsAtOnce(columns, ...places.map(({ depth }) => depth));
  for (let row = 0; row < n; row += atOnce) {
    const rows = Math.min(atOnce, n - row);
    const to = out + row * width;
    let sums = { start, startStride: 0 };
    let from = w;
    for (const { at, depth } of places) {
      const block = { rows, depth, x: at + row * depth * 4, xStride: depth * 4 };
      const own = { w: from, wStride: width, width, out: to, outStride: width };
      kernels.product({ ...block, ...own, ...sums });
      sums = { start: to, startStride: width };
      from += depth * width;
    }
  }
  return output;
}

type Three = [number, number, number];

tf.registerKernel({
  kernelName: transposedName,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    const { x, y } = inputs as unknown as Record<'x' | 'y', tf.TensorInfo>;
    return multiplyTransposed(backend as BackendWasm, x, y);
  },
});

function multiplyTransposed(
  backend: BackendWasm,
  left: tf.TensorInfo,
  right: tf.TensorInfo,
): tf.TensorInfo {
  const kernels = kernelsOf(backend);
  const [[n = 0, k = 0], m] = [left.shape, right.shape[1] ?? 0];
  const width = m * 4;
  const output = backend.makeOutput([k, m], 'float32');
  backend.typedArrayFromHeap(output).fill(0);
  const [x, y, out] = [left, right, output].map((info) => addressOf(backend, info)) as Three;
  // Each block of rows adds its products to those of the blocks before it.
  const sums = { start: out, startStride: width, out, outStride: width, width };
  const atOnce = rowsAtOnce(k, m);
  for (let row = 0; row < n; row += atOnce) {
    const depth = Math.min(atOnce, n - row);
    const block = { x: x + row * k * 4, xStride: k * 4, w: y + row * width, wStride: width };
    kernels.transposedProduct({ ...sums, ...block, rows: k, depth });
  }
  return output;
}

// dXi = dY · Wiᵀ, dW = [X0, X1 …]ᵀ · dY, db = 1ᵀ · dY; each is computed only if it is asked for.
tf.registerGradient({
  kernelName,
  saveAllInputs: true,
  gradFunc: (gradient, saved) => {
    const dy = gradient as tf.Tensor2D;
    const [weight, , ...parts] = saved as unknown as Operands<tf.Tensor2D>;
    let row = 0;
    const ofParts = parts.map((part) => {
      const [from, depth] = [row, part.shape[1]];
      row += depth;
      return () => denseProduct([dy], tf.transpose(tf.slice(weight, [from, 0], [depth, -1])));
    });
    const ofWeight = () =>
      tf.concat(
        parts.map((part) => transposedProduct(part, dy)),
        0,
      );
    const ofBias = () => transposedProduct(tf.ones([dy.shape[0], 1]), dy);
    return { ...[ofWeight, ofBias, ...ofParts] } as unknown as Record<string, () => tf.Tensor>;
  },
});
