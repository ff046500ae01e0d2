import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../src/model/path.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('a forecast', () => {
  test('gives the twins by falling probability, and what it was made with', async () => {
    const { data, errors } = await api.ask(`{
      forecast(failed: ["pump-1", "pump-2"], steps: 4, first: 4) {
        revision modelVersion failed
        calibration { method error scenarios }
        nodes { twin { id model } probability interval { low high } step causes { weight } }
      }
    }`);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      forecast: {
        revision: 1,
        modelVersion: 'baseline/declaredRules',
        failed: ['pump-1', 'pump-2'],
        calibration: { method: 'none', error: null, scenarios: null },
      },
    });
    const nodes = valueAt(data, 'forecast/nodes') as {
      twin: { id: string };
      probability: number;
    }[];
    const probabilities = nodes.map(({ probability }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    expect(nodes.map(({ twin }) => twin.id)).toContain('line-1');
  });

  test('comes in pages', async () => {
    const page = `query ($after: String) {
      forecast(failed: ["pump-1"], first: 3, after: $after) {
        nodes { twin { id } } pageInfo { hasNextPage endCursor }
      }
    }`;
    const { data: one } = await api.ask(page);
    const after = valueAt(one, 'forecast/pageInfo/endCursor');
    const { data: two } = await api.ask(page, { after });
    const ids = [one, two].flatMap((data) =>
      (valueAt(data, 'forecast/nodes') as { twin: { id: string } }[]).map(({ twin }) => twin.id),
    );
    expect(ids.sort()).toEqual(['line-1', 'pump-1', 'pump-2', 'tank-1']);
    expect(valueAt(two, 'forecast/pageInfo/hasNextPage')).toBe(false);
  });

  test('can be narrowed to twins and models', async () => {
    const { data } = await api.ask(`{
      pumps: forecast(model: "dtmi:test:Pump;1") { nodes { twin { id } } }
      line: forecast(twins: ["line-1"]) { nodes { twin { id } } }
    }`);
    const ids = (path: string) =>
      (valueAt(data, path) as { twin: { id: string } }[]).map(({ twin }) => twin.id).sort();
    expect(ids('pumps/nodes')).toEqual(['pump-1', 'pump-2']);
    expect(ids('line/nodes')).toEqual(['line-1']);
  });

  test.each([
    ['failed: ["nobody"]', 'NOT_FOUND'],
    ['steps: 65', 'BAD_USER_INPUT'],
    ['steps: 0', 'BAD_USER_INPUT'],
    ['model: "dtmi:test:None;1"', 'NOT_FOUND'],
    ['first: 1001', 'LIMIT_EXCEEDED'],
  ])('with %s is refused with %s', async (args, code) => {
    const { errors } = await api.ask(`{ forecast(${args}) { revision } }`);
    expect(errors[0]?.extensions.code).toBe(code);
  });
});
