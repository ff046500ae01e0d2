import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { core, lane, link, twin } from '../simulate/graphs.ts';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
let before: number;

beforeAll(async () => {
  api = await openApi();
  const { documents } = builtInOntology();
  await api.store.addModels(documents.filter((each) => String(each['@id']).includes(':core:')));
  before = (await api.store.snapshot()).revision;
  const store = { item: 'x', baseStockLevel: 12, backorderCost: 3 };
  await api.store.commit([
    twin('a', core('Supply'), { commodity: 'x' }),
    twin('b', core('Supply'), { commodity: 'x', capacity: 7 }),
    twin('depot', core('Store'), { ...store, onHand: 12 }),
    ...lane('from-a', ['a', 'depot'], { preference: 1, leadTimePeriods: 1 }),
    ...lane('from-b', ['b', 'depot'], { preference: 2, leadTimePeriods: 1 }),
    twin('customer', core('PeriodicDemand'), { demandMean: 10, lostSaleCost: 2 }),
    link('customer', 'servedBy', 'depot'),
  ]);
});
afterAll(() => api.close());

async function ask(query: string, variables: object = {}) {
  const { data, errors } = await api.ask(query, variables);
  expect(errors).toEqual([]);
  return data;
}

async function refusal(query: string, variables: object = {}): Promise<string | undefined> {
  const { errors } = await api.ask(query, variables);
  return errors[0]?.message;
}

describe('Graph.timeToSurvive', () => {
  const query = `{ timeToSurvive(recovery: "P10D") {
    count exposed undisturbed solves
    survivals { twinId twin { id } out timeToSurvive timeToRecover isExposed lostUnits lostCost gap
      failsFirst { demand share } limits { twinId kind units secondsPerUnit } losses { demand units cost } }
  } }`;

  test('names the time, what limits it and what is lost', async () => {
    const { timeToSurvive } = (await ask(query)) as { timeToSurvive: { survivals: object[] } };
    expect(timeToSurvive).toMatchObject({ count: 3, exposed: 2, undisturbed: null });
    const [depot, a, b] = timeToSurvive.survivals;
    expect(depot).toMatchObject({ twinId: 'depot', out: ['depot'], timeToRecover: 864_000 });
    expect(a).toMatchObject({
      twinId: 'a',
      twin: { id: 'a' },
      isExposed: true,
      failsFirst: [{ demand: 'customer', share: 1 }],
      limits: [
        { twinId: 'b', kind: 'SUPPLY', units: 7 },
        { twinId: 'depot', kind: 'STOCK', units: 12 },
      ],
    });
    const { timeToSurvive: time, lostUnits } = a as { timeToSurvive: number; lostUnits: number };
    // Without the rounding errors of the program.
    expect(time).toBe(4 * 86_400);
    expect(lostUnits).toBeCloseTo(18, 6);
    expect(b).toMatchObject({ twinId: 'b', timeToSurvive: null, isExposed: false, gap: 0 });
  });

  test('can be asked of a scenario, and of the past, which has no supply chain', async () => {
    await ask(
      'mutation { createScenario(input: {name: "more", edits: [{set: {twin: "depot", property: "onHand", value: 30}}]}) { scenario { id } } }',
    );
    const asked = 'timeToSurvive(twins: ["a"]) { survivals { timeToSurvive } }';
    const { scenario } = (await ask(`{ scenario(id: "more") { ${asked} } }`)) as {
      scenario: { timeToSurvive: { survivals: { timeToSurvive: number }[] } };
    };
    expect(scenario.timeToSurvive.survivals[0]?.timeToSurvive).toBeCloseTo(10 * 86_400, 3);
    expect(await refusal(`{ asOf(revision: ${before}) { ${asked} } }`)).toBe(
      'BAD_USER_INPUT graph: the graph has no supply chain; expected at least one twin with the behaviour Store; bind an interface to dtmi:linchpin:core:Store;1, or extend it',
    );
  });

  test('refuses a twin that is not there', async () => {
    expect(await refusal('{ timeToSurvive(twins: ["c"]) { count } }')).toBe(
      'NOT_FOUND twins/c: no twin has this id; check the spelling, or leave it out for all',
    );
  });
});

