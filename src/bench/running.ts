/** Starts the service as a process of its own, as a user would: for benchmarks and tests of the whole. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../package-root.ts';

/** The addresses of a started service, and its end. */
export interface RunningProcess {
  readonly graphqlUrl: string;
  readonly mqttUrl: string;
  stop(): Promise<void>;
}

/** How the service differs from its defaults. */
export interface RunningOptions {
  readonly flags?: readonly string[];
  /** Variables beside those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Resolves when the service, without devices and on free ports, has printed its addresses. */
export async function runningService(
  data: string,
  { flags = [], environment = {} }: RunningOptions = {},
): Promise<RunningProcess> {
  const program = join(packageRoot(), 'dist', 'src', 'main.js');
  const free = ['--port', '0', '--mqtt-port', '0', '--no-devices', '--json'];
  const child = spawn(process.execPath, [program, 'start', '--data', data, ...free, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => undefined)]);
  if (first === undefined) throw new Error('the service ended before it had started');
  const addresses = JSON.parse(String(first[0])) as { graphqlUrl: string; mqttUrl: string };
  return {
    ...addresses,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
