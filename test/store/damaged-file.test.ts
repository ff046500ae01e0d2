/** A data file that was damaged anywhere: its store says so, or has everything right. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { add, contractModels, feed } from '../contract/twin-store/ontology.ts';
import { startChild } from './child.ts';
import { contentDigests } from './content-digest.ts';

/** How many files are damaged. */
const damages = 120;

/** LMDB trusts the pages it maps: some damages end the process, before it has answered anything. */
const endedBySignal = '';

/** What a damaged file may come to; without its beginning a log is as one that was trimmed. */
const expected = new Set(['right', 'DATA_DAMAGED', 'UNAVAILABLE', 'NOT_FOUND', endedBySignal]);

/** Fills a folder with something of every kind; the digests of it all. */
async function fill(path: string): Promise<Readonly<Record<string, string>>> {
  const store = await embeddedStore({ path });
  await store.addModels(contractModels);
  const ids = Array.from({ length: 200 }, (_, i) => `twin-${i}`);
  await store.commit(ids.map((id, level) => add(id, { level, name: id.repeat(9) })));
  await store.commit(ids.slice(1).map((id) => feed('twin-0', id)));
  for (let i = 0; i < 30; i++) {
    await store.commit([{ set: { twin: ids[i] as string, property: 'level', value: i + 0.5 } }], {
      operationId: `op${i}`,
    });
  }
  await store.archive.put('blob', Buffer.alloc(50_000, 'blob'));
  const problem = { code: 'NOT_FOUND' as const, where: 'x', message: 'gone' };
  await store.keepRejections([{ time: 1, source: 's', problem, payload: '' }]);
  const digests = await contentDigests(store);
  await store.close();
  return digests;
}

test(`a file damaged in ${damages} ways is refused, or everything in it is right`, async () => {
  const root = await mkdtemp(join(tmpdir(), 'linchpin-damaged-'));
  const path = join(root, 'data');
  try {
    const digests = JSON.stringify(await fill(path));
    const outcomes = new Map<number, string>();
    while (outcomes.size < damages) {
      const child = startChild('damage.ts', [
        ...[path, `${outcomes.size}`, `${damages - 1}`, digests],
      ]);
      for await (const line of child.lines) {
        const [number, ...outcome] = line.split(' ');
        outcomes.set(Number(number), outcome.join(' '));
      }
      await child.ended;
    }
    const seen = [...outcomes.values()];
    const count = (outcome: string) => seen.filter((each) => each === outcome).length;
    expect(seen.filter((outcome) => !expected.has(outcome))).toEqual([]);
    expect(count('DATA_DAMAGED')).toBeGreaterThan(damages / 4);
    expect(count('right')).toBeGreaterThan(damages / 10);
    expect(count(endedBySignal)).toBeLessThan(damages / 10);
  } finally {
    await rm(root, { recursive: true });
  }
}, 300_000);
