import { afterEach, describe, expect, test } from 'vitest';
import type { CheckedStore } from '../../src/store/checked.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
afterEach(() => api.close());

/** A store that counts the calls of each of its verbs, and is otherwise the real one. */
function counting(calls: Map<string, number>) {
  return (store: CheckedStore): CheckedStore =>
    new Proxy(store, {
      get(target, verb, receiver) {
        const value: unknown = Reflect.get(target, verb, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          calls.set(String(verb), (calls.get(String(verb)) ?? 0) + 1);
          return value.apply(target, args);
        };
      },
    });
}

describe('the store is asked', () => {
  test('once for each level of a query, however many twins there are', async () => {
    const calls = new Map<string, number>();
    api = await openApi({ wrap: counting(calls) });
    const { errors } = await api.ask(`{
      twins(model: "dtmi:test:Pump;1", first: 10) {
        nodes {
          id
          relationships(first: 5) {
            nodes { target { id relationships(first: 5) { nodes { target { id } } } } }
          }
        }
      }
    }`);
    expect(errors).toEqual([]);
    expect(Object.fromEntries(calls)).toEqual({ find: 1, relationshipsOf: 2, twins: 2 });
  });

  test('once for a twin that is wanted in several places', async () => {
    const calls = new Map<string, number>();
    api = await openApi({ wrap: counting(calls) });
    await api.ask(
      '{ a: twin(id: "pump-1") { id } b: twin(id: "pump-1") { id } c: twin(id: "x") { id } }',
    );
    expect(Object.fromEntries(calls)).toEqual({ twins: 1 });
  });

  test('again by the next request, so that it sees what changed', async () => {
    api = await openApi();
    const power = '{ twin(id: "line-1") { property(name: "power") } }';
    expect((await api.ask(power)).data).toEqual({ twin: { property: 5 } });
    await api.store.commit([{ set: { twin: 'line-1', property: 'power', value: 7 } }]);
    expect((await api.ask(power)).data).toEqual({ twin: { property: 7 } });
  });
});