describe('Graph.criticality', () => {
  test('ranks the twins of a filter for a figure', async () => {
    const data = await ask(
      `{ criticality(kpi: "backorders", model: "${core('Supply')}", horizon: "P10D") {
        kpi better base random counts { asked run pruned screened left simulations }
        twins(first: 1) { twinId rank twin { id } difference interval { low high } gain { kpi amount } problem { message } } } }`,
    );
    expect(data).toMatchObject({
      criticality: {
        kpi: 'backorders',
        better: 'LOWER',
        random: false,
        counts: { asked: 2, run: 2, pruned: 0, left: 0, simulations: 4 },
        twins: [{ twinId: 'a', rank: 1, twin: { id: 'a' }, problem: null }],
      },
    });
  });

  test('runs in a scenario with its outages, its horizon and its own twins', async () => {
    await ask(`mutation { createScenario(input: {name: "b out", horizon: "P10D", edits: [
      {outage: {twin: "b"}}
      {addTwin: {id: "rival", model: "${core('PeriodicDemand')}", properties: {demandMean: 1}}}
      {addRelationship: {source: "rival", target: "depot", name: "servedBy"}}
    ]}) { scenario { id } } }`);
    const { scenario } = (await ask(
      '{ scenario(id: "b out") { criticality(kpi: "backorders", twins: ["a", "b", "rival"]) { base twins { twinId difference } } } }',
    )) as {
      scenario: { criticality: { base: number; twins: { twinId: string; difference: number }[] } };
    };
    const { twins } = scenario.criticality;
    expect(twins.map(({ twinId }) => twinId)).toEqual(['a', 'b', 'rival']);
    expect(twins[0]?.difference).toBeGreaterThan(0);
    expect(twins[1]?.difference).toBe(0);
    expect(twins[2]?.difference).toBeLessThanOrEqual(0);
  });

  test('refuses a figure that there is not with those there are', async () => {
    const message = await refusal('{ criticality(kpi: "fillrate") { base } }');
    expect(message).toContain(
      'BAD_USER_INPUT kpi: the graph has no key figure fillrate; expected one of ',
    );
    expect(message).toContain('; did you mean fillRate?');
  });

  test('refuses an unknown twin', async () => {
    expect(await refusal('{ criticality(kpi: "cost", twins: ["c"]) { base } }')).toBe(
      'NOT_FOUND twins/c: no twin has this id; check the spelling, or leave it out for all',
    );
  });
});

describe('Graph.optimise', () => {
  const query = `query ($input: OptimiseInput!) { optimise(input: $input) {
    kpi unit better chosen cost base value interval { low high } method bound gap isProven probability runs
    runnerUp { chosen cost value } next { chosen cost value extraBudget gainPerUnit } refused { label message }
  } }`;
  const stock = (label: string, cost: number, onHand: number) => ({
    label,
    cost,
    group: 'stock',
    edits: [{ set: { twin: 'depot', property: 'onHand', value: onHand } }],
  });
  const candidates = [
    stock('some', 2, 20),
    stock('much', 5, 60),
    { label: 'typo', cost: 1, edits: [{ set: { twin: 'depott', property: 'onHand', value: 1 } }] },
  ];
  const input = { kpi: 'backorders.most', budget: 4, candidates, horizon: 'P10D' };

  test('chooses what the budget allows', async () => {
    const outage = { outage: { twin: 'a', until: 'P5D' } };
    const create =
      'mutation ($edits: [Edit!]!) { createScenario(input: {name: "a out", edits: $edits}) { scenario { id } } }';
    await ask(create, { edits: [outage] });
    const { scenario } = (await ask(
      query.replace('{ optimise', '{ scenario(id: "a out") { optimise').replace(/\}$/, '} }'),
      { input },
    )) as { scenario: { optimise: Record<string, unknown> } };
    expect(scenario.optimise).toMatchObject({
      kpi: 'backorders.most',
      better: 'LOWER',
      chosen: ['some'],
      cost: 2,
      method: 'ENUMERATION',
      gap: 0,
      isProven: true,
      next: { chosen: ['much'], extraBudget: 1 },
      refused: [{ label: 'typo' }],
    });
    const { base, value } = scenario.optimise as { base: number; value: number };
    // The what-if of the same edits is another way to the same figures.
    const whatIf = `mutation { runWhatIf(input: {scenario: "a out", horizon: "P10D",
      edits: [{set: {twin: "depot", property: "onHand", value: 20}}]}) { kpis { name base edited } } }`;
    const { runWhatIf } = (await ask(whatIf)) as { runWhatIf: { kpis: object[] } };
    expect(runWhatIf.kpis).toContainEqual({ name: 'backorders.most', base, edited: value });
    expect(value).toBeLessThan(base);
  });

  test.each([
    [
      { ...input, candidates: [] },
      'BAD_USER_INPUT candidates: there are 0 candidates; expected 1 to 200',
    ],
    [
      { ...input, budget: -4 },
      'BAD_USER_INPUT budget: a budget of -4 buys nothing; expected a number of at least 0',
    ],
    [
      { ...input, candidates: [stock('x', -1, 1)] },
      'BAD_USER_INPUT candidates[0].cost: -1 is no cost; expected a number of at least 0',
    ],
  ])('refuses what cannot be meant', async (wrong, message) => {
    expect(await refusal(query, { input: wrong })).toBe(message);
  });
});
