import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

/** Every code that input may be refused with; an unknown error would be none of them. */
const refusals = ['BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT', 'VALIDATION_FAILED', 'LIMIT_EXCEEDED'];

async function expectAnswerOrRefusal(query: string, variables: object): Promise<void> {
  const { errors } = await api.ask(query, variables);
  for (const { extensions } of errors) expect(refusals).toContain(extensions.code);
}

const anything = fc.jsonValue({ maxDepth: 4 });
const value = fc.oneof(
  anything,
  fc.constantFrom('power', '$id', '__proto__', -1, 1e21, '', '\u0000'),
);
const key = fc.constantFrom('and', 'or', 'not', 'property', 'eq', 'gt', 'in', 'exists', 'contains');
const where = fc.dictionary(key, fc.oneof(value, fc.array(fc.dictionary(key, value))));
const kind = fc.constantFrom(
  'addTwin',
  'putTwin',
  'set',
  'removeTwin',
  'observe',
  'addRelationship',
);
const field = fc.constantFrom(
  'id',
  'twin',
  'model',
  'property',
  'properties',
  'value',
  'source',
  'target',
  'name',
  'path',
  'time',
  'detach',
);
const change = fc.dictionary(kind, fc.dictionary(field, value), { maxKeys: 1 });
const options = { numRuns: 60 };

describe('whatever a client sends is answered or refused, never a failure inside', () => {
  test('as a filter', async () => {
    const query =
      'query ($where: Where) { twins(where: $where) { nodes { id } } relationships(where: $where) { nodes { id } } }';
    await fc.assert(
      fc.asyncProperty(where, (input) => expectAnswerOrRefusal(query, { where: input })),
      options,
    );
  });

  test('as a change', async () => {
    const query =
      'mutation ($changes: [Change!]!) { commit(input: {changes: $changes}) { revision } }';
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 3 }), (changes) =>
        expectAnswerOrRefusal(query, { changes }),
      ),
      options,
    );
  });

  test('as a model', async () => {
    const query =
      'mutation ($models: [JSON!]!) { createModels(input: {models: $models}) { models { id } } }';
    await fc.assert(
      fc.asyncProperty(fc.array(anything), (models) => expectAnswerOrRefusal(query, { models })),
      options,
    );
  });

  test('as a cursor, an id or a path', async () => {
    const query = `query ($a: String, $id: ID!, $path: String!) {
      twins(after: $a) { nodes { id } } relationships(before: $a, last: 2) { nodes { id } }
      models(after: $a) { nodes { id } } rejections(after: $a) { nodes { code } }
      twin(id: $id) { property(name: $path) observedAt(name: $path) }
      paths(from: $id) { length } aggregate(groupBy: [$path]) { keys }
    }`;
    const cursor = fc.oneof(
      fc.string(),
      anything.map((json) => Buffer.from(JSON.stringify(json)).toString('base64url')),
    );
    const id = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('pump-1', '__proto__', 'a/+#$'),
    );
    const path = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'a//b', '$id'));
    await fc.assert(
      fc.asyncProperty(cursor, id, path, (a, id, path) =>
        expectAnswerOrRefusal(query, { a, id, path }),
      ),
      options,
    );
  });

  test('as a document', async () => {
    const word = fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      'twins',
      'nodes',
      'id',
      '...',
      'on',
      'Twin',
      '@include',
      ':',
      '$x',
      '[',
      ']',
      'fragment',
      '"a"',
      '1',
      'query',
      '__typename',
      '!',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 30 }), (words) =>
        expectAnswerOrRefusal(words.join(' '), {}),
      ),
      options,
    );
  });
});
