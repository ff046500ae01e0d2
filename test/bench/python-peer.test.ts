/** The virtual environment of Python peers, without installing anything. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPythonPeer, pythonPeer } from '../../src/bench/python-peer.ts';

const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import venv'], { stdio: 'ignore' });
    return process.platform !== 'win32';
  } catch {
    return false;
  }
})();

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-python-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An environment that says it has SimPy in the pinned version. */
function environment(): void {
  execFileSync('python3', ['-m', 'venv', '--without-pip', folder]);
  const code = "import site; print([p for p in site.getsitepackages() if 'site-packages' in p][0])";
  const python = join(folder, 'bin', 'python');
  const packages = execFileSync(python, ['-c', code]).toString().trim();
  const metadata = join(packages, 'simpy-4.1.1.dist-info');
  mkdirSync(metadata);
  writeFileSync(join(metadata, 'METADATA'), 'Metadata-Version: 2.1\nName: simpy\nVersion: 4.1.1\n');
}

test.skipIf(!hasPython)(
  'a script gets JSON and its last line comes back (else: no python3)',
  async () => {
    environment();
    const peer = await pythonPeer('simpy', { folder });
    expect(peer.name).toBe('simpy 4.1.1');
    const double =
      'import json, sys; print("first"); print(json.dumps([2 * json.load(sys.stdin)]))';
    expect(await peer.run(double, 21)).toEqual([42]);
    await expect(peer.run('raise SystemExit("no")')).rejects.toThrow(
      'the script of simpy failed: no',
    );
    await expect(peer.run('print("{")')).rejects.toThrow('printed no JSON as its last line');
  },
);

test('without a Python the refusal says which package is missing', async () => {
  const asked = pythonPeer('stockpyl', { folder, python: 'no-such-python' });
  await expect(asked).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    where: 'stockpyl',
    problems: [{ expected: 'no-such-python with its module venv' }],
  });
});

test('a peer that nobody asked for is not looked for', async () => {
  expect(await findPythonPeer('simpy', false)).toEqual({ missing: 'simpy was not asked for' });
});

test('PyTorch, which takes gigabytes, is asked for and not installed', async () => {
  await expect(pythonPeer('torch', { folder })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    where: 'torch',
    problems: [{ expected: 'torch==2.15.0' }],
  });
});
