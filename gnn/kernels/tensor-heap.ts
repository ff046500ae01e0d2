/**
 * Our WebAssembly kernels on the memory of TensorFlow.js' wasm backend: its tensors are operands
 * where they lie, nothing is copied. Used by the custom kernels of this folder.
 */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type Kernels, kernelsOn } from './wasm/kernels.ts';

const known = new WeakMap<WebAssembly.Memory, Kernels>();

/** The kernels on the backend's memory; undefined where the backend keeps its memory to itself. */
export function heapKernels(backend: BackendWasm): Kernels | undefined {
  // Emscripten's module holds what the instance exports; the declared types do not say so.
  const { asm } = backend.wasm as unknown as { asm?: { memory?: unknown } };
  const memory = asm?.memory;
  if (!(memory instanceof WebAssembly.Memory)) return undefined;
  const kernels = known.get(memory) ?? kernelsOn(memory);
  known.set(memory, kernels);
  return kernels;
}

/** Where a tensor of the wasm backend lies. */
export function addressOf(backend: BackendWasm, tensor: tf.TensorInfo): number {
  return backend.typedArrayFromHeap(tensor).byteOffset;
}
