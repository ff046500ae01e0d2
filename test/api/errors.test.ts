import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicError } from '../../src/api/errors.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

/** The code and message of the first error. */
async function refusal(query: string, variables?: object) {
  const { errors } = await api.ask(query, variables);
  return { code: errors[0]?.extensions.code, message: errors[0]?.message };
}

const commit = 'mutation ($c: [Change!]!) { commit(input: {changes: $c}) { revision } }';
const changing = (properties: string) =>
  `mutation { commit(input: {changes: [{addTwin: {id: "t", model: "dtmi:test:Pump;1", properties: ${properties}}}]}) { revision } }`;

describe('bad input', () => {
  test.each([
    ['{ twins', 'Syntax Error: Expected Name, found <EOF>.'],
    ['{ twinns { nodes { id } } }', 'Cannot query field "twinns" on type "Query". Did you mean'],
    ['{ twins(first: "x") { nodes { id } } }', 'Int cannot represent non-integer value: "x"'],
    ['{ twins(after: "%%%") { nodes { id } } }', 'after: the cursor is broken'],
    ['{ twins(where: {gt: 1}) { nodes { id } } }', 'where: gt has no property to test'],
    ['{ twins(where: {property: "__proto__/x", eq: 1}) { nodes { id } } }', '__proto__/x'],
    ['{ twins(first: 1, last: 1) { nodes { id } } }', 'last: first and last are both given'],
    ['query A { revision } query B { revision }', 'operation'],
    ['{ paths(from: "nobody") { length } }', 'nobody'],
    [changing('{power: 9007199254740993}'), '9007199254740993 is too large to be held exactly'],
    [changing('{__proto__: {power: 1}}'), 'the key __proto__ cannot be kept'],
    [changing('{power: 1e999}'), 'the number is too large for a double'],
    ['subscription { changes(since: -1) { revision } }', '-1 is not a revision'],
  ])('%s', async (query, message) => {
    const refused = await refusal(query);
    expect(refused.message).toContain(message);
    expect(['BAD_USER_INPUT', 'NOT_FOUND']).toContain(refused.code);
  });

  test('in variables is refused before anything is kept', async () => {
    const value = JSON.parse('{"__proto__": {"admin": true}}');
    const set = { set: { twin: 'pump-1', property: 'label', value } };
    expect((await refusal(commit, { c: [set] })).message).toContain('__proto__ cannot be kept');
    expect(Object.prototype).not.toHaveProperty('admin');
    const huge = '{"set": {"twin": "pump-1", "property": "power", "value": 1e999}}';
    const body = `{"query": ${JSON.stringify(commit)}, "variables": {"c": [${huge}]}}`;
    const { errors } = await (await api.post(body)).json();
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    const observe = { twin: 'pump-1', path: 'power', value: 1, time: '2026-01-01T00:00:00' };
    expect((await refusal(commit, { c: [{ observe }] })).message).toContain('ISO 8601 with a zone');
  });

  test('of a body that is not GraphQL is told apart', async () => {
    const bodies = ['not json', '7', '{}', '{"query": 1}', '{"query": "{ revision }", "x": 1}'];
    for (const body of bodies) {
      const { errors } = await (await api.post(body)).json();
      expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
    expect((await api.post('not json')).status).toBe(400);
  });
});

describe('a known error', () => {
  test('passes with its code, place and problems', async () => {
    const { errors } = await api.ask(commit, { c: [{ removeTwin: { twin: 'tank-1' } }] });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      where: expect.stringContaining('tank-1'),
      retriable: false,
      problems: [{ code: 'CONFLICT', index: 0 }],
    });
  });

  test('says whether a repeat may help', () => {
    const full = new LinchpinError({ code: 'UNAVAILABLE', where: '', message: 'the disk is full' });
    const shown = publicError(new GraphQLError('x', { originalError: full }), () => 'unused');
    expect(shown.extensions).toMatchObject({ code: 'UNAVAILABLE', retriable: true });
  });
});

test('a flow that stopped because its client left is no failure of the service', () => {
  const gone = new AbortController();
  gone.abort();
  const reported: unknown[] = [];
  const shown = publicError(
    new GraphQLError('x', { originalError: gone.signal.reason }),
    (error) => {
      reported.push(error);
      return 'id';
    },
  );
  expect(shown.extensions).toMatchObject({ code: 'UNAVAILABLE', retriable: true });
  expect(reported).toEqual([]);
});

describe('an unknown error', () => {
  test('is logged whole and masked, under an id that both carry', async () => {
    const broken = await openApi({
      wrap: (store) => ({
        ...store,
        snapshot: () => Promise.reject(new Error('password=hunter2 in /var/secret')),
      }),
    });
    const { errors, data } = await broken.ask('{ revision twins { nodes { id } } }');
    await broken.close();
    expect(data).toBe(null);
    const { requestId } = errors[0]?.extensions ?? {};
    expect(errors).toMatchObject([
      {
        message: `something went wrong inside the service; its log has it under ${requestId}`,
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          requestId: expect.stringMatching(/^[\w-]{36}$/),
        },
      },
    ]);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
    expect(broken.logged).toMatchObject([
      { requestId, err: { message: expect.stringContaining('hunter2'), stack: expect.anything() } },
    ]);
  });
});
