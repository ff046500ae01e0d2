/** Many writers, many instances and connections that are cut: nothing is lost, nothing is doubled. */
import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LinchpinError } from '../../src/model/errors.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { testDatabase } from '../support/neo4j.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { type Instance, startInstance } from './neo4j-instances.ts';

const found = await testDatabase();

/** How many connections are cut in all, and by how many instances at once. */
const [cuts, instances] = [1_000, 8];

const add = (id: string) => ({ addTwin: { id, model: 'm' } });

describe.skipIf(found.missing !== undefined)(`Neo4j (else: ${found.missing})`, () => {
  if (found.missing !== undefined) return;
  const { database } = found;
  afterAll(() => database.empty());
  const opened: { close(): Promise<void> }[] = [];
  beforeEach(() => database.empty());
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  async function open(uri = database.options.uri): Promise<TwinStore> {
    const store = await neo4jStore({ ...database.options, uri });
    opened.push(store);
    return store;
  }

  /** What every twin was added by; checks that revisions follow each other. */
  async function told(store: TwinStore): Promise<Map<string, number>> {
    const revisions = new Map<string, number>();
    const last = await store.revision();
    let before = 0;
    for await (const { revision, changeset } of store.commits(0, new AbortController().signal)) {
      expect(revision).toBe(++before);
      for (const id of changeset.twins.added.keys()) {
        expect(revisions.has(id), `${id} is added twice`).toBe(false);
        revisions.set(id, revision);
      }
      if (revision === last) break;
    }
    return revisions;
  }

  test(`${cuts} connections cut at every message of a commit double nothing and lose nothing`, async () => {
    const acknowledged = new Map<string, number>();
    const run = async (instance: number) => {
      const proxy = new TcpProxy(database.options.uri);
      await proxy.listen();
      const store = await open(proxy.uri);
      // Each instance begins elsewhere, so that together they cut everywhere early on.
      let message = 1 + instance * 3;
      for (let number = 0; proxy.cuts < cuts / instances; number++) {
        const id = `${instance}-${number}`;
        proxy.cutAt({ message, arrives: number % 2 === 0 });
        acknowledged.set(id, await commitUntilDone(store, id));
        // What is not cut is behind the commit's last message: begin again at the first.
        message = proxy.isArmed ? 1 : message + 1;
        proxy.cutAt(undefined);
      }
      await store.close();
      await proxy.stop();
      return proxy.cuts;
    };
    const counts = await Promise.all(Array.from({ length: instances }, (_, i) => run(i)));
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(cuts);
    const store = await open();
    expect(await told(store)).toEqual(acknowledged);
    expect(await store.revision()).toBe(acknowledged.size);
    expect((await store.snapshot()).size.twins).toBe(acknowledged.size);
  }, 600_000);

  test('connections cut again and again make a commit fail, and it lands once in the end', async () => {
    const proxy = new TcpProxy(database.options.uri);
    await proxy.listen();
    const store = await open(proxy.uri);
    const cutting = setInterval(() => {
      if (!proxy.isArmed) proxy.cutAt({ message: randomInt(1, 30), arrives: proxy.cuts % 2 === 0 });
    }, 1);
    let failures = 0;
    const ids = Array.from({ length: 5 }, (_, i) => `t${i}`);
    for (const id of ids) {
      await commitUntilDone(store, id, () => {
        if (++failures === 2) clearInterval(cutting);
      });
    }
    clearInterval(cutting);
    proxy.cutAt(undefined);
    expect(failures).toBeGreaterThan(0);
    expect([...(await told(await open())).keys()]).toEqual(ids);
    await proxy.stop();
  }, 300_000);

  test('200 writers at once on 20 twins, in any order, all finish', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => open()));
    const ids = Array.from({ length: 20 }, (_, i) => `t${i}`);
    await stores[0]?.commit(ids.map(add));
    const results = await Promise.all(
      Array.from({ length: 200 }, async (_, writer) => {
        const twins = ids.toSorted(() => randomInt(3) - 1).slice(0, 6);
        const result = await stores[writer % 4]?.commit([
          ...twins.map((twin) => ({ set: { twin, property: 'writer', value: writer } })),
          add(`w${writer}`),
        ]);
        return { writer, twins, revision: result?.revision ?? 0 };
      }),
    );
    const inOrder = results.toSorted((a, b) => a.revision - b.revision);
    expect(inOrder.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 200 }, (_, i) => i + 2),
    );
    const last = new Map<string, number>();
    for (const { writer, twins } of inOrder) for (const twin of twins) last.set(twin, writer);
    for (const store of stores) {
      const snapshot = await store.snapshot();
      for (const [twin, writer] of last) {
        expect(snapshot.twin(twin)?.properties).toEqual({ writer });
      }
    }
  }, 240_000);

  test('a burst of more commits than one answer takes is seen by all, by readers and by writers', async () => {
    const [writer, reader, other] = [await open(), await open(), await open()];
    const burst = Array.from({ length: 700 }, (_, i) => writer.commit([add(`t${i}`)]));
    const last = Math.max(...(await Promise.all(burst)).map(({ revision }) => revision));
    expect(await other.commit([add('next')])).toMatchObject({ revision: last + 1 });
    expect((await reader.snapshot()).size.twins).toBe(701);
    expect((await told(reader)).size).toBe(701);
  }, 240_000);

  describe('two processes', () => {
    test('see each other’s commits at once when they ask, and within a second when they do not', async () => {
      const pair: Instance[] = await Promise.all([
        startInstance(database.options),
        startInstance(database.options),
      ]);
      opened.push(...pair);
      const [a, b] = pair as [Instance, Instance];
      for (let i = 0; i < 40; i++) {
        const [writer, reader] = i % 2 === 0 ? [a, b] : [b, a];
        const { revision } = await writer.commit(`t${i}`);
        expect(await reader.read(`t${i}`)).toEqual({ revision, found: true, inSnapshot: true });
      }
      const acknowledged = await Promise.all(
        Array.from({ length: 200 }, (_, i) => pair[i % 2]?.commit(`burst-${i}`)),
      );
      const { at, revision: last } = await a.commit('last');
      const latest = Math.max(at, ...acknowledged.map((each) => each?.at ?? 0));
      for (const instance of pair) {
        const feed = await instance.toldUntil(last);
        expect(feed.map(({ revision }) => revision)).toEqual(
          Array.from({ length: last }, (_, i) => i + 1),
        );
        expect((feed.at(-1)?.at ?? 0) - latest).toBeLessThan(1_000);
      }
      expect(last).toBe(241);
    }, 240_000);
  });
});

/** How long a caller goes on; a store that is closed refuses at once, so trying has to end. */
const patienceMilliseconds = 240_000;

/** Commits as a careful caller does: the same operation until it is acknowledged; its revision. */
async function commitUntilDone(
  store: TwinStore,
  id: string,
  onFailure: () => void = () => undefined,
): Promise<number> {
  const deadline = performance.now() + patienceMilliseconds;
  for (;;) {
    try {
      return (await store.commit([add(id)], { operationId: id })).revision;
    } catch (error) {
      const isPassing = error instanceof LinchpinError && error.code === 'UNAVAILABLE';
      if (!isPassing || error.where === 'store' || performance.now() > deadline) throw error;
      onFailure();
    }
  }
}
