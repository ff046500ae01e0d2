import { connect } from 'node:net';
import { createClient } from 'graphql-ws';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type RunningServer, type ServerOptions } from '../../src/api/server.ts';
import type { CheckedStore } from '../../src/store/checked/checked-store.ts';
import { plantStore, servicesOf } from './api-fixture.ts';

let store: CheckedStore;
let remove: () => Promise<void>;
let server: RunningServer;

const start = (options: Partial<ServerOptions> = {}) =>
  createServer({
    services: servicesOf(store),
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    ...options,
  });

beforeEach(async () => {
  ({ store, remove } = await plantStore());
});
afterEach(async () => {
  await server.close();
  await remove();
});

const post = (url: string, query: string) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

/** What a raw request is answered with, up to where the server closes. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.end(request));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

/** How a socket with these headers ends: the status of a refusal, or `open`. */
function upgraded(path: string, options: { origin?: string; host?: string } = {}): Promise<string> {
  return new Promise((resolve) => {
    const { origin, host } = options;
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}${path}`,
      'graphql-transport-ws',
      {
        ...(origin !== undefined && { origin }),
        ...(host !== undefined && { headers: { host } }),
      },
    );
    socket.on('open', () => {
      resolve('open');
      socket.close();
    });
    socket.on('error', ({ message }) => resolve(message));
  });
}

describe('the server', () => {
  test('answers on the address it prints', async () => {
    server = await start();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(await (await post(server.url, '{ revision }')).json()).toEqual({
      data: { revision: 1 },
    });
    const page = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('Linchpin GraphiQL');
  });

  test('says which port is in use and what to do', async () => {
    server = await start();
    await expect(start({ port: server.port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `PORT_IN_USE 127.0.0.1:${server.port}: another program listens there; expected a free port; stop it, or choose another port with --port (0 for any free one)`,
    });
  });

  test('outlives requests that are no HTTP, or none that it knows', async () => {
    server = await start();
    expect(await raw('NONSENSE\r\n\r\n')).toContain('400 Bad Request');
    await raw('GET // HTTP/1.1\r\nhost: [\r\nconnection: close\r\n\r\n');
    await raw('POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n\r\n{');
    expect((await post(server.url, '{ revision }')).status).toBe(200);
  });

  test.each([
    'GET / HTTP/1.1\r\nhost: 127.0.0.1:99999999',
    'GET / HTTP/1.1\r\nhost: [',
    'GET http://evil.example:99999999/ HTTP/1.1\r\nhost: localhost:1',
  ])('refuses the address of %j, and shows nothing of its inside', async (head) => {
    server = await start();
    const answer = await raw(`${head}\r\nconnection: close\r\n\r\n`);
    expect(answer).toContain('400 Bad Request');
    expect(answer).not.toContain('node_modules');
  });

  test('frees its port on close, with streams open', async () => {
    server = await start();
    const events = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { changes { revision } }' }),
    });
    expect(events.status).toBe(200);
    const { port } = server;
    await server.close();
    await events.text().catch(() => 'cut');
    server = await start({ port });
    expect(server.port).toBe(port);
  });
});

describe('a WebSocket', () => {
  const client = (options: object = {}) =>
    createClient({
      url: server.url.replace('http', 'ws').concat('/graphql'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...options,
    });

  test('carries queries, and changes as they come', async () => {
    server = await start();
    const connection = client();
    const answers = connection.iterate({ query: '{ revision }' });
    expect((await answers.next()).value).toEqual({ data: { revision: 1 } });
    const events = connection.iterate({ query: 'subscription { changes(since: 0) { revision } }' });
    expect((await events.next()).value).toEqual({ data: { changes: { revision: 1 } } });
    const live = events.next();
    await store.commit([{ set: { twin: 'pump-1', property: 'power', value: 11 } }]);
    expect((await live).value).toEqual({ data: { changes: { revision: 2 } } });
    await events.return?.();
    await connection.dispose();
  });

  test('carries an introspection like any other answer', async () => {
    server = await start();
    const connection = client();
    const answers = connection.iterate({ query: '{ __schema { queryType { name } } }' });
    const { value } = await answers.next();
    expect(value).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } });
    await connection.dispose();
  });

  test('tells errors with their codes', async () => {
    server = await start();
    const connection = client();
    const read = async (query: string, variables?: Record<string, unknown>) => {
      try {
        const { value } = await connection.iterate({ query, variables: variables ?? null }).next();
        return (value as { errors: { extensions: object }[] }).errors;
      } catch (errors) {
        return errors;
      }
    };
    const code = (name: string) => [
      expect.objectContaining({ extensions: expect.objectContaining({ code: name }) }),
    ];
    expect(await read('{ nothing }')).toEqual(code('BAD_USER_INPUT'));
    expect(await read('{ twins(')).toEqual(code('BAD_USER_INPUT'));
    expect(await read('{ twins(first: 1001) { nodes { id } } }')).toEqual(code('LIMIT_EXCEEDED'));
    const deep = JSON.parse(`${'['.repeat(70)}${']'.repeat(70)}`);
    expect(await read('{ revision }', { deep })).toEqual(code('LIMIT_EXCEEDED'));
    expect(JSON.stringify(await read('{ nothing }'))).not.toContain('"http"');
    await connection.dispose();
  });

  test('is closed over a message that is too large, and nothing is printed', async () => {
    server = await start();
    const printed = vi.spyOn(console, 'error');
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    socket.on('open', () => socket.send('x'.repeat(2_000_000))).on('error', () => {});
    const code = await new Promise((resolve) => socket.on('close', resolve));
    expect(code).toBe(1009);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  test('has 60 operations open, not 61', async () => {
    server = await start();
    const connection = client();
    const query = 'subscription { changes(since: 0) { revision } }';
    const open = Array.from({ length: 60 }, () => connection.iterate({ query }));
    await Promise.all(open.map((events) => events.next()));
    await expect(connection.iterate({ query }).next()).rejects.toEqual([
      expect.objectContaining({
        message: expect.stringContaining('the socket: has more than 60 operations open'),
        extensions: expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
      }),
    ]);
    await connection.dispose();
  });

  test('needs the token, in connection_init or as a header', async () => {
    server = await start({ token: 'a-secret' });
    const ask = async (options: object) => {
      const connection = client(options);
      try {
        return (await connection.iterate({ query: '{ revision }' }).next()).value;
      } catch (event) {
        return (event as { code: number }).code;
      } finally {
        await connection.dispose();
      }
    };
    expect(await ask({})).toBe(4403);
    expect(await ask({ connectionParams: { authorization: 'Bearer wrong' } })).toBe(4403);
    expect(await ask({ connectionParams: { authorization: 'Bearer a-secret' } })).toEqual({
      data: { revision: 1 },
    });
  });

  test('is closed when it does not say connection_init in time', async () => {
    server = await start({ limits: { connectionInitSeconds: 0.05 } });
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/graphql`, 'graphql-transport-ws');
    const code = await new Promise((resolve) => socket.on('close', resolve));
    expect(code).toBe(4408);
  });

  test('is refused elsewhere, to pages of other sites and to unknown hosts', async () => {
    server = await start();
    expect(await upgraded('/graphql')).toBe('open');
    expect(await upgraded('/graphql', { origin: server.url })).toBe('open');
    expect(await upgraded('/other')).toContain('404');
    expect(await upgraded('/graphql', { origin: 'https://evil.example' })).toContain('403');
    expect(await upgraded('/graphql', { host: 'evil.example' })).toContain('403');
  });
});
