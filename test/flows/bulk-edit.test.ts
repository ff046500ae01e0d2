/** Edits of many twins by a filter: all or nothing, and a dry run that tells the truth. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deletion, updateOf } from '../../src/flows/bulk-changes.ts';
import { editTwins } from '../../src/flows/bulk-edit.ts';
import type { BulkOptions, BulkResult } from '../../src/flows/bulk-result.ts';
import { maxEdited } from '../../src/flows/bulk-selection.ts';
import type { Change } from '../../src/model/change.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Predicate } from '../../src/query/query.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const property = (name: string, schema: string) => ({ '@type': 'Property', name, schema });
const pump = (version: number, ...contents: JsonObject[]): JsonObject => ({
  '@context': 'dtmi:dtdl:context;3',
  '@id': `dtmi:test:Pump;${version}`,
  '@type': 'Interface',
  contents: [...contents, property('floor', 'integer'), { '@type': 'Relationship', name: 'feeds' }],
});
const models = [pump(1, property('label', 'string')), pump(2, property('name', 'string'))];

let folder: string;
let store: CheckedStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-bulk-'));
  store = await checkedStore(await embeddedStore({ path: folder }), []);
  await store.addModels(models);
  await store.commit(twins(10));
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Pumps p0, p1, … on floors 0 to 4 in turn. */
function twins(count: number): Change[] {
  return Array.from({ length: count }, (_, n) => ({
    addTwin: { id: `p${n}`, model: 'dtmi:test:Pump;1', properties: { floor: n % 5 } },
  }));
}

const onFloor = (value: number): Predicate => ({
  kind: 'compare',
  path: 'floor',
  operator: 'gte',
  value,
});
const update = (
  where: Predicate,
  set: Record<string, Json>,
  options: BulkOptions & { setModel?: string } = {},
) => {
  const { setModel, ...rest } = options;
  const values = Object.entries(set).map(([name, value]) => ({ property: name, value }));
  const wanted = { set: values, ...(setModel === undefined ? {} : { setModel }) };
  return editTwins(store, { filter: { where }, ...updateOf(wanted) }, rest);
};
const floors = async () =>
  (await store.find({ first: 100 })).items.map(({ id, properties }) => `${id} ${properties.floor}`);

