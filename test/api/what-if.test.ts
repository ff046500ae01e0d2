import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valueAt } from '../../src/model/path.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const mutation = `mutation ($input: RunWhatIfInput!) {
  runWhatIf(input: $input) {
    scenario revision
    kpis { name base edited difference interval { low high } better unit }
    timeline { time step twinId effect run mechanism }
    timelineCount affectedCount
    affected { twin { id model } step time effect cause { edit twinId relationship { source id } } }
    explanation { twinId edit because { twinId relationship { id } because { twinId edit } } tree }
  }
}`;

const run = (input: object) => api.ask(mutation, { input });

const bothPumps = [{ outage: { twin: 'pump-1' } }, { outage: { twin: 'pump-2' } }];

describe('runWhatIf', () => {
  test('tells what an outage reaches, in which step and why', async () => {
    const { data, errors } = await run({ edits: bothPumps, horizon: 'P1D' });
    expect(errors).toEqual([]);
    const affected = valueAt(data, 'runWhatIf/affected');
    expect(affected).toMatchObject([
      { twin: { id: 'pump-1' }, step: 0, effect: 'FAILS', cause: { edit: 0, twinId: null } },
      { twin: { id: 'pump-2' }, step: 0, effect: 'FAILS', cause: { edit: 1 } },
      {
        twin: { id: 'tank-1' },
        step: 1,
        cause: { edit: null, twinId: expect.stringMatching(/^pump/) },
      },
      {
        twin: { id: 'line-1' },
        step: 2,
        cause: { twinId: 'tank-1', relationship: { source: 'tank-1', id: 'feeds:line-1' } },
      },
    ]);
    expect(valueAt(data, 'runWhatIf/affectedCount')).toBe(4);
    expect(valueAt(data, 'runWhatIf/kpis')).toContainEqual({
      name: 'failed',
      base: 0,
      edited: 4,
      difference: 4,
      interval: { low: 4, high: 4 },
      better: 'LOWER',
      unit: null,
    });
  });

  test('explains an effect down to the edits, as fields and as one tree', async () => {
    const { data } = await run({ edits: bothPumps });
    const [root] = valueAt(data, 'runWhatIf/explanation') as [{ tree: object }];
    expect(root).toMatchObject({
      twinId: 'line-1',
      edit: null,
      because: [
        { twinId: 'tank-1', relationship: { id: 'feeds:line-1' }, because: expect.anything() },
      ],
    });
    expect(JSON.stringify(root.tree)).toMatch(/line-1.*tank-1.*pump-1.*"edit":0/);
    // In the words of the fields.
    expect(root.tree).toMatchObject({
      ...{ twinId: 'line-1', effect: 'FAILS', time: 0 },
      because: [{ twinId: 'tank-1', effect: 'FAILS', relationship: { source: 'tank-1' } }],
    });
    expect(JSON.stringify(root.tree)).not.toMatch(/"twin"|"fails"/);
  });

  test('explains what it is asked for, and finds the affected of a model or an effect', async () => {
    const { data, errors } = await api.ask(
      `mutation ($edits: [Edit!]!) {
        runWhatIf(input: {edits: $edits}) {
          asked: explanation(of: ["tank-1", "nobody"]) { twinId because { twinId edit } }
          none: explanation(first: 0) { twinId }
          pumps: affected(model: "dtmi:test:Pump;1", effect: FAILS) { twinId }
          one: affected(model: "dtmi:test:Pump;1", first: 1) { twinId }
          count: affectedCount(model: "dtmi:test:Pump;1")
          back: affectedCount(effect: RECOVERS)
        }
      }`,
      { edits: bothPumps },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      runWhatIf: {
        asked: [{ twinId: 'tank-1', because: [{ edit: 0 }, { edit: 1 }] }],
        none: [],
        pumps: [{ twinId: 'pump-1' }, { twinId: 'pump-2' }],
        one: [{ twinId: 'pump-1' }],
        count: 2,
        back: 0,
      },
    });
  });

  test('gives the figures that change apart from those that stay, and says what they measure', async () => {
    const figures = async (edits: readonly object[]) => {
      const { data, errors } = await api.ask(
        `mutation ($edits: [Edit!]!) { runWhatIf(input: {edits: $edits}) {
          all: kpis { name } changed: kpis(changed: true) { name description }
          same: kpis(changed: false) { name } new: findings(isNew: true) { kind value }
        } }`,
        { edits },
      );
      expect(errors).toEqual([]);
      return data.runWhatIf as Record<string, { name: string; description?: string }[]>;
    };
    const out = await figures(bothPumps);
    expect(out.changed?.slice(0, 2)).toEqual([
      {
        name: 'failed',
        description: 'Number of twins that do not work (at the end of the run).',
      },
      {
        name: 'failed.most',
        description: 'Number of twins that do not work (the most at any time).',
      },
    ]);
    const names = (list = out.all) => (list ?? []).map(({ name }) => name);
    expect([...names(out.changed), ...names(out.same)].sort()).toEqual(names().sort());
    expect(out.new).toEqual([]);
    const none = await figures([]);
    expect(none).toMatchObject({ changed: [], same: none.all });
  });

  test('is the same for the same scenario, and leaves the live graph alone', async () => {
    const before = await api.ask('{ revision twins { nodes { id properties revision } } }');
    const [one, two] = [await run({ edits: bothPumps }), await run({ edits: bothPumps })];
    const other = await run({ edits: bothPumps, seed: 2 });
    expect(one).toEqual(two);
    expect(valueAt(one.data, 'runWhatIf/scenario')).toMatch(/^[0-9a-f]{64}$/);
    expect(valueAt(other.data, 'runWhatIf/scenario')).not.toBe(
      valueAt(one.data, 'runWhatIf/scenario'),
    );
    expect(await api.ask('{ revision twins { nodes { id properties revision } } }')).toEqual(
      before,
    );
  });

  test('takes every kind of edit, each at its time', async () => {
    const { errors } = await run({
      edits: [
        { set: { twin: 'pump-1', property: 'power', value: 12, at: 60 } },
        { set: { twin: 'pump-1', property: 'label', value: null } },
        { scale: { twin: 'pump-2', property: 'power', factor: 1.5, at: 60 } },
        { addTwin: { id: 'pump-3', model: 'dtmi:test:Pump;1', properties: { power: 1 } } },
        { addRelationship: { source: 'pump-3', target: 'tank-1', name: 'feeds' } },
        { setRelationship: { source: 'pump-1', id: 'feeds:tank-1', property: 'share', value: 1 } },
        { removeRelationship: { source: 'pump-1', id: 'feeds:tank-1', at: 120 } },
        { removeTwin: { twin: 'pump-2', at: 180 } },
        { outage: { twin: 'pump-3', from: 200, until: 300, kind: 'ALL' } },
      ],
      horizonSeconds: 600,
    });
    expect(errors).toEqual([]);
  });

  test('takes times and horizons as ISO 8601 durations or in seconds', async () => {
    const scenario = async (...times: unknown[]) => {
      const [at, from, until, horizon] = times;
      const edits = [
        { set: { twin: 'pump-1', property: 'power', value: 12, at } },
        { outage: { twin: 'pump-2', from, until } },
      ];
      const { data, errors } = await run({ edits, horizon });
      expect(errors).toEqual([]);
      return valueAt(data, 'runWhatIf/scenario');
    };
    const inSeconds = await scenario(90, 0.5, 28_800, 86_400);
    expect(await scenario('PT1M30S', 'PT0.5S', 'PT8H', 'P1D')).toBe(inSeconds);
    const literal = async (time: string) => {
      const edit = `{outage: {twin: "pump-1", from: ${time}}}`;
      const { data } = await api.ask(
        `mutation { runWhatIf(input: {edits: [${edit}]}) { scenario } }`,
      );
      return valueAt(data, 'runWhatIf/scenario');
    };
    expect(await literal('60.0')).toMatch(/^[0-9a-f]{64}$/);
    expect(await literal('"PT1M"')).toBe(await literal('60.0'));
  });

  test('gives an id to a twin that only the what-if has', async () => {
    const { data } = await run({
      edits: [
        { addTwin: { id: 'spare', model: 'dtmi:test:Device;1' } },
        { addRelationship: { source: 'pump-1', target: 'spare', name: 'feeds' } },
        { outage: { twin: 'pump-1', from: 60 } },
      ],
    });
    const timeline = valueAt(data, 'runWhatIf/timeline');
    expect(timeline).toContainEqual(expect.objectContaining({ twinId: 'spare', time: 60 }));
    expect(valueAt(data, 'runWhatIf/affected')).toContainEqual(
      expect.objectContaining({ twin: null, step: 1 }),
    );
  });

  test('gives as much of the lists as is asked for', async () => {
    const { data } = await api.ask(
      `mutation ($edits: [Edit!]!) {
        runWhatIf(input: {edits: $edits}) { affected(first: 1) { twinId } timeline(first: 2) { run } timelineCount }
      }`,
      { edits: bothPumps },
    );
    expect(data).toEqual({
      runWhatIf: {
        affected: [{ twinId: 'pump-1' }],
        timeline: [{ run: 'EDITED' }, { run: 'EDITED' }],
        timelineCount: 4,
      },
    });
  });

  test.each([
    [{ edits: [{ outage: { twin: 'nobody' } }] }, 'NOT_FOUND', /nobody/],
    [
      { edits: [{ set: { twin: 'pump-1', property: 'power' } }] },
      'BAD_USER_INPUT',
      /edits\[0\]\.set\.value/,
    ],
    [
      { edits: [{ scale: { twin: 'pump-1', property: 'power', factor: 2, at: -1 } }] },
      'BAD_USER_INPUT',
      /at/,
    ],
    [{ edits: [{ outage: { twin: 'pump-1', until: -1 } }] }, 'BAD_USER_INPUT', /until/],
    [
      { edits: [{ outage: { twin: 'pump-1', until: '8h' } }] },
      'BAD_USER_INPUT',
      /"8h" is not a duration; expected weeks.* such as P30D or PT1H30M/,
    ],
    [{ edits: [], horizon: -5 }, 'BAD_USER_INPUT', /-5 is not a horizon/],
    [{ edits: [], horizon: 'P1M' }, 'BAD_USER_INPUT', /is not a duration; expected weeks, days/],
    [{ edits: [], horizon: 'P1D', horizonSeconds: 5 }, 'BAD_USER_INPUT', /given twice/],
    [{ edits: [], horizonSeconds: 0 }, 'BAD_USER_INPUT', /horizonSeconds/],
    [{ edits: [], seed: -1 }, 'BAD_USER_INPUT', /seed/],
    [{ edits: [{}] }, 'BAD_USER_INPUT', /Exactly one key/],
  ])('refuses %j with %s', async (input, code, message) => {
    const { errors } = await run(input);
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.extensions.code).toBe(code);
  });
});

describe('RunWhatIfPayload.causes', () => {
  const ask = (args = '') =>
    api.ask(
      `mutation ($edits: [Edit!]!) { runWhatIf(input: {edits: $edits, horizon: "P1D"}) { causes${args} {
        name unit better difference isExact runs text
        parts { edits label contribution standardError } } } }`,
      { edits: bothPumps },
    );

  test('shares a difference out among the edits, by all their combinations', async () => {
    const { data, errors } = await ask('(kpis: ["failed"])');
    expect(errors).toEqual([]);
    // Two pumps, and the tank and the line that stop only when both do.
    const part = { contribution: 2, standardError: 0 };
    expect(valueAt(data, 'runWhatIf/causes')).toEqual([
      {
        ...{ name: 'failed', unit: null, better: 'LOWER', difference: 4, isExact: true, runs: 4 },
        text: 'failed rises by 4: 2 by the outage of pump-1, 2 by the outage of pump-2.',
        parts: [
          { edits: [0], label: 'the outage of pump-1', ...part },
          { edits: [1], label: 'the outage of pump-2', ...part },
        ],
      },
    ]);
  });

  test('is of the figures that differ by default, and of a scenario too', async () => {
    const { data } = await ask();
    const names = (valueAt(data, 'runWhatIf/causes') as { name: string }[]).map(
      (each) => each.name,
    );
    expect(names).toEqual(['failed', 'failed.most']);
    const { errors } = await api.ask(
      'mutation ($edits: [Edit!]!) { createScenario(input: {name: "no pumps", edits: $edits}) { scenario { id } } }',
      { edits: bothPumps },
    );
    expect(errors).toEqual([]);
    const scenario = await api.ask(
      '{ scenario(id: "no pumps") { simulate { causes(kpis: ["failed"]) { parts { edits contribution } } } } }',
    );
    expect(scenario.data).toMatchObject({
      scenario: {
        simulate: {
          causes: [
            {
              parts: [
                { edits: [0], contribution: 2 },
                { edits: [1], contribution: 2 },
              ],
            },
          ],
        },
      },
    });
  });

  test('refuses a figure that there is not, and too few runs', async () => {
    const wrong = await ask('(kpis: ["fail"])');
    expect(wrong.errors[0]?.message).toContain(
      'BAD_USER_INPUT kpi: the graph has no key figure fail; expected one of failed, failed.most',
    );
    const few = await ask('(runs: 3)');
    expect(few.errors[0]?.message).toContain(
      'LIMIT_EXCEEDED causes: to tell 2 groups of edits apart takes 4 runs at least; expected at most 3 runs',
    );
    expect((await ask('(runs: 5000)')).errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
