/** A data folder that can be read and not written: refused at once, with what to do. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { startChild } from './child.ts';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-read-only-'));
});
afterEach(() => rm(path, { recursive: true }));

/** Mounts a disk that only the child sees, fills it, makes it read-only and runs what follows. */
function onReadOnlyDisk(): string[] {
  const script =
    'mount -t tmpfs linchpin-test "$0" && "$@" fill && mount -o remount,ro "$0" && exec "$@"';
  return ['unshare', '--map-root-user', '--mount', 'sh', '-c', script, path];
}

test('a read-only disk is refused, also to the administrator', async (ctx) => {
  const [command = '', ...args] = onReadOnlyDisk();
  if (spawnSync(command, [...args, 'true']).status !== 0) {
    ctx.skip('this machine lets us mount no disk (unshare --map-root-user --mount)');
  }
  const child = startChild('opening.ts', [join(path, 'data')], onReadOnlyDisk());
  const seen = JSON.parse((await child.lines.next()).value ?? '{}');
  expect(await child.ended).toBe(0);
  expect(seen).toMatchObject({
    code: 'BAD_USER_INPUT',
    where: join(path, 'data'),
    message: expect.stringMatching(/cannot be used: .*; expected a folder that can be .*written/),
  });
}, 60_000);

test('a read-only data file is refused, and opens once it can be written', async (ctx) => {
  if (process.getuid?.() === 0) ctx.skip('root may write everywhere');
  const store = await embeddedStore({ path });
  await store.commit([{ addTwin: { id: 'a', model: 'm' } }]);
  await store.close();
  await chmod(join(path, 'linchpin.lmdb'), 0o400);
  await expect(embeddedStore({ path })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('the file cannot be opened: Permission denied'),
  });
  await chmod(join(path, 'linchpin.lmdb'), 0o600);
  const again = await embeddedStore({ path });
  expect(await again.revision()).toBe(1);
  await again.close();
});
