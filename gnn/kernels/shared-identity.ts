/**
 * `Identity` on TensorFlow.js' wasm backend without a copy, as on its cpu backend: tensors never
 * change, so that two may share their numbers. What a gradient saves goes through it.
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Takes the place of the stock kernel; the backend's package has to be loaded. */
export function shareIdentity(): void {
  if (tf.getKernel(tf.Identity, 'wasm') !== undefined) tf.unregisterKernel(tf.Identity, 'wasm');
  tf.registerKernel({
    kernelName: tf.Identity,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { dataId, shape, dtype } = (inputs as { x: tf.TensorInfo }).x;
      (backend as BackendWasm).incRef(dataId);
      return { dataId, shape, dtype };
    },
  });
}
