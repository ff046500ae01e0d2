/** Several live stores on one journal: every read sees all that anyone was told is durable. */
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Commit } from '../../src/model/changeset.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { liveStore } from '../../src/store/live/live-store.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { contractModels, pump, pumpModel, tank } from '../contract/twin-store/ontology.ts';
import { changeOf } from '../model/changes.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { journalOn, SharedMedium } from './shared-medium.ts';

let medium: SharedMedium;
const opened: TwinStore[] = [];
beforeEach(() => {
  medium = new SharedMedium();
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

async function open(on = medium): Promise<TwinStore> {
  const store = await liveStore(journalOn(on));
  opened.push(store);
  return store;
}

async function openChecked() {
  const store = await checkedStore(await liveStore(journalOn(medium)), []);
  opened.push(store);
  return store;
}

const add = (id: string) => ({ addTwin: { id, model: 'm' } });

async function take(commits: AsyncIterable<Commit>, count: number): Promise<Commit[]> {
  const taken: Commit[] = [];
  for await (const commit of commits) if (taken.push(commit) === count) break;
  return taken;
}

test('what is durable is acknowledged, also where a listener fails, and the others are told', async () => {
  const store = await open();
  const told: number[] = [];
  const warned = once(process, 'warning');
  store.onModels(() => {
    throw new TypeError('a listener failed');
  });
  store.onModels((models) => told.push(models.length));
  await store.addModels([{ '@id': 'm' }]);
  expect((await warned)[0]).toMatchObject({ message: 'a listener failed' });
  expect(told).toEqual([1]);
  expect((await store.models()).map(({ id }) => id)).toEqual(['m']);
});

test('what the medium refuses is refused alone, however many share its write', async () => {
  const store = await open();
  const ids = Array.from({ length: 20 }, (_, i) => (i === 13 ? 'refused' : `t${i}`));
  const results = await Promise.allSettled(ids.map((id) => store.commit([add(id)])));
  expect(results.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([13]);
  expect(results[13]).toMatchObject({ reason: { code: 'CONFLICT', where: 'medium' } });
  expect((await store.snapshot()).size.twins).toBe(19);
});

describe('two stores on one journal', () => {
  test('each read what the other was told is durable', async () => {
    const [one, other] = [await open(), await open()];
    for (let i = 0; i < 10; i++) {
      const [writer, reader] = i % 2 === 0 ? [one, other] : [other, one];
      const { revision } = await writer.commit([add(`t${i}`)]);
      expect(await reader.revision()).toBe(revision);
      expect((await reader.twins([`t${i}`]))[0]?.id).toBe(`t${i}`);
    }
  });

  test('hold the same after any changes of both at once, and tell the same commits', async () => {
    const step = fc.record({ who: fc.nat(1), changes: fc.array(changeOf, { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const own = new SharedMedium();
        const stores = [await open(own), await open(own)];
        const feeds = stores.map((store) => {
          const commits: Commit[] = [];
          void (async () => {
            for await (const commit of store.commits(0, new AbortController().signal)) {
              commits.push(commit);
            }
          })();
          return commits;
        });
        await Promise.all(
          steps.map(({ who, changes }) =>
            stores[who]?.commit(changes, { skipRefused: true }).then(() => stores[who]?.find({})),
          ),
        );
        for (const [index, store] of stores.entries()) {
          expect(graphDigest(await store.snapshot())).toBe(graphDigest(own.graph));
          await setTimeout(0);
          const revisions = feeds[index]?.map(({ revision }) => revision);
          expect(revisions).toEqual(own.log.map((_, at) => at + 1));
        }
        expect(feeds[1]).toEqual(feeds[0]);
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  test('let one of many win that expect the same revision', async () => {
    const stores = [await open(), await open()];
    await stores[0]?.commit([add('a')]);
    const commits = Array.from({ length: 20 }, (_, i) =>
      stores[i % 2]?.commit([{ set: { twin: 'a', property: 'level', value: i } }], {
        ifRevision: 1,
      }),
    );
    const settled = await Promise.allSettled(commits);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(medium.graph.revision).toBe(2);
  });

  test('know the operations and messages of the other', async () => {
    const [one, other] = [await open(), await open()];
    const operation = (store: TwinStore) => store.commit([add('a')], { operationId: 'op' });
    const both = await Promise.all([operation(one), operation(other)]);
    expect(both.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
    const reading = { twin: 'a', path: 'level', value: 1, time: 1, messageId: 'm' };
    await one.commit([{ observe: reading }]);
    await other.commit([{ observe: { ...reading, value: 2, time: 2 } }]);
    expect((await one.twins(['a']))[0]?.properties).toEqual({ level: 1 });
  });

  test('tell of what the other does also when nobody reads', async () => {
    const [one, other] = [await open(), await open()];
    const feed = take(other.commits(0, new AbortController().signal), 2);
    await setTimeout(20);
    await one.commit([add('a')]);
    await one.commit([add('b')]);
    expect((await feed).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  test('share one question among all reads that wait', async () => {
    const store = await open();
    medium.asked = 0;
    await Promise.all(Array.from({ length: 100 }, () => store.find({})));
    expect(medium.asked).toBe(2);
  });

  test('read anew what the log no longer tells, and its feed says so', async () => {
    const short = new SharedMedium(3);
    const [one, other] = [await open(short), await open(short)];
    await one.commit([add('a')]);
    const lagging = other.commits(await other.revision(), new AbortController().signal);
    const waiting = take(lagging, 1);
    await setTimeout(20);
    await Promise.all(Array.from({ length: 9 }, (_, i) => one.commit([add(`t${i}`)])));
    await expect(waiting).rejects.toMatchObject({ code: 'NOT_FOUND', where: 'since' });
    expect(await other.commit([add('b')])).toMatchObject({ revision: 11 });
    expect(graphDigest(await other.snapshot())).toBe(graphDigest(short.graph));
  });
});

describe('a write that fails', () => {
  test('refuses its group alone and leaves everything as it was', async () => {
    const store = await open();
    await store.commit([add('a')]);
    medium.failures = 1;
    const failed = [store.commit([add('b')]), store.commit([add('c')])];
    for (const commit of failed)
      await expect(commit).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await store.find({})).items.map(({ id }) => id)).toEqual(['a']);
    expect(await store.commit([add('b')])).toMatchObject({ revision: 2 });
  });
});

describe('two checked stores on one journal', () => {
  test('go by the models of the other before they judge or answer anything after them', async () => {
    const [one, other] = [await openChecked(), await openChecked()];
    await one.addModels(contractModels);
    expect((await other.find({ models: [pump] })).items).toEqual([]);
    await other.commit([{ addTwin: { id: 'a', model: pump } }]);
    await expect(one.removeModel(pump)).rejects.toMatchObject({ code: 'CONFLICT' });
    await one.removeModel(tank);
    const added = other.commit([{ addTwin: { id: 'b', model: tank } }]);
    await expect(added).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(other.catalogue().interface(tank)).toBeUndefined();
  });

  test('refuse new twins of a model that the other has just decommissioned', async () => {
    const [one, other] = [await openChecked(), await openChecked()];
    await one.addModels(contractModels);
    await other.commit([{ addTwin: { id: 'a', model: pump } }]);
    await one.decommissionModel(pump, true);
    const refused = other.commit([{ addTwin: { id: 'b', model: pump } }]);
    await expect(refused).rejects.toThrow(`the model ${pump} is decommissioned`);
    expect(other.model(pump)?.decommissioned).toBe(true);
    expect(other.catalogue().decommissioned).toEqual(new Set([pump]));
    await other.commit([{ set: { twin: 'a', property: 'level', value: 1 } }]);
    await other.decommissionModel(pump, false);
    await one.commit([{ addTwin: { id: 'b', model: pump } }]);
  });

  test('refuse a model whose base the other has just removed', async () => {
    const [one, other] = [await openChecked(), await openChecked()];
    await one.addModels(contractModels);
    const special = { ...pumpModel, '@id': 'dtmi:test:Special;1', extends: tank, contents: [] };
    const [removed, added] = await Promise.allSettled([
      one.removeModel(tank),
      other.addModels([special]),
    ]);
    expect([removed.status, added.status].sort()).toEqual(['fulfilled', 'rejected']);
    const ids = medium.models.map(({ id }) => id);
    expect(ids.includes(tank) || !ids.includes(special['@id'])).toBe(true);
  });
});
