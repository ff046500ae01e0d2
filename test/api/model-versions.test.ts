/** Versions of models over GraphQL: added, decommissioned, removed, and their twins migrated. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';
import { models } from './plant.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const pump = 'dtmi:test:Pump;1';
const two = 'dtmi:test:Pump;2';
const share = { '@type': 'Property', name: 'share', schema: 'double' };
/** The second version has `rating` for `power`, no label and a mode. */
const next = {
  ...models[2],
  '@id': two,
  extends: undefined,
  contents: [
    { '@type': 'Component', name: 'thermostat', schema: 'dtmi:test:Thermostat;1' },
    { '@type': 'Property', name: 'rating', schema: 'double' },
    { '@type': 'Property', name: 'mode', schema: 'string' },
    { '@type': 'Relationship', name: 'feeds', properties: [share] },
  ],
};
const create = (documents: readonly unknown[]) =>
  api.ask(
    `mutation ($models: [JSON!]!) {
      createModels(input: {models: $models}) { models { id } added { id } unchanged { id } }
    }`,
    { models: documents },
  );
const decommission = (id: string, decommissioned?: boolean) =>
  api.ask(
    `mutation ($input: DecommissionModelInput!) {
      decommissionModel(input: $input) { model { id decommissioned } }
    }`,
    { input: { id, decommissioned } },
  );
const addTwin = (id: string, model: string) =>
  api.ask(
    'mutation ($id: ID!, $model: ID!) { commit(input: {changes: [{addTwin: {id: $id, model: $model}}]}) { revision } }',
    { id, model },
  );

describe('createModels', () => {
  test('says which models are new and which were there, whatever the order of keys', async () => {
    const reversed = Object.fromEntries(Object.entries(models[1] ?? {}).reverse());
    const { data } = await create([next, reversed, next, JSON.parse(JSON.stringify(models[2]))]);
    const thermostat = 'dtmi:test:Thermostat;1';
    expect(data.createModels).toEqual({
      models: [{ id: two }, { id: thermostat }, { id: two }, { id: pump }],
      added: [{ id: two }],
      unchanged: [{ id: thermostat }, { id: pump }],
    });
  });

  test('lists everything that is wrong with a batch, and adds nothing of it', async () => {
    const wrong = await create([next, 7, 'x']);
    expect(wrong.errors[0]?.extensions.problems).toMatchObject([
      { where: 'input.models[1]', message: 'a model is a JSON object, not 7' },
      { where: 'input.models[2]', message: 'a model is a JSON object, not "x"' },
    ]);
    const { errors } = await create([
      ...[next, { ...next, comment: 'other' }, { ...models[0], comment: 'other' }],
      { ...next, '@id': 'dtmi:test:Lone;1', extends: 'dtmi:test:None;1' },
    ]);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      problems: [
        { code: 'CONFLICT', where: two },
        { code: 'CONFLICT', where: 'dtmi:test:Device;1' },
        { code: 'VALIDATION_FAILED', where: expect.stringContaining('dtmi:test:Lone;1') },
      ],
    });
    expect((await api.ask(`{ model(id: "${two}") { id } }`)).data.model).toBe(null);
  });
});

