import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const mutation = `mutation ($documents: [ImportDocument!]!, $dryRun: Boolean) {
  importGraph(input: {documents: $documents, dryRun: $dryRun}) {
    models twins relationships unchanged rejected { code where message }
  }
}`;

const ndjson = [
  '{"Section": "Header"}',
  '{"fileVersion": "1.0.0"}',
  '{"Section": "Twins"}',
  '{"$dtId": "pump-9", "$metadata": {"$model": "dtmi:test:Pump;1"}, "power": 4}',
  '{"$dtId": "bad", "$metadata": {"$model": "dtmi:test:Pump;1"}, "power": "much"}',
  '{"Section": "Relationships"}',
  '{"$sourceId": "pump-9", "$relationshipId": "r", "$targetId": "tank-1", "$relationshipName": "feeds"}',
].join('\n');

describe('importGraph', () => {
  test('takes in what is good and lists what is not', async () => {
    const documents = [{ name: 'more.ndjson', content: ndjson }];
    const { data, errors } = await api.ask(mutation, { documents });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      importGraph: {
        twins: 1,
        relationships: 1,
        rejected: [{ code: 'VALIDATION_FAILED', where: expect.stringContaining('more.ndjson:5') }],
      },
    });
    expect((await api.store.twins(['pump-9', 'bad'])).map((twin) => twin?.id)).toEqual([
      'pump-9',
      undefined,
    ]);
  });

  test('changes nothing in a dry run', async () => {
    const documents = [{ name: 'more.ndjson', content: ndjson }];
    const before = await api.store.revision();
    const { data } = await api.ask(mutation, { documents, dryRun: true });
    expect(data).toMatchObject({ importGraph: { twins: 1, relationships: 1 } });
    expect(await api.store.revision()).toBe(before);
  });

  test('replaces what differs when asked to, and else refuses it', async () => {
    const pump = (power: number) => ({
      name: 'pump.ndjson',
      content: `{"$dtId": "pump-9", "$metadata": {"$model": "dtmi:test:Pump;1"}, "power": ${power}}`,
    });
    const ask = `mutation ($input: ImportGraphInput!) {
      importGraph(input: $input) { twins replaced rejected { code } }
    }`;
    const send = async (power: number, replace?: boolean) =>
      (await api.ask(ask, { input: { documents: [pump(power)], replace } })).data;
    expect(await send(4)).toEqual({ importGraph: { twins: 1, replaced: 0, rejected: [] } });
    expect(await send(5)).toMatchObject({ importGraph: { rejected: [{ code: 'CONFLICT' }] } });
    expect(await send(5, true)).toEqual({ importGraph: { twins: 1, replaced: 1, rejected: [] } });
    expect((await api.store.twins(['pump-9']))[0]?.properties).toEqual({ power: 5 });
  });

  test('keeps networks apart by a prefix', async () => {
    const content = [
      "function mpc = two\nmpc.version = '2';\nmpc.baseMVA = 100;",
      'mpc.bus = [1 3 0 0 0 0 1 1 0 110 1 1.1 0.9; 2 1 5 0 0 0 1 1 0 110 1 1.1 0.9];',
      'mpc.gen = [1 9 0 9 0 1 100 1 9 0];\nmpc.branch = [1 2 0.01 0.1 0 9 0 0 0 0 1];',
    ].join('\n');
    const ask = `mutation ($input: ImportGraphInput!) { importGraph(input: $input) { rejected { message } } }`;
    const input = { documents: [{ name: 'two.m', content }], prefix: 'north' };
    const { data } = await api.ask(ask, { input });
    // The fixture has no models of power networks, so every twin is named in a refusal.
    expect(JSON.stringify(data)).toContain('north-bus-1');
    expect(JSON.stringify(data)).not.toMatch(/[^-]bus-1/);
  });

  test('reads what was sent, never a file of the service', async () => {
    const documents = [{ name: '/etc/passwd', content: '' }];
    const { data } = await api.ask(mutation, { documents });
    expect(data).toMatchObject({ importGraph: { models: 0, twins: 0, relationships: 0 } });
  });
});
