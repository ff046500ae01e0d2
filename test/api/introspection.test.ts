/** Introspection over HTTP: what graphql-js gives, byte by byte, without holding up anybody. */
import fc from 'fast-check';
import {
  execute,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionOptions,
  parse,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typedSchema } from '../../src/api/typed/typed-schema.ts';
import { sampleOntology } from '../../src/bench/ontology-sample.ts';
import { openApi, type TestApi, type TestApiOptions } from './api-fixture.ts';

const documents = sampleOntology({ models: 200 });
const standard = getIntrospectionQuery();

/** The plant with two hundred models more, and its schema made. */
async function openLarge(options: TestApiOptions = {}): Promise<TestApi> {
  const opened = await openApi(options);
  await opened.store.addModels(documents);
  await opened.ask('{ revision }');
  return opened;
}

let api: TestApi;
let schema: GraphQLSchema;
beforeAll(async () => {
  api = await openLarge();
  schema = typedSchema(api.store.catalogue());
});
afterAll(() => api.close());

interface Asked {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** What graphql-js answers, as text. */
async function plain({ query, operationName, variables }: Asked): Promise<string> {
  const document = parse(query);
  const given = { operationName: operationName ?? null, variableValues: variables ?? {} };
  return JSON.stringify(await execute({ schema, document, ...given }));
}

const answer = async (asked: Asked, headers: Record<string, string> = {}) =>
  api.post(JSON.stringify(asked), headers);

describe('an introspection gives what graphql-js gives', () => {
  test('for the query that clients send, with all its options', async () => {
    const flag = fc.boolean();
    const options = fc.record({
      descriptions: flag,
      specifiedByUrl: flag,
      directiveIsRepeatable: flag,
      schemaDescription: flag,
      inputValueDeprecation: flag,
      oneOf: flag,
      typeDepth: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(options, async (given: IntrospectionOptions) => {
        const query = getIntrospectionQuery(given);
        expect(await (await answer({ query })).text()).toBe(await plain({ query }));
      }),
      { numRuns: 3 },
    );
  });

  test('for GraphiQL', async () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true });
    const asked = { query, operationName: 'IntrospectionQuery' };
    const accept = 'application/graphql-response+json, application/json, multipart/mixed';
    const response = await answer(asked, { accept });
    expect(response.headers.get('content-type')).toBe(
      'application/graphql-response+json; charset=utf-8',
    );
    const text = await response.text();
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    expect(text).toBe(await plain(asked));
  });

  test.each<[what: string, asked: Asked]>([
    ['one type', { query: '{ __type(name: "Pump") { name kind fields { name } } }' }],
    ['no type of that name', { query: '{ __type(name: "Nothing") { name } }' }],
    ['aliases', { query: '{ a: __schema { b: types { c: name } types { kind } } }' }],
    [
      'several fields',
      { query: '{ __typename __schema { __typename } __type(name: "Twin") { name } }' },
    ],
    [
      'equal fields in several places',
      {
        query: `{ ...A __schema { types { fields { name } } } } fragment A on Query { __schema {
          types { name fields { args { name } } ... on __Type { fields { name } kind } } ...B } }
          fragment B on __Schema { directives { locations args { defaultValue } } }`,
      },
    ],
    [
      'variables and conditions',
      {
        query: `query ($name: String!, $old: Boolean = true, $yes: Boolean!, $no: Boolean!) {
          __type(name: $name) { name @skip(if: $yes) kind @include(if: $yes)
            fields(includeDeprecated: $old) @include(if: $yes) { name }
            ... @skip(if: $no) { description } ... @include(if: $no) { interfaces { name } } } }`,
        variables: { name: 'Twin', yes: true, no: false },
      },
    ],
    [
      'the operation that is named',
      {
        query:
          'query First { revision } query Named { __schema { types { enumValues { name } } } }',
        operationName: 'Named',
      },
    ],
  ])('for %s', async (_, asked) => {
    expect(await (await answer(asked)).text()).toBe(await plain(asked));
  });

  test('and its errors', async () => {
    const query = 'query ($name: String!) { __type(name: $name) { name } }';
    const { errors } = await (await answer({ query })).json();
    expect(errors[0].message).toBe(JSON.parse(await plain({ query })).errors[0].message);
  });

  test('beside data of the graph', async () => {
    const { data, errors } = await api.ask('{ revision __schema { queryType { name } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      revision: expect.any(Number),
      __schema: { queryType: { name: 'Query' } },
    });
  });

  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['text/event-stream', 'text/event-stream'],
    ['multipart/mixed', 'multipart/mixed; boundary="-"'],
  ])('as %s', async (accept, type) => {
    const response = await answer({ query: standard }, { accept });
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toContain(await plain({ query: standard }));
  });
});

describe('an introspection', () => {
  test('lets other requests through while it is written', async () => {
    const happened: string[] = [];
    const fresh = standard.replace('IntrospectionQuery', 'NotAskedBefore');
    const written = answer({ query: fresh }).then(() => happened.push('schema'));
    await api.ask('{ revision }').then(() => happened.push('revision'));
    await written;
    expect(happened).toEqual(['revision', 'schema']);
  });

  test('ends with the time of its request', async () => {
    const hasty = await openLarge({ limits: { requestSeconds: 0.001 } });
    try {
      const { errors } = await hasty.ask(standard);
      expect(errors[0]?.message).toMatch('the request: took longer than 0.001 s');
    } finally {
      await hasty.close();
    }
  });

  test('asks for the token, is counted and can be explained', async () => {
    const guarded = await openLarge({ token: 'a-secret' });
    try {
      const authorization = 'Bearer a-secret';
      expect((await guarded.post(JSON.stringify({ query: standard }))).status).toBe(401);
      const body = JSON.stringify({ query: standard, extensions: { explain: true } });
      const response = await guarded.post(body, { authorization });
      expect(await response.json()).toMatchObject({
        data: { __schema: { queryType: { name: 'Query' } } },
        extensions: { explain: { storeCalls: 0 } },
      });
      const metrics = await guarded.handler.fetch('http://localhost/metrics', {
        headers: { authorization },
      });
      // The first was to make the schema, and had no token.
      expect(await metrics.text()).toContain(
        'linchpin_graphql_operations_total{operation="query",outcome="ok"} 1',
      );
    } finally {
      await guarded.close();
    }
  });

  test('has a model that was added since the last', async () => {
    const types = async () => {
      const { data } = await api.ask(standard);
      return (data.__schema as unknown as { types: { name: string }[] }).types.map((t) => t.name);
    };
    expect(await types()).not.toContain('Newcomer');
    const id = 'dtmi:test:Newcomer;1';
    const model = { '@context': 'dtmi:dtdl:context;3', '@id': id, '@type': 'Interface' };
    await api.store.addModels([model]);
    expect(await types()).toContain('Newcomer');
  });
});
