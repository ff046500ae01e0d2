import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { PlanStep } from '../../src/query/explain.ts';
import type { CheckedStore } from '../../src/store/checked/checked-store.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
afterEach(() => api.close());

/** A store that counts the calls of each of its verbs, and is otherwise the real one. */
function counting(calls: Map<string, number>) {
  return (store: CheckedStore): CheckedStore =>
    new Proxy(store, {
      get(target, verb, receiver) {
        const value: unknown = Reflect.get(target, verb, receiver);
        if (typeof value !== 'function' || verb === 'catalogue') return value;
        return (...args: unknown[]) => {
          calls.set(String(verb), (calls.get(String(verb)) ?? 0) + 1);
          return value.apply(target, args);
        };
      },
    });
}

const levels = `{
  twins(model: "dtmi:test:Pump;1", first: 10) {
    nodes {
      id
      relationships(first: 5) {
        nodes { target { id relationships(first: 5) { nodes { target { id } } } } }
      }
    }
  }
}`;

/** A request that asks to be explained. */
async function explained(query: string): Promise<Explained> {
  const body = JSON.stringify({ query, extensions: { explain: true } });
  const response = await api.post(body);
  return (await response.json()) as Explained;
}

interface Explained {
  readonly data: JsonObject;
  readonly errors?: unknown;
  readonly extensions: { readonly explain: { storeCalls: number; plan: PlanStep[] } };
}

describe('the store is asked', () => {
  test('once for a whole query, however many levels and twins it has', async () => {
    const calls = new Map<string, number>();
    api = await openApi({ wrap: counting(calls) });
    expect((await api.ask(levels)).errors).toEqual([]);
    expect(Object.fromEntries(calls)).toEqual({ snapshot: 1 });
  });

  test('once for a scenario, for its base, however often its graph is asked', async () => {
    const calls = new Map<string, number>();
    api = await openApi({ wrap: counting(calls) });
    const set = '{set: {twin: "pump-1", property: "power", value: 1}}';
    const input = `{name: "low", edits: [${set}]}`;
    await api.ask(`mutation { createScenario(input: ${input}) { scenario { id } } }`);
    const inScenario = `{ scenario(id: "low") ${levels} }`;
    const asked = async () => {
      calls.clear();
      expect((await api.ask(inScenario)).errors).toEqual([]);
      return Object.fromEntries(calls);
    };
    expect(await asked()).toEqual({});
    api.services.scenarios.branches.clear();
    expect(await asked()).toEqual({ snapshot: 1 });
    expect(await asked()).toEqual({});
  });

  test('once, and its graph once, whatever the levels', async () => {
    api = await openApi();
    const { extensions, errors } = await explained(levels);
    expect(errors).toBeUndefined();
    const { storeCalls, plan } = extensions.explain;
    expect(storeCalls).toBe(1);
    expect(plan.map(({ operation, index, returned }) => [operation, index, returned])).toEqual([
      ['find', 'models', 2],
      ['relationshipsOf', 'ends', 2],
      ['twins', 'ids', 4],
      ['relationshipsOf', 'ends', 1],
    ]);
  });

  test('for a plan only where the request asks for one', async () => {
    api = await openApi();
    const response = await api.post(JSON.stringify({ query: '{ revision }' }));
    expect(await response.json()).not.toHaveProperty('extensions');
    const { extensions } = await explained('{ aggregate(where: {related: {}}) { values } }');
    expect(extensions.explain.plan).toEqual([
      {
        operation: 'aggregate',
        index: 'scan',
        examined: 4,
        followed: 3,
        returned: 1,
        milliseconds: expect.any(Number),
      },
    ]);
  });

  test('for one moment: what is committed meanwhile is not in the answer', async () => {
    const set = { twin: 'line-1', property: 'power', value: 99 };
    const behind = (store: CheckedStore): CheckedStore => ({
      ...store,
      snapshot: async () => {
        const graph = await store.snapshot();
        await store.commit([{ set }]);
        return graph;
      },
    });
    api = await openApi({ wrap: behind });
    const { data } = await api.ask(
      '{ twin(id: "tank-1") { relationships { nodes { target { property(name: "power") } } } } revision }',
    );
    const before = (await api.store.revision()) - 1;
    expect(data).toEqual({
      twin: { relationships: { nodes: [{ target: { property: 5 } }] } },
      revision: before,
    });
  });

  test('anew after each mutation of a request', async () => {
    api = await openApi();
    const edit = (value: number) =>
      `commit(input: {changes: [{set: {twin: "line-1", property: "power", value: ${value}}}]}) { twins { property(name: "power") relationships(direction: IN) { nodes { target { property(name: "power") } } } } }`;
    const { data, errors } = await api.ask(`mutation { a: ${edit(6)} b: ${edit(7)} }`);
    expect(errors).toEqual([]);
    const seen = (value: number) => ({
      twins: [{ property: value, relationships: { nodes: [{ target: { property: value } }] } }],
    });
    expect(data).toEqual({ a: seen(6), b: seen(7) });
  });

  test('again by the next request, so that it sees what changed', async () => {
    api = await openApi();
    const power = '{ twin(id: "line-1") { property(name: "power") } }';
    expect((await api.ask(power)).data).toEqual({ twin: { property: 5 } });
    await api.store.commit([{ set: { twin: 'line-1', property: 'power', value: 7 } }]);
    expect((await api.ask(power)).data).toEqual({ twin: { property: 7 } });
  });
});
