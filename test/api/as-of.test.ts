import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
/** The revisions before, between and after the changes below. */
let revisions: [number, number, number];
beforeAll(async () => {
  api = await openApi();
  const before = await api.services.history.momentOf(await api.store.revision());
  const { revision: middle } = await api.store.commit([
    { set: { twin: 'pump-1', property: 'power', value: 99 } },
    { addTwin: { id: 'pump-3', model: 'dtmi:test:Pump;1', properties: { power: 1 } } },
    { addRelationship: { source: 'pump-3', target: 'tank-1', name: 'feeds' } },
  ]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { revision: last } = await api.store.commit([
    { removeTwin: { twin: 'pump-2', detach: true } },
  ]);
  revisions = [before.revision, middle, last];
});
afterAll(() => api.close());

const fragment = `fragment all on Graph {
  revision
  twin(id: "pump-1") { property(name: "power") }
  twins(model: "dtmi:test:Pump;1", first: 5) {
    nodes { id relationships(first: 3) { nodes { target { id } } } }
  }
  aggregate(model: "dtmi:test:Device;1", measures: [{function: SUM, property: "power"}]) { values }
  relationships(name: "feeds", first: 9) { nodes { source { id } } }
}`;

describe('asOf', () => {
  test('answers what the present answered then, topology included', async () => {
    const { data, errors } = await api.ask(
      `query ($before: Revision!, $middle: Revision!, $last: Revision!) {
        before: asOf(revision: $before) { ...all }
        middle: asOf(revision: $middle) { ...all }
        last: asOf(revision: $last) { ...all }
      } ${fragment}`,
      { before: revisions[0], middle: revisions[1], last: revisions[2] },
    );
    expect(errors).toEqual([]);
    const ids = (...names: string[]) => ({ nodes: names.map((id) => ({ id })) });
    const sources = (...names: string[]) => ({
      nodes: names.map((id) => ({ source: { id } })),
    });
    expect(data).toMatchObject({
      before: {
        revision: revisions[0],
        twin: { property: 10 },
        twins: ids('pump-1', 'pump-2'),
        aggregate: [{ values: [45] }],
        relationships: sources('pump-1', 'pump-2', 'tank-1'),
      },
      middle: {
        revision: revisions[1],
        twin: { property: 99 },
        twins: ids('pump-1', 'pump-2', 'pump-3'),
        aggregate: [{ values: [135] }],
        relationships: sources('pump-1', 'pump-2', 'pump-3', 'tank-1'),
      },
      last: {
        revision: revisions[2],
        twins: ids('pump-1', 'pump-3'),
        relationships: sources('pump-1', 'pump-3', 'tank-1'),
      },
    });
  });

  test('finds paths and forecasts over twins that are gone', async () => {
    const { data, errors } = await api.ask(
      `query ($middle: Revision!) {
        asOf(revision: $middle) {
          paths(from: "pump-2", to: "line-1") { length }
          forecast(failed: ["pump-2"], first: 1) { nodes { twin { id } } }
        }
      }`,
      { middle: revisions[1] },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ asOf: { paths: [{ length: 2 }] } });
  });

  test('takes a time, and says when its commit was made', async () => {
    const { time } = await api.services.history.momentOf(revisions[1]);
    const { data } = await api.ask(
      'query ($time: DateTime!) { asOf(time: $time) { revision time twins(model: "dtmi:test:Pump;1") { nodes { id } } } }',
      { time: time + 1 },
    );
    expect(data).toMatchObject({
      asOf: {
        revision: revisions[1],
        time: new Date(time).toISOString(),
        twins: { nodes: [{ id: 'pump-1' }, { id: 'pump-2' }, { id: 'pump-3' }] },
      },
    });
  });

  test('reads what was committed the moment before', async () => {
    const { revision } = await api.store.commit([
      { set: { twin: 'line-1', property: 'power', value: 7 } },
    ]);
    const { data } = await api.ask(
      'query ($revision: Revision!) { asOf(revision: $revision) { twin(id: "line-1") { property(name: "power") } } }',
      { revision },
    );
    expect(data).toEqual({ asOf: { twin: { property: 7 } } });
  });

  test('of revision 0 has nothing yet', async () => {
    const { data } = await api.ask('{ asOf(revision: 0) { twins { nodes { id } } } }');
    expect(data).toEqual({ asOf: { twins: { nodes: [] } } });
  });

  test.each([
    ['asOf(time: "1999-01-01T00:00:00Z")', 'NOT_FOUND', /1999-01-01T00:00:00\.000Z; expected/],
    ['asOf(revision: 100000)', 'BAD_USER_INPUT', /revision 100000 has not come yet; expected rev/],
    ['asOf(time: "2999-01-01T00:00:00Z")', 'BAD_USER_INPUT', /has not come yet; expected 20/],
    ['asOf', 'BAD_USER_INPUT', /exactly one of time and revision/],
    ['asOf(revision: 1, time: 1)', 'BAD_USER_INPUT', /exactly one of time and revision/],
  ])('%s is refused', async (field, code, message) => {
    const { errors } = await api.ask(`{ ${field} { revision } }`);
    expect(errors[0]?.extensions).toMatchObject({ code, where: 'asOf' });
    expect(errors[0]?.message).toMatch(message);
  });
});
