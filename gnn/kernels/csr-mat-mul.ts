/**
 * The sparse kernel of message passing: CSR times dense, registered with TensorFlow.js as
 * `CsrMatMul` for its wasm (by our WebAssembly code), cpu and native backends. Stock `gather` and `UnsortedSegmentSum` are
 * not used: on wasm the first is about a hundred times slower and the second does not exist
 * (tensorflow/tfjs issue 8082).
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { multiplySparse, type SparseMatrix, transpose } from '../model/sparse.ts';
import { addressOf, heapKernels } from './tensor-heap.ts';

const kernelName = 'CsrMatMul';

/** Int32 and float32 tensors of one CSR matrix. */
interface CsrTensors {
  /** `[rows + 1]` */
  readonly offsets: tf.Tensor1D;
  /** `[entries]` */
  readonly indices: tf.Tensor1D;
  /** `[entries]` */
  readonly values: tf.Tensor1D;
}

/** A sparse matrix on the current backend with its transpose; constant, so it gets no gradient. */
export interface SparseTensor {
  readonly rows: number;
  readonly columns: number;
  readonly forward: CsrTensors;
  readonly backward: CsrTensors;
  dispose(): void;
}

/** Puts a matrix and its transpose on the current backend; the caller disposes it. */
export function sparseTensor(matrix: SparseMatrix): SparseTensor {
  const forward = csrTensors(matrix);
  const backward = csrTensors(transpose(matrix));
  return {
    rows: matrix.rows,
    columns: matrix.columns,
    forward,
    backward,
    dispose() {
      for (const { offsets, indices, values } of [forward, backward]) {
        tf.dispose([offsets, indices, values]);
      }
    },
  };
}

/**
 * Sparse times dense, `[rows, columns] · [columns, width] → [rows, width]`. Its gradient with
 * respect to the dense operand is the transposed matrix times the gradient: dX = Aᵀ · dY.
 */
export function csrMatMul(matrix: SparseTensor, dense: tf.Tensor2D): tf.Tensor2D {
  const multiply = tf.customGrad((x) => ({
    value: runKernel(matrix.forward, x as tf.Tensor2D),
    gradFunc: (dy: tf.Tensor) => runKernel(matrix.backward, dy as tf.Tensor2D),
  }));
  return multiply(dense) as tf.Tensor2D;
}

function runKernel(csr: CsrTensors, dense: tf.Tensor2D): tf.Tensor2D {
  const inputs = { ...csr, dense };
  return tf.engine().runKernel(kernelName, inputs) as tf.Tensor2D;
}

function csrTensors({ offsets, indices, values }: SparseMatrix): CsrTensors {
  return {
    offsets: tf.tensor1d(offsets, 'int32'),
    indices: tf.tensor1d(indices, 'int32'),
    values: tf.tensor1d(values, 'float32'),
  };
}

type KernelInputs = Readonly<Record<keyof CsrTensors | 'dense', tf.TensorInfo>>;

/** Of the product in one call of our code, which V8 makes fast while it is called again and again. */
const blockBytes = 2 ** 16;

/** On wasm our own code runs on the heap of the backend: nothing is copied. */
function wasmKernel(inputs: KernelInputs, backend: BackendWasm): tf.TensorInfo {
  const [rows, columns] = outputShape(inputs);
  const output = backend.makeOutput([rows, columns], 'float32');
  // Views and addresses come after the allocation, which may have grown and so moved the heap.
  const kernels = heapKernels(backend);
  if (kernels === undefined) {
    const view = (info: tf.TensorInfo) => backend.typedArrayFromHeap(info);
    multiply(inputs, view, view(output) as Float32Array);
    return output;
  }
  const at = (info: tf.TensorInfo) => addressOf(backend, info);
  const csr = {
    offsets: at(inputs.offsets),
    indices: at(inputs.indices),
    values: at(inputs.values),
  };
  const width = columns * 4;
  const dense = { x: at(inputs.dense), xStride: width, width, outStride: width };
  const out = at(output);
  const blockRows = Math.ceil(blockBytes / Math.max(1, width));
  for (let begin = 0; begin < rows; begin += blockRows) {
    const end = Math.min(rows, begin + blockRows);
    kernels.aggregate({ ...csr, ...dense, begin, end, out: out + begin * width });
  }
  return output;
}

/** On the other backends the operands are read and the product is written. */
function hostKernel(inputs: KernelInputs, backend: tf.KernelBackend): tf.TensorInfo {
  const shape = outputShape(inputs);
  const out = new Float32Array(tf.util.sizeFromShape(shape));
  multiply(inputs, (info) => backend.readSync(info.dataId) as tf.TypedArray, out);
  return { dataId: backend.write(out, shape, 'float32'), shape, dtype: 'float32' };
}

function multiply(
  inputs: KernelInputs,
  read: (info: tf.TensorInfo) => tf.TypedArray,
  out: Float32Array,
): void {
  const product = {
    offsets: read(inputs.offsets) as Int32Array,
    indices: read(inputs.indices) as Int32Array,
    values: read(inputs.values) as Float32Array,
    dense: read(inputs.dense) as Float32Array,
    width: inputs.dense.shape[1] as number,
  };
  multiplySparse(product, out);
}

/** `[rows, width]` */
function outputShape(inputs: KernelInputs): [number, number] {
  return [(inputs.offsets.shape[0] as number) - 1, inputs.dense.shape[1] as number];
}

for (const backendName of ['wasm', 'cpu', 'tensorflow']) {
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, backend }) =>
      backendName === 'wasm'
        ? wasmKernel(inputs as KernelInputs, backend as BackendWasm)
        : hostKernel(inputs as KernelInputs, backend as tf.KernelBackend),
  });
}
