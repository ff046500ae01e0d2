import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { valueAt } from '../../src/model/path.ts';
import { openApi, type TestApi } from './api-fixture.ts';
import { subscribe } from './subscribe.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const mutation = `mutation ($input: StartSweepInput!) {
  startSweep(input: $input) { job { id kind state } estimate { cases runs seconds } }
}`;
const start = (input: object) => api.ask(mutation, { input });

/** Everything that is said of a job once it is over. */
const fields = `
  id state done total secondsLeft finishedAt createdAt problem { code message }
  sweep {
    cases casesDone pruned failed problems { where message }
    kpis { name unit better }
    ranked(by: "failed", worst: true, first: 2) { index labels kpis(names: ["failed"]) { edited } }
    rows {
      index labels edits replications
      kpis(names: ["failed"]) { name base edited difference interval { low high } better }
    }
    effects(of: "failed") {
      axis range positions { label mean difference cases } variables { name correlation }
    }
    selection { probability reached procedure cases { labels } }
  }`;

/** Follows a job to its end. */
async function finished(id: string) {
  let last: unknown;
  for await (const { data, errors } of subscribe(
    api,
    `subscription { job(id: "${id}") { ${fields} } }`,
  )) {
    expect(errors).toBeUndefined();
    last = valueAt(data, 'job');
  }
  return last as JsonObject;
}

async function ran(input: object) {
  const { data, errors } = await start(input);
  expect(errors).toEqual([]);
  return finished(String(valueAt(data, 'startSweep/job/id')));
}

const pumps = { twins: ['pump-1', 'pump-2'] };

describe('startSweep', () => {
  test('runs every single removal of a model as a job, and tells of it as it goes', async () => {
    const input = { axes: [{ removals: { model: 'dtmi:test:Device;1' } }], horizon: 'P1D' };
    const { data, errors } = await start(input);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      startSweep: {
        job: { id: expect.stringMatching(/^[0-9a-f]{64}$/), kind: 'sweep' },
        estimate: { cases: 4, runs: 4, seconds: expect.any(Number) },
      },
    });
    const job = await finished(String(valueAt(data, 'startSweep/job/id')));
    expect(job).toMatchObject({
      state: 'DONE',
      done: 4,
      total: 4,
      secondsLeft: null,
      problem: null,
      sweep: { cases: 4, casesDone: 4, pruned: 0, failed: 0, problems: [], selection: null },
    });
    const rows = valueAt(job, 'sweep/rows') as { labels: string[]; kpis: [{ edited: number }] }[];
    expect(rows.map(({ labels, kpis }) => [...labels, kpis[0].edited])).toEqual([
      ['line-1', 1],
      ['pump-1', 1],
      ['pump-2', 1],
      ['tank-1', 2],
    ]);
    expect(rows[3]).toMatchObject({
      index: 3,
      edits: [{ outage: { twin: 'tank-1' } }],
      replications: 1,
      kpis: [
        { name: 'failed', base: 0, difference: 2, interval: { low: 2, high: 2 }, better: 'LOWER' },
      ],
    });
    expect(valueAt(job, 'sweep/effects')).toMatchObject([
      { axis: 'out: dtmi:test:Device;1', range: 1 },
    ]);
  });

  test('runs pairs, and finds the best cases', async () => {
    const job = await ran({
      axes: [{ pairs: pumps }, { removals: { twins: ['line-1', 'tank-1'] } }],
      best: { kpi: 'failed', worst: true },
    });
    expect(valueAt(job, 'sweep/selection')).toMatchObject({
      probability: 1,
      reached: true,
      procedure: 'EXACT',
    });
    expect(valueAt(job, 'sweep/ranked')).toMatchObject([
      { labels: ['pump-1 + pump-2', 'line-1'], kpis: [{ edited: 4 }] },
      { labels: ['pump-1 + pump-2', 'tank-1'] },
    ]);
  });

  test('takes every kind of axis', async () => {
    const of = { twin: 'pump-1', property: 'power' };
    const uniform = { uniform: { low: 1, high: 2 } };
    const job = await ran({
      edits: [{ set: { ...of, value: 5 } }],
      axes: [
        { values: { ...of, values: [1, 2] } },
        { factors: { ...of, factors: [1, 2] } },
        {
          choices: {
            name: 'either',
            choices: [
              { label: 'as it is', edits: [] },
              { label: 'out', edits: [{ outage: { twin: 'line-1' } }] },
            ],
          },
        },
        {
          samples: {
            count: 3,
            method: 'LATIN_HYPERCUBE',
            variables: [{ twin: 'pump-2', property: 'power', distribution: uniform }],
          },
        },
        { removals: { ...pumps, by: 'REMOVAL' } },
      ],
    });
    expect(job).toMatchObject({ state: 'DONE', done: 48, sweep: { cases: 48, failed: 0 } });
    const effects = valueAt(job, 'sweep/effects') as Record<string, unknown>[];
    expect(effects[2]).toMatchObject({
      axis: 'either',
      positions: [{ label: 'as it is', cases: 24 }, { label: 'out' }],
    });
    expect(effects[3]).toMatchObject({ variables: [{ name: 'pump-2/power' }] });
  });

  test('takes out the twins that hold a filter', async () => {
    const where = { property: '$id', startsWith: 'pump' };
    const job = await ran({ axes: [{ removals: { where } }] });
    const rows = valueAt(job, 'sweep/rows') as { labels: string[] }[];
    expect(rows.map(({ labels }) => labels)).toEqual([['pump-1'], ['pump-2']]);
  });

  test('starts from a scenario that is kept, and is one job for one question', async () => {
    await api.ask(
      `mutation { createScenario(input: {name: "dry", edits: [{outage: {twin: "pump-1"}}]}) { scenario { id } } }`,
    );
    const input = { base: { scenario: 'dry' }, axes: [{ removals: { twins: ['pump-2'] } }] };
    const job = await ran(input);
    expect(valueAt(job, 'sweep/rows')).toMatchObject([{ kpis: [{ base: 1, edited: 4 }] }]);
    const again = await start(input);
    expect(valueAt(again.data, 'startSweep/job')).toMatchObject({ id: job.id, state: 'DONE' });
    const { data } = await api.ask('{ jobs { nodes { id state } pageInfo { hasNextPage } } }');
    expect(data).toEqual({
      jobs: { nodes: [{ id: job.id, state: 'DONE' }], pageInfo: { hasNextPage: false } },
    });
    expect(valueAt((await api.ask(`{ job(id: "${job.id}") { state } }`)).data, 'job/state')).toBe(
      'DONE',
    );
  });
});

describe('a sweep is refused over the API', () => {
  const refusal = async (input: object) => {
    const { errors } = await start(input);
    return errors.map(({ message, extensions }) => `${extensions.code}: ${message}`);
  };

  test('with the position of what is wrong, and with what was meant', async () => {
    expect(await refusal({ axes: [] })).toEqual([
      'BAD_USER_INPUT: BAD_USER_INPUT axes: the sweep has no axis; expected 1 to 8 axes; give what is to vary',
    ]);
    expect(await refusal({ axes: [{ removals: { twins: ['line-1', 'pump-11'] } }] })).toEqual([
      'NOT_FOUND: NOT_FOUND axes[0].removals[1].edits[0]: pump-11: there is no twin pump-11; expected the id of a twin that the graph holds when the edit takes effect; did you mean pump-1?',
    ]);
    expect(
      await refusal({ axes: [{ removals: pumps }], precision: { kpi: 'failed', halfWidth: 0 } }),
    ).toEqual([
      'BAD_USER_INPUT: BAD_USER_INPUT precision.halfWidth: a half-width of 0 cannot be reached; expected a number above 0, in the unit of the figure; give the largest error of the difference that does no harm',
    ]);
  });

  test('when it would never end, with an estimate', async () => {
    const variables = [
      { twin: 'pump-1', property: 'power', distribution: { uniform: { low: 1, high: 2 } } },
    ];
    const million = { samples: { count: 1_000_000, variables } };
    const [line] = await refusal({ axes: [million, million] });
    expect(line).toMatch(
      /^LIMIT_EXCEEDED: LIMIT_EXCEEDED axes: the sweep has 1,000,000,000,000 cases, 1,000,000,000,000 runs, about [\d.,]+ \w+ on one processor; expected at most 1,000,000,000 runs/,
    );
  });

  test('and so is what is asked of a job that is not there, or over', async () => {
    const unknown = 'there is no job nobody';
    const cancel = `mutation ($id: ID!) { cancelJob(input: {id: $id}) { job { id state } } }`;
    expect((await api.ask(cancel, { id: 'nobody' })).errors[0]?.message).toContain(unknown);
    expect((await api.ask('{ job(id: "nobody") { id } }')).errors[0]?.message).toContain(unknown);
    const events = subscribe(api, 'subscription { job(id: "nobody") { id } }');
    expect(JSON.stringify((await events.next()).value)).toContain(unknown);
    const job = await ran({ axes: [{ removals: pumps }] });
    const { errors } = await api.ask(cancel, { id: job.id });
    expect(errors[0]).toMatchObject({
      message:
        'CONFLICT input.id: the job is done already; expected a job that is running; leave it as it is',
      extensions: { code: 'CONFLICT' },
    });
    const asked = await api.ask(
      `{ job(id: "${job.id}") { sweep { ranked(by: "faild") { index } } } }`,
    );
    expect(asked.errors[0]?.message).toMatch(
      /the sweep keeps no key figure faild; expected one of .*failed/,
    );
  });
});

test('cancelJob ends a sweep, twice is as good as once, and it goes on when it is started again', async () => {
  const variables = [
    { twin: 'pump-1', property: 'power', distribution: { uniform: { low: 1, high: 2 } } },
  ];
  const input = { axes: [{ samples: { count: 30_000, variables } }], kpis: ['failed'] };
  const { data } = await start(input);
  const id = String(valueAt(data, 'startSweep/job/id'));
  for await (const event of subscribe(api, `subscription { job(id: "${id}") { done } }`)) {
    if ((valueAt(event.data, 'job/done') as number) > 0) break;
  }
  const cancel = `mutation { cancelJob(input: {id: "${id}"}) { job { state done total sweep { casesDone rows(first: 1) { index } } } } }`;
  const once = await api.ask(cancel);
  expect(valueAt(once.data, 'cancelJob/job')).toMatchObject({
    state: 'CANCELLED',
    sweep: { rows: [{ index: 0 }] },
  });
  expect(await api.ask(cancel)).toEqual(once);
  const before = valueAt(once.data, 'cancelJob/job/sweep/casesDone') as number;
  await start(input);
  const events = subscribe(api, `subscription { job(id: "${id}") { state done total } }`);
  for await (const event of events) {
    const done = valueAt(event.data, 'job/done') as number;
    if (done > 0) {
      expect(done).toBeGreaterThanOrEqual(before);
      break;
    }
  }
});
