/** What history tells while its store is away, or does not take what it keeps: once, and when that is over. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';
import { type ErrorCode, LinchpinError } from '../../src/model/errors.ts';
import { MemorySource } from './memory-source.ts';

let source: MemorySource;
let history: History;
let told: string[];
beforeEach(() => {
  source = new MemorySource();
  source.commit([{ addTwin: { id: 'a', model: 'm' } }]);
  told = [];
  history = openHistory(source, {
    sealWeight: 10,
    clock: { now: () => source.time },
    onFailure: (error) => told.push((error as Error).message),
    onRecovery: () => told.push('over'),
  });
});

const away = (code: ErrorCode, message: string) => () =>
  Promise.reject(new LinchpinError({ code, where: 'store', message }));

/** Commits readings and asks, so that history has to follow; whether that fails does not count. */
async function follow(commits = 1): Promise<void> {
  for (let i = 0; i < commits; i++) {
    const value = source.graph.revision;
    source.commit([{ observe: { twin: 'a', path: 'level', value, time: source.time } }]);
  }
  await history.momentOf(source.graph.revision).catch(() => undefined);
  await history.close();
}

describe('history tells', () => {
  test('nothing while all is well', async () => {
    await follow(30);
    expect(told).toEqual([]);
  });

  test('once that the store is away, however its errors read, and once that it is back', async () => {
    const { snapshot } = source;
    for (const message of ['connection closed', 'connection refused', 'connection refused']) {
      source.snapshot = away('UNAVAILABLE', message);
      await follow();
    }
    expect(told).toEqual(['UNAVAILABLE store: connection closed']);
    source.snapshot = snapshot;
    await follow();
    await follow();
    expect(told).toEqual(['UNAVAILABLE store: connection closed', 'over']);
  });

  test('that something else is wrong now', async () => {
    source.snapshot = away('UNAVAILABLE', 'away');
    await follow();
    source.snapshot = away('DATA_DAMAGED', 'replaced');
    await follow();
    expect(told).toEqual(['UNAVAILABLE store: away', 'DATA_DAMAGED store: replaced']);
  });

  test('once that no checkpoint can be kept, though it follows, and once that one is', async () => {
    await follow();
    const { put } = source.archive;
    source.archive.put = (key, bytes) =>
      /^history\/(?:image|checkpoint)\//.test(key)
        ? away('UNAVAILABLE', 'full')()
        : put(key, bytes);
    for (let i = 0; i < 4; i++) await follow(12);
    expect(told).toEqual(['UNAVAILABLE store: full']);
    source.archive.put = put;
    for (let i = 0; i < 4; i++) await follow();
    expect(told).toEqual(['UNAVAILABLE store: full', 'over']);
  });
});
