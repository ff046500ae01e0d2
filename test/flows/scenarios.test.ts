import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createScenario } from '../../src/flows/scenario-create.ts';
import { deleteScenario } from '../../src/flows/scenario-delete.ts';
import { scenarioDifference } from '../../src/flows/scenario-diff.ts';
import { editScenario } from '../../src/flows/scenario-edit.ts';
import { openScenario, scenarioId } from '../../src/flows/scenario-open.ts';
import { simulateScenario, whatIfInScenario } from '../../src/flows/scenario-simulate.ts';
import { runWhatIf } from '../../src/flows/whatif.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { refusalOf, type ScenarioPlace, scenarioPlace, set } from './scenario-fixture.ts';

let place: ScenarioPlace;
beforeEach(async () => {
  place = await scenarioPlace();
});
afterEach(() => place.remove());

const outage: Edit = { outage: { twin: 'pump-1', from: 60 } };
const powerIn = async (id: string, twin = 'line-1') =>
  (await openScenario(place, id).graph()).twin(twin)?.properties.power;

describe('a scenario', () => {
  test('leaves the live graph as it is, whatever is done with it', async () => {
    const digest = graphDigest(await place.store.snapshot());
    const edits = [set('line-1', 'power', 7), outage];
    const { id } = await createScenario(place, { name: 'a', edits });
    await openScenario(place, id).graph();
    await editScenario(place, { id: 'a', edits: [{ removeTwin: { twin: 'pump-2' } }] });
    await simulateScenario(place, { id: 'a', edits: [{ outage: { twin: 'tank-1' } }] });
    await whatIfInScenario(place, { id: 'a', edits: [{ outage: { twin: 'tank-1' } }] });
    const graph = await openScenario(place, id).graph();
    await scenarioDifference(place, { id, graph });
    await deleteScenario(place, 'a');
    expect(graphDigest(await place.store.snapshot())).toBe(digest);
  });

  test('stays on its base when the present goes on, for another service too', async () => {
    const { id } = await createScenario(place, { edits: [set('pump-1', 'power', 1)] });
    const digest = graphDigest(await openScenario(place, id).graph());
    await place.store.commit([
      set('line-1', 'power', 99),
      { removeTwin: { twin: 'pump-2', detach: true } },
    ] as never);
    expect(graphDigest(await openScenario(place, id).graph())).toBe(digest);
    place = place.reopened();
    expect(graphDigest(await openScenario(place, id).graph())).toBe(digest);
    expect(await powerIn(id)).toBe(5);
  });

  test('is made from a past revision, a time and another scenario', async () => {
    const { revision } = await place.store.snapshot();
    const { time } = await place.history.momentOf(revision);
    await place.store.commit([set('line-1', 'power', 99)] as never);
    const past = await createScenario(place, { base: { revision }, edits: [outage], seed: 7 });
    expect(past.scenario).toMatchObject({ base: revision, seed: 7, horizonSeconds: 2_592_000 });
    const timed = await createScenario(place, { base: { time }, edits: [outage], seed: 7 });
    expect(timed.id).toBe(past.id);
    const edits = [set('pump-1', 'power', 1)];
    const child = await createScenario(place, { base: { scenario: past.id }, edits });
    expect(child).toMatchObject({ parent: past.id, scenario: { base: revision, seed: 7 } });
    expect(child.scenario.edits).toEqual([outage, ...edits]);
    expect(await powerIn(child.id)).toBe(5);
    expect(await powerIn((await createScenario(place, {})).id)).toBe(99);
  });

  test('has the id of the what-if that asks the same', async () => {
    const { store, simulator } = place;
    const { id } = await createScenario(place, { edits: [outage], horizonSeconds: 600 });
    const rooms = { snapshot: await store.snapshot(), catalogue: store.catalogue(), simulator };
    const asked = await runWhatIf(rooms, { edits: [outage], horizonSeconds: 600 });
    expect(asked.scenario).toBe(id);
    const { item } = await simulateScenario(place, { id });
    expect(item.scenario).toBe(id);
    expect(item.kpis).toEqual(asked.kpis);
    expect(item.timeline).toEqual(asked.timeline);
    const more: Edit[] = [{ outage: { twin: 'pump-2', from: 60 } }];
    const longer = await createScenario(place, { base: { scenario: id }, edits: more });
    expect((await simulateScenario(place, { id, edits: more })).item.scenario).toBe(longer.id);
  });

  test('is what a what-if starts from: only what its edits add is told', async () => {
    const first: Edit = { outage: { twin: 'pump-1' } };
    const second: Edit = { outage: { twin: 'pump-2' } };
    const { id } = await createScenario(place, { edits: [first] });
    const { item } = await whatIfInScenario(place, { id, edits: [second] });
    expect(item.affected.map(({ twin }) => twin).sort()).toEqual(['line-1', 'pump-2', 'tank-1']);
    const both = await simulateScenario(place, { id, edits: [second] });
    expect(both.item.affected.map(({ twin }) => twin)).toContain('pump-1');
    expect(both.item.scenario).toBe(item.scenario);
  });

  test('that is equal is kept once, under both names', async () => {
    const one = await createScenario(place, { name: 'a', edits: [outage] });
    const other = await createScenario(place, { name: 'b', edits: [outage] });
    expect(other).toEqual(one);
    expect(await place.scenarios.names.of(one.id)).toEqual(['a', 'b']);
    expect(await deleteScenario(place, 'a')).toEqual({ id: one.id, deleted: false });
    expect(await scenarioId(place, 'b')).toBe(one.id);
    expect(await deleteScenario(place, 'b')).toEqual({ id: one.id, deleted: true });
    expect(await place.scenarios.list()).toEqual([]);
  });
});

