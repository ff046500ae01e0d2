import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';
import { subscribe } from './subscribe.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const power = (twin: string, value: number) =>
  api.store.commit([{ set: { twin, property: 'power', value } }]);

describe('changes over SSE', () => {
  test('come from a revision on, without a gap, then live', async () => {
    await power('pump-1', 11);
    await power('pump-1', 12);
    const events = subscribe(
      api,
      `subscription {
      changes(since: 1) {
        revision time operationId
        twins { kind before twin { id property(name: "power") } }
        relationships { kind }
      }
    }`,
    );
    const event = (revision: number, from: number, to: number) => ({
      data: {
        changes: {
          revision,
          time: expect.stringMatching(/Z$/),
          operationId: null,
          twins: [
            {
              kind: 'UPDATED',
              before: expect.objectContaining({ power: from }),
              twin: { id: 'pump-1', property: to },
            },
          ],
          relationships: [],
        },
      },
    });
    expect((await events.next()).value).toEqual(event(2, 10, 11));
    expect((await events.next()).value).toEqual(event(3, 11, 12));
    const live = events.next();
    await power('pump-1', 13);
    expect((await live).value).toEqual(event(4, 12, 13));
    await events.return(undefined);
  });

  test('tell what was added and removed, and are narrowed by where', async () => {
    const events = subscribe(
      api,
      `subscription {
      changes(since: 1, where: {property: "$id", startsWith: "new"}) {
        twins { kind twin { id } }
        relationships { kind relationship { id source { id } } }
      }
    }`,
    );
    await power('pump-1', 11);
    await api.store.commit([{ addTwin: { id: 'new-1', model: 'dtmi:test:Device;1' } }]);
    await api.store.commit([{ removeTwin: { twin: 'new-1' } }]);
    const changed = (kind: string) => ({
      data: { changes: { twins: [{ kind, twin: { id: 'new-1' } }], relationships: [] } },
    });
    expect((await events.next()).value).toEqual(changed('ADDED'));
    expect((await events.next()).value).toEqual(changed('REMOVED'));
    await events.return(undefined);
  });

  test('read the graph anew for each event', async () => {
    const events = subscribe(
      api,
      `subscription {
      changes(where: {property: "$id", eq: "tank-1"}, since: 1) {
        twins { twin { relationships { nodes { target { property(name: "power") } } } } }
      }
    }`,
    );
    for (const value of [6, 7]) {
      await api.store.commit([
        { set: { twin: 'tank-1', property: 'label', value: `run ${value}` } },
        { set: { twin: 'line-1', property: 'power', value } },
      ]);
      const target = { property: value };
      expect((await events.next()).value).toEqual({
        data: { changes: { twins: [{ twin: { relationships: { nodes: [{ target }] } } }] } },
      });
    }
    await events.return(undefined);
  });

  test('end with the name that was meant when no model knows a property', async () => {
    const events = subscribe(
      api,
      'subscription { changes(where: {property: "powr", gt: 1}) { revision } }',
    );
    expect((await events.next()).value).toMatchObject({
      errors: [{ message: expect.stringContaining('did you mean power?') }],
    });
  });

  test('end with a code when the revision is yet to come', async () => {
    const events = subscribe(api, 'subscription { changes(since: 99) { revision } }');
    expect((await events.next()).value).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect((await events.next()).done).toBe(true);
  });

  test('are counted while they are open', async () => {
    const count = async () => {
      const page = await api.handler.fetch('http://localhost/metrics');
      return /^linchpin_graphql_subscriptions (\d+)$/m.exec(await page.text())?.[1];
    };
    const events = subscribe(api, 'subscription { changes(since: 0) { revision } }');
    await events.next();
    expect(await count()).toBe('1');
    await events.return(undefined);
    await expect.poll(count).toBe('0');
  });
});
