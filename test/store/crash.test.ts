/** A killed process: nothing that it acknowledged is lost, and its lock does not stay. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { startChild } from './child.ts';

let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'linchpin-crash-'));
});
afterAll(() => rm(path, { recursive: true }));

describe('a store whose process is killed', () => {
  test.each([5, 40, 80, 130])(
    'after %i ms of commits keeps all that it acknowledged',
    async (ms) => {
      const child = startChild('committing.ts', [path]);
      let acknowledged = Number((await child.lines.next()).value);
      await expect(embeddedStore({ path })).rejects.toMatchObject({
        code: 'DATA_LOCKED',
        message: expect.stringContaining(`in use by process ${child.process.pid}`),
      });
      await setTimeout(ms);
      child.process.kill('SIGKILL');
      for await (const line of child.lines) acknowledged = Number(line);
      await child.ended;

      const store = await embeddedStore({ path });
      const revision = await store.revision();
      expect(revision).toBeGreaterThanOrEqual(acknowledged);
      const snapshot = await store.snapshot();
      expect(snapshot.size.twins).toBe(revision);
      expect(snapshot.twin('total')?.properties.count).toBe(revision - 1);
      for (let n = 1; n < revision; n++) expect(snapshot.twin(`t${n}`)).toBeDefined();
      const revisions: number[] = [];
      for await (const commit of store.commits(0, new AbortController().signal)) {
        revisions.push(commit.revision);
        if (commit.revision === revision) break;
      }
      expect(revisions).toEqual(Array.from({ length: revision }, (_, i) => i + 1));
      await store.close();
    },
    30_000,
  );
});
