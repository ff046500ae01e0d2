/** What runs on a thread of `ResidentNetwork`: its part of each run, on the memory that all share. */
import { parentPort, workerData } from 'node:worker_threads';
import { type RunLayer, runSchedule, type Schedule } from './schedule.ts';

/** What a thread is started with. */
export interface ThreadStart {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  readonly schedule: Schedule;
  readonly thread: number;
}

const { memory, module, schedule, thread } = workerData as ThreadStart;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const words = new Int32Array(memory.buffer);

parentPort?.on('message', () => {
  runSchedule(words, schedule, thread, exports.layer as RunLayer);
  parentPort?.postMessage(null);
});