describe('an edit of a scenario', () => {
  test('makes a child, to which the name moves on, and leaves the scenario as it was', async () => {
    const old = await createScenario(place, { name: 'a', edits: [set('line-1', 'power', 1)] });
    const made = await editScenario(place, { id: 'a', edits: [set('line-1', 'power', 2)] });
    expect(made.parent).toBe(old.id);
    expect(await scenarioId(place, 'a')).toBe(made.id);
    expect([await powerIn(old.id), await powerIn(made.id)]).toEqual([1, 2]);
    await deleteScenario(place, old.id);
    place = place.reopened();
    expect(await powerIn(made.id)).toBe(2);
    expect(await scenarioId(place, 'a')).toBe(made.id);
  });

  test('removes and replaces by position, and changes seed and horizon', async () => {
    const edits = [1, 2, 3].map((value) => set('line-1', 'power', value));
    const { id } = await createScenario(place, { edits });
    const made = await editScenario(place, {
      ...{ id, remove: [0], seed: 4, horizonSeconds: 5 },
      replace: [{ position: 1, edit: set('line-1', 'power', 8) }],
      edits: [set('line-1', 'power', 9)],
    });
    expect(made.scenario).toMatchObject({
      ...{ seed: 4, horizonSeconds: 5 },
      edits: [8, 3, 9].map((value) => set('line-1', 'power', value)),
    });
    expect((await editScenario(place, { id, seed: 1 })).id).toBe(id);
  });

  test('that loses the race for the name keeps nothing', async () => {
    const { id } = await createScenario(place, { name: 'a' });
    const mine = editScenario(place, { id: 'a', edits: [set('line-1', 'power', 1)] });
    const theirs = editScenario(place, { id: 'a', edits: [set('line-1', 'power', 2)] });
    const done = await Promise.allSettled([mine, theirs]);
    const won = done.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
    const kept = (await place.scenarios.list()).map((each) => each.id);
    expect(kept.sort()).toEqual([id, ...won].sort());
    expect(won).toContain(await scenarioId(place, 'a'));
  });
});

