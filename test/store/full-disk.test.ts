/** A full disk: writes fail with a clear code, reads go on, nothing acknowledged is lost. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChild } from './child.ts';

/** Mounts a small disk that only the child sees, then runs what follows. */
function onSmallDisk(path: string): string[] {
  const script = 'mount -t tmpfs -o size=10m linchpin-test "$0" && exec "$@"';
  return ['unshare', '--map-root-user', '--mount', 'sh', '-c', script, path];
}

test('a store on a full disk refuses writes, answers reads and recovers by itself', async (ctx) => {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-full-'));
  try {
    const [command = '', ...args] = onSmallDisk(path);
    if (spawnSync(command, [...args, 'true']).status !== 0) {
      ctx.skip('this machine lets us mount no small disk (unshare --map-root-user --mount)');
    }
    const child = startChild('filling.ts', [path], onSmallDisk(path));
    const seen = JSON.parse((await child.lines.next()).value ?? '{}');
    expect(await child.ended).toBe(0);
    expect(seen.acknowledged).toBeGreaterThan(5);
    expect(seen.full).toMatchObject({
      code: 'UNAVAILABLE',
      retriable: true,
      message: expect.stringContaining('nothing can be written'),
      health: 'UNAVAILABLE',
      found: seen.acknowledged,
      revision: seen.acknowledged,
    });
    expect(seen.recoverySeconds).toBeLessThan(5);
    expect(seen.reopened).toEqual({ found: seen.acknowledged + 1, same: true });
    expect(seen.unhandled).toEqual([]);
  } finally {
    await rm(path, { recursive: true });
  }
}, 60_000);