describe('an update by filter', () => {
  test('changes the twins that fit and are not so already, in one commit', async () => {
    const before = await store.revision();
    const result = await update(onFloor(3), { floor: 4 });
    expect(result).toMatchObject({
      ...{
        matched: 4,
        changed: 2,
        relationships: 0,
        refused: 0,
        revision: before + 1,
        rejected: [],
      },
      sample: [
        { from: { id: 'p3', properties: { floor: 3 } }, to: { properties: { floor: 4 } } },
        { from: { id: 'p8' } },
      ],
    });
    expect(await floors()).toContain('p8 4');
    expect(await update(onFloor(3), { floor: 4 })).toMatchObject({ changed: 0, sample: [] });
    expect(await store.revision()).toBe(before + 1);
  });

  test('is refused whole when one twin is, and says why in a dry run as in the real one', async () => {
    const before = await floors();
    const dry = await update(onFloor(3), { floor: 'x' }, { dryRun: true });
    expect(dry).toMatchObject({ matched: 4, changed: 0, refused: 4 });
    expect(dry.rejected.map(({ code }) => code)).toEqual(Array(4).fill('VALIDATION_FAILED'));
    const refused = update(onFloor(3), { floor: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const problems = await refused.catch(({ problems }) => problems as object[]);
    expect(problems).toMatchObject(dry.rejected);
    expect(await floors()).toEqual(before);
  });

  test('removes a property with null, and makes no change of what comes to nothing', async () => {
    expect(await update(onFloor(4), { floor: null })).toMatchObject({ changed: 2 });
    expect(await floors()).toContain('p4 undefined');
    const values = [
      { property: 'floor', value: 9 },
      { property: 'floor', value: 3 },
    ];
    const edit = { filter: { where: onFloor(3) }, ...updateOf({ set: values }) };
    expect(await editTwins(store, edit)).toMatchObject({ matched: 2, changed: 0 });
  });

  test('gives twins another version of their model, with values that fit it', async () => {
    await store.commit([{ set: { twin: 'p9', property: 'label', value: 'old' } }]);
    const setModel = 'dtmi:test:Pump;2';
    const dry = await update(onFloor(4), { name: 'new' }, { setModel, dryRun: true });
    expect(dry).toMatchObject({ matched: 2, changed: 1, refused: 1 });
    expect(dry.rejected[0]).toMatchObject({ where: 'p9/label' });
    await expect(update(onFloor(4), { name: 'new' }, { setModel })).rejects.toThrow(/p9\/label/);
    const moved = await update(onFloor(4), { name: 'new', label: null }, { setModel });
    expect(moved).toMatchObject({ changed: 2, refused: 0 });
    const [p9] = await store.twins(['p9']);
    expect(p9).toMatchObject({ model: setModel, properties: { floor: 4, name: 'new' } });
  });

  test('holds to a revision, and a repeated operation changes nothing more', async () => {
    const revision = await store.revision();
    const stale = { ifRevision: revision - 1 };
    for (const options of [stale, { ...stale, dryRun: true }]) {
      const refused = update(onFloor(1), { floor: 2 }, options);
      await expect(refused).rejects.toMatchObject({ code: 'CONFLICT', where: 'ifRevision' });
    }
    const once = { ifRevision: revision, operationId: 'lift' };
    expect(await update(onFloor(4), { floor: 0 }, once)).toMatchObject({ changed: 2 });
    await store.commit([{ set: { twin: 'p1', property: 'floor', value: 4 } }]);
    const again = await update(onFloor(4), { floor: 0 }, once);
    expect(again).toMatchObject({ changed: 0, repeated: true, revision: revision + 1 });
    expect(await floors()).toContain('p1 4');
  });

  test('is another operation by its filter or its values, whatever they come to', async () => {
    const lift = { operationId: 'lift' };
    await update(onFloor(4), { floor: 0 }, lift);
    const others = [
      () => update(onFloor(3), { floor: 0 }, lift),
      () => update(onFloor(4), { floor: 1 }, lift),
      () => update(onFloor(4), { floor: 0 }, { ...lift, setModel: 'dtmi:test:Pump;2' }),
      () => store.commit([], lift),
    ];
    for (const other of others) {
      await expect(other()).rejects.toMatchObject({ code: 'CONFLICT', where: 'operationId' });
    }
    expect((await floors()).filter((each) => each.endsWith(' 3'))).toEqual(['p3 3', 'p8 3']);
  });

  test('that found nothing is repeated with the revision of its first time', async () => {
    const revision = await store.revision();
    const none = { operationId: 'none' };
    const first = await update(onFloor(9), { floor: 0 }, none);
    expect(first).toMatchObject({ matched: 0, changed: 0, revision, repeated: false });
    await store.commit([{ set: { twin: 'p1', property: 'floor', value: 9 } }]);
    const again = await update(onFloor(9), { floor: 0 }, none);
    expect(again).toMatchObject({ matched: 0, changed: 0, revision, repeated: true });
    expect(await floors()).toContain('p1 9');
  });

  test('judges a dry run at the time of its clock', async () => {
    const clock = { now: () => 1234 };
    const { sample } = await update(onFloor(4), { floor: 0 }, { dryRun: true, clock });
    expect(sample.map(({ to }) => to?.updatedAt)).toEqual([1234, 1234]);
  });

  test('that nothing is said of is refused, and so is one of a wrong path', () => {
    expect(() => updateOf({ set: [] })).toThrow(/^BAD_USER_INPUT input.set: there is nothing/);
    expect(() => updateOf({ set: [{ property: 'a//b', value: 1 }] })).toThrow(/malformed/);
  });

  test('of more twins than fit into a commit is refused with the number', async () => {
    const many = twins(maxEdited + 1).slice(10);
    for (let at = 0; at < many.length; at += 25_000) {
      await store.commit(many.slice(at, at + 25_000));
    }
    const all = onFloor(0);
    await expect(update(all, { floor: 1 })).rejects.toThrow(
      `LIMIT_EXCEEDED where: the filter finds ${maxEdited + 1} twins`,
    );
  }, 60_000);
});

describe('what is written before the commit has its turn', () => {
  /** A store in which another writer comes between the call and the commit. */
  function disturbed(...changes: Change[]): CheckedStore {
    return {
      ...store,
      commit: async (plan, options) => {
        await store.commit(changes);
        return store.commit(plan, options);
      },
    };
  }
  const lift = (on: CheckedStore, where: Predicate) =>
    editTwins(on, { filter: { where }, ...updateOf({ set: [{ property: 'floor', value: 0 }] }) });
  const feeding = (where: Predicate): Predicate => ({ kind: 'related', along: ['feeds'], where });

  test('counts: twins that fit no more are left alone, and new ones are found', async () => {
    const moved = disturbed(
      { set: { twin: 'p4', property: 'floor', value: 1 } },
      { set: { twin: 'p9', property: 'label', value: 'kept' } },
      { set: { twin: 'p0', property: 'floor', value: 5 } },
    );
    expect(await lift(moved, onFloor(4))).toMatchObject({ matched: 2, changed: 2 });
    expect(await floors()).toEqual(expect.arrayContaining(['p4 1', 'p9 0', 'p0 0']));
    expect((await store.twins(['p9']))[0]?.properties).toEqual({ floor: 0, label: 'kept' });
  });

  test('counts where it is a relationship, or a twin at the far end of one', async () => {
    await store.commit(
      ['p1', 'p2', 'p3'].map((source) => ({
        addRelationship: { source, target: source === 'p3' ? 'p9' : 'p4', name: 'feeds' },
      })),
    );
    const moved = disturbed(
      { removeRelationship: { source: 'p1', id: 'feeds:p4' } },
      { set: { twin: 'p9', property: 'floor', value: 1 } },
    );
    expect(await lift(moved, feeding(onFloor(4)))).toMatchObject({ matched: 1, changed: 1 });
    expect(await floors()).toEqual(expect.arrayContaining(['p1 1', 'p2 0', 'p3 3']));
  });

  test('does not keep an edit from its turn, however fast it goes on', async () => {
    let isDone = false;
    const telemetry = (async () => {
      for (let value = 0; !isDone; value++) {
        await store.commit([{ set: { twin: 'p9', property: 'floor', value } }]);
      }
    })();
    for (let round = 0; round < 20; round++) await lift(store, onFloor(3));
    isDone = true;
    await telemetry;
    expect(await store.revision()).toBeGreaterThan(20);
  });
});

describe('a deletion by filter', () => {
  const remove = (where: Predicate, detach: boolean, options: BulkOptions = {}) =>
    editTwins(store, { filter: { where }, ...deletion(detach) }, options);

  test('is refused while twins have relationships, unless these go with them', async () => {
    await store.commit([{ addRelationship: { source: 'p0', target: 'p4', name: 'feeds' } }]);
    const dry = await remove(onFloor(4), false, { dryRun: true });
    expect(dry).toMatchObject({ matched: 2, changed: 1, refused: 1 });
    expect(dry.rejected).toMatchObject([{ code: 'CONFLICT', where: 'p4' }]);
    await expect(remove(onFloor(4), false)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await store.snapshot()).size).toEqual({ twins: 10, relationships: 1 });
    const { changed, sample } = await remove(onFloor(4), true);
    expect({ changed, sample }).toMatchObject({ changed: 2, sample: [{ from: { id: 'p4' } }, {}] });
    expect(sample.every(({ to }) => to === undefined)).toBe(true);
    expect((await store.snapshot()).size).toEqual({ twins: 8, relationships: 0 });
  });

  test('counts the relationships that go with the twins once each, in a dry run too', async () => {
    const feeds = { p0: ['p4'], p4: ['p9'], p9: ['p1', 'p9'], p1: ['p2'] };
    const changes = Object.entries(feeds).flatMap(([source, targets]) =>
      targets.map((target) => ({ addRelationship: { source, target, name: 'feeds' } })),
    );
    await store.commit(changes);
    const refused = await remove(onFloor(4), false, { dryRun: true });
    expect(refused).toMatchObject({ changed: 0, refused: 2, relationships: 0 });
    const gone = { matched: 2, changed: 2, refused: 0, relationships: 4 };
    expect(await remove(onFloor(4), true, { dryRun: true })).toMatchObject(gone);
    expect((await store.snapshot()).size).toEqual({ twins: 10, relationships: 5 });
    expect(await remove(onFloor(4), true)).toMatchObject(gone);
    expect((await store.snapshot()).size).toEqual({ twins: 8, relationships: 1 });
  });

  test('is repeated also when the twins that its filter names are gone', async () => {
    const revision = await store.revision();
    await store.commit([{ addRelationship: { source: 'p0', target: 'p1', name: 'feeds' } }]);
    const around: Predicate = { kind: 'within', from: 'p0', hops: { min: 0 } };
    const once = { operationId: 'clear', ifRevision: revision + 1 };
    expect(await remove(around, true, once)).toMatchObject({ matched: 2, changed: 2 });
    await expect(remove(around, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const again = await remove(around, true, once);
    expect(again).toMatchObject({ changed: 0, relationships: 0, repeated: true });
    expect(again.revision).toBe(revision + 2);
    await expect(remove(around, false, once)).rejects.toMatchObject({ where: 'operationId' });
  });
});

test('a dry run says what the real one does, whatever the edit', async () => {
  const value = fc.constantFrom<Json>(0, 2, 4, 'x', null);
  const operator = fc.constantFrom('eq', 'lt', 'gte', 'ne');
  const where = fc.record({ kind: fc.constant('compare'), path: fc.constant('floor'), operator });
  await fc.assert(
    fc.asyncProperty(where, fc.nat(4), value, async (part, floor, wanted) => {
      const predicate = { ...part, value: floor } as Predicate;
      const dry = await update(predicate, { floor: wanted }, { dryRun: true });
      const real = await update(predicate, { floor: wanted }).catch(() => undefined);
      if (dry.refused > 0) expect(real).toBeUndefined();
      else expect(shown(real)).toEqual(shown(dry));
    }),
    { numRuns: 40 },
  );
});

/** What does not depend on the time and revision of the commit. */
function shown(result: BulkResult | undefined) {
  return (
    result && {
      counts: [result.matched, result.changed, result.relationships, result.refused],
      sample: result.sample.map(({ from, to }) => [from, to?.model, to?.properties]),
    }
  );
}
