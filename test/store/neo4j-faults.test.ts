/** A Neo4j that is away, comes back, refuses the login or holds what is not ours. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ingest } from '../../src/flows/ingest.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { type Neo4jStoreOptions, neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { startNeo4j } from '../../src/store/neo4j/server/start-server.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { decode } from '../../src/telemetry/decode.ts';
import { add, contractModels, feed } from '../contract/twin-store/ontology.ts';
import { testDatabase } from '../support/neo4j.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const found = await testDatabase();

describe.skipIf(found.missing !== undefined)(`Neo4j (else: ${found.missing})`, () => {
  if (found.missing !== undefined) return;
  const { database } = found;
  afterAll(() => database.empty());
  let proxy: TcpProxy;
  let store: TwinStore | undefined;
  beforeEach(async () => {
    await database.empty();
    proxy = new TcpProxy(database.options.uri);
    await proxy.listen();
  });
  afterEach(async () => {
    await store?.close();
    store = undefined;
    await proxy.stop();
  });

  async function open(more: Partial<Neo4jStoreOptions> = {}): Promise<TwinStore> {
    store = await neo4jStore({ ...database.options, uri: proxy.uri, ...more });
    return store;
  }

  const unavailable = (message: string) => ({
    name: 'LinchpinError',
    code: 'UNAVAILABLE',
    retriable: true,
    message: expect.stringContaining(message),
  });

  async function recovered(): Promise<void> {
    const begin = Date.now();
    while ((await store?.health()) !== undefined) {
      if (Date.now() - begin > 15_000) throw new Error('the store did not recover in 15 s');
      await setTimeout(100);
    }
  }

  describe('that goes away in the middle', () => {
    test('makes reads and writes fail with a reason, half does nothing, and recovers by itself', async () => {
      const live = await open();
      await live.addModels(contractModels);
      await live.commit([add('a'), add('b')]);
      const told: number[] = [];
      const following = (async () => {
        for await (const { revision } of live.commits(0, new AbortController().signal)) {
          told.push(revision);
        }
      })();
      while (told.length === 0) await setTimeout(5);
      await proxy.stop();
      const changes = [add('c'), feed('a', 'b'), { removeTwin: { twin: 'a', detach: true } }];
      const commit = live.commit(changes, { operationId: 'op' });
      await expect(live.find({})).rejects.toMatchObject(unavailable('cannot be reached'));
      await expect(commit).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(await live.health()).toMatchObject({
        code: 'UNAVAILABLE',
        where: proxy.uri,
        message: expect.stringContaining('cannot be reached'),
        action: expect.stringMatching(/\w/),
      });
      const [row] = await database.query('MATCH (twin:Twin) RETURN count(twin) AS twins');
      expect(row).toEqual({ twins: 2n });
      await proxy.listen();
      await recovered();
      expect(await live.revision()).toBe(1);
      expect(await live.commit(changes, { operationId: 'op' })).toMatchObject({
        revision: 2,
        repeated: false,
      });
      await setTimeout(500);
      expect(told).toEqual([1, 2]);
      await live.close();
      await following;
    }, 60_000);

    test('lets no telemetry be acknowledged before it is kept', async () => {
      const checked = await checkedStore(await open(), []);
      await checked.addModels(contractModels);
      await checked.commit([add('a')]);
      const flow = ingest({ store: checked });
      const send = (level: number) =>
        flow.deliver(
          decode({
            topic: 'twins/a',
            payload: Buffer.from(JSON.stringify({ level, $id: `m${level}` })),
            receivedAt: Date.now(),
          }),
        );
      await send(1);
      await proxy.stop();
      const lost = await Promise.allSettled([send(2), send(3)]);
      expect(lost).toMatchObject([
        { status: 'rejected', reason: { code: 'UNAVAILABLE' } },
        { status: 'rejected', reason: { code: 'UNAVAILABLE' } },
      ]);
      await proxy.listen();
      await recovered();
      const again = send(2);
      await again;
      expect((await checked.twins(['a']))[0]?.properties).toEqual({ level: 2 });
      await checked.close();
    }, 60_000);

    test('is waited for when it answers slowly', async () => {
      const live = await open();
      proxy.delay = 100;
      const begin = performance.now();
      expect(await live.commit([add('a')])).toMatchObject({ revision: 1 });
      expect(performance.now() - begin).toBeGreaterThan(200);
      proxy.delay = 0;
      expect(await live.health()).toBeUndefined();
    });
  });

  describe('that is away at the start', () => {
    test('is named with what to do, and opened when it is there', async () => {
      await proxy.stop();
      await expect(open({ startMilliseconds: 300 })).rejects.toMatchObject(
        unavailable(`${proxy.uri}: Neo4j cannot be reached`),
      );
      const opening = open();
      await setTimeout(1_000);
      await proxy.listen();
      await (await opening).commit([add('a')]);
      expect(await (await opening).revision()).toBe(1);
    });
  });

  describe('that is not the right one', () => {
    test('has no such database', async () => {
      await expect(open({ database: 'nosuch' })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        where: 'NEO4J_DATABASE',
        message: expect.stringContaining('nosuch'),
      });
    });

    test('holds a graph of a newer version, which stays as it is', async () => {
      const live = await open();
      await live.commit([add('a')]);
      await live.close();
      await database.query("MATCH (head:LinchpinHead {name: 'head'}) SET head.format = 99");
      await expect(open()).rejects.toMatchObject({
        code: 'DATA_TOO_NEW',
        message: expect.stringContaining('format 99'),
      });
      const [row] = await database.query('MATCH (twin:Twin) RETURN twin.id AS id');
      expect(row).toEqual({ id: 'a' });
    });

    test('holds twins that Linchpin did not write', async () => {
      await database.query("CREATE (:Twin {id: 'theirs'})");
      await expect(open()).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining('that Linchpin did not write'),
      });
      expect(await database.query('MATCH (n:LinchpinHead) RETURN n')).toEqual([]);
    });

    test('is no Neo4j at all', async () => {
      const { createServer } = await import('node:http');
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as { port: number };
      const uri = `bolt://127.0.0.1:${port}`;
      await expect(open({ uri, startMilliseconds: 300 })).rejects.toMatchObject({
        name: 'LinchpinError',
        message: expect.stringContaining(uri),
      });
      server.closeAllConnections();
      server.close();
    });

    test('refuses a wrong password', async () => {
      const data = await mkdtemp(join(tmpdir(), 'linchpin-neo4j-login-'));
      const server = await startNeo4j({ data, password: 'correct horse' });
      try {
        const login = { uri: server.uri, username: 'neo4j', database: undefined };
        await expect(open({ ...login, password: 'wrong' })).rejects.toMatchObject({
          code: 'UNAUTHENTICATED',
          where: server.uri,
          message: expect.stringContaining('NEO4J_PASSWORD'),
        });
        const right = await open({ ...login, password: 'correct horse' });
        expect(await right.commit([add('a')])).toMatchObject({ revision: 1 });
        await right.close();
      } finally {
        await server.stop();
        await rm(data, { recursive: true });
      }
    }, 180_000);
  });
});
