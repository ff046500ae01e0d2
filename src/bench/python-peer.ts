/**
 * Peers that are Python packages, pinned, in a virtual environment that is made once and kept. A
 * benchmark whose peer cannot be had says so and measures something of its own in its place.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LinchpinError } from '../model/errors.ts';

/** The packages that benchmarks compare with, and their versions. */
const versions = {
  simpy: '4.1.1',
  stockpyl: '1.0.2',
  pandapower: '3.5.6',
  torch: '2.15.0',
} as const;

export type PythonPackage = keyof typeof versions;

export interface PythonPeer {
  /** Package and version. */
  readonly name: string;
  /** Runs a script that reads JSON from its input and prints JSON as its last line. */
  run<T>(script: string, input?: unknown): Promise<T>;
}

export interface PythonPeerOptions {
  /** `LINCHPIN_BENCH_VENV`, else a folder in the user's cache. */
  readonly folder?: string;
  /** The Python that the environment is made with; `python3` by default. */
  readonly python?: string;
  /** Whether to install what is missing; by default all but PyTorch, which takes gigabytes. */
  readonly installs?: boolean;
}

/** A peer; or why it is not there, in words. */
export type FoundPeer = { readonly peer: PythonPeer } | { readonly missing: string };

/** The peer, or why there is none; a benchmark that is not to look for one says so itself. */
export async function findPythonPeer(name: PythonPackage, isWanted = true): Promise<FoundPeer> {
  if (!isWanted) return { missing: `${name} was not asked for` };
  try {
    return { peer: await pythonPeer(name) };
  } catch (error) {
    if (!(error instanceof LinchpinError)) throw error;
    return { missing: error.message };
  }
}

/** Installs what is missing, which takes a minute the first time. `UNAVAILABLE`. */
export async function pythonPeer(
  name: PythonPackage,
  options: PythonPeerOptions = {},
): Promise<PythonPeer> {
  const { folder = defaultFolder(), python: system = 'python3' } = options;
  const { installs = name !== 'torch' } = options;
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const pinned = `${name}==${versions[name]}`;
  if (!installs && !(await isInstalled(python, name))) throw notThere(name, pinned);
  if (!existsSync(python)) {
    await attempt([system, '-m', 'venv', folder], `${system} with its module venv`, name);
  }
  if (!(await isInstalled(python, name))) {
    const install = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', pinned];
    await attempt([python, ...install], `a package index that has ${pinned}`, name);
  }
  return {
    name: `${name} ${versions[name]}`,
    run: async <T>(script: string, input: unknown = null) =>
      lastLine(name, await output(name, [python, script], input)) as T,
  };
}

const execute = promisify(execFile);

/** What pip prints may hold addresses and credentials, so that it goes nowhere. */
async function attempt(command: readonly string[], expected: string, name: string): Promise<void> {
  const [program = '', ...given] = command;
  try {
    await execute(program, given, { maxBuffer: 2 ** 26, timeout: 600_000 });
  } catch {
    throw new LinchpinError({
      code: 'UNAVAILABLE',
      where: name,
      message: `the Python package ${name} to compare with could not be installed`,
      expected,
      action:
        'install Python 3.11 or later with pip, or let LINCHPIN_BENCH_VENV name an environment',
    });
  }
}

function notThere(name: string, pinned: string): LinchpinError {
  return new LinchpinError({
    code: 'UNAVAILABLE',
    where: name,
    message: `the Python package ${name} to compare with is not installed`,
    expected: pinned,
    action: `let LINCHPIN_BENCH_VENV name an environment that has ${pinned}`,
  });
}

/** Whether the pinned version is installed. */
async function isInstalled(python: string, name: PythonPackage): Promise<boolean> {
  const script = `from importlib.metadata import version; print(version('${name}'))`;
  try {
    const { stdout } = await execute(python, ['-c', script]);
    return stdout.trim() === versions[name];
  } catch {
    return false;
  }
}

function output(name: string, [python, script]: [string, string], input: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-c', script], { stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, problems] = [[] as Buffer[], [] as Buffer[]];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => problems.push(chunk));
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`the script of ${name} failed: ${Buffer.concat(problems)}`));
    });
    child.stdin.end(JSON.stringify(input));
  });
}

function lastLine(name: string, text: string): unknown {
  const line = text.trim().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`the script of ${name} printed no JSON as its last line`, { cause });
  }
}

function defaultFolder(): string {
  const { LINCHPIN_BENCH_VENV: named, XDG_CACHE_HOME: cache } = process.env;
  return named || join(cache || join(homedir(), '.cache'), 'linchpin', 'bench-python');
}
