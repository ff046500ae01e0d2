import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { valueAt } from '../../src/model/path.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { core, lane, twin } from '../simulate/graphs.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
let congested: number;

const link = (from: string, to: string, properties: JsonObject = {}) =>
  lane(`${from}-${to}`, [from, to], properties, core('FlowLink'));
const supply = (id: string, unitCost: number) =>
  twin(id, core('Supply'), { commodity: 'grain', capacity: 200, unitCost });
const demand = (id: string, demandRate: number) =>
  twin(id, core('Demand'), { commodity: 'grain', demandRate });
const tonnes = (capacity: number) => ({ capacity, capacityUnit: 'tonne' });

beforeAll(async () => {
  api = await openApi();
  const { documents } = builtInOntology();
  await api.store.addModels(documents.filter((each) => String(each['@id']).includes(':core:')));
  await api.store.commit([
    ...[supply('near', 10), supply('far', 30), supply('foreign', 35)],
    ...[twin('depot', core('Asset')), demand('town', 80), demand('farm', 20)],
    ...link('near', 'depot', tonnes(50)),
    ...link('far', 'depot'),
    ...link('depot', 'town'),
    ...link('depot', 'farm', tonnes(10)),
    ...link('foreign', 'farm'),
  ]);
  congested = (await api.store.snapshot()).revision;
  await api.store.commit([{ set: { twin: 'near-depot', property: 'capacity', value: 500 } }]);
});
afterAll(() => api.close());

async function ask(query: string) {
  const { data, errors } = await api.ask(query);
  expect(errors).toEqual([]);
  return data;
}

const gain = (amount: number) => ({
  ...{ kpi: 'flowCost', unit: null, better: 'LOWER', per: 'tonne', isMeasured: false },
  amount: expect.closeTo(amount, 6),
});

describe('Graph.bottlenecks', () => {
  test('tells in the present, in the past and in a scenario what chokes', async () => {
    const fields = `bottlenecks { nodes {
      twinId twin { id } rank mechanism kind value unit share text
      gain { kpi unit better amount per isMeasured } } }`;
    await ask(
      'mutation { createScenario(input: {name: "narrow", edits: [{set: {twin: "near-depot", property: "capacity", value: 60}}]}) { scenario { id } } }',
    );
    const data = await ask(
      `{ ${fields} asOf(revision: ${congested}) { ${fields} } scenario(id: "narrow") { ${fields} } }`,
    );
    // What is near costs 10 and reaches the depot now; the farm pays 35 for what comes from abroad.
    expect(valueAt(data, 'bottlenecks/nodes')).toEqual([
      {
        ...{ twinId: 'depot-farm', twin: { id: 'depot-farm' }, rank: 1 },
        ...{ mechanism: 'flow', kind: 'bottleneck' },
        ...{ value: 1, unit: null, share: 1, gain: gain(-25) },
        text: 'depot-farm is full; 1 tonne more would lower flowCost by 25.',
      },
    ]);
    expect(valueAt(data, 'asOf/bottlenecks/nodes')).toMatchObject([
      { twinId: 'near-depot', rank: 1, gain: gain(-20) },
      { twinId: 'depot-farm', rank: 2, gain: gain(-5) },
    ]);
    expect(valueAt(data, 'scenario/bottlenecks/nodes')).toMatchObject([
      { twinId: 'near-depot', gain: gain(-20) },
      { twinId: 'depot-farm', gain: gain(-5) },
    ]);
  });

  test('comes page by page', async () => {
    const page = (args: string) =>
      ask(
        `{ asOf(revision: ${congested}) { bottlenecks(${args}) { nodes { twinId } pageInfo { hasNextPage endCursor } } } }`,
      );
    const first = valueAt(await page('first: 1'), 'asOf/bottlenecks') as {
      pageInfo: { endCursor: string };
    };
    expect(first).toMatchObject({
      nodes: [{ twinId: 'near-depot' }],
      pageInfo: { hasNextPage: true },
    });
    const { endCursor } = first.pageInfo;
    expect(await page(`first: 1, after: "${endCursor}"`)).toMatchObject({
      asOf: {
        bottlenecks: { nodes: [{ twinId: 'depot-farm' }], pageInfo: { hasNextPage: false } },
      },
    });
  });

  test('measures gains of another figure, and refuses one that there is not', async () => {
    const data = await ask(
      '{ bottlenecks(kpi: "unmet.grain", horizon: "P1D", seed: 3, replications: 2) { nodes { gain { kpi amount isMeasured } } } }',
    );
    expect(valueAt(data, 'bottlenecks/nodes')).toEqual([
      { gain: { kpi: 'unmet.grain', amount: 0, isMeasured: true } },
    ]);
    const { errors } = await api.ask('{ bottlenecks(kpi: "served") { nodes { twinId } } }');
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const long = await api.ask('{ bottlenecks(first: 5000) { nodes { twinId } } }');
    expect(long.errors[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  });
});
