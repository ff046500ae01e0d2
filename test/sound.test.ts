/** The compiler and the linter as tests, so that one command judges everything. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'vitest';
import { packageRoot } from '../src/package-root.ts';

const root = packageRoot();

function run(script: string, ...args: string[]): void {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    throw new Error(`${stdout}${stderr}`, { cause: error });
  }
}

test('sources and tests type-check under the strict settings', { timeout: 120_000 }, () => {
  run('typescript/bin/tsc', '-p', 'test/tsconfig.json');
});

test('format and lint rules hold', { timeout: 60_000 }, () => {
  run('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.');
});
