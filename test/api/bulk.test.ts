import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api-fixture.ts';

let api: TestApi;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.close());

const update = `mutation ($input: UpdateTwinsInput!) {
  updateTwins(input: $input) {
    matched changed relationships refused revision repeated
    sample { id from { model properties } to { model properties } }
    rejected { code where }
  }
}`;
const remove = `mutation ($input: DeleteTwinsInput!) {
  deleteTwins(input: $input) { matched changed relationships refused sample { id to { model } } }
}`;
const label = (value: unknown) => ({ set: [{ property: 'label', value }] });

describe('updateTwins', () => {
  test('sets properties of a model and its subtypes, and shows before and after', async () => {
    const where = { property: 'power', gte: 10 };
    const input = { model: 'dtmi:test:Device;1', where, ...label('strong') };
    const before = await api.store.revision();
    const dry = await api.ask(update, { input: { ...input, dryRun: true } });
    expect(dry.errors).toEqual([]);
    expect(dry.data.updateTwins).toMatchObject({ matched: 2, changed: 2, revision: before });
    expect(await api.store.revision()).toBe(before);
    const { data } = await api.ask(update, { input });
    expect(data.updateTwins).toEqual({ ...(dry.data.updateTwins as object), revision: before + 1 });
    expect(data.updateTwins).toMatchObject({
      repeated: false,
      relationships: 0,
      refused: 0,
      sample: [
        {
          id: 'pump-1',
          from: { model: 'dtmi:test:Pump;1', properties: { label: 'north' } },
          to: { properties: { label: 'strong', power: 10 } },
        },
        { id: 'pump-2' },
      ],
    });
  });

  test('lists reasons in a dry run, and without it fails with them', async () => {
    const input = { model: 'dtmi:test:Pump;1', ...label(7) };
    const dry = await api.ask(update, { input: { ...input, dryRun: true } });
    expect(dry.data.updateTwins).toMatchObject({ changed: 0, refused: 2 });
    const { data, errors } = await api.ask(update, { input });
    expect(data).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      problems: [{ where: 'pump-1/label' }, { where: 'pump-2/label' }],
    });
  });

  test('is repeated by the same edit under its operation id, and by no other', async () => {
    const ifRevision = await api.store.revision();
    const edit = { model: 'dtmi:test:Pump;1', ...label('new'), operationId: 'once', ifRevision };
    const { data } = await api.ask(update, { input: edit });
    expect(data.updateTwins).toMatchObject({ matched: 2, changed: 2, repeated: false });
    const again = await api.ask(update, { input: edit });
    const { revision } = data.updateTwins as { revision: number };
    expect(again.data.updateTwins).toMatchObject({ changed: 0, repeated: true, revision });
    const others = [
      { ...edit, ...label('newer') },
      { ...edit, exact: true },
      { ...edit, where: { property: 'power', gte: 10 } },
    ];
    for (const input of others) {
      const { errors } = await api.ask(update, { input });
      expect(errors[0]?.message).toMatch(/^CONFLICT operationId: the operation id once was used/);
    }
  });

  test('needs a filter and values', async () => {
    const refusals = [
      [{ ...label('x') }, 'BAD_USER_INPUT input: nothing says which twins are meant'],
      [{ model: 'dtmi:test:Pump;1' }, 'BAD_USER_INPUT input.set: there is nothing to set'],
      [
        { model: 'dtmi:test:Pump;1', set: [{ property: 'label' }] },
        'BAD_USER_INPUT input.set: there is no value to set for label',
      ],
      [{ model: 'dtmi:test:Pumps;1', ...label('x') }, 'NOT_FOUND models: there is no model'],
      [{ where: { property: 'labl', eq: 'x' }, ...label('x') }, 'BAD_USER_INPUT where: no model'],
    ] as const;
    for (const [input, message] of refusals) {
      const { errors } = await api.ask(update, { input });
      expect(errors[0]?.message).toContain(message);
    }
  });
});

test('deleteTwins removes what fits, with its relationships when asked to', async () => {
  const input = { model: 'dtmi:test:Pump;1', where: { property: 'label', eq: 'north' } };
  const refused = await api.ask(remove, { input });
  expect(refused.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT' });
  const dry = await api.ask(remove, { input: { ...input, detach: true, dryRun: true } });
  const { data } = await api.ask(remove, { input: { ...input, detach: true } });
  expect(data.deleteTwins).toEqual({
    ...{ matched: 1, changed: 1, relationships: 1, refused: 0 },
    sample: [{ id: 'pump-1', to: null }],
  });
  expect(dry.data).toEqual(data);
  expect(await api.store.twins(['pump-1'])).toEqual([undefined]);
});
