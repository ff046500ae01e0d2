import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const mutation = `mutation ($input: CommitInput!) {
  commit(input: $input) {
    revision repeated removedTwins
    twins { id properties }
    relationships { id properties source { id } }
  }
}`;

const commit = (input: object) => api.ask(mutation, { input });

describe('commit', () => {
  test('makes every kind of change, in order', async () => {
    const { data, errors } = await commit({
      changes: [
        { addTwin: { id: 'a', model: 'dtmi:test:Device;1', properties: { power: 1 } } },
        { putTwin: { id: 'b', model: 'dtmi:test:Device;1' } },
        { set: { twin: 'a', property: 'label', value: 'first' } },
        { set: { twin: 'a', property: 'power', value: null } },
        { addRelationship: { source: 'a', target: 'b', name: 'feeds' } },
        { putRelationship: { source: 'b', target: 'a', name: 'feeds', id: 'back' } },
        { setRelationship: { source: 'b', id: 'back', property: 'share', value: 0.5 } },
        { removeRelationship: { source: 'a', id: 'feeds:b' } },
        { observe: { twin: 'b', path: 'power', value: 3, time: '2026-01-01T00:00:00Z' } },
        { removeTwin: { twin: 'line-1', detach: true } },
      ],
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      commit: {
        revision: 2,
        repeated: false,
        removedTwins: ['line-1'],
        twins: [
          { id: 'a', properties: { label: 'first' } },
          { id: 'b', properties: { power: 3 } },
        ],
        relationships: [{ id: 'back', properties: { share: 0.5 }, source: { id: 'b' } }],
      },
    });
  });

  test('names the twin that was meant', async () => {
    const changes = [{ set: { twin: 'pmup-1', property: 'power', value: 1 } }];
    const { errors } = await commit({ changes });
    expect(errors[0]?.message).toContain('did you mean pump-1?');
    const path = await api.ask('{ paths(from: "pump-1", to: "tonk-1") { length } }');
    expect(path.errors[0]?.message).toContain('did you mean tank-1?');
    const edits = '[{outage: {twin: "lien-1"}}]';
    const whatIf = await api.ask(`mutation { runWhatIf(input: {edits: ${edits}}) { revision } }`);
    expect(whatIf.errors[0]?.message).toContain('did you mean line-1?');
  });

  test('makes all changes or none', async () => {
    const { errors } = await commit({
      changes: [
        { set: { twin: 'pump-1', property: 'power', value: 99 } },
        { set: { twin: 'nobody', property: 'power', value: 1 } },
      ],
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', problems: [{ index: 1 }] });
    expect((await api.store.twins(['pump-1']))[0]?.properties.power).toBe(10);
  });

  test('lists every refused change', async () => {
    const { errors } = await commit({
      changes: [
        { set: { twin: 'pump-1', property: 'power', value: 'much' } },
        { set: { twin: 'pump-1', property: 'colour', value: 'red' } },
      ],
    });
    const { problems } = errors[0]?.extensions ?? {};
    expect(problems).toMatchObject([
      { code: 'VALIDATION_FAILED', where: expect.stringContaining('power') },
      { code: 'VALIDATION_FAILED', where: expect.stringContaining('colour') },
    ]);
  });

  test('is refused with CONFLICT at another revision', async () => {
    const changes = [{ set: { twin: 'pump-1', property: 'power', value: 11 } }];
    expect((await commit({ changes, ifRevision: 0 })).errors[0]?.extensions.code).toBe('CONFLICT');
    expect((await commit({ changes, ifRevision: 1 })).errors).toEqual([]);
  });

  test('has its effect once for one operation id', async () => {
    const changes = [{ addTwin: { id: 'once', model: 'dtmi:test:Device;1' } }];
    const first = await commit({ changes, operationId: 'op-1' });
    const again = await commit({ changes, operationId: 'op-1' });
    expect(first.data).toMatchObject({ commit: { revision: 2, repeated: false } });
    expect(again.data).toMatchObject({ commit: { revision: 2, repeated: true, twins: [] } });
  });

  test('asks for a value, because only an explicit null removes a property', async () => {
    const { errors } = await commit({ changes: [{ set: { twin: 'pump-1', property: 'power' } }] });
    expect(errors[0]?.message).toBe(
      'BAD_USER_INPUT input.changes[0].set.value: there is no value to set; expected a JSON value, or null to remove the property',
    );
  });

  test('takes exactly one field in each change', async () => {
    const two = { addTwin: { id: 'x', model: 'm' }, removeTwin: { twin: 'x' } };
    const { errors } = await commit({ changes: [two] });
    expect(errors[0]?.message).toContain(
      'Exactly one key must be specified for OneOf type "Change"',
    );
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
