/** Filters by moments and by whole numbers of 64 bits, which twins hold as texts. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import type { Comparison } from '../../src/query/query.ts';
import { openApi, type TestApi } from '../api/api-fixture.ts';

const model = 'dtmi:meanings:Meter;1';
let api: TestApi;

const twins: readonly { readonly count?: Json; readonly seen?: string }[] = [
  { count: '9007199254740993', seen: '2026-01-01T00:30:00+01:00' },
  { count: '10', seen: '2026-01-01T00:00:00.5Z' },
  { count: '9223372036854775807', seen: '2026-01-01T00:00:00.10Z' },
  { count: 5, seen: '2025-12-31T23:00:00-05:00' },
  { count: -3, seen: '2016-12-31T23:59:60Z' },
  { seen: '2017-01-01T00:00:00.0001Z' },
  { count: '9007199254740992' },
];

beforeAll(async () => {
  api = await openApi();
  await api.store.addModels([
    {
      '@context': 'dtmi:dtdl:context;4',
      '@id': model,
      '@type': 'Interface',
      contents: [
        { '@type': 'Property', name: 'count', schema: 'long' },
        { '@type': 'Property', name: 'seen', schema: 'dateTime' },
      ],
    },
  ]);
  await api.store.commit(
    twins.map((properties, index) => ({ addTwin: { id: `m${index}`, model, properties } })),
  );
});
afterAll(() => api.close());

async function found(path: string, operator: Comparison, value: Json): Promise<string[]> {
  const { items } = await api.store.find({
    models: [model],
    where: { kind: 'compare', path, operator, value },
  });
  return items.map(({ id }) => id);
}

const orders: Readonly<Record<Comparison, (a: number) => boolean>> = {
  eq: (a) => a === 0,
  ne: (a) => a !== 0,
  lt: (a) => a < 0,
  lte: (a) => a <= 0,
  gt: (a) => a > 0,
  gte: (a) => a >= 0,
};

const operator = fc.constantFrom<Comparison>('eq', 'ne', 'lt', 'lte', 'gt', 'gte');

describe('whole numbers of 64 bits', () => {
  const counts = [
    ...new Set(twins.flatMap(({ count }) => count ?? [])),
    10,
    '5',
    '9007199254740994',
  ];

  test('compare by what they are, whether they are held as numbers or as texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...counts), operator, async (value, comparison) => {
        const wanted = BigInt(value as string | number);
        const expected = twins.flatMap(({ count }, index) => {
          if (count === undefined) return [];
          const held = BigInt(count as string | number);
          return orders[comparison](held < wanted ? -1 : held > wanted ? 1 : 0)
            ? [`m${index}`]
            : [];
        });
        expect(await found('count', comparison, value)).toEqual(expected);
      }),
    );
  });

  test('are refused where they are none', async () => {
    await expect(found('count', 'gt', 'many')).rejects.toThrow(
      'count is never "many"; expected a whole number, or one as a decimal string',
    );
  });
});

describe('moments', () => {
  test('compare by when they are, whatever their zone and digits', async () => {
    expect(await found('seen', 'gt', '2026-01-01T00:00:00Z')).toEqual(['m1', 'm2', 'm3']);
    expect(await found('seen', 'lt', '2026-01-01T00:00:00Z')).toEqual(['m0', 'm4', 'm5']);
    expect(await found('seen', 'eq', '2025-12-31T23:30:00Z')).toEqual(['m0']);
    expect(await found('seen', 'eq', Date.UTC(2026, 0, 1, 4))).toEqual(['m3']);
    // A leap second is the second that follows it, and what is finer than a millisecond counts.
    expect(await found('seen', 'eq', '2017-01-01T00:00:00Z')).toEqual(['m4']);
    expect(await found('seen', 'gt', '2017-01-01T00:00:00Z')).toContain('m5');
  });

  test('are found in lists of them', async () => {
    const { items } = await api.store.find({
      where: { kind: 'in', path: 'seen', values: ['2026-01-01T00:00:00.100Z', 1] },
    });
    expect(items.map(({ id }) => id)).toEqual(['m2']);
  });

  test('are refused where they are none', async () => {
    await expect(found('seen', 'lt', 'yesterday')).rejects.toThrow(
      'seen is never "yesterday"; expected an ISO 8601 time with its zone',
    );
  });
});

test('typed filters find what the typed fields show', async () => {
  const shown =
    '{ meters(seen: {gt: "2026-01-01T00:00:00Z"}, orderBy: {property: "$id"}) { nodes { seen count } } }';
  const { data } = await api.ask(shown);
  expect(data).toEqual({
    meters: {
      nodes: [
        { seen: '2026-01-01T00:00:00.500Z', count: '10' },
        { seen: '2026-01-01T00:00:00.100Z', count: '9223372036854775807' },
        { seen: '2026-01-01T04:00:00.000Z', count: 5 },
      ],
    },
  });
  const ids = async (filter: string) => {
    const answer = await api.ask(`{ meters(${filter}) { nodes { id } } }`);
    expect(answer.errors).toEqual([]);
    return (answer.data.meters as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
  };
  expect(await ids('seen: {eq: "2026-01-01T00:00:00.500Z"}')).toEqual(['m1']);
  expect(await ids('count: {gt: 9007199254740993}')).toEqual(['m2']);
  expect(await ids('count: {in: ["9007199254740992", 10]}')).toEqual(['m1', 'm6']);
  for (const wrong of ['"abc"', '1.5', '{a: 1}', '"99999999999999999999999"']) {
    const { errors } = await api.ask(`{ meters(count: {eq: ${wrong}}) { nodes { id } } }`);
    expect(errors[0]?.message).toMatch(/is no Long; expected a whole number/);
  }
});