describe('a model', () => {
  test('knows its other versions, when it was added, and whether it is in use', async () => {
    const before = Date.now();
    await create([next, { ...next, '@id': 'dtmi:test:Pump;10' }]);
    await decommission(pump);
    const { data } = await api.ask(`{
      model(id: "${pump}") { versions { id versions { id } } decommissioned addedAt }
      out: models(decommissioned: true) { nodes { id } }
      in: models(decommissioned: false, extends: "dtmi:test:Device;1") { nodes { id } }
    }`);
    expect(data).toMatchObject({
      model: {
        decommissioned: true,
        versions: [{ id: 'dtmi:test:Pump;10', versions: [{ id: two }, { id: pump }] }, { id: two }],
      },
      out: { nodes: [{ id: pump }] },
      in: { nodes: [{ id: 'dtmi:test:Device;1' }] },
    });
    const { addedAt } = data.model as { addedAt: string };
    expect(Date.parse(addedAt)).toBeLessThanOrEqual(before);
    expect(addedAt).toMatch(/^2.*Z$/);
  });

  test('that is decommissioned gets no new twin, in a commit or a what-if, until it is taken back', async () => {
    await create([next]);
    expect((await decommission(pump)).data).toEqual({
      decommissionModel: { model: { id: pump, decommissioned: true } },
    });
    const refused = (await addTwin('p', pump)).errors[0];
    expect(refused?.extensions).toMatchObject({ code: 'VALIDATION_FAILED', where: 'p' });
    expect(refused?.message).toContain(`expected a twin of ${two}`);
    const { errors } = await api.ask(
      `mutation { runWhatIf(input: {edits: [{addTwin: {id: "p", model: "${pump}"}}]}) { scenario } }`,
    );
    expect(errors[0]?.message).toContain(`the model ${pump} is decommissioned`);
    const kept =
      'mutation { commit(input: {changes: [{set: {twin: "pump-1", property: "power", value: 1}}]}) { revision } }';
    expect((await api.ask(kept)).errors).toEqual([]);
    await decommission(pump, false);
    expect((await addTwin('p', pump)).errors).toEqual([]);
    const unknown = await decommission('dtmi:test:None;1');
    expect(unknown.errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that twins use is not removed, and the refusal says which and what to do', async () => {
    const remove = `mutation { deleteModel(input: {id: "${pump}"}) { id } }`;
    const [used] = (await api.ask(remove)).errors;
    expect(used?.message).toMatch(
      /2 twin\(s\) use the model .*: pump-[12], pump-[12];.*migrateTwins/,
    );
    const [needed] = (
      await api.ask('mutation { deleteModel(input: {id: "dtmi:test:Thermostat;1"}) { id } }')
    ).errors;
    expect(needed?.message).toMatch(/^CONFLICT .*other models need .*dtmi:test:Pump;1/);
  });
});

describe('migrateTwins', () => {
  const migrate = (input: object) =>
    api.ask(
      `mutation ($input: MigrateTwinsInput!) {
        migrateTwins(input: $input) {
          matched changed refused revision repeated
          sample { id from { model } to { model properties } } rejected { code where message }
        }
      }`,
      { input: { from: pump, to: two, ...input } },
    );
  const whole = {
    ...{ rename: [{ from: 'power', to: 'rating' }], remove: ['label'], set: { mode: 'auto' } },
  };

  test('lists in a dry run what stands in the way, and then gives all their new model', async () => {
    await create([next]);
    const dry = await migrate({ dryRun: true });
    expect(dry.data.migrateTwins).toMatchObject({
      ...{ matched: 2, changed: 0, refused: 2 },
      rejected: ['pump-1/power', 'pump-1/label', 'pump-2/power', 'pump-2/label'].map((where) => ({
        ...{ code: 'VALIDATION_FAILED', where, message: `${two} has no such property` },
      })),
    });
    const { errors } = await migrate({ rename: whole.rename });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      problems: [{ where: 'pump-1/label' }, { where: 'pump-2/label' }],
    });
    const { data } = await migrate({ ...whole, operationId: 'up' });
    expect(data.migrateTwins).toMatchObject({
      ...{ matched: 2, changed: 2, refused: 0, repeated: false, rejected: [] },
      sample: [
        {
          ...{ id: 'pump-1', from: { model: pump } },
          to: { model: two, properties: { rating: 10, mode: 'auto', thermostat: { target: 20 } } },
        },
        { id: 'pump-2' },
      ],
    });
    const again = await migrate({ ...whole, operationId: 'up' });
    const { revision } = data.migrateTwins as { revision: number };
    expect(again.data.migrateTwins).toMatchObject({ repeated: true, revision, changed: 0 });
  });

  test('leaves the past as it was, and history and what-ifs go on from it', async () => {
    await create([next]);
    const time = Date.parse('2027-03-01T12:00:00Z');
    const observe = (path: string, value: number, seconds: number) => ({
      observe: { twin: 'pump-1', path, value, time: time + seconds * 1000 },
    });
    await api.store.commit([observe('power', 11, 0)]);
    const { revision } = await api.store.commit([observe('power', 12, 10)]);
    await migrate(whole);
    await api.store.commit([observe('rating', 1, 5)]);
    await api.store.commit([observe('rating', 13, 20)]);
    const { data, errors } = await api.ask(
      `query ($before: Revision!) {
        twin(id: "pump-1") {
          model properties history(property: "rating") { time last }
        }
        asOf(revision: $before) {
          twin(id: "pump-1") { model property(name: "power") }
          twins(model: "${pump}") { nodes { id } }
        }
      }`,
      { before: revision },
    );
    expect(errors).toEqual([]);
    const at = (seconds: number) => new Date(time + seconds * 1000).toISOString();
    expect(data).toMatchObject({
      twin: {
        model: two,
        properties: { rating: 13, mode: 'auto', thermostat: { target: 20 } },
        history: [
          { time: at(5), last: 1 },
          { time: at(10), last: 12 },
          { time: at(20), last: 13 },
        ],
      },
      asOf: {
        twin: { model: pump, property: 12 },
        twins: { nodes: [{ id: 'pump-1' }, { id: 'pump-2' }] },
      },
    });
    const whatIf = await api.ask(
      'mutation { runWhatIf(input: {edits: [{scale: {twin: "pump-1", property: "rating", factor: 2}}]}) { revision } }',
    );
    expect(whatIf.errors).toEqual([]);
  });

  test('is refused where what is asked for makes no sense', async () => {
    await create([next]);
    const refusals = [
      [{ set: [1] }, 'BAD_USER_INPUT input.set: values are given by property path'],
      [{ to: pump }, 'BAD_USER_INPUT input.to: the twins have the model'],
      [{ where: {} }, 'BAD_USER_INPUT where: the filter is empty'],
      [{ also: [{ from: two, to: 'dtmi:test:Pump;3' }] }, 'NOT_FOUND input.also[0].to'],
    ] as const;
    for (const [more, message] of refusals) {
      expect((await migrate(more)).errors[0]?.message).toContain(message);
    }
  });
});
