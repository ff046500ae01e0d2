import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createScenario } from '../../src/flows/scenario-create.ts';
import { mergeScenario } from '../../src/flows/scenario-merge.ts';
import type { Change } from '../../src/model/change.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { refusalOf, type ScenarioPlace, scenarioPlace, set } from './scenario-fixture.ts';

let place: ScenarioPlace;
beforeEach(async () => {
  place = await scenarioPlace();
});
afterEach(() => place.remove());

const outage: Edit = { outage: { twin: 'pump-1', from: 60 } };
const mine = [
  set('pump-1', 'power', 1),
  { addTwin: { id: 'pump-3', model: 'dtmi:test:Pump;1' } },
  { addRelationship: { source: 'pump-3', target: 'tank-1', name: 'feeds' } },
  { removeTwin: { twin: 'pump-2' } },
] satisfies Edit[];
const theirs: Change = { set: { twin: 'line-1', property: 'power', value: 99 } };
const digest = async () => graphDigest(await place.store.snapshot());

describe('a merge', () => {
  test('commits what the scenario changed, and leaves what others changed', async () => {
    const { id } = await createScenario(place, { edits: [...mine, outage] });
    await place.store.commit([theirs]);
    const revision = await place.store.revision();
    const merged = await mergeScenario(place, { id, ifRevision: revision });
    expect(merged).toMatchObject({
      ...{ id, revision: revision + 1, repeated: false, conflicts: [], changes: 5 },
      leftOut: [{ position: 4, edit: outage, reason: 'an outage is of a run only' }],
    });
    const graph = await place.store.snapshot();
    expect(graph.twin('pump-1')?.properties).toMatchObject({ power: 1, label: 'north' });
    expect(graph.twin('line-1')?.properties.power).toBe(99);
    expect(graph.twin('pump-2')).toBeUndefined();
    expect(graph.relationship({ source: 'pump-3', id: 'feeds:tank-1' })).toBeDefined();
    const again = await mergeScenario(place, { id });
    expect(again).toMatchObject({ revision: revision + 1, changes: 0, conflicts: [] });
  });

  test('with conflicts is refused with each of them, and nothing is merged', async () => {
    const edits = [...mine, set('line-1', 'power', 1)];
    const { id } = await createScenario(place, { edits });
    await place.store.commit([
      theirs,
      { set: { twin: 'pump-1', property: 'power', value: 2 } },
      { set: { twin: 'pump-2', property: 'label', value: 'west' } },
    ]);
    const before = await digest();
    const { message, problems } = await refusalOf(mergeScenario(place, { id }));
    expect(message).toBe(
      'CONFLICT line-1/power: the scenario and the present changed it to different values (and 2 more); expected a property that only one of them changed; edit the scenario, or merge with prefer SCENARIO or PRESENT',
    );
    const conflicts = [
      { twin: 'line-1', property: 'power', base: 5, scenario: 1, present: 99 },
      { twin: 'pump-1', property: 'power', base: 10, scenario: 1, present: 2 },
      { twin: 'pump-2', property: 'label', base: 'south', scenario: null, present: 'west' },
    ];
    expect(problems).toMatchObject(conflicts);
    expect(await digest()).toBe(before);
    const dry = await mergeScenario(place, { id, dryRun: true });
    expect(dry).toMatchObject({ changeset: undefined, repeated: false });
    expect(dry.conflicts).toMatchObject(conflicts);
    expect(await digest()).toBe(before);
  });

  test('takes the side that is preferred', async () => {
    const edits = [set('line-1', 'power', 1), { removeTwin: { twin: 'pump-2' } } as const];
    const { id } = await createScenario(place, { edits });
    const label: Change = { set: { twin: 'pump-2', property: 'label', value: 'west' } };
    await place.store.commit([theirs, label]);
    const before = await place.store.snapshot();
    const kept = await mergeScenario(place, { id, prefer: 'present' });
    expect([kept.changes, kept.conflicts.length]).toEqual([0, 2]);
    expect(graphDigest(await place.store.snapshot())).toBe(graphDigest(before));
    await mergeScenario(place, { id, prefer: 'scenario' });
    const after = await place.store.snapshot();
    expect(after.twin('line-1')?.properties.power).toBe(1);
    expect(after.twin('pump-2')).toBeUndefined();
  });

  test('is judged on the graph of its turn: a commit that slips between is seen', async () => {
    const { id } = await createScenario(place, { edits: [set('line-1', 'power', 1)] });
    const [committed, merged] = await Promise.allSettled([
      place.store.commit([theirs]),
      mergeScenario(place, { id }),
      place.store.commit([{ set: { twin: 'line-1', property: 'label', value: 'x' } }]),
    ]);
    expect(committed.status).toBe('fulfilled');
    expect(merged.status === 'rejected' && String(merged.reason)).toMatch(/CONFLICT line-1\/power/);
    const graph = await place.store.snapshot();
    expect(graph.twin('line-1')?.properties).toMatchObject({ power: 99, label: 'x' });
  });

  test('of many at once, each of another twin, has them all', async () => {
    const twins = ['pump-1', 'pump-2', 'tank-1', 'line-1'];
    const ids = await Promise.all(
      twins.map(
        async (twin) => (await createScenario(place, { edits: [set(twin, 'power', 7)] })).id,
      ),
    );
    await Promise.all(ids.map((id) => mergeScenario(place, { id })));
    const graph = await place.store.snapshot();
    for (const twin of twins) expect(graph.twin(twin)?.properties.power).toBe(7);
  });

  test('holds to its conditions', async () => {
    const { id } = await createScenario(place, { edits: [set('line-1', 'power', 1)] });
    await place.store.commit([{ set: { twin: 'line-1', property: 'label', value: 'x' } }]);
    const stale = mergeScenario(place, { id, ifRevision: 1 });
    expect((await refusalOf(stale)).message).toMatch(/^CONFLICT ifRevision/);
    const first = await mergeScenario(place, { id, operationId: 'once' });
    const second = await mergeScenario(place, { id, operationId: 'once' });
    expect(second).toMatchObject({ repeated: true, revision: first.revision });
    const { id: other } = await createScenario(place, { edits: [set('line-1', 'power', 2)] });
    const reused = mergeScenario(place, { id: other, operationId: 'once' });
    expect((await refusalOf(reused)).message).toMatch(/^CONFLICT operationId/);
  });

  test('at a time leaves out what takes effect later', async () => {
    const later = { ...set('line-1', 'power', 2), at: 60 };
    const { id } = await createScenario(place, { edits: [later, set('line-1', 'power', 1)] });
    const merged = await mergeScenario(place, { id, at: 30 });
    expect(merged.leftOut).toMatchObject([{ position: 0, edit: later }]);
    expect((await place.store.snapshot()).twin('line-1')?.properties.power).toBe(1);
  });

  test('that the models refuse by now merges nothing', async () => {
    const { id } = await createScenario(place, { edits: mine });
    await place.store.decommissionModel('dtmi:test:Pump;1', true);
    const before = await digest();
    const { code } = await refusalOf(mergeScenario(place, { id }));
    expect(code).toBe('BAD_USER_INPUT');
    expect(await digest()).toBe(before);
  });
});
