import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';
import { changes, models } from './waterworks.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
  await api.store.addModels(models);
  await api.store.commit(changes);
});
afterAll(() => api.close());

async function answer(query: string) {
  const { data, errors } = await api.ask(query);
  expect(errors).toEqual([]);
  return data;
}

const set = (value: number) =>
  `edits: [{set: {twin: "basin", property: "level", value: ${value}}}]`;

/** The same wherever a scenario comes from: the types of a schema are of one kind each. */
const shown = `{
  tank(id: "basin") { level }
  tanks(level: {gt: 8.5}) { nodes { level } }
  waterworksPump(id: "south") { feeds { nodes { ... on Tank { level } } } }
}`;
const of = (level: number) => ({
  tank: { level },
  tanks: { nodes: [{ level }] },
  waterworksPump: { feeds: { nodes: [{ level }] } },
});

test('a scenario is asked by the types of the ontology, wherever it comes from', async () => {
  const created = `createScenario(input: {name: "full", ${set(9)}}) { scenario ${shown} }`;
  const edited = `editScenario(input: {id: "full", ${set(10)}}) { scenario { ... shown parent ${shown} } }`;
  const merged = 'mergeScenario(input: {id: "full", dryRun: true}) { scenario { ... shown } }';
  const fragment = `fragment shown on Scenario ${shown}`;
  expect(await answer(`mutation { ${created} ${edited} ${merged} } ${fragment}`)).toEqual({
    createScenario: { scenario: of(9) },
    editScenario: { scenario: { ...of(10), parent: of(9) } },
    mergeScenario: { scenario: of(10) },
  });
  const asked = `scenario(id: "full") ${shown} scenarios(first: 1) { nodes ${shown} edges { node ${shown} } }`;
  expect(await answer(`{ tank(id: "basin") { level } ${asked} }`)).toEqual({
    tank: { level: 3 },
    scenario: of(10),
    scenarios: { nodes: [of(10)], edges: [{ node: of(10) }] },
  });
  const types = '{ __type(name: "Scenario") { name interfaces { name } fields { name } } }';
  expect(await answer(types)).toMatchObject({
    __type: {
      interfaces: [{ name: 'Graph' }],
      fields: expect.arrayContaining([{ name: 'tank' }, { name: 'tanks' }, { name: 'diff' }]),
    },
  });
});

test('a value that the unit or the type does not allow is refused in a scenario too', async () => {
  const edit = '{set: {twin: "basin", property: "level", value: "high"}}';
  const { errors } = await api.ask(
    `mutation { createScenario(input: {edits: [${edit}]}) { scenario { id } } }`,
  );
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', where: 'basin/level' });
});
