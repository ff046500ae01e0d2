/** Runs a script of this folder in a process of its own, which can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcess;
  /** What it prints, line by line. */
  readonly lines: AsyncIterableIterator<string>;
  /** Resolves with the exit code once it has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts `script.ts` with arguments; `within` is a command that runs it, as `unshare`. */
export function startChild(
  script: string,
  args: readonly string[],
  within: readonly string[] = [],
): Child {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const command = [
    ...within,
    process.execPath,
    '--import',
    path('typescript-loader.mjs'),
    path(script),
    ...args,
  ];
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', resolve);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { process: child, lines, ended };
}
