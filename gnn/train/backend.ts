/** Chooses the TensorFlow.js backend: native where it loads, else wasm, else plain JavaScript. */
import * as tf from '@tensorflow/tfjs';
import { prepareWasm } from '../kernels/wasm-backend.ts';

/** Sets up the fastest backend there is and gives its name: `tensorflow`, `wasm` or `cpu`. */
export async function useFastestBackend(): Promise<string> {
  for (const prepare of [prepareNative, prepareWasm]) {
    const name = await prepare().catch(() => undefined);
    if (name !== undefined && (await tf.setBackend(name))) break;
  }
  await tf.ready();
  return tf.getBackend();
}

/** An optional dependency that fetches a binary when it is installed, so it may be missing. */
async function prepareNative(): Promise<string> {
  const optional: string = '@tensorflow/tfjs-node'; // a literal would have to resolve to compile
  await import(optional);
  return 'tensorflow';
}
