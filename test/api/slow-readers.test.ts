import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type RunningServer } from '../../src/api/server.ts';
import type { CheckedStore } from '../../src/store/checked/checked-store.ts';
import { plantStore, servicesOf } from './api-fixture.ts';

const commits = 200;
const label = 'x'.repeat(200_000);
const query = 'subscription { changes(since: 1) { twins { twin { properties } } } }';

let store: CheckedStore;
let remove: () => Promise<void>;
let server: RunningServer;
/** How many commits the service has taken from the store for its readers. */
let pulled = 0;

beforeEach(async () => {
  pulled = 0;
  ({ store, remove } = await plantStore());
  const counted: CheckedStore = {
    ...store,
    async *commits(since, signal) {
      for await (const commit of store.commits(since, signal)) {
        pulled += 1;
        yield commit;
      }
    },
  };
  const services = servicesOf(counted);
  const logger = pino({ level: 'silent' });
  server = await createServer({ services, host: '127.0.0.1', port: 0, logger });
});
afterEach(async () => {
  await server.close();
  await remove();
});

/** Commits 40 MB in 200 commits, and waits until the service takes no more of them. */
async function flood(): Promise<void> {
  const written = Array.from({ length: commits }, (_, index) => {
    const set = { twin: 'pump-1', property: 'label', value: `${index} ${label}` };
    return store.commit([{ set }]);
  });
  await Promise.all(written);
  for (let before = -1; before !== pulled; ) {
    before = pulled;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a reader that does not read makes the service wait, not buffer', () => {
  test('over SSE', async () => {
    const body = JSON.stringify({ query });
    const socket = connect(server.port, '127.0.0.1');
    socket.pause();
    socket.write(
      [
        'POST /graphql HTTP/1.1',
        'host: localhost',
        'content-type: application/json',
        'accept: text/event-stream',
        `content-length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
    await flood();
    expect(pulled).toBeGreaterThan(0);
    expect(pulled).toBeLessThan(commits / 2);
    socket.destroy();
  });

  test('over WebSocket', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('{"type": "connection_init"}');
    await new Promise((resolve) => socket.once('message', resolve));
    socket.pause();
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    await flood();
    expect(pulled).toBeGreaterThan(0);
    expect(pulled).toBeLessThan(commits / 2);
    socket.terminate();
  });
});
