/** TensorFlow.js' wasm backend, which has to be told where its files are. */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { shareIdentity } from './shared-identity.ts';

/** Makes the backend ready to be chosen and gives its name; rejects where it is not installed. */
export async function prepareWasm(): Promise<string> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(entry)}${sep}`);
  shareIdentity();
  return 'wasm';
}

/** Chooses the wasm backend. */
export async function useWasmBackend(): Promise<void> {
  if (!(await tf.setBackend(await prepareWasm())))
    throw new Error('the wasm backend does not start');
  await tf.ready();
}
