/** Chooses the TensorFlow.js backend: native where it loads, else wasm, else plain JavaScript. */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';

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

async function prepareWasm(): Promise<string> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(entry)}${sep}`);
  return 'wasm';
}
