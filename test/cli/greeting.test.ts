/** What `npm start` runs: its greeting, and signals that reach the service through it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { build, runner, temporaryFolder } from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
const data = join(cwd, 'data');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

beforeAll(build, 120_000);
afterAll(remove);

interface Greeted {
  readonly child: ChildProcess;
  readonly greeting: string;
}

/** Starts in a process group of its own, as a terminal does, and waits for the greeting. */
async function greeted(command: string, args: readonly string[]): Promise<Greeted> {
  const options = ['--data', data, '--port', '0', '--mqtt-port', '0'];
  const child = spawn(command, [...args, ...options], {
    cwd: packageRoot(),
    detached: true,
    env: { ...process.env, LINCHPIN_TOKEN: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let greeting = '';
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    greeting += String(chunk);
    if (greeting.includes('Stop with Ctrl+C.')) return { child, greeting };
  }
  throw new Error(`no greeting: ${greeting}`);
}

const address = (greeting: string) => /GraphQL +(\S+)/.exec(greeting)?.[1] as string;

/** The service itself is gone, not only what started it. */
async function expectGone(greeting: string): Promise<void> {
  await expect(fetch(address(greeting))).rejects.toThrow('fetch failed');
  expect(existsSync(join(data, 'linchpin.lock'))).toBe(false);
}

test('the greeting names the bound addresses, and its example works as printed', async () => {
  const { child, greeting } = await greeted(process.execPath, [runner, 'start']);
  expect(greeting).toMatch(/^Linchpin is running, its data in /);
  expect(greeting).toMatch(
    /\(worlds: supply-chain, plant, city, enterprise, \d+ simulated devices\)/,
  );
  expect(greeting).toMatch(/MQTT +mqtt:\/\/127\.0\.0\.1:\d+\n/);
  const example = /^ {2}curl .*$/m.exec(greeting)?.[0] as string;
  const { data: answer } = JSON.parse(execFileSync('sh', ['-c', example], { encoding: 'utf8' }));
  expect(answer.forecast.nodes).toHaveLength(3);
  expect(answer.forecast.nodes[0]).toEqual({ twin: { id: 'substation-north' }, probability: 1 });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await expectGone(greeting);
});

test('Ctrl+C in a terminal, which reaches every process, ends it cleanly', async () => {
  const { child, greeting } = await greeted(process.execPath, [runner, 'start']);
  process.kill(-(child.pid as number), 'SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  await expectGone(greeting);
});

test('SIGTERM to npm start ends the service', async () => {
  const { child, greeting } = await greeted(npm, ['start', '--silent', '--']);
  child.kill('SIGTERM');
  await once(child, 'exit');
  await expect.poll(() => existsSync(join(data, 'linchpin.lock')), { timeout: 5_000 }).toBe(false);
  await expectGone(greeting);
});
