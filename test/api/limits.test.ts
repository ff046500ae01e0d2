import { complexityFromQuery } from '@pothos/plugin-complexity';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/api/limits.ts';
import { schema } from '../../src/api/schema.ts';
import { createServer } from '../../src/api/server.ts';
import { type Answer, openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

function expectRefused(answer: Answer, message: string | RegExp): void {
  expect(answer.errors[0]?.message).toMatch(message);
  expect(answer.errors[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  expect(answer.errors).toHaveLength(1);
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** A query of so many levels: twins, nodes, then relationships, nodes, target over and over. */
function nested(depth: number): string {
  const names = ['twins(first: 1)', 'nodes'];
  while (names.length < depth - 1) names.push('relationships(first: 1)', 'nodes', 'target');
  return `{ ${names.slice(0, depth - 1).join(' { ')} { __typename ${'}'.repeat(depth)}`;
}

/** How many twins and relationships an answer shows. */
function loaded(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inside = Object.values(value).reduce((sum: number, item) => sum + loaded(item), 0);
  const wrapper = Array.isArray(value) || 'nodes' in value || 'edges' in value || 'node' in value;
  return inside + (wrapper || 'twins' in value ? 0 : 1);
}

describe('a document', () => {
  test('nests 16 fields deep, not 17', async () => {
    expect((await api.ask(nested(16))).errors).toEqual([]);
    expectRefused(await api.ask(nested(17)), 'the query: nests deeper than 16 fields; ask in two');
  });

  test('nests no deeper through fragments', async () => {
    const hop = 'relationships(first: 1) { nodes { target { ';
    const fragment = `fragment Deep on Twin { ${hop.repeat(5)} id ${'}'.repeat(16)}`;
    const query = `{ twins(first: 1) { nodes { ...Deep } } } ${fragment}`;
    expectRefused(await api.ask(query), 'nests deeper than 16 fields');
  });

  test('has 15 aliases, not 16, and __typename is no exception', async () => {
    const query = (count: number) => `{ ${times(count, (i) => `a${i}: __typename`)} }`;
    expect((await api.ask(query(15))).errors).toEqual([]);
    expectRefused(await api.ask(query(16)), 'has more than 15 aliases');
  });

  test('has 5 directives, not 6', async () => {
    const fields = ['id', 'model', 'revision', 'updatedAt', 'properties', 'interface { id }'];
    const query = (count: number) =>
      `{ twin(id: "pump-1") { id ${fields
        .slice(0, count)
        .map((field) => field.replace(/^\w+/, '$& @include(if: true)'))
        .join(' ')} } }`;
    expect((await api.ask(query(5))).errors).toEqual([]);
    expectRefused(await api.ask(query(6)), 'has more than 5 directives');
  });

  test('has 1,000 tokens, not 1,001', async () => {
    const query = (tokens: number) =>
      `{ twins(where: {property: "power", in: [${times(tokens - 22, () => '1')}]}) { nodes { id } } }`;
    expect((await api.ask(query(1000))).errors).toEqual([]);
    expectRefused(await api.ask(query(1001)), 'has more than 1000 tokens');
  });

  test('may not repeat a field so often that comparing takes long', async () => {
    const query = `{ twin(id: "pump-1") { ${times(900, () => '__typename')} } }`;
    expectRefused(await api.ask(query), 'repeats its fields too often; name each field once');
  });

  test('has 20 fields at its root, not 21, through fragments too', async () => {
    const query = (count: number) =>
      `{ ${times(count - 10, () => 'revision')} ...F } fragment F on Query { ${times(10, () => '__typename')} }`;
    expect((await api.ask(query(20))).errors).toEqual([]);
    expectRefused(await api.ask(query(21)), 'asks for more than 20 fields at its root');
  });

  test('counts a fragment once, so that spreading it twice at each level takes no time', async () => {
    const levels = times(24, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    const circle = `{ ...F0 } ${levels} fragment F24 on Query { ...F0 }`;
    expect((await api.ask(circle)).errors[0]?.message).toMatch('within itself');
    expect((await api.ask(`{ ...F0 } ${levels}`)).errors[0]?.message).toMatch('Unknown fragment');
  });

  test('may load 10,000 objects, not more', async () => {
    const query = (first: number) =>
      `{ twins(first: 100) { nodes { relationships(first: ${first}) { nodes { id } } } } }`;
    expect((await api.ask(query(97))).errors).toEqual([]);
    expectRefused(
      await api.ask(query(98)),
      /may load 10001 objects, the limit is 10000; ask for smaller/,
    );
  });

  test('never loads more objects than its estimate', async () => {
    const size = fc.nat(5);
    await fc.assert(
      fc.asyncProperty(size, size, size, async (twins, near, far) => {
        const query = `{ twins(first: ${twins}) { nodes { relationships(first: ${near}, direction: BOTH) { nodes { target {
          relationships(first: ${far}) { edges { node { source { __typename } } } } } } } } } }`;
        const { data } = await api.ask(query);
        const { complexity } = complexityFromQuery(query, { schema });
        expect(loaded(data)).toBeLessThanOrEqual(complexity);
      }),
      { numRuns: 40 },
    );
  });

  test('is judged by its variables, whatever it cost with others', async () => {
    const query =
      'query ($first: Int) { twins(first: 100) { nodes { relationships(first: $first) { nodes { id } } } } }';
    expect((await api.ask(query, { first: 97 })).errors).toEqual([]);
    expectRefused(await api.ask(query, { first: 98 }), 'may load 10001 objects');
    expect((await api.ask(query, { first: 97 })).errors).toEqual([]);
  });

  test('is judged by the operation that runs, not by the first', async () => {
    const query =
      'query Small { revision } query Big { twins(first: 1000) { nodes { relationships { nodes { id } } } } }';
    const response = await api.post(JSON.stringify({ query, operationName: 'Big' }));
    const { errors } = await response.json();
    expect(errors[0].extensions.code).toBe('LIMIT_EXCEEDED');
  });
});

describe('a request', () => {
  test('asks for pages of 1,000, not 1,001, and never of less than none', async () => {
    expect((await api.ask('{ twins(first: 1000) { nodes { id } } }')).errors).toEqual([]);
    expectRefused(
      await api.ask('{ twins(first: 1001) { nodes { id } } }'),
      'first: a page has at most 1000 items, this asks for 1001; ask for a smaller page',
    );
    const { errors } = await api.ask('{ twins(first: -1) { nodes { id } } }');
    expect(errors[0]?.message).toBe(
      'BAD_USER_INPUT first: -1 is not a page size; expected 0 to 1000',
    );
  });

  test('has a body of 1 MB, not a byte more', async () => {
    const body = (bytes: number) => {
      const start = '{"query":"{ revision }","variables":{"x":"';
      return `${start}${'x'.repeat(bytes - start.length - 3)}"}}`;
    };
    expect((await api.post(body(1_000_000))).status).toBe(200);
    const refused = await api.post(body(1_000_001));
    expect(refused.status).toBe(413);
    expect((await refused.json()).errors[0].extensions.code).toBe('LIMIT_EXCEEDED');
  });

  test('has no larger body when it does not say how large it is', async () => {
    const server = await createServer({
      services: api.services,
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
    });
    const ask = async (bytes: number) => {
      const body = `{"query":"{ revision }"${' '.repeat(bytes - 24)}}`;
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new Blob([body]).stream(),
        ...{ duplex: 'half' },
      });
      return { status: response.status, ...(await response.json()) };
    };
    try {
      expect(await ask(1_000_000)).toEqual({ status: 200, data: { revision: 1 } });
      const { status, errors } = await ask(1_000_001);
      expect(status).toBe(413);
      expect(errors[0].extensions.code).toBe('LIMIT_EXCEEDED');
    } finally {
      await server.close();
    }
  });

  test('nests its variables 64 levels deep, not 65', async () => {
    const ask = async (depth: number): Promise<Answer> => {
      const x = `${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`;
      const response = await api.post(`{"query": "{ revision }", "variables": {"x": ${x}}}`);
      return { status: response.status, data: {}, errors: [], ...(await response.json()) };
    };
    expect((await ask(64)).errors).toEqual([]);
    expectRefused(await ask(65), 'variables: nest deeper than 64 levels');
    expectRefused(await ask(100_000), 'variables: nest deeper than 64 levels');
  });

  test('carries one operation, not a list of them', async () => {
    const response = await api.post(JSON.stringify([{ query: '{ revision }' }]));
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  test('ends when its time is up', async () => {
    const slow = await openApi({
      limits: { requestSeconds: 0.05 },
      wrap: (store) => ({
        ...store,
        snapshot: () => new Promise(() => {}),
        removeModel: () => new Promise(() => {}),
      }),
    });
    try {
      expectRefused(
        await slow.ask('{ twins { nodes { id } } }'),
        'the request: took longer than 0.05 s',
      );
      expectRefused(
        await slow.ask('mutation { deleteModel(input: {id: "x"}) { id } }'),
        'took longer than 0.05 s; it may still take effect',
      );
      const whatIf = 'runWhatIf(input: {edits: []}) { scenario }';
      const only = 'took longer than 0.05 s; ask for less at once';
      expectRefused(await slow.ask(`mutation { ${whatIf} }`), only);
      expectRefused(
        await slow.ask(`mutation { ... { ...Asked } } fragment Asked on Mutation { ${whatIf} }`),
        only,
      );
      expectRefused(
        await slow.ask(`mutation { ${whatIf} deleteModel(input: {id: "x"}) { id } }`),
        'it may still take effect',
      );
      expect((await slow.ask('{ __typename }')).errors).toEqual([]);
    } finally {
      await slow.close();
    }
  });
});

test('the limits are those of the contract', () => {
  expect(defaultLimits).toMatchObject({ depth: 16, aliases: 15, directives: 5, tokens: 1_000 });
  expect(defaultLimits).toMatchObject({ rootFields: 20, bodyBytes: 1_000_000, requestSeconds: 60 });
  expect(defaultLimits).toMatchObject({ operationsPerSocket: 60, connectionInitSeconds: 3 });
});
