import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  const problem = { where: 'pump-1/power', message: 'it is not a number' };
  await api.store.keepRejections([
    {
      time: Date.parse('2026-01-01T00:00:00Z'),
      source: 'twins/pump-1/power',
      problem: { code: 'VALIDATION_FAILED', ...problem, expected: 'a double' },
      payload: '"much"',
    },
    {
      time: Date.parse('2026-01-02T00:00:00Z'),
      source: 'twins/nobody',
      problem: {
        code: 'NOT_FOUND',
        where: 'nobody',
        message: 'there is no twin',
        action: 'add it',
      },
      payload: '{}',
    },
  ]);
});
afterAll(() => api.close());

describe('rejections', () => {
  test('tell what was refused and why, newest first', async () => {
    const { data } = await api.ask(`{
      rejections { nodes { time source payload code where message expected action } }
    }`);
    expect(data).toEqual({
      rejections: {
        nodes: [
          {
            time: '2026-01-02T00:00:00.000Z',
            source: 'twins/nobody',
            payload: '{}',
            code: 'NOT_FOUND',
            where: 'nobody',
            message: 'there is no twin',
            expected: null,
            action: 'add it',
          },
          {
            time: '2026-01-01T00:00:00.000Z',
            source: 'twins/pump-1/power',
            payload: '"much"',
            code: 'VALIDATION_FAILED',
            where: 'pump-1/power',
            message: 'it is not a number',
            expected: 'a double',
            action: null,
          },
        ],
      },
    });
  });

  test('are found by code and source, in pages', async () => {
    const { data } = await api.ask(`{
      code: rejections(code: "NOT_FOUND") { nodes { source } }
      source: rejections(source: "twins/pump") { nodes { code } }
      page: rejections(first: 1) { nodes { code } pageInfo { hasNextPage } }
    }`);
    expect(data).toEqual({
      code: { nodes: [{ source: 'twins/nobody' }] },
      source: { nodes: [{ code: 'VALIDATION_FAILED' }] },
      page: { nodes: [{ code: 'NOT_FOUND' }], pageInfo: { hasNextPage: true } },
    });
  });
});
