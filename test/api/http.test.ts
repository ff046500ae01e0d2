import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let open: TestApi;
let guarded: TestApi;
beforeAll(async () => {
  open = await openApi();
  guarded = await openApi({ token: 'a-secret' });
});
afterAll(async () => {
  await open.close();
  await guarded.close();
});

const query = '{"query": "{ revision }"}';
const get = (api: TestApi, path: string, headers: Record<string, string> = {}) =>
  api.handler.fetch(`http://localhost${path}`, { headers });

describe('the pipeline', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/graphql',
  ])('takes JSON and not %s', async (type) => {
    const response = await open.post('query={revision}', { 'content-type': type });
    expect(response.status).toBe(415);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  test('takes JSON with a charset', async () => {
    const type = 'application/json; charset=utf-8';
    expect((await open.post(query, { 'content-type': type })).status).toBe(200);
  });

  test('answers a refused document with 400 to clients of the newer media type', async () => {
    const status = async (accept: string) =>
      (await open.post('{"query": "{ nothing }"}', { accept })).status;
    expect(await status('application/graphql-response+json')).toBe(400);
    expect(await status('application/json')).toBe(200);
  });

  test('runs nothing that comes by GET', async () => {
    const response = await get(open, '/graphql?query={revision}', { accept: 'application/json' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  test('knows no other paths', async () => {
    expect((await get(open, '/admin')).status).toBe(404);
  });

  test('allows no other site to read its answers', async () => {
    const response = await open.post(query, { origin: 'http://localhost' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(null);
    expect((await open.post(query, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await open.post(query, { origin: 'null' })).status).toBe(403);
  });

  test('answers on loopback to the names of loopback only', async () => {
    expect((await open.post(query, { host: '127.0.0.1:4000' })).status).toBe(200);
    expect((await open.post(query, { host: '[::1]:4000' })).status).toBe(200);
    const rebound = await open.post(query, { host: 'evil.example:4000' });
    expect(rebound.status).toBe(403);
    expect((await rebound.json()).errors[0].extensions).toEqual({
      code: 'FORBIDDEN',
      where: 'Host',
    });
  });
});

describe('the token', () => {
  test('is asked for where one is set', async () => {
    const response = await guarded.post(query);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect((await response.json()).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  test.each(['Bearer wrong', 'Bearer a-secret-and-more', 'a-secret', 'Basic a-secret', 'Bearer '])(
    'is not %s',
    async (authorization) => {
      expect((await guarded.post(query, { authorization })).status).toBe(401);
    },
  );

  test('lets its holder in', async () => {
    const authorization = 'Bearer a-secret';
    expect((await guarded.post(query, { authorization })).status).toBe(200);
    expect((await get(guarded, '/metrics', { authorization })).status).toBe(200);
  });

  test('guards the metrics and hides the revision on the page, but not liveness', async () => {
    expect((await get(guarded, '/metrics')).status).toBe(401);
    expect((await get(guarded, '/livez')).status).toBe(200);
    expect((await get(guarded, '/readyz')).status).toBe(200);
    expect(await (await get(guarded, '/')).text()).not.toContain('revision');
  });
});

describe('for those who run it', () => {
  test('readiness tells what the store tells', async () => {
    const ready = await get(open, '/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, revision: 1 }]);
    const problem = { code: 'UNAVAILABLE', where: 'disk', message: 'it is full' } as const;
    const full = await openApi({ wrap: (store) => ({ ...store, health: async () => problem }) });
    const refused = await get(full, '/readyz');
    await full.close();
    expect([refused.status, await refused.json()]).toEqual([
      503,
      { ready: false, reason: 'UNAVAILABLE disk: it is full' },
    ]);
  });

  test('metrics count operations by kind and outcome', async () => {
    await open.ask('{ revision }');
    await open.ask('{ twins(first: -1) { nodes { id } } }');
    const text = await (await get(open, '/metrics')).text();
    expect(text).toMatch(/linchpin_graphql_operations_total\{operation="query",outcome="ok"\} \d/);
    expect(text).toMatch(/operations_total\{operation="query",outcome="errors"\} 1/);
    expect(text).toContain('linchpin_graphql_operation_seconds_bucket');
  });
});

describe('a browser', () => {
  test('gets GraphiQL whole, with nothing from elsewhere', async () => {
    const response = await get(open, '/graphql', { accept: 'text/html' });
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const page = await response.text();
    expect(page).toContain('YogaGraphiQL.renderYogaGraphiQL');
    expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
  });

  test('can read the whole schema within the limits', async () => {
    const introspection = getIntrospectionQuery({
      inputValueDeprecation: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      specifiedByUrl: true,
      oneOf: true,
    });
    const { data, errors } = await open.ask(introspection);
    expect(errors).toEqual([]);
    expect(data).toHaveProperty('__schema.queryType.name', 'Query');
  });

  test('finds a place to start from', async () => {
    const page = await (await get(open, '/')).text();
    expect(page).toContain('href="/graphql"');
    expect(page).toContain('The graph is at revision 1.');
  });
});
