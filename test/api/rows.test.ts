import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanStep } from '../../src/query/explain.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const document = `query ($text: String!, $first: Int, $after: String) {
  rows(query: $text, first: $first, after: $after) { nodes pageInfo { hasNextPage endCursor } }
}`;

async function rows(text: string, page: object = {}) {
  const { data, errors } = await api.ask(document, { text, ...page });
  const found = data?.rows as { nodes: object[]; pageInfo: { endCursor: string } } | undefined;
  return { nodes: found?.nodes, pageInfo: found?.pageInfo, error: errors[0] };
}

interface Explained {
  readonly extensions: { readonly explain: { readonly plan: readonly PlanStep[] } };
}

describe('rows', () => {
  test('are twins in the shape of Azure Digital Twins', async () => {
    const { nodes } = await rows("SELECT * FROM DIGITALTWINS T WHERE T.$dtId = 'pump-1'");
    expect(nodes).toEqual([
      {
        $dtId: 'pump-1',
        $metadata: { $model: 'dtmi:test:Pump;1' },
        power: 10,
        label: 'north',
        thermostat: { target: 20 },
      },
    ]);
  });

  test('take the models that extend a model with it, unless it is exact', async () => {
    const count = async (of: string) =>
      (await rows(`SELECT COUNT() FROM DIGITALTWINS WHERE IS_OF_MODEL(${of})`)).nodes;
    expect(await count("'dtmi:test:Device;1'")).toEqual([{ COUNT: 4 }]);
    expect(await count("'dtmi:test:Device;1', exact")).toEqual([{ COUNT: 2 }]);
  });

  test('follow relationships, page by page', async () => {
    const text =
      'SELECT a.$dtId AS source, r.share FROM DIGITALTWINS MATCH (a)-[r:feeds]->(b)-[]->() WHERE b.thermostat.target != 1 OR IS_DEFINED(b.label)';
    const first = await rows(text, { first: 1 });
    expect(first).toMatchObject({
      nodes: [{ source: 'pump-1', share: 0.25 }],
      pageInfo: { hasNextPage: true },
    });
    const second = await rows(text, { first: 1, after: first.pageInfo?.endCursor });
    expect(second).toMatchObject({
      nodes: [{ source: 'pump-2' }],
      pageInfo: { hasNextPage: false },
    });
  });

  test('are explained stage by stage, where the request asks for it', async () => {
    const text = 'SELECT a FROM DIGITALTWINS MATCH (a)-[r:feeds]->(b) WHERE r.share > 0';
    const query = `{ rows(query: "${text}") { nodes } }`;
    const response = await api.post(JSON.stringify({ query, extensions: { explain: true } }));
    const { extensions } = (await response.json()) as Explained;
    const [step, ...others] = extensions.explain.plan;
    expect(others).toEqual([]);
    expect(step).toMatchObject({ operation: 'rows', index: 'scan', examined: 4, returned: 1 });
    const stages = step?.stages?.map(({ operation, returned }) => [operation, returned]);
    expect(stages?.at(0)).toEqual(['start', 4]);
    expect(stages?.slice(2)).toEqual([
      ['filter', 1],
      ['order', 1],
      ['page', 1],
    ]);
  });

  test.each([
    ['SELECT SUM(T.powr) FROM DIGITALTWINS T', 'column 14', 'did you mean power?'],
    ['SELECT a FROM DIGITALTWINS MATCH (a)-[:fed]->()', 'column 40', 'did you mean feeds?'],
    ['SELECT * FROM RELATIONSHIPS R WHERE R.shar > 0', 'column 39', 'did you mean share?'],
  ])('refuse a name that no model declares: %s', async (text, place, advice) => {
    const { error } = await rows(text);
    expect(error).toMatchObject({
      message: expect.stringContaining(advice),
      extensions: { code: 'BAD_USER_INPUT', where: `line 1, ${place}` },
    });
  });

  test.each(['dtmi:test:Pum;1', 'dtmi:test:Pump;2', 'Pump', 'pmup'])(
    'refuse the model %s, which is not there, with the one that was meant',
    async (model) => {
      const { error } = await rows(`SELECT * FROM DIGITALTWINS T WHERE IS_OF_MODEL(T, '${model}')`);
      expect(error).toMatchObject({
        message: expect.stringContaining(`there is no model ${model}`),
        extensions: { code: 'NOT_FOUND' },
      });
      expect(error?.message).toContain('did you mean dtmi:test:Pump;1?');
    },
  );

  test('say where a text cannot be read', async () => {
    const { error } = await rows('SELECT *\nFROM DIGITALTWINS\nWHERE');
    expect(error).toMatchObject({
      message: expect.stringContaining('line 3, column 6: the query ends too early'),
      extensions: { code: 'BAD_USER_INPUT', where: 'line 3, column 6' },
    });
  });

  test('refuse a cursor of another query', async () => {
    const { pageInfo } = await rows('SELECT * FROM DIGITALTWINS', { first: 1 });
    const { error } = await rows('SELECT * FROM RELATIONSHIPS', { after: pageInfo?.endCursor });
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', where: 'after' });
  });
});
