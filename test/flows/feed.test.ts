import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FeedRequest, feed } from '../../src/flows/feed.ts';
import type { Commit } from '../../src/model/changeset.ts';
import type { CheckedStore } from '../../src/store/checked/checked-store.ts';
import { plantStore } from '../api/api-fixture.ts';

let store: CheckedStore;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ store, remove } = await plantStore());
});
afterEach(() => remove());

const open = (request: FeedRequest = {}, signal = new AbortController().signal) =>
  feed(store, request, signal);

const power = (twin: string, value: number) =>
  store.commit([{ set: { twin, property: 'power', value } }]);

async function read(events: AsyncIterator<Commit>): Promise<Commit> {
  const { value, done } = await events.next();
  if (done) throw new Error('the feed ended');
  return value;
}

describe('a feed', () => {
  test('begins with the next commit', async () => {
    const events = await open();
    await power('pump-1', 11);
    expect((await read(events)).revision).toBe(2);
    await events.return?.();
  });

  test('resumes after a revision without a gap, then goes on live', async () => {
    for (const value of [11, 12, 13]) await power('pump-1', value);
    const events = await open({ since: 2 });
    expect((await read(events)).revision).toBe(3);
    expect((await read(events)).revision).toBe(4);
    const next = read(events);
    await power('pump-1', 14);
    expect((await next).revision).toBe(5);
    await events.return?.();
  });

  test('shows what fits before or after, and leaves empty commits out', async () => {
    const events = await open({
      since: 1,
      where: { kind: 'compare', path: 'power', operator: 'gt', value: 20 },
    });
    await power('pump-1', 15);
    await power('pump-2', 5);
    await power('pump-1', 25);
    await store.commit([{ removeTwin: { twin: 'pump-1', detach: true } }]);
    const [left, came, gone] = [await read(events), await read(events), await read(events)];
    expect([...left.changeset.twins.updated.keys()]).toEqual(['pump-2']);
    expect([...came.changeset.twins.updated.keys()]).toEqual(['pump-1']);
    expect([...gone.changeset.twins.removed.keys()]).toEqual(['pump-1']);
    expect(gone.changeset.relationships.removed.size).toBe(0);
    await events.return?.();
  });

  test('filters relationships by what they have', async () => {
    const events = await open({
      where: { kind: 'compare', path: '$target', operator: 'eq', value: 'line-1' },
    });
    await store.commit([
      { set: { twin: 'pump-1', property: 'power', value: 1 } },
      { addRelationship: { source: 'pump-1', target: 'line-1', name: 'feeds' } },
      { addRelationship: { source: 'pump-1', target: 'pump-2', name: 'feeds' } },
    ]);
    const { changeset } = await read(events);
    expect(changeset.twins.updated.size).toBe(0);
    expect([...changeset.relationships.added.values()].map(({ target }) => target)).toEqual([
      'line-1',
    ]);
    await events.return?.();
  });

  test('ends when its reader leaves, even while it waits', async () => {
    const events = await open();
    const waiting = events.next();
    await events.return?.();
    expect(await waiting).toEqual({ value: undefined, done: true });
  });

  test('ends when its signal aborts', async () => {
    const gone = new AbortController();
    const events = await open({}, gone.signal);
    const waiting = events.next();
    gone.abort();
    expect((await waiting).done).toBe(true);
  });

  test('holds nothing for a reader that does not read', async () => {
    let pulled = 0;
    const counted = {
      revision: () => store.revision(),
      async *commits(since: number, signal: AbortSignal) {
        for await (const commit of store.commits(since, signal)) {
          pulled += 1;
          yield commit;
        }
      },
    };
    for (const value of [11, 12, 13]) await power('pump-1', value);
    const events = await feed(counted, { since: 0 }, new AbortController().signal);
    await read(events);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pulled).toBe(1);
    await events.return?.();
  });

  test('refuses a filter that it cannot read, and a revision to come', async () => {
    const where = { kind: 'compare', path: '$nothing', operator: 'eq', value: 1 } as const;
    await expect(open({ where })).rejects.toThrow('BAD_USER_INPUT $nothing');
    const events = await open({ since: 99 });
    await expect(events.next()).rejects.toThrow('BAD_USER_INPUT since');
  });
});
