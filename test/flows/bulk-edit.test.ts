/** Edits of many twins by a filter: all or nothing, and a dry run that tells the truth. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deletion, updateOf } from '../../src/flows/bulk-changes.ts';
import { type BulkOptions, type BulkResult, editTwins } from '../../src/flows/bulk-edit.ts';
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
      ...{ matched: 4, changed: 2, refused: 0, revision: before + 1, rejected: [] },
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
    const stale = update(onFloor(1), { floor: 2 }, { ifRevision: revision - 1 });
    await expect(stale).rejects.toMatchObject({ code: 'CONFLICT', where: 'ifRevision' });
    const once = { ifRevision: revision, operationId: 'lift' };
    expect(await update(onFloor(4), { floor: 0 }, once)).toMatchObject({ changed: 2 });
    await store.commit([{ set: { twin: 'p1', property: 'floor', value: 4 } }]);
    const again = await update(onFloor(4), { floor: 0 }, { operationId: 'lift' });
    expect(again).toMatchObject({ changed: 0, repeated: true });
    expect(await floors()).toContain('p1 4');
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

describe('twins that change while an edit is planned', () => {
  /** A store in which another writer comes between the snapshot and the commit, so many times. */
  function disturbed(times: number, change: (n: number) => Change): CheckedStore {
    let left = times;
    return {
      ...store,
      commit: async (changes, options) => {
        if (left-- > 0) await store.commit([change(left)]);
        return store.commit(changes, options);
      },
    };
  }
  const lift = (on: CheckedStore) =>
    editTwins(on, {
      filter: { where: onFloor(4) },
      ...updateOf({ set: [{ property: 'floor', value: 0 }] }),
    });

  test('are looked at again: one that fits no more is left alone', async () => {
    const moved = disturbed(1, () => ({ set: { twin: 'p4', property: 'floor', value: 1 } }));
    expect(await lift(moved)).toMatchObject({ matched: 1, changed: 1 });
    expect(await floors()).toEqual(expect.arrayContaining(['p4 1', 'p9 0']));
  });

  test('elsewhere than the filter looks do no harm', async () => {
    const named = disturbed(9, (n) => ({ set: { twin: 'p4', property: 'label', value: `${n}` } }));
    expect(await lift(named)).toMatchObject({ matched: 2, changed: 2 });
    expect((await store.twins(['p4']))[0]?.properties).toEqual({ floor: 0, label: '8' });
  });

  test('again and again make it a conflict', async () => {
    const restless = disturbed(99, (n) => ({
      set: { twin: 'p4', property: 'floor', value: n + 5 },
    }));
    await expect(lift(restless)).rejects.toThrow(/^CONFLICT p4: .*while the edit was planned/);
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
      counts: [result.matched, result.changed, result.refused],
      sample: result.sample.map(({ from, to }) => [from, to?.model, to?.properties]),
    }
  );
}
