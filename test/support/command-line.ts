/** Runs the built command line as a user does, for the tests of `test/cli`. Builds when `dist` is stale. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageRoot } from '../../src/package-root.ts';

const script = join(packageRoot(), 'dist', 'src', 'main.js');
export const runner = join(packageRoot(), 'src', 'run.mjs');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The command line itself, or another script that runs it. */
  readonly script?: string;
}

/** Builds the program unless that is done; one test file at a time. */
export function build(): void {
  const lock = join(packageRoot(), 'node_modules', '.linchpin-test-build');
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  try {
    execFileSync(process.execPath, [runner, 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    rmSync(lock);
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(lock: string): boolean {
  try {
    return process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** A folder of its own under the system's, and what removes it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'linchpin-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a command to its end. */
export async function linchpin(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = launch(args, options);
  child.stdin?.end(options.input ?? '');
  const output = Promise.all([text(child.stdout as never), text(child.stderr as never)]);
  const [code] = (await once(child, 'exit')) as [number | null];
  const [stdout, stderr] = await output;
  return { code, stdout, stderr };
}

/** What a command printed with `--json`, when it ended with this code and kept quiet otherwise. */
export async function json<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  const { code, stdout, stderr } = await linchpin([...args, '--json'], options);
  if (code !== 0 || stderr !== '') throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** A service that `start` runs in a process of its own. */
export interface Started {
  readonly child: ChildProcess;
  readonly graphqlUrl: string;
  readonly mqttUrl: string;
  /** Everything on stderr so far. */
  stderr(): string;
  /** Sends a signal; gives the exit code and how long the end took, in milliseconds. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; milliseconds: number }>;
}

/** Starts a service on free ports and waits for its addresses. */
export async function start(args: readonly string[], options: RunOptions = {}): Promise<Started> {
  const ports = ['--port', '0', '--mqtt-port', '0', '--json'];
  const child = launch(['start', ...ports, ...args], options);
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const line = await Promise.race([firstLine(child), ended]);
  if (typeof line !== 'string') throw new Error(`start ended with ${line[0]}: ${errors}`);
  return {
    child,
    ...(JSON.parse(line) as { graphqlUrl: string; mqttUrl: string }),
    stderr: () => errors,
    async stop(signal = 'SIGTERM') {
      const began = performance.now();
      child.kill(signal);
      const [code] = await ended;
      return { code, milliseconds: performance.now() - began };
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let seen = '';
    child.stdout?.on('data', (chunk) => {
      seen += chunk;
      const [line = '', rest] = seen.split('\n');
      if (rest !== undefined) resolve(line);
    });
  });
}

/** The tests' own settings and npm's must not reach the program. */
export function launch(args: readonly string[], options: RunOptions): ChildProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(LINCHPIN|MQTT|NEO4J|npm|VITEST)_|^(NODE_OPTIONS|NODE_ENV|INIT_CWD)$/.test(name),
  );
  return spawn(process.execPath, [options.script ?? script, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: 'pipe',
  });
}