describe('what cannot be is refused, and nothing is kept:', () => {
  const add: Edit = { addTwin: { id: 'x', model: 'dtmi:test:Device;1' } };
  const remove: Edit = { removeTwin: { twin: 'pump-2' } };
  const at = (seconds: number, edit: Edit): Edit => ({ ...edit, at: seconds });
  test.each([
    ['a twin added twice', [add, add], 'BAD_USER_INPUT x: the twin x exists', 1],
    ['a twin removed twice', [remove, remove], 'NOT_FOUND pump-2: there is no twin pump-2', 1],
    [
      'a value of a removed twin',
      [remove, set('pump-2', 'power', 1)],
      'NOT_FOUND pump-2: there is no twin pump-2',
      1,
    ],
    [
      'what another edit undoes before its time',
      [at(20, set('pump-2', 'power', 1)), at(10, remove)],
      'NOT_FOUND pump-2: there is no twin pump-2',
      0,
    ],
    [
      'a value of the wrong type',
      [set('pump-1', 'power', 'high')],
      'BAD_USER_INPUT pump-1/power: the value is "high"',
      0,
    ],
    [
      'an outage of nothing',
      [outage, { outage: { twin: 'pomp-1' } }],
      'NOT_FOUND pomp-1: there is no twin pomp-1',
      1,
    ],
  ] as [string, Edit[], string, number][])('%s', async (_what, edits, said, index) => {
    const error = await refusalOf(createScenario(place, { name: 'a', edits }));
    expect(error.message.startsWith(said)).toBe(true);
    expect(error.problems[0]?.index).toBe(index);
    expect(error.problems[0]?.action).toBeDefined();
    expect(await place.scenarios.list()).toEqual([]);
    expect(await place.scenarios.names.some(9)).toEqual([]);
  });

  test('a name that is another’s, and one that cannot be', async () => {
    await createScenario(place, { name: 'a' });
    const edits = [outage];
    expect((await refusalOf(createScenario(place, { name: 'a', edits }))).code).toBe('CONFLICT');
    expect((await refusalOf(createScenario(place, { name: '', edits }))).message).toBe(
      'BAD_USER_INPUT name: a name must be a non-empty string; expected a text of 1 to 256 characters, such as "flood of substation 3"; choose another name',
    );
    expect(await place.scenarios.list()).toHaveLength(1);
  });

  test('an edit whose other name is taken: no name moves', async () => {
    const { id } = await createScenario(place, { name: 'a' });
    await createScenario(place, { name: 'b', seed: 2 });
    const edit = { id, name: 'b', edits: [outage] };
    expect((await refusalOf(editScenario(place, edit))).code).toBe('CONFLICT');
    expect(await scenarioId(place, 'a')).toBe(id);
    expect(await place.scenarios.names.of(id)).toEqual(['a']);
    expect(await place.scenarios.list()).toHaveLength(2);
  });

  test('scenarios that are not there, with the one that was meant', async () => {
    const { id } = await createScenario(place, { name: 'flood' });
    const said = (name: string, meant: string) =>
      `NOT_FOUND id: there is no scenario ${name}; expected the id or the name of a scenario that is kept; ${meant}`;
    const error = await refusalOf(editScenario(place, { id: 'flod' }));
    expect(error.message).toBe(said('flod', 'did you mean flood?'));
    await deleteScenario(place, id);
    const none = said(id, 'see scenarios for those that are kept');
    expect((await refusalOf(deleteScenario(place, id))).message).toBe(none);
    const base = { scenario: id };
    expect((await refusalOf(createScenario(place, { base }))).message).toBe(none);
  });

  test('positions where there is no edit, or twice the same', async () => {
    const { id } = await createScenario(place, { edits: [outage] });
    expect((await refusalOf(editScenario(place, { id, remove: [1] }))).message).toBe(
      'BAD_USER_INPUT input.remove[0]: there is no edit 1; expected 0 to 0; see edits of the scenario for the positions, which count from 0',
    );
    const replace = [{ position: 0, edit: outage }];
    const twice = await refusalOf(editScenario(place, { id, remove: [0], replace }));
    expect(twice.message).toMatch(
      /^BAD_USER_INPUT input.replace\[0\].position: the edit 0 is named/,
    );
  });

  test('a revision that has not come, or that history does not reach', async () => {
    const future = await refusalOf(createScenario(place, { base: { revision: 1_000 } }));
    expect(future.message).toMatch(/^BAD_USER_INPUT input.base: the graph of revision 1000 cannot/);
    const { id, scenario } = await createScenario(place, { edits: [outage] });
    await place.store.commit([set('line-1', 'power', 99)] as never);
    const { archive, log, revision } = place.store;
    await archive.remove(await archive.keys('history/'));
    const began = await revision();
    const forgotten = { code: 'NOT_FOUND', where: 'log', message: 'it is gone' } as const;
    place = place.reopened({
      log: async (after, limit) => {
        if (after < began) throw new LinchpinError(forgotten);
        return log(after, limit);
      },
    });
    const lost = await refusalOf(openScenario(place, id).branch());
    expect(lost.message).toMatch(
      new RegExp(
        `^NOT_FOUND scenario ${id}: the graph of revision ${scenario.base} cannot be read: .*; choose a later revision, or keep history longer$`,
      ),
    );
  });
});

test('100,000 edits are a scenario like another', async () => {
  const edits = Array.from({ length: 100_000 }, (_, value) => set('line-1', 'power', value));
  const { id } = await createScenario(place, { name: 'long', edits });
  expect(await powerIn(id)).toBe(99_999);
  const remove = [{ removeTwin: { twin: 'line-1' } }, set('line-1', 'power', 1)];
  const error = await refusalOf(editScenario(place, { id: 'long', edits: remove }));
  expect(error.problems[0]?.index).toBe(100_001);
  expect(await place.scenarios.list()).toHaveLength(1);
});
