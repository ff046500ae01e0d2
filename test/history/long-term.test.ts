import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';
import type { HistoryOptions } from '../../src/history/history-options.ts';
import type { HistorySource } from '../../src/history/history-source.ts';
import { readLongTerm } from '../../src/history/timeline.ts';
import type { Change } from '../../src/model/change.ts';
import { MemorySource, memoryArchive } from './memory-source.ts';

const marked = ['level', 'part/target', 'box'];
const historized = (model: string) => (model === 'm' ? marked : []);

function opened(source: MemorySource, options: HistoryOptions = {}): History {
  const clock = { now: () => source.time };
  return openHistory(source, {
    sealWeight: 10,
    retentionSeconds: 40,
    historized,
    clock,
    ...options,
  });
}

/** Commits changes one by one, and lets history follow and forget after every few. */
async function run(source: MemorySource, history: History, changes: readonly Change[]) {
  for (let at = 0; at < changes.length; at += 12) {
    for (const change of changes.slice(at, at + 12)) source.commit([change]);
    await history.graphAt(source.graph.revision);
    await history.close();
  }
}

const observe = (path: string, value: number, twin = 'a'): Change => ({
  observe: { twin, path, value, time: 1000 + value },
});
const levels = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => [
    observe('level', from + n),
    observe('noise', from + n),
  ]).flat();
const added: Change = { addTwin: { id: 'a', model: 'm' } };
const values = async (history: History, source: MemorySource, path: string, twin = 'a') => {
  const until = source.graph.revision;
  return (await history.series({ twin, path, until })).map(({ last }) => last);
};
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const keys = (source: MemorySource, prefix: string) => source.archive.keys(`history/${prefix}/`);

describe('historized values', () => {
  test('outlive the others and the process, and the graphs of the past do not', async () => {
    const source = new MemorySource();
    const history = opened(source);
    await history.graphAt(0);
    await run(source, history, [added, ...levels(0, 150)]);
    for (const each of [history, opened(source)]) {
      expect(await values(each, source, 'level')).toEqual(upTo(150));
      const noise = await values(each, source, 'noise');
      expect(noise.length).toBeLessThan(60);
      expect(noise.at(-1)).toBe(149);
      await expect(each.graphAt(20)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  test('are few segments however long the past is, each with its parts', async () => {
    const source = new MemorySource();
    const history = opened(source, { sealWeight: 50 });
    await history.graphAt(0);
    await run(source, history, [added, ...levels(0, 600)]);
    const heads = await keys(source, 'long-term');
    expect(heads.length).toBeGreaterThan(3);
    expect(heads.length).toBeLessThan(16);
    expect((await keys(source, 'long-term-part')).length).toBe(heads.length);
    expect(await values(history, source, 'level')).toEqual(upTo(600));
  });

  test('go when they are too old for that too', async () => {
    const source = new MemorySource();
    const history = opened(source, { historizedSeconds: 300 });
    await history.graphAt(0);
    await run(source, history, [added, ...levels(0, 400)]);
    const kept = await values(history, source, 'level');
    expect(kept.length).toBeGreaterThan(150);
    expect(kept.length).toBeLessThan(200);
    expect(kept.at(-1)).toBe(399);
  });

  test('are those of twins that are there when the others are forgotten', async () => {
    const source = new MemorySource();
    const history = opened(source);
    await history.graphAt(0);
    const other: Change = { addTwin: { id: 'b', model: 'other' } };
    const gone: Change = { addTwin: { id: 'c', model: 'm' } };
    const first = [added, other, gone, observe('level', 1), observe('level', 1, 'b')];
    const removal: Change = { removeTwin: { twin: 'c' } };
    await run(source, history, [...first, observe('level', 1, 'c'), removal, ...levels(2, 80)]);
    expect((await values(history, source, 'level')).slice(0, 2)).toEqual([1, 2]);
    expect(await values(history, source, 'level', 'b')).toEqual([]);
    expect(await values(history, source, 'level', 'c')).toEqual([]);
  });

  test('are read once, though a crash left what they were carried over from', async () => {
    const source = new MemorySource();
    const history = opened(source);
    await history.graphAt(0);
    const { remove } = source.archive;
    source.archive.remove = () => Promise.reject(new Error('crashed'));
    await run(source, history, [added, ...levels(0, 80)]);
    source.archive.remove = remove;
    const again = opened(source);
    expect(await values(again, source, 'level')).toEqual(upTo(80));
    await run(source, again, levels(80, 160));
    expect(await values(again, source, 'level')).toEqual(upTo(160));
    expect((await keys(source, 'part')).length).toBe((await keys(source, 'segment')).length);
    const { needed } = await readLongTerm(source.archive);
    const entries = needed.reduce((sum, segment) => sum + segment.entries, 0);
    expect(entries).toBeLessThanOrEqual(160);
  });

  test('of a damaged segment are lost, and no others, and forgetting goes on', async () => {
    const source = new MemorySource();
    const history = opened(source);
    await history.graphAt(0);
    await run(source, history, [added, ...levels(0, 10)]);
    const part = (await keys(source, 'part'))[0] as string;
    source.archive.blobs.set(part, Buffer.from('damaged'));
    await run(source, history, levels(10, 120));
    const left = await values(history, source, 'level');
    expect(left.slice(-105)).toEqual(upTo(120).slice(15));
    expect(await source.archive.get(part)).toBeUndefined();
  });
});

const number = fc.integer({ min: 0, max: 9 });
const object = fc.record(
  { target: fc.oneof(number, fc.record({ deep: number })), actual: number },
  { requiredKeys: [] },
);
const place = fc.constantFrom(
  'level',
  'noise',
  'part/target',
  'part/actual',
  'part/target/deep',
  'box/width',
);
const step = fc.oneof(
  fc
    .record({ path: place, value: number, time: fc.integer({ min: 1, max: 99 }) })
    .map((reading): Change => ({ observe: { twin: 'a', ...reading } })),
  fc
    .record({ property: place, value: fc.option(number) })
    .map((set): Change => ({ set: { twin: 'a', ...set } })),
  object.map((value): Change => ({ set: { twin: 'a', property: 'part', value } })),
  object.map((value): Change => ({ set: { twin: 'a', property: 'box', value } })),
  object.map(
    (part): Change => ({ putTwin: { id: 'a', model: 'm', properties: { part, noise: 1 } } }),
  ),
);

test('a historized property has the same past as where nothing is ever forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120 }), async (steps) => {
      const source = new MemorySource();
      const all: HistorySource = {
        revision: () => source.revision(),
        snapshot: () => source.snapshot(),
        log: (after, limit) => source.log(after, limit),
        archive: memoryArchive(),
      };
      const everything = openHistory(all, { clock: { now: () => source.time } });
      const history = opened(source, { retentionSeconds: 10 });
      await history.graphAt(0);
      await everything.graphAt(0);
      await run(source, history, [added, ...steps]);
      const until = source.graph.revision;
      for (const path of [
        'level',
        'part/target',
        'part/target/deep',
        'box',
        'box/actual',
        'box/width',
      ]) {
        const asked = { twin: 'a', path, until };
        expect(await history.series(asked), path).toEqual(await everything.series(asked));
      }
    }),
    { numRuns: 20 },
  );
});
